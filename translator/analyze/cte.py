"""WITH: common table expressions, recursive ones included.  Manual: "WITH Queries"."""

from __future__ import annotations

from msgspec.structs import replace

from translator.analyze.dispatch import analyze_query
from translator.analyze.setop import combine, set_query
from translator.analyze.state import ParseState
from translator.errors import PgError, feature_not_supported
from translator.parser import Node, strings
from translator.query import Aggref, ColumnDef, CommonTableExpr, Query, walk

_MATERIALIZED = {"CTEMaterializeDefault": None, "CTEMaterializeAlways": True, "CTEMaterializeNever": False}


def analyze_with(state: ParseState, node: Node | None) -> tuple[CommonTableExpr, ...]:
    """The WITH list, each name visible to the ones after it (with RECURSIVE to itself as well)."""
    if node is None:
        return ()
    found: list[CommonTableExpr] = []
    state.future_ctes = {item.peek("ctename") for item in node.ctes}
    for item in node.ctes:
        if item.ctename in state.ctes:
            raise PgError("42712", f'WITH query name "{item.ctename}" specified more than once', location=item.location)
        if item.ctequery.tag != "SelectStmt" and state.parent is not None:
            message = "WITH clause containing a data-modifying statement must be at the top level"
            raise PgError("0A000", message, location=item.location)
        for clause, what in ((item.search_clause, "SEARCH"), (item.cycle_clause, "CYCLE")):
            if clause is not None:
                raise feature_not_supported(what, at=item.location)
        cte = (
            _recursive(state, item)
            if node.recursive and _mentions(item.ctequery, item.ctename)
            else _plain(state, item)
        )
        state.ctes[item.ctename] = cte
        state.future_ctes.discard(item.ctename)
        found.append(cte)
    return tuple(found)


def _plain(state: ParseState, item: Node) -> CommonTableExpr:
    query = analyze_query(state.child(), item.ctequery)
    return CommonTableExpr(item.ctename, query, _columns(item, query), materialized=_MATERIALIZED[item.ctematerialized])


def _columns(item: Node, query: Query) -> tuple[ColumnDef, ...]:
    columns = [ColumnDef(entry.name, entry.expr.type, entry.expr.typmod) for entry in query.columns]
    names = strings(item.aliascolnames)
    if len(names) > len(columns):
        raise PgError(
            "42P10",
            f'WITH query "{item.ctename}" has {len(columns)} columns available but {len(names)} columns specified',
            location=item.location,
        )
    return tuple(
        [replace(column, name=name) for column, name in zip(columns, names, strict=False)] + columns[len(names) :]
    )


def _recursive(state: ParseState, item: Node) -> CommonTableExpr:
    """`base UNION [ALL] step`: the base gives the types, the step sees the name with them."""
    statement = item.ctequery
    if statement.op != "SETOP_UNION":
        raise PgError(
            "42P19",
            f'recursive query "{item.ctename}" does not have the form non-recursive-term UNION [ALL] recursive-term',
            location=item.location,
        )
    _ = statement.limit_option
    if _mentions(statement.larg, item.ctename):
        raise PgError(
            "42P19",
            f'recursive reference to query "{item.ctename}" must not appear within its non-recursive term',
            location=item.location,
        )
    for present, what in (
        (statement.sort_clause, "ORDER BY"),
        (statement.limit_offset, "OFFSET"),
        (statement.limit_count, "LIMIT"),
        (statement.locking_clause, "FOR UPDATE/SHARE"),
    ):
        if present:
            raise PgError("0A000", f"{what} in a recursive query is not implemented", location=item.location)
    inner = state.child()
    ctes = analyze_with(inner, statement.with_clause)
    base = analyze_query(inner.child(), statement.larg)
    cte = CommonTableExpr(
        item.ctename, None, _columns(item, base), recursive=True, materialized=_MATERIALIZED[item.ctematerialized]
    )
    inner.ctes[item.ctename] = cte
    step = analyze_query(inner.child(), statement.rarg)
    if step.grouped:
        found = next((part.at for entry in step.targets for part in walk(entry.expr) if isinstance(part, Aggref)), -1)
        message = "aggregate functions are not allowed in a recursive query's recursive term"
        raise PgError("42P19", message, location=found)
    cte.query = replace(_union(inner, statement, cte, base, step), ctes=ctes)
    return cte


def _union(state: ParseState, node: Node, cte: CommonTableExpr, base: Query, step: Query) -> Query:
    """The recursive union; the step's columns must have the base's types (42804)."""
    if len(base.columns) != len(step.columns):
        raise PgError(
            "42601", "each UNION query must have the same number of columns", location=step.columns[0].expr.at
        )
    for place, (one, other) in enumerate(zip(base.columns, step.columns, strict=True), start=1):
        if one.expr.type != other.expr.type and not state.catalog.implicitly_castable(other.expr.type, one.expr.type):
            names = state.catalog.format_type
            raise PgError(
                "42804",
                f'recursive query "{cte.name}" column {place} has type {names(one.expr.type)} in non-recursive term '
                f"but type {names(other.expr.type)} overall",
                hint="Cast the output of the non-recursive term to the correct type.",
                location=one.expr.at,
            )
    operation = combine(state, node, base, step)
    return set_query(state, operation)


def _mentions(node: Node, name: str) -> bool:
    """Whether a raw query refers to a relation of that name, without counting the look as reading."""
    if node.tag == "RangeVar":
        return bool(node.peek("relname") == name and not node.peek("schemaname"))
    return any(_mentions(child, name) for child in node.children())
