"""WITH (name = value, ...) of relations: checked and kept for show, since SQLite stores in its own way.

Manual: CREATE TABLE, "Storage Parameters"; CREATE INDEX, "Index Storage Parameters"; CREATE VIEW, "Parameters".
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from msgspec import Struct

from translator.analyze.def_elem import def_string
from translator.errors import PgError
from translator.parser import Node
from translator.types.boolean import WORDS

_INT_MAX = 2**31 - 1


class _Option(Struct, frozen=True):
    """A parameter: its type, and the range or the words that it allows."""

    type: str
    low: float = 0
    high: float = _INT_MAX
    words: tuple[str, ...] = ()


def _integer(low: int, high: int = _INT_MAX) -> _Option:
    return _Option("integer", low, high)


def _real(low: float, high: float) -> _Option:
    return _Option("floating point", low, high)


_BOOLEAN = _Option("boolean")
_VACUUM = {
    "autovacuum_enabled": _BOOLEAN,
    "autovacuum_vacuum_threshold": _integer(0),
    "autovacuum_vacuum_max_threshold": _integer(-1),
    "autovacuum_vacuum_insert_threshold": _integer(-1),
    "autovacuum_vacuum_cost_limit": _integer(1, 10_000),
    "autovacuum_vacuum_cost_delay": _real(0, 100),
    "autovacuum_vacuum_scale_factor": _real(0, 100),
    "autovacuum_vacuum_insert_scale_factor": _real(0, 100),
    "autovacuum_freeze_min_age": _integer(0, 1_000_000_000),
    "autovacuum_freeze_max_age": _integer(100_000, 2_000_000_000),
    "autovacuum_freeze_table_age": _integer(0, 2_000_000_000),
    "autovacuum_multixact_freeze_min_age": _integer(0, 1_000_000_000),
    "autovacuum_multixact_freeze_max_age": _integer(10_000, 2_000_000_000),
    "autovacuum_multixact_freeze_table_age": _integer(0, 2_000_000_000),
    "log_autovacuum_min_duration": _integer(-1),
    "vacuum_index_cleanup": _Option("enum", words=("on", "off", "auto")),
    "vacuum_truncate": _BOOLEAN,
    "vacuum_max_eager_freeze_failure_rate": _real(0, 1),
}
_TABLE = {
    "fillfactor": _integer(10, 100),
    "toast_tuple_target": _integer(128, 8160),
    "parallel_workers": _integer(0, 1024),
    "user_catalog_table": _BOOLEAN,
    "autovacuum_analyze_threshold": _integer(0),
    "autovacuum_analyze_scale_factor": _real(0, 100),
} | _VACUUM
_VIEW = {
    "security_barrier": _BOOLEAN,
    "security_invoker": _BOOLEAN,
    "check_option": _Option("enum", words=("local", "cascaded")),
}
_OPTIONS: dict[str, dict[str, _Option]] = {
    "r": _TABLE,
    "m": _TABLE,
    "v": _VIEW,
    "column": {"n_distinct": _real(-1, sys.float_info.max), "n_distinct_inherited": _real(-1, sys.float_info.max)},
    "toast": _VACUUM,
    "btree": {"fillfactor": _integer(10, 100), "deduplicate_items": _BOOLEAN},
    "hash": {"fillfactor": _integer(10, 100)},
    "gist": {"fillfactor": _integer(10, 100), "buffering": _Option("enum", words=("on", "off", "auto"))},
    "spgist": {"fillfactor": _integer(10, 100)},
    "tablespace": {
        "seq_page_cost": _real(0, sys.float_info.max),
        "random_page_cost": _real(0, sys.float_info.max),
        "effective_io_concurrency": _integer(0, 1000),
        "maintenance_io_concurrency": _integer(0, 1000),
    },
    "gin": {"fastupdate": _BOOLEAN, "gin_pending_list_limit": _integer(64)},
    "brin": {"pages_per_range": _integer(1, 131_072), "autosummarize": _BOOLEAN},
}
"""Parameters by relkind, or by access method of indexes; those of columns."""


def storage_options(nodes: Sequence[Node], kind: str, before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """`name=value` for each, after those that were set `before` and still are.  Raises PgError 22023, 0A000."""
    found: dict[str, str] = {}
    if kind == "p" and nodes:
        raise PgError(
            "42809",
            "cannot specify storage parameters for a partitioned table",
            hint="Specify storage parameters for its leaf partitions instead.",
        )
    for node in nodes:
        _ = node.defaction
        name, value = node.defname, _value(node)
        if node.defnamespace:
            if node.defnamespace != "toast" or kind not in "rm":
                raise PgError("22023", f'unrecognized parameter namespace "{node.defnamespace}"')
            _check("toast", name, value)
            continue
        if name == "oids" and kind == "r":
            if WORDS.get(value.lower()):
                raise PgError("0A000", "tables declared WITH OIDS are not supported")
            continue
        if name in found:
            raise PgError("22023", f'parameter "{name}" specified more than once')
        found[name] = _check(kind, name, value)
    kept = [option for option in before if option.split("=", 1)[0] not in found]
    return (*kept, *(f"{name}={value}" for name, value in found.items()))


def without_options(nodes: Sequence[Node], before: tuple[str, ...]) -> tuple[str, ...]:
    """What RESET leaves."""
    names = set()
    for node in nodes:
        _ = node.defaction
        if node.arg is not None:
            raise PgError("42601", "RESET must not include values for parameters")
        if not node.defnamespace:
            names.add(node.defname)
    return tuple(option for option in before if option.split("=", 1)[0] not in names)


def _value(node: Node) -> str:
    return "true" if node.arg is None else def_string(node.arg)


def _check(kind: str, name: str, value: str) -> str:
    """The value as it is kept."""
    option = _OPTIONS[kind].get(name)
    if option is None:
        raise PgError("22023", f'unrecognized parameter "{name}"')
    if option.words:
        word = value.lower()
        if word in option.words:
            return word
        raise PgError(
            "22023",
            f'invalid value for enum option "{name}": {value}',
            detail=f"Valid values are {_listed(option.words)}.",
        )
    try:
        number = WORDS[value.lower()] if option.type == "boolean" else float(value)
        if option.type == "integer":
            number = round(number)
    except (KeyError, ValueError, OverflowError):
        raise PgError("22023", f'invalid value for {option.type} option "{name}": {value}') from None
    if not option.low <= number <= option.high:
        low, high = (f"{end:f}" if option.type == "floating point" else f"{end}" for end in (option.low, option.high))
        raise PgError(
            "22023",
            f'value {value} out of bounds for option "{name}"',
            detail=f'Valid values are between "{low}" and "{high}".',
        )
    return value


def _listed(words: Sequence[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return " and ".join(quoted) if len(quoted) == 2 else f"{', '.join(quoted[:-1])}, and {quoted[-1]}"
