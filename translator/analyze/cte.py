"""WITH: common table expressions, recursive ones included.  Manual: "WITH Queries"."""

from __future__ import annotations

from msgspec.structs import replace

from translator.analyze.dispatch import analyze_query
from translator.analyze.recursion import in_order
from translator.analyze.search_cycle import analyze_clauses, extend_terms
from translator.analyze.setop import combine, set_query
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.parser import Node, strings
from translator.query import Aggref, ColumnDef, CommonTableExpr, Query, SetOperation, entries, walk

_MATERIALIZED = {"CTEMaterializeDefault": None, "CTEMaterializeAlways": True, "CTEMaterializeNever": False}


def analyze_with(state: ParseState, node: Node | None) -> tuple[CommonTableExpr, ...]:
    """The WITH list, each name visible to the ones after it; with RECURSIVE to all, in whatever order they are."""
    if node is None:
        return ()
    names: set[str] = set()
    for item in node.ctes:
        if item.ctename in names:
            raise PgError("42712", f'WITH query name "{item.ctename}" specified more than once', location=item.location)
        names.add(item.ctename)
        if item.ctequery.tag != "SelectStmt" and state.parent is not None:
            message = "WITH clause containing a data-modifying statement must be at the top level"
            raise PgError("0A000", message, location=item.location)
    found: list[CommonTableExpr] = []
    state.future_ctes = names
    for item, recursive in in_order(node.ctes) if node.recursive else [(item, False) for item in node.ctes]:
        if not recursive and (item.search_clause is not None or item.cycle_clause is not None):
            raise PgError("42601", "WITH query is not recursive", location=item.location)
        cte = _recursive(state, item) if recursive else _plain(state, item)
        cte.said_recursive = bool(node.recursive)
        state.ctes[item.ctename] = cte
        state.future_ctes.discard(item.ctename)
        found.append(cte)
    return tuple(found)


def _plain(state: ParseState, item: Node) -> CommonTableExpr:
    query = analyze_query(state.child(), item.ctequery)
    return CommonTableExpr(
        item.ctename,
        query,
        _columns(item, query),
        materialized=_MATERIALIZED[item.ctematerialized],
        aliases=len(item.aliascolnames),
    )


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
    _ = statement.limit_option
    inner = state.child()
    ctes = analyze_with(inner, statement.with_clause)
    base = analyze_query(inner.child(), statement.larg)
    own = _columns(item, base)
    added = analyze_clauses(state, item, own)
    cte = CommonTableExpr(
        item.ctename,
        None,
        own if added is None else own + added.columns,
        recursive=True,
        materialized=_MATERIALIZED[item.ctematerialized],
        hidden=0 if added is None else len(added.columns),
        aliases=len(item.aliascolnames),
    )
    inner.ctes[item.ctename] = cte
    step = analyze_query(inner.child(), statement.rarg, keep_unknown=True)
    _refuse_aggregates(cte, step)
    operation = combine(inner, statement, base, step)
    _require_types(state, cte, base, operation)
    if added is not None:
        cte.written, cte.clauses = operation, added
        operation = extend_terms(inner, cte, added, operation)
    cte.hidden = 0
    cte.query = replace(set_query(inner, operation), ctes=ctes)
    return cte


def _refuse_aggregates(cte: CommonTableExpr, step: Query) -> None:
    """An aggregate over the query's own rows, of which there is but a part at a time."""
    if not any(entry.cte is cte for entry in entries(step.from_items)):
        return
    expressions = [entry.expr for entry in step.targets] + ([step.having] if step.having is not None else [])
    found = next((part for expr in expressions for part in walk(expr) if isinstance(part, Aggref)), None)
    if found is not None:
        message = "aggregate functions are not allowed in a recursive query's recursive term"
        raise PgError("42P19", message, location=found.at)


def _require_types(state: ParseState, cte: CommonTableExpr, base: Query, operation: SetOperation) -> None:
    """The whole has the types that the base has given the query's name."""
    shown = state.catalog.format_type
    for place, (column, (oid, typmod)) in enumerate(zip(cte.columns, operation.types, strict=False), start=1):
        if (column.type, column.typmod) != (oid, typmod):
            raise PgError(
                "42804",
                f'recursive query "{cte.name}" column {place} has type {shown(column.type, column.typmod)} in '
                f"non-recursive term but type {shown(oid, typmod)} overall",
                hint="Cast the output of the non-recursive term to the correct type.",
                location=base.columns[place - 1].expr.at,
            )
