"""How much of PostgreSQL's functions, operators and casts is implemented, by section of the manual and by type."""
