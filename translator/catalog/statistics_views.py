"""System views of which nothing is written but the columns: those that are empty here, and those of counters.

Nothing is counted, so that the statistics of every table, index and database are zeros without a time; of the indexes
of a table that has none, NULL.
Manual: "The Cumulative Statistics System".
"""

from __future__ import annotations

from collections.abc import Sequence

from translator.types import oids

_EMPTY = frozenset({
    "pg_stat_replication", "pg_stat_wal_receiver", "pg_stat_subscription", "pg_stat_subscription_stats",
    "pg_replication_slots", "pg_replication_origin_status", "pg_stat_replication_slots",
    "pg_stat_progress_vacuum", "pg_stat_progress_create_index", "pg_stat_progress_copy", "pg_stat_progress_cluster",
    "pg_stat_progress_basebackup", "pg_stat_progress_analyze", "pg_stats_ext",
    "pg_stats_ext_exprs", "pg_stat_user_functions", "pg_stat_xact_user_functions", "pg_ident_file_mappings",
    "triggers", "triggered_update_columns", "transforms",
    "routine_table_usage", "routine_sequence_usage", "routine_column_usage",
    "check_constraint_routine_usage",
    "pg_aios", "pg_stats",
})  # fmt: skip
"""Views of what there is nothing of: replication, statistics objects, triggers, users' functions."""
_SCHEMA = "JOIN pg_namespace n ON n.oid = c.relnamespace"
_TABLE = {"relid": "c.oid", "schemaname": "n.nspname", "relname": "c.relname"}
_INDEXED = _TABLE | dict.fromkeys(
    ("idx_scan", "idx_tup_fetch", "idx_blks_read", "idx_blks_hit"), "CASE WHEN c.relhasindex THEN 0::bigint END"
)
_TABLES = f"pg_class c {_SCHEMA} WHERE c.relkind IN ('r', 't', 'm', 'p')"
_STORED = f"pg_class c {_SCHEMA} WHERE c.relkind IN ('r', 't', 'm')"
_INDEX = _TABLE | {"indexrelid": "i.oid", "indexrelname": "i.relname"}
_INDEXES = (
    f"pg_class c JOIN pg_index x ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid {_SCHEMA} "
    "WHERE c.relkind IN ('r', 't', 'm')"
)
_SEQUENCES = f"pg_class c {_SCHEMA} WHERE c.relkind = 'S'"
_USER = " AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'"
_SYSTEM = " AND (n.nspname IN ('pg_catalog', 'information_schema') OR n.nspname ~ '^pg_toast')"
_DATABASE = {"datid": "d.oid", "datname": "d.datname"}
_SESSIONS = "(SELECT count(*) FROM pg_stat_activity a WHERE a.datid = d.oid)::int"
_COUNTED: dict[str, tuple[dict[str, str], str]] = {
    "pg_stat_bgwriter": ({}, ""), "pg_stat_checkpointer": ({}, ""), "pg_stat_archiver": ({}, ""),
    "pg_stat_wal": ({}, ""), "pg_stat_recovery_prefetch": ({}, ""),
    "pg_stat_database": (_DATABASE | {"numbackends": _SESSIONS}, "pg_database d"),
    "pg_stat_database_conflicts": (_DATABASE, "pg_database d"),
} | {
    f"{prefix}_{of}_{kind}": (keys, source + condition)
    for prefix, kind, keys, source in (
        ("pg_stat", "tables", _INDEXED, _TABLES), ("pg_stat_xact", "tables", _INDEXED, _TABLES),
        ("pg_statio", "tables", _INDEXED, _STORED), ("pg_stat", "indexes", _INDEX, _INDEXES),
        ("pg_statio", "indexes", _INDEX, _INDEXES), ("pg_statio", "sequences", _TABLE, _SEQUENCES),
    )
    for of, condition in (("all", ""), ("user", _USER), ("sys", _SYSTEM))
}  # fmt: skip
"""Name -> (the columns that are no counters, what they are selected from)."""
_NUMBERS = frozenset({oids.INT4, oids.INT8, oids.FLOAT8, oids.NUMERIC})


def generated_definition(name: str, columns: Sequence[tuple[str, str, int]]) -> str | None:
    """The SQL of such a view by its columns (name, type's name, type's oid); None for any other."""
    keys, source = _COUNTED.get(name, ({}, ""))
    if name not in _EMPTY and name not in _COUNTED:
        return None
    values = []
    for column, type_name, oid in columns:
        counter = "0" if oid in _NUMBERS and name in _COUNTED else "NULL"
        values.append(f'{keys.get(column, f"{counter}::{type_name}")} AS "{column}"')
    text = f"SELECT {', '.join(values)}"
    if name in _EMPTY:
        return f"{text} WHERE false"
    return f"{text} FROM {source}" if source else text
