"""MERGE: the source joined with the target is kept with the action that each row calls for, then each action runs.

Manual: MERGE.
"""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.lower import build, steps
from translator.lower.check_option import checked_returning
from translator.lower.context import Lowering, unique_names
from translator.lower.dispatch import lower_expr
from translator.lower.merge_rows import ACTION, ROW, Merge, returned_sides
from translator.lower.merge_tree import lower_tree_merge
from translator.lower.returning import table
from translator.lower.stamp import stamp_column, stamped_rows, stamping
from translator.lower.with_clause import CHANGES, lower_ctes


def lower_merge(lowering: Lowering, query: q.Query) -> exp.Expression:
    lower_ctes(lowering, query)
    assert query.target is not None
    if query.target.tree:
        return lower_tree_merge(Merge(lowering, query))
    merge = _TableMerge(lowering, query)
    merge.keep_rows()
    steps.note_change(lowering, merge.relation)
    if not query.returns:
        changes = [merge.change(number, action) for number, action in merge.numbered()]
        last = changes.pop() if changes else merge.nothing()
        for change in changes:
            steps.run(lowering, change, counted=True)
        return steps.with_outer_ctes(lowering, last)
    for number, action in merge.numbered():
        if action.command == "insert":
            merge.keep_inserted(number, action)
        else:
            steps.run(lowering, merge.change(number, action))
    return steps.with_outer_ctes(lowering, merge.returning())


class _TableMerge(Merge):
    """MERGE into one table: each action is a statement over the kept rows."""

    def __init__(self, lowering: Lowering, query: q.Query) -> None:
        super().__init__(lowering, query)
        self.inserted: dict[int, str] = {}

    def change(self, number: int, action: q.MergeAction) -> exp.Expression:
        """The statement that carries an action out for its rows."""
        if action.command == "update":
            return self._update(number, action)
        return self._delete(number) if action.command == "delete" else self._insert(number, action)

    def _update(self, number: int, action: q.MergeAction) -> exp.Expression:
        lowering = self.lowering
        alias = lowering.alias(self.target)
        sets: list[exp.Expression] = [
            exp.EQ(
                this=build.column(None, self.relation.attribute(item.attno).physical),
                expression=lower_expr(lowering, item.expr),
            )
            for item in action.assignments
        ]
        sets += stamping(self.relation)
        same = exp.EQ(this=build.column(alias, "rowid"), expression=self.column(ROW))
        where = exp.And(this=same, expression=self.with_action(number))
        return exp.Update(
            this=table(self.relation, alias),
            expressions=sets,
            from_=exp.From(this=self.rows()),
            where=exp.Where(this=where),
            returning=self._checked(None),
        )

    def _checked(self, value: exp.Expression | None) -> exp.Returning | None:
        """RETURNING of a value, where the checks of views are made on the way."""
        if not self.query.is_checked:
            return None if value is None else exp.Returning(expressions=[value])
        return checked_returning(self.lowering, self.target, self.query, value or build.null())

    def _delete(self, number: int) -> exp.Expression:
        alias = self.lowering.alias(self.target)
        found = exp.Select(
            expressions=[self.column(ROW)],
            from_=exp.From(this=self.rows()),
            where=exp.Where(this=self.with_action(number)),
        )
        rowid = exp.In(this=build.column(alias, "rowid"), query=exp.Subquery(this=found))
        return exp.Delete(this=table(self.relation, alias), where=exp.Where(this=rowid))

    def nothing(self) -> exp.Expression:
        """A statement that changes no row."""
        alias = self.lowering.alias(self.target)
        return exp.Delete(this=table(self.relation, alias), where=exp.Where(this=build.integer(0)))

    def _insert(self, number: int, action: q.MergeAction) -> exp.Insert:
        columns = [build.identifier(self.relation.attribute(place).physical) for place in self.query.insert_columns]
        rows: exp.Expression = exp.Select(
            expressions=[lower_expr(self.lowering, value) for value in action.values],
            from_=exp.From(this=self.rows()),
            where=exp.Where(this=self.with_action(number)),
            order=exp.Order(expressions=[exp.Ordered(this=self.column("rowid"))]),
        )
        columns += stamp_column(self.relation)
        rows = stamped_rows(self.relation, rows)
        into = exp.Table(this=build.identifier(self.relation.physical), db=build.identifier(self.relation.schema))
        insert = exp.Insert(this=exp.Schema(this=into, expressions=columns), expression=rows)
        insert.set("returning", self._checked(None))
        return insert

    def keep_inserted(self, number: int, action: q.MergeAction) -> None:
        """An INSERT whose new rows are kept, in the order of the rows that they were made for."""
        insert = self._insert(number, action)
        insert.set("returning", self._checked(build.column(None, "rowid")))
        self.inserted[number] = steps.keep(self.lowering, insert, "inserted", [ROW])

    def returning(self) -> exp.Select:
        """RETURNING over the kept rows that an action was for, and the target's rows as they are now."""
        lowering, query = self.lowering, self.query
        alias = lowering.alias(self.target)
        rowid: exp.Expression = self.column(ROW)
        if self.inserted:
            rowid = build.call("coalesce", rowid, *[self._inserted_row(number) for number in self.inserted])
        now = exp.EQ(this=build.column(alias, "rowid"), expression=rowid)
        returned_sides(self, [build.column(alias, attribute.physical) for attribute in self.relation.attributes])
        names = unique_names([entry.name for entry in query.returning])
        expressions = [
            exp.Alias(this=lower_expr(lowering, entry.expr), alias=build.identifier(name))
            for entry, name in zip(query.returning, names, strict=True)
        ]
        return exp.Select(
            expressions=expressions,
            from_=exp.From(this=self.rows()),
            joins=[exp.Join(this=table(self.relation, alias), side="LEFT", on=now)],
            where=exp.Where(this=exp.GT(this=self.column(ACTION), expression=build.integer(0))),
            order=exp.Order(expressions=[exp.Ordered(this=self.column("rowid"))]),
        )

    def _inserted_row(self, number: int) -> exp.Expression:
        """The row that was inserted for a kept row: the one at the same place among its kind."""
        lowering = self.lowering
        new, earlier = lowering.name("new"), lowering.name("earlier")
        place = exp.Select(
            expressions=[exp.Count(this=exp.Star())],
            from_=exp.From(this=steps.kept_table(self.kept, earlier)),
            where=exp.Where(
                this=exp.And(
                    this=exp.EQ(this=build.column(earlier, ACTION), expression=build.integer(number)),
                    expression=exp.LTE(this=build.column(earlier, "rowid"), expression=self.column("rowid")),
                )
            ),
        )
        found = exp.Select(
            expressions=[build.column(new, ROW)],
            from_=exp.From(this=steps.kept_table(self.inserted[number], new)),
            where=exp.Where(this=exp.EQ(this=build.column(new, "rowid"), expression=exp.Subquery(this=place))),
        )
        return build.case([(self.with_action(number), exp.Subquery(this=found))], None)


CHANGES["merge"] = lower_merge
