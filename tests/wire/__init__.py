"""The wire as a client sees it: a small client, and recorded exchanges that pass against PostgreSQL first."""
