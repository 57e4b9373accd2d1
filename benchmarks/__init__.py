"""Speed and memory of pgproxy beside PostgreSQL with durability off, as continuous integration runs it."""
