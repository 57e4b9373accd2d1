"""The WHERE of a table in a publication: what may stand there, and its text.  Manual: "Row Filters"."""

from __future__ import annotations

from msgspec import Struct

from translator import query as q
from translator.analyze import dispatch as expressions
from translator.analyze.coerce import coerce_to_boolean
from translator.analyze.defaults import relation_state
from translator.analyze.expression_collation import derive
from translator.analyze.state import Analysis, ParseState
from translator.analyze.stored import stored_analysis
from translator.analyze.volatility import calls
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.catalog.rows import PgOperator
from translator.deparse import deparse
from translator.errors import PgError
from translator.errors.statements import invalid_row_filter
from translator.parser import Node, expression_node

_SIMPLE = (
    q.Var, q.OpExpr, q.DistinctExpr, q.NullIfExpr, q.ScalarArrayOpExpr, q.InListExpr, q.RowCompareExpr,
    q.Const, q.FuncExpr, q.BoolExpr, q.RelabelType, q.CollateExpr, q.CaseExpr, q.CoerceTestExpr, q.ArrayExpr,
    q.RowExpr, q.CoalesceExpr, q.MinMaxExpr, q.NullTest, q.BooleanTest,
)  # fmt: skip
CLAUSE = "PUBLICATION WHERE"
_ALLOWED = (
    "Only columns, constants, built-in operators, built-in data types, built-in collations, "
    "and immutable built-in functions are allowed."
)


class Filter(Struct, frozen=True):
    """A condition in canonical text, with the columns that it reads."""

    text: str
    reads: tuple[int, ...]


def row_filter(analysis: Analysis, relation: Relation, node: Node) -> Filter:
    """Raises PgError 0A000 for what subscribers could not compute, and what any WHERE raises."""
    state, _ = relation_state(analysis, relation, CLAUSE)
    expr = coerce_to_boolean(analysis, expressions.analyze_expr(state, node), CLAUSE)
    expr = _with_virtual_columns_computed(analysis, relation, state, expr)
    for part in q.walk(expr):
        if isinstance(part, q.Param):
            raise PgError("42P02", f"there is no parameter ${part.number}", location=part.location)
        detail = _objection(analysis.catalog, part)
        if detail is not None:
            raise invalid_row_filter(detail, at=part.at)
    reads = {part.attno for part in q.walk(expr) if isinstance(part, q.Var) and part.attno > 0}
    return Filter(deparse(analysis.catalog, expr), tuple(sorted(reads)))


def _with_virtual_columns_computed(analysis: Analysis, relation: Relation, state: ParseState, expr: q.Expr) -> q.Expr:
    """The condition over the columns that virtual ones are generated from."""
    inner = ParseState(stored_analysis(analysis.catalog, analysis.settings), clause="generation expression")
    inner.namespace = state.namespace

    def computed(part: q.Expr) -> q.Expr | None:
        attribute = relation.attribute(part.attno) if isinstance(part, q.Var) and part.attno > 0 else None
        if attribute is None or attribute.generated != "v" or attribute.default is None:
            return None
        return expressions.analyze_expr(inner, expression_node(attribute.default))

    return q.mapped(expr, computed)


def _objection(catalog: CatalogImage, part: q.Expr) -> str | None:
    """What is wrong with a part of a condition by itself."""
    if any(operator.oid >= FIRST_NORMAL_OID for operator in _operators(part)):
        return "User-defined operators are not allowed."
    if not isinstance(part, _SIMPLE) or (isinstance(part, q.FuncExpr) and part.keyword):
        return _ALLOWED
    if part.type >= FIRST_NORMAL_OID:
        return "User-defined types are not allowed."
    if any(oid >= FIRST_NORMAL_OID or catalog.proc(oid).provolatile != "i" for oid in calls(catalog, part)):
        return "User-defined or built-in mutable functions are not allowed."
    if derive(catalog, part).collation >= FIRST_NORMAL_OID:
        return "User-defined collations are not allowed."
    return None


def _operators(part: q.Expr) -> tuple[PgOperator, ...]:
    if isinstance(part, q.RowCompareExpr):
        return part.operators
    if isinstance(part, q.OpExpr | q.DistinctExpr | q.NullIfExpr | q.ScalarArrayOpExpr | q.InListExpr):
        return (part.operator,)
    return ()
