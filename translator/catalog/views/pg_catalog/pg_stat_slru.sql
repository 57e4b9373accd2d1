SELECT * FROM pg_stat_get_slru()
