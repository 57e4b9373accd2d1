"""Clients' own tests, run against PostgreSQL and pgproxy side by side."""
