-- What only a standby server has: none of it here.
SELECT pg_is_in_recovery(), pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn(), pg_last_xact_replay_timestamp();
SELECT CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() ELSE false END AS paused;
SELECT pg_is_wal_replay_paused();
SELECT pg_get_wal_replay_pause_state();
SELECT pg_wal_replay_pause();
SELECT pg_wal_replay_resume();
SELECT pg_promote();
SELECT pg_promote(true, 0);
SELECT pg_promote(NULL);
SELECT datcollversion, datlocprovider FROM pg_database WHERE datname = current_database();
