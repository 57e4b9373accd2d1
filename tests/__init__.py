"""The tests of pgproxy: every answer expected here was given by a real PostgreSQL 18."""
