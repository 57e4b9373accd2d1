"""Recorded cases: `<area>/<topic>.sql` holds statements, `<topic>.answer` what a real PostgreSQL 18 said to each."""
