"""Subqueries in expressions to SQLite."""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.lower import build, implementation
from translator.lower.context import Lowering, output_names
from translator.lower.dispatch import lower_expr, lower_query, lower_subquery, lowers
from translator.lower.exists import lower_membership
from translator.lower.folding import may_fail_inside
from translator.lower.nodes import has
from translator.lower.proc import lower_operator
from translator.lower.quantify import quantify


@lowers(q.SubLink)
def lower_sublink(lowering: Lowering, link: q.SubLink) -> exp.Expression:
    if link.kind == "exists":
        return lower_membership(lowering, link.subquery) or exp.Exists(this=lower_query(lowering, link.subquery))
    if link.kind == "expr":
        return _scalar(lowering, link)
    if link.kind == "array":
        return _array(lowering, link)
    if link.kind == "row":
        return _row(lowering, link)
    return _quantified(lowering, link)


def _scalar(lowering: Lowering, link: q.SubLink) -> exp.Expression:
    """A subquery for one value; more than one row is 21000, checked unless the query cannot give two."""
    if at_most_one_row(link.subquery):
        return exp.Subquery(this=lower_query(lowering, link.subquery))
    rows, name = lower_subquery(lowering, link.subquery)
    limited = exp.Select(
        expressions=[build.column(name, output_names(link.subquery)[0])],
        from_=exp.From(this=rows),
        limit=exp.Limit(expression=build.integer(2)),
    )
    inner = lowering.name("one")
    value = build.call("pg_single", build.column(inner, output_names(link.subquery)[0]))
    table = exp.Subquery(this=limited, alias=exp.TableAlias(this=build.identifier(inner)))
    return exp.Subquery(this=exp.Select(expressions=[value], from_=exp.From(this=table)))


def at_most_one_row(query: q.Query) -> bool:
    """Whether the query's form alone bounds it to one row."""
    if query.grouped and not query.group and not query.grouping_sets:
        return True
    if query.command == "select" and not query.from_items and not query.values and query.set_operation is None:
        return not any(
            isinstance(part, q.FuncExpr) and part.proc.proretset
            for entry in query.targets
            for part in q.walk(entry.expr)
        )
    return isinstance(query.limit, q.Const) and query.limit.value == 1 and query.limit.literal is None


def _row(lowering: Lowering, link: q.SubLink) -> exp.Expression:
    """A comparison with the only row of a subquery, NULL without one; more than one is 21000."""
    rows, name = lower_subquery(lowering, link.subquery)
    if at_most_one_row(link.subquery):
        test = _test(lowering, link, name)
        return exp.Subquery(this=exp.Select(expressions=[test], from_=exp.From(this=rows)))
    columns: list[exp.Expression] = [build.column(name, column) for column in output_names(link.subquery)]
    limited = exp.Select(expressions=columns, from_=exp.From(this=rows), limit=exp.Limit(expression=build.integer(2)))
    inner = lowering.name("one")
    value = build.call("pg_single", _test(lowering, link, inner))
    table = exp.Subquery(this=limited, alias=exp.TableAlias(this=build.identifier(inner)))
    return exp.Subquery(this=exp.Select(expressions=[value], from_=exp.From(this=table)))


def _test(lowering: Lowering, link: q.SubLink, table: str) -> exp.Expression:
    """The test of a row of the subquery, which `table` has."""
    assert link.test is not None
    names = output_names(link.subquery)
    columns = {part for part in q.walk(link.test) if isinstance(part, q.SubLinkColumn)}
    before = dict(lowering.placeholders)
    lowering.placeholders |= {part: build.column(table, names[part.index]) for part in columns}
    test = lower_expr(lowering, link.test)
    lowering.placeholders = before
    return test


def _array(lowering: Lowering, link: q.SubLink) -> exp.Expression:
    """ARRAY(subquery): the rows gathered in their order; no rows give an empty array."""
    rows, name = lower_subquery(lowering, link.subquery)
    column = build.column(name, output_names(link.subquery)[0])
    element = link.subquery.columns[0].expr.type
    base = lowering.catalog.base_type(element)
    arrays = implementation.aggregate("array_agg(anyarray)", [column], [base], distinct=False)
    if lowering.catalog.array_element(base) and arrays is not None:
        gathered: exp.Expression = build.call("coalesce", arrays, implementation.array(base, []))
    else:
        gathered = implementation.gather_array(base, column)
    return exp.Subquery(this=exp.Select(expressions=[gathered], from_=exp.From(this=rows)))


def _quantified(lowering: Lowering, link: q.SubLink) -> exp.Expression:
    """`x op ANY (subquery)`: IN where `op` is SQLite's own equality, else a comparison row by row."""
    if link.test is not None:
        rows, name = lower_subquery(lowering, link.subquery)
        hit = exp.Alias(this=_test(lowering, link, name), alias=build.identifier("hit"))
        hits = exp.Select(expressions=[hit], from_=exp.From(this=rows))
        return quantify(lowering, hits, any_=link.kind == "any")
    left = [lower_expr(lowering, expr) for expr in link.left]
    failing = [  # what is not computed without a row to compare it with
        part.copy() for part, expr in zip(left, link.left, strict=True) if may_fail_inside(lowering.catalog, expr)
    ]
    (rows, name), volatile = lowering.noting_volatility(lambda: lower_subquery(lowering, link.subquery))
    names = output_names(link.subquery)
    columns: list[exp.Expression] = [build.column(name, column) for column in names]
    for place, column in enumerate(columns):
        written = link.columns[place]
        base = next(part for part in q.walk(written) if isinstance(part, q.SubLinkColumn))
        lowering.placeholders[base] = column
        columns[place] = lower_expr(lowering, written)
        del lowering.placeholders[base]
    tests = [
        lower_operator(lowering, operator, [one, other], [expr.type, written.type], link.location)
        for operator, one, other, expr, written in zip(
            link.operators, left, columns, link.left, link.columns, strict=True
        )
    ]
    if link.kind == "any" and all(
        isinstance(test, exp.EQ) and test.expression == column for test, column in zip(tests, columns, strict=True)
    ):
        scalar = tests[0].this if len(tests) == 1 else exp.Tuple(expressions=[test.this for test in tests])
        members = exp.Select(expressions=columns, from_=exp.From(this=rows))
        found = exp.In(this=scalar, query=exp.Subquery(this=members))
        if not failing or volatile or build.is_large(members):
            return found
        return build.case([(exp.Exists(this=members.copy()), found)], build.integer(0))
    test = build.conjunction(tests, exp.Or if link.op == "<>" else exp.And)
    if any(has(part, exp.Select) for part in failing):  # which SQLite computes last, and not beside NULL
        test = build.case([(build.never(build.in_order(failing)), build.null())], test)
    hits = exp.Select(expressions=[exp.Alias(this=test, alias=build.identifier("hit"))], from_=exp.From(this=rows))
    return quantify(lowering, hits, any_=link.kind == "any")
