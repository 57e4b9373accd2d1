SELECT * FROM pg_get_wait_events()
