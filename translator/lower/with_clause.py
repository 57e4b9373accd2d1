"""WITH: common table expressions, the recursive ones by SQLite's own recursion or by a loop of steps.

SQLite wants the name of a recursive query once, in the FROM of a plain SELECT ("Recursive Common Table Expressions").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from translator import query as q
from translator.errors.statements import feature_not_supported
from translator.lower import build, steps
from translator.lower.context import Lowering, unique_names
from translator.lower.dispatch import collation_of, lower_query
from translator.lower.nodes import has, nodes
from translator.lower.set_operation import as_select, lower_operand, names_of

CHANGES: dict[str, Callable[[Lowering, q.Query], exp.Expression]] = {}
"""How INSERT, UPDATE, DELETE and MERGE are lowered, by command."""
_NOT_IN_RECURSION = ("distinct", "group", "having", "order", "limit", "offset", "with_")


def lower_ctes(lowering: Lowering, query: q.Query) -> exp.With | None:
    """The WITH list without the queries that nothing refers to; what of it changes data, or recurs as SQLite cannot,
    becomes steps of their own.
    """
    recursive = any(cte.recursive for cte in query.ctes)
    changing = any(cte.query is not None and cte.query.command != "select" for cte in query.ctes)
    lowered: list[exp.CTE] = []
    for cte in query.ctes:
        assert cte.query is not None
        if cte.query.command != "select":
            steps.keep_changes(lowering, cte, CHANGES[cte.query.command])
            continue
        if not cte.references:
            continue
        item = _lower_cte(lowering, cte)
        if item is not None and changing:  # to be computed before any later change
            names = [column.name for column in item.args["alias"].columns]
            body = exp.With(expressions=[item], recursive=cte.recursive)
            tree = exp.Select(
                expressions=[exp.Star()], from_=exp.From(this=exp.Table(this=build.identifier(item.alias))), with_=body
            )
            lowering.cte_names[cte] = steps.keep(lowering, tree, cte.name, names)
            lowering.kept.add(cte)
        elif item is not None:
            lowered.append(item)
            lowering.outer_ctes = [*lowering.outer_ctes, item]
            lowering.outer_recursive = lowering.outer_recursive or recursive
    return exp.With(expressions=lowered, recursive=recursive) if lowered else None


def _lower_cte(lowering: Lowering, cte: q.CommonTableExpr) -> exp.CTE | None:
    """One WITH entry under a name that no table has; evaluated once where PostgreSQL would do so.  None for one whose
    rows a step keeps.
    """
    name = lowering.cte_names[cte] = lowering.name(
        f"{cte.name}_cte" if lowering.catalog.physical_name_taken(cte.name) else cte.name
    )
    assert cte.query is not None
    query = cte.query
    columns = unique_names([column.name for column in cte.columns])
    if cte.recursive:
        recursive = _lower_recursive(lowering, cte, name, columns)
        return None if recursive is None else _item(name, columns, recursive, once=False)
    body, volatile = lowering.noting_volatility(lambda: lower_query(lowering, lowering.asked(query)))
    once = cte.materialized if cte.materialized is not None else (cte.references > 1 or volatile)
    return _item(name, columns, body, once=once)


def _item(name: str, columns: Sequence[str], body: exp.Expression, *, once: bool) -> exp.CTE:
    alias = exp.TableAlias(this=build.identifier(name), columns=[build.identifier(column) for column in columns])
    return exp.CTE(this=body, alias=alias, materialized=True if once else None)


def _lower_recursive(
    lowering: Lowering, cte: q.CommonTableExpr, name: str, columns: Sequence[str]
) -> exp.Expression | None:
    """The body of a recursive query; None where steps compute its rows."""
    assert cte.query is not None
    operation = cte.query.set_operation
    assert operation is not None
    assert isinstance(operation.right, q.Query)
    own = lower_ctes(lowering, cte.query)
    collations = [None if operation.all else collation_of(lowering, oid) for oid, _ in operation.types]
    base = lower_operand(lowering, operation.left, first=True)
    if any(collations):
        base = as_select(lowering, base, names_of(operation.left), collations)
    if _fits(step := lower_query(lowering, operation.right), name):
        return exp.Union(this=base, expression=step, distinct=not operation.all, with_=own)
    work, rows = (lowering.name(steps.kept_name(f"{cte.name} {which}", columns)) for which in ("work", "all"))
    lowering.kept.add(cte)
    lowering.cte_names[cte] = work
    step = lower_operand(lowering, operation.right, first=True)
    lowering.cte_names[cte] = rows
    if not operation.all:
        base = as_select(lowering, base, names_of(operation.left), collations)
        step = as_select(lowering, step, names_of(operation.right), collations)
        step = exp.Except(this=step, expression=_everything(steps.kept_table(rows, "before")), distinct=True)
    for tree in (base, step):
        _refuse_correlation(lowering, tree)
    steps.repeat(lowering, base, step, rows, work, columns)
    return None


def _everything(table: exp.Table) -> exp.Select:
    return exp.Select(expressions=[exp.Star()], from_=exp.From(this=table))


def _fits(step: exp.Expression, name: str) -> bool:
    """Whether SQLite takes the term as a recursive one."""
    if not isinstance(step, exp.Select) or any(step.args.get(part) for part in _NOT_IN_RECURSION):
        return False
    if has(step, exp.Window):
        return False
    source = step.args.get("from_")
    tables = [] if source is None else [source.this, *(join.this for join in step.args.get("joins") or ())]
    return sum(_is_named(table, name) for table in tables) == sum(_is_named(part, name) for part in nodes(step)) == 1


def _is_named(node: exp.Expr, name: str) -> bool:
    return isinstance(node, exp.Table) and node.name == name and not node.db


def _refuse_correlation(lowering: Lowering, tree: exp.Expression) -> None:
    """A step stands on its own.  Raises PgError 0A000 where it names columns of a query around it."""
    known = {part.alias for part in nodes(tree) if isinstance(part, (exp.Table, exp.Subquery, exp.Values))}
    known |= {part.name for part in nodes(tree) if isinstance(part, exp.Table)}
    known |= {cte.alias for cte in lowering.outer_ctes}
    if any(isinstance(part, exp.Column) and part.table and part.table not in known for part in nodes(tree)):
        raise feature_not_supported("such a recursive query that depends on the query around it")
