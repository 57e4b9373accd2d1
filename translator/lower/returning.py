"""RETURNING of what SQLite does not know there: columns of joined tables, and of the row as it was.

The rows to change are found first and kept, with everything that RETURNING asks for beside the changed row; then they
are changed, and RETURNING is a query over both.  Manual: "Returning Data from Modified Rows".
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import every_part
from translator.catalog.relation import Relation
from translator.dependencies import relation_columns
from translator.lower import build, from_clause, steps
from translator.lower.check_option import checked_returning
from translator.lower.condition import lower_filter
from translator.lower.context import Lowering, unique_names
from translator.lower.dispatch import lower_expr
from translator.lower.stamp import stamping


def asks_for_more(query: q.Query, joined: Sequence[q.RangeTblEntry]) -> bool:
    """Whether RETURNING names more than the changed row."""
    return any(
        isinstance(part, q.Var) and (part.rte.kind == "old" or part.rte in joined)
        for entry in query.returning
        for part in every_part(entry.expr)
    )


def names_xmax(query: q.Query) -> bool:
    """Whether RETURNING asks by which transaction a row was locked."""
    parts = (part for entry in query.returning for part in every_part(entry.expr))
    return any(isinstance(part, q.Var) and part.attno == q.XMAX for part in parts)


def rows_to_change(lowering: Lowering, target: q.RangeTblEntry, query: q.Query) -> exp.Select:
    """The target's rows that a statement changes, joined with its other tables; columns are up to the caller."""
    relation = target.relation
    assert relation is not None
    first: exp.Expression = table(relation, lowering.alias(target))
    if target.tree:
        first = from_clause.tree_rows(lowering, relation, lowering.alias(target), changing=True)
    joins: list[exp.Join] = []
    tests: list[exp.Expression] = []
    source = from_clause.lower_tables(lowering, query)
    if source is not None:
        joins = [exp.Join(this=source.first, kind="INNER"), *source.joins]
        tests = list(source.filters)
    if query.where is not None:
        tests.append(lower_filter(lowering, query.where))
    if not target.tree:
        tests += steps.untouched(lowering, relation, lowering.alias(target))
    select = exp.Select(
        expressions=[build.column(lowering.alias(target), "rowid")], from_=exp.From(this=first), joins=joins
    )
    if tests:
        select.set("where", exp.Where(this=build.conjunction(tests)))
    return select


def table(relation: Relation, alias: str) -> exp.Table:
    return exp.Table(
        this=build.identifier(relation.physical),
        db=build.identifier(relation.schema),
        alias=exp.TableAlias(this=build.identifier(alias)),
    )


def reads_itself(query: q.Query) -> bool:
    """Whether new values come from subqueries over the table that they go to, whose rows would change meanwhile."""
    assert query.target is not None
    assert query.target.relation is not None
    links = (part for item in query.assignments for part in q.walk(item.expr) if isinstance(part, q.SubLink))
    read = {oid for link in links for oid, _ in relation_columns(link.subquery)}
    return query.target.relation.oid in read


class Kept:
    """The rows to change as a step keeps them: each target row once, with the columns that were added."""

    def __init__(self, lowering: Lowering, target: q.RangeTblEntry, query: q.Query) -> None:
        self.lowering = lowering
        self.target = target
        self.select = rows_to_change(lowering, target, query)
        self.rowid = build.column(lowering.alias(target), "rowid")
        self.select.set("expressions", [])
        self.add("target row", self.rowid.copy())
        keys = [self.rowid.copy()]
        if target.tree:
            keys.append(build.column(lowering.alias(target), from_clause.TABLEOID))
            self.add("target table", keys[1].copy())
        if query.from_items:
            self.select.set("group", exp.Group(expressions=keys))
        self.alias = lowering.name("kept")
        self._entries: dict[q.RangeTblEntry, list[str]] = {}

    def add(self, name: str, value: exp.Expression) -> str:
        self.select.append("expressions", exp.Alias(this=value, alias=build.identifier(name)))
        return name

    def add_entry(self, rte: q.RangeTblEntry, source: q.RangeTblEntry) -> None:
        """Every column of `source`, to be what `rte` stands for in RETURNING."""
        place = len(self._entries)
        names = []
        for number, column in enumerate(source.columns, start=1):
            name = f"{place} {number}"
            value = exp.Null() if not column.name else self._column(source, number, column)
            names.append(self.add(name, value))
        self._entries[rte] = names

    def names_of(self, rte: q.RangeTblEntry) -> list[str]:
        """What the columns of an added entry are kept as."""
        return self._entries[rte]

    def point_to(self, alias: str) -> None:
        """Let the added entries be read from other rows with the same columns."""
        self.alias = alias
        for rte, columns in self._entries.items():
            self.lowering.inlined[rte] = [build.column(alias, column) for column in columns]

    def _column(self, source: q.RangeTblEntry, number: int, column: q.ColumnDef) -> exp.Expression:
        return lower_expr(self.lowering, q.Var(source, number, type=column.type, typmod=column.typmod))

    def keep(self) -> exp.Table:
        """Make finding the rows a step; gives its table, from which the added entries can be read afterwards."""
        names = [expression.alias for expression in self.select.expressions]
        name = steps.keep(self.lowering, self.select, "changed", names)
        self.point_to(self.alias)
        return steps.kept_table(name, self.alias)

    @property
    def kept_rowid(self) -> exp.Expression:
        return build.column(self.alias, "target row")


def returning_query(lowering: Lowering, query: q.Query, kept: Kept, rows: exp.Table, *, changed: bool) -> exp.Select:
    """RETURNING over the kept rows; with `changed` beside the target's rows as they are now."""
    names = unique_names([entry.name for entry in query.returning])
    select = exp.Select(
        expressions=[
            exp.Alias(this=lower_expr(lowering, entry.expr), alias=build.identifier(name))
            for entry, name in zip(query.returning, names, strict=True)
        ],
        from_=exp.From(this=rows),
        order=exp.Order(expressions=[exp.Ordered(this=build.column(kept.alias, "rowid"))]),
    )
    if changed:
        relation = kept.target.relation
        assert relation is not None
        same = exp.EQ(this=build.column(lowering.alias(kept.target), "rowid"), expression=kept.kept_rowid)
        joined = exp.Join(this=table(relation, lowering.alias(kept.target)), kind="INNER", on=same)
        select.set("joins", [joined])
    return select


def update_returning(
    lowering: Lowering, query: q.Query, joined: Sequence[q.RangeTblEntry], assignments: Sequence[q.Assignment]
) -> exp.Expression:
    """UPDATE whose RETURNING names joined tables or the old row, or whose new values are read from the table itself."""
    target = query.target
    assert target is not None
    assert target.relation is not None
    relation = target.relation
    kept = Kept(lowering, target, query)
    for rte in mentioned(query, joined):
        kept.add_entry(rte, target if rte.kind == "old" else rte)
    names = [kept.add(f"new {place}", lower_expr(lowering, item.expr)) for place, item in enumerate(assignments)]
    rows = kept.keep()
    steps.note_change(lowering, relation, again=True)
    sets: list[exp.Expression] = [
        exp.EQ(
            this=build.column(None, relation.attribute(item.attno).physical),
            expression=build.column(kept.alias, name),
        )
        for item, name in zip(assignments, names, strict=True)
    ]
    sets += stamping(relation)
    outside = lowering.name(target.alias)
    same = exp.EQ(this=build.column(outside, "rowid"), expression=kept.kept_rowid)
    update = exp.Update(
        this=table(relation, outside), expressions=sets, from_=exp.From(this=rows.copy()), where=exp.Where(this=same)
    )
    if query.is_checked:
        update.set("returning", checked_returning(lowering, target, query, build.null()))
    if not query.returns:
        return update
    steps.run(lowering, update)
    return returning_query(lowering, query, kept, rows, changed=True)


def delete_returning(lowering: Lowering, query: q.Query, joined: Sequence[q.RangeTblEntry]) -> exp.Expression:
    """DELETE whose RETURNING names joined tables."""
    target = query.target
    assert target is not None
    assert target.relation is not None
    kept = Kept(lowering, target, query)
    for rte in [target, *mentioned(query, joined)]:
        kept.add_entry(rte, rte)
    rows = kept.keep()
    steps.note_change(lowering, target.relation, again=True)
    outside = lowering.name(target.alias)
    found = exp.Select(expressions=[kept.kept_rowid], from_=exp.From(this=rows.copy()))
    rowid = exp.In(this=build.column(outside, "rowid"), query=exp.Subquery(this=found))
    steps.run(lowering, exp.Delete(this=table(target.relation, outside), where=exp.Where(this=rowid)))
    return returning_query(lowering, query, kept, rows, changed=False)


def mentioned(query: q.Query, joined: Sequence[q.RangeTblEntry]) -> list[q.RangeTblEntry]:
    """The entries beside the target that RETURNING names."""
    found: dict[q.RangeTblEntry, None] = {}
    for entry in query.returning:
        for part in every_part(entry.expr):
            if isinstance(part, q.Var) and (part.rte.kind == "old" or part.rte in joined):
                found[part.rte] = None
    return list(found)
