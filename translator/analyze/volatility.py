"""Which expressions are immutable, as generated columns and indexes must be.

Mirrors contain_mutable_functions: functions, the functions of operators, and those that casts through text call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from translator import query as q
from translator.catalog.image import CatalogImage
from translator.types import oids

_JSON_BY_SETTINGS = frozenset({oids.DATE, oids.TIMESTAMP, oids.TIMESTAMPTZ, oids.RECORD})
"""Types whose form in JSON depends on settings."""

_CONCATENATION = frozenset({2003, 2004})
"""textanycat and anytextcat, whose body is `$1::text || $2`."""
_TO_JSON = 3176
"""to_json(anyelement), which is stable."""


def is_immutable(catalog: CatalogImage, expr: q.Expr) -> bool:
    """Whether the expression always has the same value for the same row."""
    return all(catalog.proc(oid).provolatile == "i" for part in q.walk(expr) for oid in calls(catalog, part))


def is_stable(catalog: CatalogImage, expr: q.Expr) -> bool:
    """Whether computing the expression twice in a statement gives the same value."""
    return all(catalog.proc(oid).provolatile != "v" for part in q.walk(expr) for oid in calls(catalog, part))


def calls(catalog: CatalogImage, part: q.Expr) -> Iterator[int]:
    """The functions that a node calls itself."""
    if isinstance(part, q.FuncExpr):
        yield from _called(catalog, part.proc.oid, part.args)
    elif isinstance(part, q.OpExpr):
        yield from _called(catalog, part.operator.oprcode, part.args)
    elif isinstance(part, (q.DistinctExpr, q.NullIfExpr, q.ScalarArrayOpExpr, q.InListExpr)):
        yield part.operator.oprcode
    elif isinstance(part, q.RowCompareExpr):
        yield from (operator.oprcode for operator in part.operators)
    elif isinstance(part, q.CoerceViaIO):
        yield catalog.type(catalog.base_type(part.arg.type)).typoutput
        yield catalog.type(catalog.base_type(part.type)).typinput
    elif isinstance(part, q.JsonConstructor):
        yield from (_json_function(catalog, arg.type) for arg in part.args)


def _called(catalog: CatalogImage, oid: int, args: Sequence[q.Expr]) -> Iterator[int]:
    """A function, or what it consists of where the planner puts its body in its place."""
    if oid in _CONCATENATION:
        yield from (catalog.type(catalog.base_type(arg.type)).typoutput for arg in args)
    else:
        yield oid


def _json_function(catalog: CatalogImage, oid: int) -> int:
    """What writes a value of a type as JSON: its output function, or where settings matter to_json."""
    row = catalog.type(catalog.base_type(oid))
    by_settings = row.oid in _JSON_BY_SETTINGS or row.typtype == "c" or (row.typelem and row.typlen == -1)
    return _TO_JSON if by_settings else row.typoutput
