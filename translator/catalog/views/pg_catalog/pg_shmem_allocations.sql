SELECT * FROM pg_get_shmem_allocations()
