"""FROM to SQLite: tables, subqueries, functions, and joins."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from sqlglot import exp

from translator import query as q
from translator.analyze.partition import storing
from translator.builtins.rows_from import ROW
from translator.catalog.own_rows import KINDS
from translator.catalog.relation import Relation
from translator.catalog.signature import output_columns
from translator.catalog.system_relations import LARGE_CATALOGS
from translator.errors.statements import feature_not_supported
from translator.lower import build, implementation, steps
from translator.lower.condition import lower_condition
from translator.lower.context import Lowering, output_names, unique_names
from translator.lower.dispatch import lower_expr, lower_subquery
from translator.lower.generated import seen_cell
from translator.lower.lateral import lower_lateral
from translator.lower.proc import row_columns
from translator.lower.sql_json import json_table


class Source(Struct):
    """A FROM clause: its first table, what is joined to it, and tests that had to move to WHERE."""

    first: exp.Expression
    joins: list[exp.Join] = field(default_factory=list)
    filters: list[exp.Expression] = field(default_factory=list)


def lower_tables(lowering: Lowering, query: q.Query, *, table: bool = False) -> Source | None:
    """The FROM of a query."""
    lowering.conditions.update(dict.fromkeys(q.entries(query.from_items), query.where))
    return lower_from(lowering, query.from_items, table=table)


def lower_from(lowering: Lowering, items: Sequence[q.FromItem], *, table: bool = False) -> Source | None:
    """The FROM list as one chain of joins; with `table` each entry as a table, whatever it could be."""
    source: Source | None = None
    for item in items:
        source = _append(lowering, source, item, table=table)
    return source


def _append(lowering: Lowering, source: Source | None, item: q.FromItem, *, table: bool) -> Source | None:
    """Add one comma-separated item.  An entry that became no table adds nothing."""
    if source is None:
        return _chain(lowering, item, table=table)
    if isinstance(item, q.JoinExpr) and not _is_flat(item):
        source.joins.append(exp.Join(this=_nested(lowering, item), kind="INNER"))
        return source
    added = _chain(lowering, item, table=table)
    if added is not None:
        source.joins.append(exp.Join(this=added.first, kind="INNER"))
        source.joins.extend(added.joins)
        source.filters.extend(added.filters)
    return source


def _is_flat(item: q.FromItem) -> bool:
    """Whether a join tree can follow other items in one chain without changing its meaning."""
    if isinstance(item, q.RangeTblRef):
        return True
    return item.kind in ("inner", "cross", "left") and _is_flat(item.left) and isinstance(item.right, q.RangeTblRef)


def _chain(lowering: Lowering, item: q.FromItem, *, table: bool = False) -> Source | None:
    if isinstance(item, q.RangeTblRef):
        entry = lower_entry(lowering, item.rte, table=table)
        return None if entry is None else Source(entry)
    table = table or item.kind not in ("inner", "cross")  # an outer join makes rows of what it does not find
    left = _chain(lowering, item.left, table=table)
    right = _right_side(lowering, item.right, table=table)
    on = None if item.quals is None else lower_condition(lowering, item.quals)
    return _joined(item, left, right, on)


def _right_side(lowering: Lowering, item: q.FromItem, *, table: bool) -> exp.Expression | None:
    if isinstance(item, q.RangeTblRef):
        return lower_entry(lowering, item.rte, table=table)
    return _nested(lowering, item)


def _joined(
    item: q.JoinExpr, left: Source | None, right: exp.Expression | None, on: exp.Expression | None
) -> Source | None:
    if left is None or right is None:
        found = Source(right) if left is None and right is not None else left
        if on is not None:
            if found is None:
                raise feature_not_supported("a join of two expressions with a condition")
            found.filters.append(on)
        return found
    kind = {"inner": "INNER", "cross": "INNER"}.get(item.kind)
    side = None if kind else item.kind.upper()
    left.joins.append(exp.Join(this=right, kind=kind, side=side, on=on))
    return left


def _nested(lowering: Lowering, item: q.JoinExpr) -> exp.Expression:
    """A join that stands on the right of another: in parentheses."""
    source = _chain(lowering, item, table=True)
    assert source is not None
    first = source.first
    first.set("joins", source.joins)
    return exp.Paren(this=first)


def lower_entry(lowering: Lowering, rte: q.RangeTblEntry, *, table: bool = False) -> exp.Expression | None:
    """One range table entry as a table; None where its columns became expressions instead, unless a `table` is asked
    for.
    """
    if rte.kind == "relation":
        return _relation(lowering, rte)
    if rte.kind == "cte":
        return _cte(lowering, rte)
    if rte.kind == "function":
        return _function(lowering, rte, table=table)
    assert rte.subquery is not None
    if rte.lateral:
        return lower_lateral(lowering, rte, table=table)
    asked = lowering.asked(rte.subquery)
    lowering.columns[rte] = output_names(rte.subquery)
    if rte.subquery.values and not rte.subquery.sort:
        lowering.columns[rte] = [f"column{n}" for n in range(1, len(rte.columns) + 1)]
    before = lowering.uses
    lowering.uses = set()
    subquery, name = lower_subquery(lowering, asked, rte.alias.strip("*"))
    if "volatile" in lowering.uses and isinstance(subquery.this, exp.Select) and not subquery.this.args.get("limit"):
        # without a LIMIT SQLite would merge the subquery into this query and call the function again and again
        subquery.this.set("limit", exp.Limit(expression=build.integer(-1)))
        subquery = _computing(subquery, name, rte.subquery, lowering.idle(rte.subquery))
    lowering.uses |= before
    lowering.aliases[rte] = name
    return subquery


def _computing(rows: exp.Subquery, name: str, query: q.Query, idle: Sequence[int]) -> exp.Subquery:
    """The subquery with some use for its idle columns, without which SQLite would not compute them."""
    if not idle:
        return rows
    names = output_names(query)
    tests = [
        exp.NEQ(this=build.call("typeof", build.column(name, names[number - 1])), expression=exp.Literal.string(""))
        for number in idle
    ]
    columns = [exp.Alias(this=build.column(name, each), alias=build.identifier(each)) for each in names]
    select = exp.Select(expressions=columns, from_=exp.From(this=rows), where=exp.Where(this=build.conjunction(tests)))
    return exp.Subquery(this=select, alias=exp.TableAlias(this=build.identifier(name)))


def _relation(lowering: Lowering, rte: q.RangeTblEntry) -> exp.Expression:
    relation = rte.relation
    assert relation is not None
    lowering.relations[relation.oid] = None
    lowering.uses.add("read")
    if rte.tree:
        lowering.trees.append(rte)
        return tree_rows(lowering, relation, lowering.alias(rte), sample=rte.sample)
    if steps.changed_before(lowering, relation):
        return steps.rows_before(lowering, relation, lowering.alias(rte))
    alias = exp.TableAlias(this=build.identifier(lowering.alias(rte)))
    if relation.kind == "S":
        return _sequence(relation, alias)
    if rte.sample is not None:
        return _sampled(lowering, relation, rte.sample, alias)
    parts = _parts(lowering, relation)
    if len(parts) == 1:
        return exp.Table(this=build.identifier(relation.physical), db=build.identifier(parts[0]), alias=alias)
    names = [attribute.physical for attribute in relation.columns]
    selects = [
        exp.Select(
            expressions=[build.column(None, name) for name in names],
            from_=exp.From(this=exp.Table(this=build.identifier(relation.physical), db=build.identifier(schema))),
        )
        for schema in parts
    ]
    if relation.overriding:
        selects[0].set("where", exp.Where(this=_not_overridden(relation)))
    union: exp.Expression = selects[0]
    for select in selects[1:]:
        union = exp.Union(this=union, expression=select, distinct=False)
    if "temp" in parts and relation.name not in LARGE_CATALOGS:
        # SQLite gathers its rows: as many unions as a query may join would have all combinations of their arms
        union.set("limit", exp.Limit(expression=build.integer(-1)))
    return exp.Subquery(this=union, alias=alias)


def _parts(lowering: Lowering, relation: Relation) -> Sequence[str]:
    """The attached databases that rows of a relation are in."""
    if not relation.parts or _has_system_rows_alone(lowering, relation):
        return (relation.schema,)
    return relation.parts if lowering.catalog.temp_schema is None else (*relation.parts, "temp")


_SHARED_WITH_TYPES = "pg_cast"
"""A catalog that holds what belongs to types, too."""


def _has_system_rows_alone(lowering: Lowering, relation: Relation) -> bool:
    """Whether nobody has made an object of the catalog's kind."""
    kind = KINDS.get(relation.name)
    if kind is None or len(relation.parts) == 1 or relation.overriding or relation.name == _SHARED_WITH_TYPES:
        return False
    return not lowering.catalog.own_rows.of(kind.row)


def _not_overridden(relation: Relation) -> exp.Expression:
    """Of the built-in rows those that the database has not changed."""
    own = exp.Table(this=build.identifier(relation.physical), db=build.identifier("main"))
    keys = [build.column(None, name) for name in relation.overriding]
    rows = exp.Select(expressions=[key.copy() for key in keys], from_=exp.From(this=own))
    key = keys[0] if len(keys) == 1 else exp.Tuple(expressions=keys)
    return exp.Not(this=exp.In(this=key, query=exp.Subquery(this=rows)))


def tree_rows(
    lowering: Lowering, relation: Relation, alias: str, *, sample: q.Sample | None = None, changing: bool = False
) -> exp.Expression:
    """The rows of a table and of all that inherit from it, under the names of its own columns, with the table that
    each is from.

    changing: those that a part of the statement may still change.
    """
    members = storing(lowering.catalog, relation) or [relation]
    named = [attribute.physical for attribute in relation.columns]
    if len(members) > MAX_MEMBERS:
        raise feature_not_supported(f'reading table "{relation.name}", which has more than {MAX_MEMBERS} parts,')
    if ROWID in named or TABLEOID in named:
        raise feature_not_supported(f'a table with children and a column named "{ROWID}" or "{TABLEOID}"')
    union: exp.Expression | None = None
    for place, member in enumerate(members, start=1):
        if member.foreign is None:
            lowering.relations[member.oid] = None
        name = lowering.name(f"{alias}_{place}")
        cells = [(ROWID, build.column(None, ROWID)), (TABLEOID, build.integer(member.oid))]
        if member.stamp:
            cells.append((XMIN, build.column(None, member.stamp)))
        elif any(known.stamp for known in members):
            cells.append((XMIN, build.null()))  # of which nobody asks, or every table had one
        cells += [(known.physical, seen_cell(lowering, relation, known, member, name)) for known in relation.columns]
        rows = exp.Select(
            expressions=[exp.Alias(this=value, alias=build.identifier(wanted)) for wanted, value in cells],
            from_=exp.From(this=_member_rows(lowering, member, name, sample, changing=changing)),
        )
        tests = steps.untouched(lowering, member, name) if changing else []
        if tests:
            rows.set("where", exp.Where(this=build.conjunction(tests)))
        union = rows if union is None else exp.Union(this=union, expression=rows, distinct=False)
    assert union is not None
    return exp.Subquery(this=union, alias=exp.TableAlias(this=build.identifier(alias)))


def _member_rows(
    lowering: Lowering, member: Relation, alias: str, sample: q.Sample | None, *, changing: bool
) -> exp.Expression:
    if steps.changed_before(lowering, member) and not changing:
        return steps.rows_before(lowering, member, alias)
    named = exp.TableAlias(this=build.identifier(alias))
    if sample is not None:
        return _sampled(lowering, member, sample, named)
    return exp.Table(this=build.identifier(member.physical), db=build.identifier(member.schema), alias=named)


MAX_MEMBERS = 500
"""Terms of a compound SELECT, as SQLite bounds them ("Limits In SQLite")."""
XMIN = "xmin"
ROWID, TABLEOID = "rowid", "tableoid"
"""What a row of several tables is found again by."""


def _sampled(lowering: Lowering, relation: Relation, sample: q.Sample, alias: exp.TableAlias) -> exp.Expression:
    """The rows of a table that a function picks by their numbers."""
    if sample.seed is None:
        lowering.uses.add("volatile")
    names = ["rowid", *(attribute.physical for attribute in relation.columns)]
    seed = build.null() if sample.seed is None else lower_expr(lowering, sample.seed)
    repeatable = build.integer(sample.seed is not None)
    arguments = [exp.Literal.string(sample.method), lower_expr(lowering, sample.percent), repeatable, seed]
    rows = exp.Select(
        expressions=[build.column(None, name) for name in names],
        from_=exp.From(this=exp.Table(this=build.identifier(relation.physical), db=build.identifier(relation.schema))),
        where=exp.Where(this=build.call("pg_sampled", *arguments, build.column(None, "rowid"))),
    )
    return exp.Subquery(this=rows, alias=alias)


def _sequence(relation: Relation, alias: exp.TableAlias) -> exp.Expression:
    """A sequence read like a table: one row, told by the server."""
    columns = [
        exp.Alias(this=build.call(f"pg_sequence_{name}", build.integer(relation.oid)), alias=build.identifier(name))
        for name in ("last_value", "log_cnt", "is_called")
    ]
    return exp.Subquery(this=exp.Select(expressions=columns), alias=alias)


def _cte(lowering: Lowering, rte: q.RangeTblEntry) -> exp.Expression:
    assert rte.cte is not None
    lowering.columns[rte] = unique_names([column.name for column in rte.cte.columns])
    if rte.cte in lowering.kept:
        return steps.kept_table(lowering.cte_names[rte.cte], lowering.alias(rte))
    return exp.Table(
        this=build.identifier(lowering.cte_names[rte.cte]),
        alias=exp.TableAlias(this=build.identifier(lowering.alias(rte))),
    )


def _function(lowering: Lowering, rte: q.RangeTblEntry, *, table: bool) -> exp.Expression | None:
    """A set-returning function as a virtual table; a plain one, where it may be, as the expression it is."""
    width = sum(rte.function_widths)
    function = rte.functions[0]
    is_value = not (isinstance(function, q.JsonTable) or _returns_set(function) or _gives_row(function))
    plain = is_value and not (table or rte.ordinality)
    if len(rte.functions) == 1 and plain and width == 1:
        value, volatile = lowering.noting_volatility(lambda: lower_expr(lowering, function))
        if not volatile:
            lowering.inlined[rte] = [value]
            return None
    name = lowering.alias(rte)
    lowering.columns[rte] = [f"v{n}" for n in range(1, width + 1)] + (["ordinality"] if rte.ordinality else [])
    if isinstance(function, q.JsonTable):
        return json_table(lowering, function, name)
    if len(rte.functions) == 1 and isinstance(function, q.FuncExpr) and _returns_set(function):
        return set_returning_table(lowering, function, name)
    return rows_from_table(lowering, list(zip(rte.functions, rte.function_widths, strict=True)), name)


def _gives_row(function: q.Expr) -> bool:
    return isinstance(function, q.FuncExpr) and bool(function.columns or len(output_columns(function.proc)) > 1)


def _returns_set(function: q.Expr) -> bool:
    return isinstance(function, q.FuncExpr) and function.proc.proretset


def rows_from_table(lowering: Lowering, functions: Sequence[tuple[q.Expr, int]], alias: str) -> exp.Expression:
    """Functions side by side, each with as many columns as given: v1, v2, ... and ordinality."""
    parts: list[tuple[str | None, list[exp.Expression], int]] = []
    for function, width in functions:
        if isinstance(function, q.FuncExpr) and function.proc.proretset:
            parts.append((function.proc.signature, list(set_returning_call(lowering, function).expressions), width))
        elif width == 1 and not _gives_row(function):
            parts.append((None, [lower_expr(lowering, function)], 1))
        else:
            parts.append((ROW, [lower_expr(lowering, function)], width))
    call = implementation.rows_from(parts)
    return exp.Table(this=call, alias=exp.TableAlias(this=build.identifier(alias)))


def set_returning_call(lowering: Lowering, function: q.FuncExpr) -> exp.Anonymous:
    """The table-valued call of a set-returning function.  Raises PgError 0A000 for one that is not implemented."""
    args = [lower_expr(lowering, arg) for arg in function.args]
    wanted = function.columns
    if not wanted and lowering.catalog.row_attributes(function.type):
        wanted = (q.ColumnDef("", function.type),)  # not the fields, but the row
    columns = row_columns(lowering, wanted, function.type)
    call = implementation.set_returning(function.proc.signature, args, [arg.type for arg in function.args], columns)
    if call is None:
        raise feature_not_supported(f"function {function.proc.signature}", at=function.location)
    if function.proc.provolatile != "i":
        lowering.uses.add("volatile" if function.proc.provolatile == "v" else "stable")
    return call


def set_returning_table(lowering: Lowering, function: q.FuncExpr, alias: str) -> exp.Expression:
    """The table-valued call; its columns are v1, v2, ... and ordinality."""
    if implementation.takes_columns(function.proc.signature):
        return rows_from_table(lowering, [(function, max(len(function.columns), 1))], alias)
    call = set_returning_call(lowering, function)
    return exp.Table(this=call, alias=exp.TableAlias(this=build.identifier(alias)))
