"""What the server counts of itself and how it was built ("The Cumulative Statistics System", "System Views").

PostgreSQL counts the reads and writes of its shared buffers and caches, which do not exist here: the rows are there,
their counters are zero.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from typing import Any

from translator.builtins.declare import function, set_returning
from translator.catalog import bootstrap
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.values import invalid_parameter_value
from translator.types.array import Array, store

Rows = Iterator[tuple[Any, ...]]
SLRU = (
    "commit_timestamp", "multixact_member", "multixact_offset", "notify", "serializable", "subtransaction",
    "transaction", "other",
)  # fmt: skip
BUILD = (
    "BINDIR", "DOCDIR", "HTMLDIR", "INCLUDEDIR", "PKGINCLUDEDIR", "INCLUDEDIR-SERVER", "LIBDIR", "PKGLIBDIR",
    "LOCALEDIR", "MANDIR", "SHAREDIR", "SYSCONFDIR", "PGXS", "CONFIGURE", "CC", "CPPFLAGS", "CFLAGS", "CFLAGS_SL",
    "LDFLAGS", "LDFLAGS_EX", "LDFLAGS_SL", "LIBS",
)  # fmt: skip


@set_returning("pg_stat_get_slru()", context=True)
def pg_stat_get_slru(context: ExecutionContext) -> Rows:
    return ((name, *[0] * 7, context.postmaster_start_us) for name in SLRU)


@set_returning("pg_stat_get_io()", context=True)
def pg_stat_get_io(context: ExecutionContext) -> Rows:
    """What each kind of process may do with each kind of relation: zero, NULL where it does not do it."""
    for row in bootstrap.load("pg_stat_io").complete():
        yield *row.values(), context.postmaster_start_us


@set_returning("pg_get_wait_events()")
def pg_get_wait_events() -> Rows:
    """What PostgreSQL's processes wait for, without the descriptions."""
    return ((row["type"], row["name"], "") for row in bootstrap.load("pg_wait_events").complete())


@set_returning("pg_config()", context=True)
def pg_config(context: ExecutionContext) -> Rows:
    """Nothing was compiled: all but the version is as PostgreSQL says it of a build that kept no record."""
    yield from ((name, "not recorded") for name in BUILD)
    yield "VERSION", f"PostgreSQL {context.get_setting('server_version')}"


@set_returning("pg_get_shmem_allocations()")
def pg_get_shmem_allocations() -> Rows:
    """None: sessions share a process."""
    return iter(())


@set_returning("pg_get_backend_memory_contexts()")
def pg_get_backend_memory_contexts() -> Rows:
    """One: the most that the process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    yield "TopMemoryContext", None, "AllocSet", 1, store(Array.of([1])), used, 1, 0, 0, used


_OF_TABLES = (
    "numscans", "tuples_returned", "tuples_fetched", "tuples_inserted", "tuples_updated", "tuples_deleted",
    "tuples_hot_updated", "tuples_newpage_updated", "blocks_fetched", "blocks_hit",
)  # fmt: skip
_COUNTERS = (
    *(f"{name}(oid)" for name in _OF_TABLES), *(f"xact_{name}(oid)" for name in _OF_TABLES),
    *(f"{name}(oid)" for name in (
        "live_tuples", "dead_tuples", "mod_since_analyze", "ins_since_vacuum", "vacuum_count", "autovacuum_count",
        "analyze_count", "autoanalyze_count",
    )),
    *(f"db_{name}(oid)" for name in (
        "xact_commit", "xact_rollback", "blocks_fetched", "blocks_hit", "tuples_returned", "tuples_fetched",
        "tuples_inserted", "tuples_updated", "tuples_deleted", "conflict_tablespace", "conflict_lock",
        "conflict_snapshot", "conflict_bufferpin", "conflict_startup_deadlock", "conflict_logicalslot",
        "conflict_all", "temp_files", "temp_bytes", "deadlocks", "checksum_failures", "sessions",
        "sessions_abandoned", "sessions_fatal", "sessions_killed", "parallel_workers_to_launch",
        "parallel_workers_launched",
    )),
    *(f"checkpointer_{name}()" for name in (
        "num_timed", "num_requested", "num_performed", "restartpoints_timed", "restartpoints_requested",
        "restartpoints_performed", "buffers_written", "slru_written",
    )),
    "bgwriter_buf_written_clean()", "bgwriter_maxwritten_clean()", "buf_alloc()",
)  # fmt: skip
_DURATIONS = (
    "db_blk_read_time(oid)", "db_blk_write_time(oid)", "db_session_time(oid)",
    "db_active_time(oid)", "db_idle_in_transaction_time(oid)", "total_vacuum_time(oid)",
    "total_autovacuum_time(oid)", "total_analyze_time(oid)", "total_autoanalyze_time(oid)",
    "checkpointer_write_time()", "checkpointer_sync_time()",
)  # fmt: skip
_UNKNOWN = (
    "function_calls(oid)", "function_total_time(oid)", "function_self_time(oid)", "xact_function_calls(oid)",
    "xact_function_total_time(oid)", "xact_function_self_time(oid)",
    "last_vacuum_time(oid)", "last_autovacuum_time(oid)", "last_analyze_time(oid)", "last_autoanalyze_time(oid)",
    "lastscan(oid)", "db_stat_reset_time(oid)", "db_checksum_last_failure(oid)", "bgwriter_stat_reset_time()",
    "checkpointer_stat_reset_time()", "snapshot_timestamp()",
)  # fmt: skip


@function(*(f"pg_stat_get_{name}" for name in _COUNTERS))
def counter(*of: int) -> int:
    return 0


@function(*(f"pg_stat_get_{name}" for name in _DURATIONS))
def duration(*of: int) -> float:
    return 0.0


@function(*(f"pg_stat_get_{name}" for name in _UNKNOWN))
def unknown(*of: int) -> None:
    """No function of a user has run, and nothing else has happened yet."""


_OF_THE_SERVER = ("archiver", "bgwriter", "checkpointer", "io", "slru", "wal")
_OF_OBJECTS = ("backend", "database", "function", "relation", "replslot", "subscription")


@function("pg_stat_have_stats(text,oid,bigint)")
def pg_stat_have_stats(kind: str, database: int, identity: int) -> int:
    """Whether there are counters of a kind for an object.  Raises PgError 22023 for no kind."""
    if kind not in (*_OF_THE_SERVER, *_OF_OBJECTS):
        raise invalid_parameter_value(f'invalid statistics kind: "{kind}"')
    return int(kind in _OF_THE_SERVER)


@function("pg_stat_clear_snapshot()", "pg_stat_force_next_flush()", "pg_stat_reset()")
def pg_stat_reset() -> str:
    """Counters at zero stay there."""
    return ""


@function(
    "pg_stat_reset_backend_stats(integer)",
    "pg_stat_reset_single_function_counters(oid)",
    "pg_stat_reset_single_table_counters(oid)",
)
def pg_stat_reset_of(one: int) -> str:
    """The counters of one object, too."""
    return ""


_TARGETS = ("archiver", "bgwriter", "checkpointer", "io", "recovery_prefetch", "slru", "wal")


@function("pg_stat_reset_shared(text)")
def pg_stat_reset_shared(target: str | None = None) -> str:
    """Raises PgError 22023 for what is no counters' name."""
    if target is not None and target not in _TARGETS:
        names = ", ".join(f'"{name}"' for name in _TARGETS[:-1])
        raise PgError(
            "22023", f'unrecognized reset target: "{target}"', hint=f'Target must be {names}, or "{_TARGETS[-1]}".'
        )
    return ""


@function("pg_stat_reset_slru(text)")
def pg_stat_reset_slru(name: str | None = None) -> str:
    return ""


@function("pg_stat_reset_replication_slot(text)")
def pg_stat_reset_replication_slot(name: str | None) -> str:
    """Raises PgError 22023 for any: there are none."""
    if name is not None:
        raise invalid_parameter_value(f'replication slot "{name}" does not exist')
    return ""


@function("pg_stat_reset_subscription_stats(oid)")
def pg_stat_reset_subscription_stats(subscription: int | None) -> str:
    """Raises PgError 22023 for 0."""
    if subscription == 0:
        raise invalid_parameter_value("invalid subscription OID 0")
    return ""
