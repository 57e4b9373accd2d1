"""The pipeline in one screen: parse -> analyze -> lower -> plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlglot import exp

from translator.analyze import select
from translator.analyze.dml import analyze_delete, analyze_insert, analyze_update
from translator.analyze.state import Analysis, AnalyzerSettings, ParseState
from translator.analyze.utility import analyze_utility
from translator.catalog.image import CatalogImage
from translator.errors import PgError
from translator.lower.context import Lowering
from translator.lower.dialect import to_sql
from translator.lower.dml import lower_delete, lower_insert, lower_update
from translator.lower.select import lower_query
from translator.parser import RawStmt, refuse_unread
from translator.plan import Plan, ResultColumn
from translator.query import Query, TargetEntry, Var

_ANALYZERS: dict[str, Callable[..., Query]] = {
    "SelectStmt": select.analyze_query,
    "InsertStmt": analyze_insert,
    "UpdateStmt": analyze_update,
    "DeleteStmt": analyze_delete,
}
_LOWERINGS: dict[str, Callable[[Lowering, Query], exp.Expression]] = {
    "select": lower_query,
    "insert": lower_insert,
    "update": lower_update,
    "delete": lower_delete,
}
_TAGS = {"select": "SELECT", "insert": "INSERT", "update": "UPDATE", "delete": "DELETE"}


def translate(
    statement: RawStmt,
    catalog: CatalogImage,
    settings: AnalyzerSettings,
    param_types: Sequence[int] = (),
    literal_places: Mapping[int, int] | None = None,
    *,
    fixed_params: bool = False,
) -> Plan:
    """The plan of one statement.

    `param_types` are the types the client declared, 0 where it leaves them open; with `fixed_params` no others exist.
    Raises PgError as PostgreSQL's analyzer does, or 0A000; its `location` is a byte offset in the query string.
    """
    analysis = Analysis(catalog, settings, param_types, fixed_params=fixed_params)
    if literal_places:
        analysis.literal_places = dict(literal_places)
    try:
        if statement.node.tag in _ANALYZERS:
            return plan_query(analysis, statement)
        command, tag, columns = analyze_utility(analysis, statement)
        refuse_unread(statement.node)
    except RecursionError:
        raise PgError("54001", "stack depth limit exceeded") from None
    pinned = frozenset(place if place >= 0 else ~place for place in analysis.literal_places.values())
    return Plan(tag, tuple(analysis.param_types), columns=columns, command=command, pinned=pinned)


def plan_query(analysis: Analysis, statement: RawStmt) -> Plan:
    """SELECT, INSERT, UPDATE or DELETE to a plan."""
    query = _ANALYZERS[statement.node.tag](ParseState(analysis), statement.node)
    refuse_unread(statement.node)
    analysis.check_params()
    return lower_to_plan(analysis, query)


def lower_to_plan(analysis: Analysis, query: Query) -> Plan:
    lowering = Lowering(analysis)
    sql = to_sql(_LOWERINGS[query.command](lowering, query))
    open_literals = {bind.literal if bind.literal >= 0 else ~bind.literal for bind in lowering.binds if bind.literal is not None}
    everything = {place if place >= 0 else ~place for place in analysis.literal_places.values()}
    returns = query.command == "select" or query.returns
    return Plan(
        tag=_TAGS[query.command],
        param_types=tuple(analysis.param_types),
        sql=sql,
        columns=tuple(_result_column(entry) for entry in query.columns) if returns else None,
        binds=tuple(lowering.binds),
        pinned=frozenset(everything - open_literals),
        writes=query.command != "select",
        locks=query.row_marks[0].wait if query.row_marks else None,
        volatile="volatile" in lowering.uses,
        target=query.target.relation.oid if query.target is not None and query.target.relation is not None else 0,
    )


def _result_column(entry: TargetEntry) -> ResultColumn:
    expr = entry.expr
    table, number = _origin(expr) if isinstance(expr, Var) else (0, 0)
    return ResultColumn(entry.name, expr.type, expr.typmod, table, number)


def _origin(var: Var) -> tuple[int, int]:
    """The table column that a result column is, through subqueries and WITH."""
    rte = var.rte
    if rte.relation is not None and rte.kind in ("relation", "subquery") and rte.relation.kind in "rv":
        return rte.relation.oid, var.attno
    inner = rte.subquery if rte.kind == "subquery" else rte.cte.query if rte.cte is not None and not rte.cte.recursive else None
    if inner is not None and inner.set_operation is None:
        column = inner.columns[var.attno - 1].expr
        if isinstance(column, Var):
            return _origin(column)
    return 0, 0
