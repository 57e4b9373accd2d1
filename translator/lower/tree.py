"""Changes of tables that others inherit from, and of partitioned ones: each table that holds rows is changed by a
step.

The rows to change, or to insert, are kept first, with the table that each is in or belongs into.  Manual:
"Inheritance", "Table Partitioning".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import every_part
from translator.analyze.partition import as_seen_from, storing
from translator.catalog.relation import Relation
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.lower import build, steps
from translator.lower.check_option import checked_returning
from translator.lower.context import LEAF, ROW, TABLE, LoweredT, Lowering, Moved, unique_names
from translator.lower.dispatch import lower_expr, lower_subquery
from translator.lower.generated import with_generated
from translator.lower.returning import Kept, mentioned, returning_query, table
from translator.lower.route import key_columns, route
from translator.lower.stamp import current_xid, stamp_column, stamped_rows, stamping


class Rows:
    """Rows that a step keeps, under an alias: what to find them by, and the cells of the row as it will be."""

    def __init__(self, lowering: Lowering, name: str, columns: Sequence[str]) -> None:
        self.lowering = lowering
        self.name = name
        self.columns = tuple(columns)
        self.alias = lowering.name("kept")

    def column(self, name: str) -> exp.Expression:
        return build.column(self.alias, name)

    def table(self) -> exp.Table:
        return steps.kept_table(self.name, self.alias)

    def of(self, name: str, oid: int) -> exp.Expression:
        return exp.EQ(this=self.column(name), expression=build.integer(oid))

    def in_order(self) -> exp.Order:
        return exp.Order(expressions=[exp.Ordered(this=self.column("rowid"))])

    def with_leaf(self, leaf: exp.Expression) -> Rows:
        """The same rows beside the partition that each belongs into."""
        cells = [exp.Alias(this=self.column(name), alias=build.identifier(name)) for name in self.columns]
        cells.append(exp.Alias(this=leaf, alias=build.identifier(LEAF)))
        select = exp.Select(expressions=cells, from_=exp.From(this=self.table()), order=self.in_order())
        columns = (*self.columns, LEAF)
        return Rows(self.lowering, steps.keep(self.lowering, select, "routed", columns), columns)


def update_tree(lowering: Lowering, query: q.Query, joined: Sequence[q.RangeTblEntry]) -> exp.Expression:
    """UPDATE: rows that belong into another partition afterwards are deleted and inserted there."""
    target = query.target
    assert target is not None
    relation = _relation(target)
    kept = Kept(lowering, target, query)
    entries = mentioned(query, joined)
    for rte in entries:
        kept.add_entry(rte, target if rte.kind == "old" else rte)
    kept.add_entry(target, target)
    for place, item in enumerate(query.assignments):
        kept.add(f"new {place}", lower_expr(lowering, item.expr))
    assigned = {item.attno: f"new {place}" for place, item in enumerate(query.assignments)}
    columns = [expression.alias for expression in kept.select.expressions]
    own = kept.names_of(target)
    cells = [assigned.get(number, name) for number, name in enumerate(own, start=1)]
    kept.keep()
    rows = Rows(lowering, lowering.steps[-1].table, columns)
    rows.alias = kept.alias
    lowering.inlined[target] = [rows.column(name) for name in cells]
    moves = relation.kind == "p" and bool(key_columns(lowering.catalog, relation) & set(assigned))
    if moves:
        rows = rows.with_leaf(route(lowering, relation, target))
        kept.point_to(rows.alias)
        lowering.inlined[target] = [rows.column(name) for name in cells]
    there = rows.column(LEAF if moves else TABLE)
    lowering.tableoids[target] = there
    if names_generated(query, relation):
        lowering.inlined[target] = with_generated(lowering, relation, lowering.inlined[target], there)
    lowering.xmins[target] = current_xid()
    for rte in entries:
        lowering.tableoids[rte] = rows.column(TABLE)
    for member in storing(lowering.catalog, relation):
        _update_member(lowering, query, rows, as_seen_from(relation, member), assigned, moves=moves)
    if moves:
        _move(lowering, query, rows, relation, cells)
    return _result(lowering, query, kept, rows)


def _update_member(
    lowering: Lowering, query: q.Query, rows: Rows, member: Relation, assigned: dict[int, str], *, moves: bool
) -> None:
    """Change the rows that stay in a table."""
    alias = lowering.name(member.name)
    same = [exp.EQ(this=build.column(alias, "rowid"), expression=rows.column(ROW)), rows.of(TABLE, member.oid)]
    if moves:
        same.append(rows.of(LEAF, member.oid))
    update = exp.Update(
        this=table(member, alias),
        expressions=[
            exp.EQ(this=build.column(None, member.attribute(number).physical), expression=rows.column(name))
            for number, name in assigned.items()
        ]
        + stamping(member),
        from_=exp.From(this=rows.table()),
        where=exp.Where(this=build.conjunction(same)),
    )
    if query.is_checked:
        update.set("returning", _as_member(query.target, member, lambda: _checks(lowering, query)))
    steps.note_change(lowering, member, again=True)
    steps.run(lowering, update, counted=True, when=(rows.name, TABLE, member.oid))


def _move(lowering: Lowering, query: q.Query, rows: Rows, relation: Relation, cells: Sequence[str]) -> None:
    """Take rows out of the partitions that they leave, then put them into the others."""
    members = storing(lowering.catalog, relation)
    for member in members:
        gone = exp.NEQ(this=rows.column(LEAF), expression=build.integer(member.oid))
        where = exp.And(this=rows.of(TABLE, member.oid), expression=gone)
        delete_member(lowering, rows, member, where, target=relation.oid, moving=cells)
    for member in members:
        came = exp.NEQ(this=rows.column(TABLE), expression=build.integer(member.oid))
        where = exp.And(this=rows.of(LEAF, member.oid), expression=came)
        stored = [attribute.number for attribute in relation.columns if not attribute.generated]
        values = [(number, cells[number - 1]) for number in stored]
        insert = insert_member(rows, as_seen_from(relation, member), values, where)
        if query.is_checked:
            returning = _as_member(query.target, as_seen_from(relation, member), lambda: _checks(lowering, query))
            insert.set("returning", returning)
        steps.run(lowering, insert, counted=True, when=(rows.name, LEAF, member.oid))


def _checks(lowering: Lowering, query: q.Query) -> exp.Returning:
    """The checks of views, over the row that is being written."""
    assert query.target is not None
    inlined = lowering.inlined.pop(query.target, None)
    found = checked_returning(lowering, query.target, query, build.null())
    if inlined is not None:
        lowering.inlined[query.target] = inlined
    return found


def insert_member(rows: Rows, member: Relation, values: Sequence[tuple[int, str]], where: exp.Expression) -> exp.Insert:
    columns = [build.identifier(member.attribute(number).physical) for number, _ in values] + stamp_column(member)
    into = exp.Table(this=build.identifier(member.physical), db=build.identifier(member.schema))
    select: exp.Expression = exp.Select(
        expressions=[rows.column(name) for _, name in values],
        from_=exp.From(this=rows.table()),
        where=exp.Where(this=where),
        order=rows.in_order(),
    )
    select = stamped_rows(member, select)
    return exp.Insert(this=exp.Schema(this=into, expressions=columns), expression=select)


def delete_member(
    lowering: Lowering,
    rows: Rows,
    member: Relation,
    where: exp.Expression,
    *,
    counted: bool = False,
    target: int = 0,
    moving: Sequence[str] = (),
) -> None:
    """A step that deletes rows of one table; `moving` are their cells where another partition of `target` gets them."""
    alias = lowering.name(member.name)
    found = exp.Select(expressions=[rows.column(ROW)], from_=exp.From(this=rows.table()), where=exp.Where(this=where))
    rowid = exp.In(this=build.column(alias, "rowid"), query=exp.Subquery(this=found))
    steps.note_change(lowering, member, again=True)
    delete = exp.Delete(this=table(member, alias), where=exp.Where(this=rowid))
    moved = Moved(rows.name, member.oid, target, tuple(moving)) if moving else None
    steps.run(lowering, delete, counted=counted, when=(rows.name, TABLE, member.oid), moved=moved)


def delete_tree(lowering: Lowering, query: q.Query, joined: Sequence[q.RangeTblEntry]) -> exp.Expression:
    target = query.target
    assert target is not None
    relation = _relation(target)
    kept = Kept(lowering, target, query)
    entries = mentioned(query, joined)
    for rte in [target, *entries] if query.returns else []:
        kept.add_entry(rte, target if rte.kind == "old" else rte)
    columns = [expression.alias for expression in kept.select.expressions]
    kept.keep()
    rows = Rows(lowering, lowering.steps[-1].table, columns)
    rows.alias = kept.alias
    for rte in [target, *entries]:
        lowering.tableoids[rte] = rows.column(TABLE)
    for member in storing(lowering.catalog, relation):
        delete_member(lowering, rows, member, rows.of(TABLE, member.oid), counted=True)
    return _result(lowering, query, kept, rows)


def _result(lowering: Lowering, query: q.Query, kept: Kept, rows: Rows) -> exp.Expression:
    if not query.returns:
        return steps.with_outer_ctes(lowering, nothing(_relation(query.target)))
    found = returning_query(lowering, query, kept, rows.table(), changed=False)
    return steps.with_outer_ctes(lowering, found)


def nothing(relation: Relation) -> exp.Expression:
    """A statement that changes no row."""
    into = exp.Table(this=build.identifier(relation.physical), db=build.identifier(relation.schema))
    return exp.Delete(this=into, where=exp.Where(this=build.integer(0)))


def insert_routed(
    lowering: Lowering,
    query: q.Query,
    source: exp.Expression,
    conflict: Callable[[], exp.OnConflict | None],
    returning: Callable[[], exp.Returning | None],
) -> exp.Expression:
    """INSERT into a partitioned table; `conflict` and `returning` lower those clauses for one partition."""
    target = query.target
    assert target is not None
    relation = _relation(target)
    if any(
        part.attno == q.XMIN for entry in query.returning for part in every_part(entry.expr) if isinstance(part, q.Var)
    ):
        raise PgError("0A000", "cannot retrieve a system column in this context")
    names = [str(number) for number in query.insert_columns]
    if not names:
        raise feature_not_supported("filling a table without columns")
    rows = Rows(lowering, steps.keep(lowering, source, "inserted", names), names)

    def inline() -> None:
        lowering.inlined[target] = [
            rows.column(str(attribute.number)) if attribute.number in query.insert_columns else build.null()
            for attribute in relation.attributes
        ]

    inline()
    rows = rows.with_leaf(route(lowering, relation, target))
    apart = query.is_checked or query.on_conflict is not None or names_generated(query, relation)
    del lowering.inlined[target]
    results: list[str] = []
    columns = unique_names([entry.name for entry in query.returning])
    for member in storing(lowering.catalog, relation):
        seen = as_seen_from(relation, member)
        values = [(number, str(number)) for number in query.insert_columns]
        insert = insert_member(rows, seen, values, rows.of(LEAF, member.oid))
        when = (rows.name, LEAF, member.oid)
        if apart:
            lowering.tableoids[target] = build.integer(member.oid)
            insert.set("conflict", _as_member(target, seen, conflict))
            insert.set("returning", _as_member(target, seen, returning))
        steps.note_change(lowering, member, again=True)
        if apart and query.returns:
            results.append(steps.keep(lowering, insert, "returned", columns, counted=True, when=when))
        else:
            steps.run(lowering, insert, counted=True, when=when)
    if not query.returns:
        return steps.with_outer_ctes(lowering, nothing(relation))
    if apart:
        return _all_results(results, columns, relation, query)
    inline()
    lowering.tableoids[target] = rows.column(LEAF)
    expressions = [
        exp.Alias(this=lower_expr(lowering, entry.expr), alias=build.identifier(name))
        for entry, name in zip(query.returning, columns, strict=True)
    ]
    select = exp.Select(expressions=expressions, from_=exp.From(this=rows.table()), order=rows.in_order())
    return steps.with_outer_ctes(lowering, select)


def routed_rows(lowering: Lowering, query: q.Query) -> exp.Expression:
    """The rows of an INSERT into a partitioned table, each with the partition that it belongs into."""
    target = query.target
    assert target is not None
    assert query.source is not None
    relation = _relation(target)
    names = {number: str(number) for number in query.insert_columns}
    subquery, alias = lower_subquery(lowering, query.source, "source")
    lowering.inlined[target] = [
        build.column(alias, names[attribute.number]) if attribute.number in names else build.null()
        for attribute in relation.attributes
    ]
    rows = exp.TableAlias(this=build.identifier(alias), columns=[build.identifier(name) for name in names.values()])
    return exp.Select(
        expressions=[*(build.column(alias, name) for name in names.values()), route(lowering, relation, target)],
        from_=exp.From(this=exp.Table(this=build.identifier(alias))),
        with_=exp.With(expressions=[exp.CTE(this=subquery.this, alias=rows, materialized=True)]),
    )


def _all_results(results: Sequence[str], columns: Sequence[str], relation: Relation, query: q.Query) -> exp.Expression:
    """What the partitions gave back, one after the other."""
    if not results:
        nulls = [exp.Alias(this=build.null(), alias=build.identifier(name)) for name in columns]
        return exp.Select(expressions=nulls, where=exp.Where(this=build.integer(0)))
    union: exp.Expression | None = None
    for name in results:
        rows = exp.Select(
            expressions=[build.column(None, column) for column in columns],
            from_=exp.From(this=exp.Table(this=build.identifier(name), db=build.identifier("temp"))),
        )
        union = rows if union is None else exp.Union(this=union, expression=rows, distinct=False)
    assert union is not None
    return union


def _as_member(target: q.RangeTblEntry | None, member: Relation, lower: Callable[[], LoweredT]) -> LoweredT:
    """What `lower` makes while the statement's target is one of the tables below it."""
    assert target is not None
    before = target.relation
    target.relation = member
    try:
        return lower()
    finally:
        target.relation = before


def _relation(target: q.RangeTblEntry | None) -> Relation:
    assert target is not None
    assert target.relation is not None
    return target.relation


def names_generated(query: q.Query, relation: Relation) -> bool:
    """Whether RETURNING names columns that the tables themselves compute."""
    parts = (part for entry in query.returning for part in every_part(entry.expr))
    generated = {attribute.number for attribute in relation.columns if attribute.generated}
    return any(isinstance(part, q.Var) and part.rte is query.target and part.attno in generated for part in parts)
