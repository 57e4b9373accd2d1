"""MERGE: the source joined with the target is kept with the action that each row calls for, then each action runs.

Manual: MERGE.
"""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import every_part
from translator.catalog.relation import Relation
from translator.lower import build, from_clause, steps
from translator.lower.check_option import checked_returning
from translator.lower.context import Lowering, unique_names
from translator.lower.dispatch import lower_expr, lower_filter
from translator.lower.returning import table
from translator.lower.stamp import stamp_column, stamped_rows, stamping
from translator.lower.with_clause import CHANGES, lower_ctes

_ORDER = ("delete", "update", "insert")
_ROW, _ACTION, _PRESENT = "target row", "action", "present"


def lower_merge(lowering: Lowering, query: q.Query) -> exp.Expression:
    lower_ctes(lowering, query)
    merge = _Merge(lowering, query)
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


class _Merge:
    """One MERGE being lowered."""

    def __init__(self, lowering: Lowering, query: q.Query) -> None:
        assert query.target is not None
        assert query.target.relation is not None
        self.lowering = lowering
        self.query = query
        self.target = query.target
        self.relation: Relation = query.target.relation
        self.alias = lowering.name("kept")
        self.kept = ""
        self.sources = q.entries(query.from_items)
        self.inserted: dict[int, str] = {}

    def numbered(self) -> list[tuple[int, q.MergeAction]]:
        """The actions that do something, by their number; 0 stands for nothing.  What goes makes room for what comes:
        PostgreSQL takes the rows in the order of its join.
        """
        return sorted(
            (
                (number, action)
                for number, action in enumerate(self.query.merge_actions, start=1)
                if action.command != "nothing"
            ),
            key=lambda numbered: _ORDER.index(numbered[1].command),
        )

    def _column(self, name: str) -> exp.Expression:
        return build.column(self.alias, name)

    def _rows(self) -> exp.Table:
        return steps.kept_table(self.kept, self.alias)

    def _with_action(self, number: int) -> exp.Expression:
        return exp.EQ(this=self._column(_ACTION), expression=build.integer(number))

    def keep_rows(self) -> None:
        """Join the source with the target, and decide for every row which action it is for."""
        lowering, query = self.lowering, self.query
        alias = lowering.alias(self.target)
        source = from_clause.lower_from(lowering, query.from_items, table=True)
        assert source is not None
        present = lowering.name("source")
        marker = exp.Subquery(
            this=exp.Select(expressions=[exp.Alias(this=build.integer(1), alias=build.identifier(_PRESENT))]),
            alias=exp.TableAlias(this=build.identifier(present)),
        )
        assert query.where is not None
        both = any(action.match == "by source" for action in query.merge_actions)
        target_rows: exp.Expression = table(self.relation, alias)
        if query.target_where is not None:
            target_rows = self._rows_of_view(query.target_where, alias)
        joins = [
            *source.joins,
            exp.Join(this=marker, kind="INNER"),
            exp.Join(this=target_rows, side="FULL" if both else "LEFT", on=lower_expr(lowering, query.where)),
        ]
        rowid = build.column(alias, "rowid")
        tests = {
            "by target": build.is_null(rowid),
            "by source": build.is_null(build.column(present, _PRESENT)),
            "matched": exp.And(
                this=build.is_not_null(rowid), expression=build.is_not_null(build.column(present, _PRESENT))
            ),
        }
        branches = []
        for number, action in enumerate(query.merge_actions, start=1):
            test: exp.Expression = tests[action.match].copy()
            if action.condition is not None:
                condition = lower_filter(lowering, action.condition)
                test = exp.And(this=build.wrap(test), expression=build.wrap(condition))
            branches.append((test, build.integer(0 if action.command == "nothing" else number)))
        columns = {_ROW: rowid.copy(), _ACTION: build.case(branches, build.integer(0))}
        names: dict[q.RangeTblEntry, list[str]] = {}
        for place, rte in enumerate([*self.sources, self.target]):
            names[rte] = []
            for number, column in enumerate(rte.columns, start=1):
                name = f"{place} {number}"
                value = q.Var(rte, number, type=column.type, typmod=column.typmod)
                columns[name] = lower_expr(lowering, value) if column.name else exp.Null()
                names[rte].append(name)
        select = exp.Select(
            expressions=[exp.Alias(this=value, alias=build.identifier(name)) for name, value in columns.items()],
            from_=exp.From(this=source.first),
            joins=joins,
        )
        if source.filters:
            select.set("where", exp.Where(this=build.conjunction(source.filters)))
        self.kept = steps.keep(lowering, select, "merged", list(columns))
        self.before = [self._column(name) for name in names.pop(self.target)]
        for rte, own in names.items():
            lowering.inlined[rte] = [self._column(name) for name in own]
        self._refuse_second_change()

    def _rows_of_view(self, condition: q.Expr, alias: str) -> exp.Subquery:
        """The rows of the table that a view over it has."""
        names = ["rowid", *(attribute.physical for attribute in self.relation.columns)]
        rows = exp.Select(
            expressions=[exp.Alias(this=build.column(alias, name), alias=build.identifier(name)) for name in names],
            from_=exp.From(this=table(self.relation, alias)),
            where=exp.Where(this=lower_filter(self.lowering, condition)),
        )
        return exp.Subquery(this=rows, alias=exp.TableAlias(this=build.identifier(alias)))

    def _refuse_second_change(self) -> None:
        """A step that raises 21000 where a target row is to be changed twice."""
        numbers = [number for number, action in self.numbered() if action.command != "insert"]
        if not numbers:
            return
        twice = exp.Select(
            expressions=[build.call("pg_merge_once", exp.Count(this=exp.Star()))],
            from_=exp.From(this=self._rows()),
            where=exp.Where(
                this=exp.In(this=self._column(_ACTION), expressions=[build.integer(number) for number in numbers])
            ),
            group=exp.Group(expressions=[self._column(_ROW)]),
        )
        steps.run(self.lowering, twice)

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
        same = exp.EQ(this=build.column(alias, "rowid"), expression=self._column(_ROW))
        where = exp.And(this=same, expression=self._with_action(number))
        return exp.Update(
            this=table(self.relation, alias),
            expressions=sets,
            from_=exp.From(this=self._rows()),
            where=exp.Where(this=where),
            returning=self._checked(None),
        )

    def _checked(self, value: exp.Expression | None) -> exp.Returning | None:
        """RETURNING of a value, where the checks of views are made on the way."""
        if not self.query.checks:
            return None if value is None else exp.Returning(expressions=[value])
        return checked_returning(self.lowering, self.target, self.query, value or build.null())

    def _delete(self, number: int) -> exp.Expression:
        alias = self.lowering.alias(self.target)
        found = exp.Select(
            expressions=[self._column(_ROW)],
            from_=exp.From(this=self._rows()),
            where=exp.Where(this=self._with_action(number)),
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
            from_=exp.From(this=self._rows()),
            where=exp.Where(this=self._with_action(number)),
            order=exp.Order(expressions=[exp.Ordered(this=self._column("rowid"))]),
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
        self.inserted[number] = steps.keep(self.lowering, insert, "inserted", [_ROW])

    def returning(self) -> exp.Select:
        """RETURNING over the kept rows that an action was for, and the target's rows as they are now."""
        lowering, query = self.lowering, self.query
        alias = lowering.alias(self.target)
        rowid: exp.Expression = self._column(_ROW)
        if self.inserted:
            rowid = build.call("coalesce", rowid, *[self._inserted_row(number) for number in self.inserted])
        now = exp.EQ(this=build.column(alias, "rowid"), expression=rowid)
        commands = dict(self.numbered())
        deleting = [number for number, action in commands.items() if action.command == "delete"]
        gone = exp.In(this=self._column(_ACTION), expressions=[build.integer(number) for number in deleting or [-1]])
        after = [build.column(alias, attribute.physical) for attribute in self.relation.attributes]
        for part in (part for entry in query.returning for part in every_part(entry.expr) if isinstance(part, q.Var)):
            if part.rte.kind == "old":
                lowering.inlined[part.rte] = list(self.before)
                lowering.present[part.rte] = build.is_not_null(self._column(_ROW))
            elif part.rte.kind == "new":
                lowering.present[part.rte] = exp.Not(this=build.wrap(gone.copy()))
                lowering.inlined[part.rte] = [
                    build.case([(gone.copy(), build.null())], column.copy()) for column in after
                ]
        lowering.inlined[self.target] = [
            build.case([(gone.copy(), was.copy())], column.copy())
            for was, column in zip(self.before, after, strict=True)
        ]
        if query.merge_action is not None:
            words = [
                (self._with_action(number), exp.Literal.string(action.command.upper()))
                for number, action in commands.items()
            ]
            lowering.inlined[query.merge_action] = [build.case(words, None) if words else build.null()]
        names = unique_names([entry.name for entry in query.returning])
        expressions = [
            exp.Alias(this=lower_expr(lowering, entry.expr), alias=build.identifier(name))
            for entry, name in zip(query.returning, names, strict=True)
        ]
        return exp.Select(
            expressions=expressions,
            from_=exp.From(this=self._rows()),
            joins=[exp.Join(this=table(self.relation, alias), side="LEFT", on=now)],
            where=exp.Where(this=exp.GT(this=self._column(_ACTION), expression=build.integer(0))),
            order=exp.Order(expressions=[exp.Ordered(this=self._column("rowid"))]),
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
                    this=exp.EQ(this=build.column(earlier, _ACTION), expression=build.integer(number)),
                    expression=exp.LTE(this=build.column(earlier, "rowid"), expression=self._column("rowid")),
                )
            ),
        )
        found = exp.Select(
            expressions=[build.column(new, _ROW)],
            from_=exp.From(this=steps.kept_table(self.inserted[number], new)),
            where=exp.Where(this=exp.EQ(this=build.column(new, "rowid"), expression=exp.Subquery(this=place))),
        )
        return build.case([(self._with_action(number), exp.Subquery(this=found))], None)


CHANGES["merge"] = lower_merge
