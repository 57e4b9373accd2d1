"""The options of VACUUM and ANALYZE, and which go together: PostgreSQL's ExecVacuum.  Manual: VACUUM, ANALYZE."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from translator.analyze.def_elem import def_boolean, def_string
from translator.errors import PgError
from translator.errors.statements import syntax_error
from translator.parser import Node

_SHARED = ("verbose", "skip_locked", "buffer_usage_limit")
_OF_VACUUM = (
    "analyze", "freeze", "full", "disable_page_skipping", "index_cleanup", "process_main", "process_toast", "truncate",
    "parallel", "skip_database_stats", "only_database_stats",
)  # fmt: skip
_DEFAULTS = {"process_main": True, "process_toast": True, "truncate": True, "index_cleanup": True}
_WITH_DATABASE_STATS = {"verbose", "process_main", "process_toast", "only_database_stats"}
_MAX_WORKERS = 1024
_RING = range(128, 16777216 + 1)
_SIZE = re.compile(r"\s*+([+-]?\d++(?:\.\d*+)?)\s*+([A-Za-z]*+)\s*+\Z")
_UNITS = {"": 1.0, "B": 1 / 1024, "kB": 1.0, "MB": 1024.0, "GB": 1024.0**2, "TB": 1024.0**3}

Options = Mapping[str, Any]


def vacuum_options(nodes: list[Node], *, is_vacuum: bool, tables: bool, columns: bool) -> Options:
    """The options by name; tables, columns: whether tables, and columns of them, are named.

    Raises PgError 42601, 22023, 0A000.
    """
    options: dict[str, Any] = {}
    for node in nodes:
        node.accept()
        name = node.defname
        if name not in _SHARED and not (is_vacuum and name in _OF_VACUUM):
            statement = "VACUUM" if is_vacuum else "ANALYZE"
            raise syntax_error(f'unrecognized {statement} option "{name}"', at=node.location)
        options[name] = _value(name, node)
    if is_vacuum:
        _refuse_combinations(options, tables=tables, columns=columns)
    return options


def _value(name: str, node: Node) -> bool | int:
    if name == "buffer_usage_limit":
        return _buffer_usage_limit("" if node.arg is None else def_string(node.arg))
    if name == "parallel":
        if node.arg is None:
            message = f"parallel option requires a value between 0 and {_MAX_WORKERS}"
            raise syntax_error(message, at=node.location)
        if node.arg.tag != "Integer":
            raise syntax_error("parallel requires an integer value")
        workers: int = node.arg.ival
        if not 0 <= workers <= _MAX_WORKERS:
            message = f"parallel workers for vacuum must be between 0 and {_MAX_WORKERS}"
            raise syntax_error(message, at=node.location)
        return workers
    if node.arg is None or (name == "index_cleanup" and def_string(node.arg).lower() == "auto"):
        return True
    return def_boolean(name, node.arg)


def _buffer_usage_limit(text: str) -> int:
    """In kB."""
    found = _SIZE.match(text)
    known = found is not None and found[2] in _UNITS
    size = round(float(found[1]) * _UNITS[found[2]]) if found is not None and known else -1
    if size and size not in _RING:
        units = 'Valid units for this parameter are "B", "kB", "MB", "GB", and "TB".'
        raise PgError(
            "22023",
            f"BUFFER_USAGE_LIMIT option must be 0 or between {_RING.start} kB and {_RING.stop - 1} kB",
            hint=units if found is not None and not known else None,
        )
    return size


def _refuse_combinations(options: Options, *, tables: bool, columns: bool) -> None:
    """Raise PgError 0A000."""

    def on(name: str) -> Any:
        return options.get(name, _DEFAULTS.get(name, False))

    complaint = ""
    if on("full") and on("parallel"):
        complaint = "VACUUM FULL cannot be performed in parallel"
    elif on("full") and on("buffer_usage_limit") and not on("analyze"):
        complaint = "BUFFER_USAGE_LIMIT cannot be specified for VACUUM FULL"
    elif columns and not on("analyze"):
        complaint = "ANALYZE option must be specified when a column list is provided"
    elif on("full") and on("disable_page_skipping"):
        complaint = "VACUUM option DISABLE_PAGE_SKIPPING cannot be used with FULL"
    elif on("full") and not on("process_toast"):
        complaint = "PROCESS_TOAST required with VACUUM FULL"
    elif on("only_database_stats") and tables:
        complaint = "ONLY_DATABASE_STATS cannot be specified with a list of tables"
    elif on("only_database_stats") and any(on(name) for name in options.keys() - _WITH_DATABASE_STATS):
        complaint = "ONLY_DATABASE_STATS cannot be specified with other VACUUM options"
    if complaint:
        raise PgError("0A000", complaint)
