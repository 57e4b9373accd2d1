"""Constructors of range and multirange types, which every such type has under its own name."""

from __future__ import annotations

from sqlglot import exp

from translator.catalog.rows import PgProc
from translator.lower import build

_RANGE = ("range_constructor2", "range_constructor3")
_MULTIRANGE = ("multirange_constructor0", "multirange_constructor1", "multirange_constructor2")


def is_constructor(proc: PgProc) -> bool:
    """Whether the function makes values of the type that it returns, which is not polymorphic."""
    return proc.prosrc in _RANGE or (proc.prosrc in _MULTIRANGE and proc.proname != "multirange")


def construct(proc: PgProc, *args: exp.Expression) -> exp.Expression:
    """The call of a constructor."""
    oid = build.integer(proc.prorettype)
    if proc.prosrc in _RANGE:
        return build.call("pg_range", oid, *args)
    return build.call("pg_multirange", oid, build.integer(_MULTIRANGE.index(proc.prosrc)), *args)
