"""A differential fuzzer: typed random expressions, asked of PostgreSQL and of pgproxy, must be answered alike."""
