"""What a stored query depends on: the relations it names, and their columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from translator import query as q
from translator.catalog.dependency_rows import PG_OPERATOR, PG_PROC
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.types import oids


def relation_columns(query: q.Query) -> tuple[tuple[int, int], ...]:
    """(relation oid, column number) of everything that the query reads; number 0 stands for the relation as such."""
    found: set[tuple[int, int]] = set()
    inside: set[int] = set()
    """Columns that are named as parts of a whole row alone."""
    for part in parts(query):
        if isinstance(part, q.RowExpr) and part.whole is not None and part.whole.relation is not None:
            found.add((part.whole.relation.oid, 0))
            inside.update(map(id, part.args))
        elif id(part) in inside:
            continue
        elif isinstance(part, q.Var) and part.rte.relation is not None:
            found.add((part.rte.relation.oid, max(part.attno, 0)))
        elif isinstance(part, q.RangeTblEntry) and part.relation is not None:
            found.add((part.relation.oid, 0))
        elif isinstance(part, q.Const) and part.type == oids.REGCLASS and isinstance(part.value, int):
            found.update([(part.value, 0)] if part.value >= FIRST_NORMAL_OID else ())
    return tuple(sorted(found))


def used_objects(value: Any) -> set[tuple[int, int]]:
    """(catalog, oid) of the operators and routines that a query or an expression uses, the user's own alone."""
    found: set[tuple[int, int]] = set()
    for part in parts(value):
        operators = getattr(part, "operators", ())
        found.update((PG_OPERATOR, known.oid) for known in (getattr(part, "operator", None), *operators) if known)
        if isinstance(part, q.FuncExpr | q.Aggref | q.WindowFunc):
            found.add((PG_PROC, part.proc.oid))
    return {(classid, oid) for classid, oid in found if oid >= FIRST_NORMAL_OID}


def parts(value: Any, seen: set[int] | None = None) -> Iterator[Any]:
    """Every node below a query; the query of a view that it names is the view's own business."""
    seen = set() if seen is None else seen
    if isinstance(value, tuple | list):
        for item in value:
            yield from parts(item, seen)
    elif isinstance(value, _NODES) and id(value) not in seen:
        seen.add(id(value))
        yield value
        if isinstance(value, q.RangeTblEntry) and value.relation is not None:
            return
        for name in value.__struct_fields__:
            yield from parts(getattr(value, name), seen)


_NODES = (
    q.Expr, q.Query, q.RangeTblEntry, q.RangeTblRef, q.JoinExpr, q.CommonTableExpr, q.SetOperation, q.SortKey,
    q.TargetEntry, q.WindowClause, q.FrameBound, q.Assignment, q.OnConflict, q.MergeAction,
)  # fmt: skip
