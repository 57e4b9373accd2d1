"""Calls that PostgreSQL finds to be NULL while it plans: a strict function of a NULL constant.

What its other arguments would raise is then never raised, but for those that are constants themselves, which
PostgreSQL computes first. Mirrors eval_const_expressions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import query_expressions
from translator.catalog.image import CatalogImage
from translator.catalog.rows import PgProc
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.implementation import is_implemented
from translator.remembered import remembered
from translator.types import oids

_PASSING = (q.RelabelType, q.CollateExpr, q.CoerceViaIO)
"""Expressions that are NULL when their argument is."""
_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_SAFE_CALLS = frozenset({
    "int8(integer)", "int8(smallint)", "int4(smallint)", "numeric(smallint)", "numeric(integer)", "numeric(bigint)",
    "float8(smallint)", "float8(integer)", "float8(bigint)", "lower(text)", "upper(text)", "length(text)",
    "textcat(text,text)", "text(character)", "text(boolean)", "text(name)",
})  # fmt: skip
"""Calls that never fail, among the most frequent ones."""


@remembered
def may_fail(catalog: CatalogImage, expr: q.Expr) -> bool:
    """Whether computing an expression may raise an error; its subqueries do not count."""
    if fails_itself(catalog, expr):
        return True
    for part in q.children(expr):  # noqa: SIM110  # any() would nest deep in C
        if may_fail(catalog, part):
            return True
    return False


CONTAINED, CONTAINS = "elem_contained_by_range(anyelement,anyrange)", "range_contains_elem(anyrange,anyelement)"
HOLDS_NULL = "pg_range_holds_null"
"""Whether any element is in a range, NULL where that depends on the element."""


def range_of_element(catalog: CatalogImage, expr: q.FuncExpr | q.OpExpr) -> q.Expr | None:
    """The range that a call looks for an element in, None for any other call."""
    proc = expr.proc if isinstance(expr, q.FuncExpr) else catalog.proc(expr.operator.oprcode)
    place = {CONTAINED: 1, CONTAINS: 0}.get(proc.signature)
    return None if place is None else expr.args[place]


@remembered
def may_fail_inside(catalog: CatalogImage, expr: q.Expr) -> bool:
    """The same with its subqueries."""
    if fails_itself(catalog, expr):
        return True
    for part in q.children(expr):
        if may_fail_inside(catalog, part):
            return True
    if isinstance(expr, q.SubLink):
        for part in query_expressions(expr.subquery):
            if may_fail_inside(catalog, part):
                return True
    return False


def fails_itself(catalog: CatalogImage, part: q.Expr) -> bool:
    """The same of what a part does with its arguments."""
    match part:
        case q.FuncExpr():
            return part.proc.signature not in _SAFE_CALLS
        case q.OpExpr() | q.ScalarArrayOpExpr():
            return (
                part.operator.oprname not in _COMPARISONS
                and catalog.proc(part.operator.oprcode).signature not in _SAFE_CALLS
            )
        case q.ArrayExpr():
            return part.nested
        case q.MinMaxExpr():
            return part.operator is None
    return isinstance(part, (q.CoerceViaIO, q.ArrayCoerceExpr, q.CoerceToDomain, q.JsonFunc, q.JsonConstructor))


def null_call(lowering: Lowering, proc: PgProc, args: Sequence[q.Expr]) -> exp.Expression | None:
    """The form of a strict call that has a NULL constant among its arguments; None for any other call."""
    if not proc.proisstrict or proc.prorettype == oids.RECORD or not is_implemented(proc.signature) or lowering.is_deep:
        return None
    if not any(is_known_null(lowering.catalog, arg) for arg in args):
        return None
    lost = [part for arg in args for part in _said_of_a_query(arg) if part not in lowering.placeholders]
    if any(isinstance(part, q.WindowFunc) or part.level < lowering.level for part in lost):
        return None
    if any(part.level == lowering.level for part in lost):  # the rows stay one group
        return build.case([(build.is_null(exp.Count(this=exp.Star())), build.null())], build.null())
    return build.null()


@remembered
def is_known_null(catalog: CatalogImage, expr: q.Expr) -> bool:
    """Whether planning finds an expression to be NULL, whatever its other parts are."""
    if isinstance(expr, q.Const):  # that of a domain is a cast yet to be checked
        return expr.value is None and catalog.base_type(expr.type) == expr.type
    if isinstance(expr, q.NullIfExpr):
        return is_known_null(catalog, expr.args[0])
    if isinstance(expr, q.MinMaxExpr):
        return expr.operator is not None and all(is_known_null(catalog, arg) for arg in expr.args)
    if isinstance(expr, q.SubscriptExpr):
        parts = tuple(q.children(expr))
        return all(isinstance(part, q.Const) for part in parts) and any(is_known_null(catalog, part) for part in parts)
    if is_strict(catalog, expr):
        for arg in q.children(expr):
            if is_known_null(catalog, arg):
                return True
    return False


def kept_parts(catalog: CatalogImage, expr: q.Expr) -> Iterator[q.Expr]:
    """An expression and those inside it that planning keeps."""
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        if not is_known_null(catalog, part):
            yield part
            waiting += reversed(q.children(part))


def is_strict(catalog: CatalogImage, expr: q.Expr) -> bool:
    """Whether an expression is NULL when one of its arguments is."""
    if isinstance(expr, q.FuncExpr):
        return expr.proc.proisstrict and not expr.proc.proretset and expr.proc.prorettype != oids.RECORD
    if isinstance(expr, q.ArrayCoerceExpr):
        return is_immutable(catalog, expr)
    return isinstance(expr, _PASSING) or (
        isinstance(expr, q.OpExpr) and catalog.proc(expr.operator.oprcode).proisstrict
    )


def _said_of_a_query(arg: q.Expr) -> Iterator[q.Aggref | q.WindowFunc]:
    """The aggregates in an argument, those of its subqueries included, and its own window functions."""
    for part in q.walk(arg):
        if isinstance(part, (q.Aggref, q.WindowFunc)):
            yield part
        elif isinstance(part, q.SubLink):
            for inner in query_expressions(part.subquery):
                yield from (found for found in _said_of_a_query(inner) if isinstance(found, q.Aggref))


def is_immutable(catalog: CatalogImage, expr: q.Expr) -> bool:
    """Whether what an expression itself calls gives always the same for the same arguments."""
    match expr:
        case q.FuncExpr():
            return _always_gives_the_same(catalog, expr.proc, expr.args) and not expr.proc.proretset
        case q.OpExpr():
            return _always_gives_the_same(catalog, catalog.proc(expr.operator.oprcode), expr.args)
        case q.DistinctExpr() | q.NullIfExpr() | q.ScalarArrayOpExpr() | q.InListExpr():
            return catalog.proc(expr.operator.oprcode).provolatile == "i"
        case q.CoerceViaIO():
            output, read = (catalog.type(catalog.base_type(oid)) for oid in (expr.arg.type, expr.type))
            return all(catalog.proc(oid).provolatile == "i" for oid in (output.typoutput, read.typinput))
        case q.ArrayCoerceExpr():
            return all(is_immutable(catalog, part) for part in q.walk(expr.element))
    return True


_MADE_OF_TEXT_FORMS = {
    "anytextcat(anynonarray,text)": 0, "textanycat(text,anynonarray)": 1,
    "quote_literal(anyelement)": 0, "quote_nullable(anyelement)": 0,
}  # fmt: skip
"""Functions in SQL, which planning replaces by their body: signature -> the argument that it casts to text."""


def _always_gives_the_same(catalog: CatalogImage, proc: PgProc, args: Sequence[q.Expr]) -> bool:
    place = _MADE_OF_TEXT_FORMS.get(proc.signature)
    if place is None:
        return proc.provolatile == "i"
    if is_known_null(catalog, args[place]):
        return True
    return catalog.proc(catalog.type(catalog.base_type(args[place].type)).typoutput).provolatile == "i"
