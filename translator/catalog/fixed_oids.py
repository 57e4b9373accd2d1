"""Oids of rows that PostgreSQL makes by hand, by the names of its symbols; those of types are in types/oids.py."""

PG_CATALOG, PUBLIC, INFORMATION_SCHEMA = 11, 2200, 13000
"""Schemas."""
BTREE, HASH = 403, 405
"""Access methods."""
FIRST_NORMAL_OID = 16384
"""From here on oids are given to what users make."""
