-- What the server counts of itself, by function and by view.
SELECT name, blks_zeroed >= 0 AS counted FROM pg_stat_slru ORDER BY name;
SELECT backend_type, object, context, reads IS NULL AS no_reads, read_bytes IS NULL AS no_bytes, write_time IS NULL AS no_writes,
       extends IS NULL AS no_extends, hits IS NULL AS no_hits, fsyncs IS NULL AS no_fsyncs, stats_reset IS NULL AS never
FROM pg_stat_io ORDER BY 1, 2, 3;
SELECT type, count(*), min(name), max(name) FROM pg_wait_events GROUP BY type ORDER BY type;
SELECT name FROM pg_config;
SELECT setting ~ '^PostgreSQL 18' AS of_18 FROM pg_config WHERE name = 'VERSION';
SELECT name, ident, type, level, path, total_bytes > 0 AS used FROM pg_backend_memory_contexts WHERE level = 1;
SELECT count(*) FILTER (WHERE size < 0) FROM pg_shmem_allocations;
SELECT pg_stat_get_live_tuples(NULL), pg_stat_get_numscans(0), pg_stat_get_db_deadlocks(0), pg_stat_get_function_total_time(0);
SELECT pg_stat_get_last_vacuum_time(0), pg_stat_get_xact_tuples_inserted(0), pg_stat_get_snapshot_timestamp();
SELECT kind, pg_stat_have_stats(kind, 5, 99999)
FROM unnest(ARRAY['archiver', 'io', 'slru', 'wal', 'relation', 'function', 'backend', 'replslot']) AS kind;
SELECT pg_stat_have_stats('nothing', 0, 0);
SELECT pg_stat_clear_snapshot(), pg_stat_force_next_flush() IS NULL AS without, pg_typeof(pg_stat_reset());
SELECT pg_stat_reset_single_table_counters('pg_class'::regclass), pg_stat_reset_backend_stats(0);
SELECT pg_stat_reset_shared('io'), pg_stat_reset_shared(NULL), pg_stat_reset_slru('notify'), pg_stat_reset_slru('nothing');
SELECT pg_stat_reset_shared('nothing');
SELECT pg_stat_reset_replication_slot('nothing');
SELECT pg_stat_reset_replication_slot(NULL), pg_stat_reset_subscription_stats(NULL);
SELECT pg_stat_reset_subscription_stats(0);
