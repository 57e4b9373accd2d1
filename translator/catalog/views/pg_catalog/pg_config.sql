SELECT * FROM pg_config()
