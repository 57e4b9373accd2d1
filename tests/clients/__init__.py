"""Real clients run application-like scripts, unmodified and with equal results, on PostgreSQL and on pgproxy."""
