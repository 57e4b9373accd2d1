"""Which subqueries planning makes parts of the query around them: those that only select, and the members of UNION ALL.

Mirrors pull_up_subqueries, flatten_simple_union_all and simplify_EXISTS_query.
"""

from __future__ import annotations

from collections.abc import Iterator

from translator import query as q


def entries(item: q.FromItem) -> Iterator[q.RangeTblEntry]:
    """The entries that an item of FROM joins."""
    if isinstance(item, q.JoinExpr):
        yield from entries(item.left)
        yield from entries(item.right)
    else:
        yield item.rte


def merged(rte: q.RangeTblEntry) -> q.Query | None:
    """The subquery of an entry where planning makes it a part of the query around it."""
    query = _subquery(rte)
    return query if query is not None and _only_selects(query) else None


def named_by(var: q.Var) -> q.Expr | None:
    """The expression that planning puts in a column's place."""
    rte = var.rte
    if var.attno < 1:
        return None
    if rte.kind == "join" and rte.join_columns:
        return rte.join_columns[var.attno - 1]
    query = merged(rte)
    if query is None:
        return None
    return query.values[0][var.attno - 1] if query.values else query.targets[var.attno - 1].expr


def append_members(query: q.Query) -> list[q.Query]:
    """The members of UNION ALL, and of nothing else, that are planned together: those that read one entry at most."""
    assert query.set_operation is not None
    if not _only_appends(query.set_operation):
        return []
    return [member for member in q.operands(query.set_operation) if _is_simple_member(member)]


def planned_apart(item: q.FromItem) -> Iterator[q.Query]:
    """The subqueries of a FROM clause that are planned by themselves."""
    for rte in entries(item):
        query = merged(rte)
        if query is not None:
            for inner in query.from_items:
                yield from planned_apart(inner)
        elif (query := _subquery(rte)) is not None:
            yield query


def keeps_outputs(query: q.Query) -> bool:
    """Whether planning EXISTS (query) does not drop what the query selects, which no one sees."""
    limited = query.limit is not None and not _leaves_a_row(query.limit)
    if query.set_operation is not None or query.having is not None or query.offset is not None or limited:
        return True
    if (
        query.grouping_sets
        or query.row_marks
        or any(cte.query is not None and cte.query.command != "select" for cte in query.ctes)
    ):
        return True
    outputs = [part for entry in query.targets for part in q.walk(entry.expr)]
    return any(isinstance(part, (q.WindowFunc, q.Aggref)) or _returns_set(part) for part in outputs)


def _leaves_a_row(limit: q.Expr) -> bool:
    """Whether a limit does not count, for it is a number above zero, or NULL."""
    if isinstance(limit, q.FuncExpr) and limit.is_cast:
        return _leaves_a_row(limit.args[0])
    return isinstance(limit, q.Const) and (limit.value is None or int(str(limit.value)) > 0)


def _subquery(rte: q.RangeTblEntry) -> q.Query | None:
    """The query behind an entry; that of WITH where it is named just once."""
    if rte.kind == "subquery":
        return rte.subquery
    cte = rte.cte
    if cte is None or cte.query is None or cte.query.command != "select" or cte.recursive or cte.materialized:
        return None
    return cte.query if cte.references == 1 else None


def _only_selects(query: q.Query) -> bool:
    if query.set_operation is not None or len(query.values) > 1 or query.ctes or query.row_marks:
        return False
    if query.grouped or query.group or query.having is not None:
        return False
    if query.sort or query.distinct or query.distinct_on or query.limit or query.offset:
        return False
    values = [value for row in query.values for value in row] or [entry.expr for entry in query.targets]
    return not any(_stands_apart(part) for value in values for part in q.walk(value))


def _only_appends(operand: q.SetOperation | q.Query) -> bool:
    if isinstance(operand, q.Query):
        return True
    return operand.op == "union" and operand.all and _only_appends(operand.left) and _only_appends(operand.right)


def _is_simple_member(query: q.Query) -> bool:
    if query.where is not None or len(query.from_items) > 1 or not _only_selects(query):
        return False
    return not any(isinstance(item, q.JoinExpr) for item in query.from_items)


def _stands_apart(part: q.Expr) -> bool:
    """Whether an output keeps its subquery apart: an aggregate, a volatile or a set-returning call."""
    if isinstance(part, (q.WindowFunc, q.Aggref)) or _returns_set(part):
        return True
    return isinstance(part, q.FuncExpr) and part.proc.provolatile == "v"


def _returns_set(part: q.Expr) -> bool:
    return isinstance(part, q.FuncExpr) and part.proc.proretset
