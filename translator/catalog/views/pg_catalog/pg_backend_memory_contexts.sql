SELECT * FROM pg_get_backend_memory_contexts()
