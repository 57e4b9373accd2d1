"""The rows of a MERGE: its source joined with its target, kept with the action that each row calls for.

Manual: MERGE.
"""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import every_part
from translator.analyze.volatility import is_stable
from translator.catalog.relation import Relation
from translator.errors.statements import feature_not_supported
from translator.lower import build, from_clause, steps
from translator.lower.check_option import policy_test
from translator.lower.condition import lower_filter
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr
from translator.lower.generated import reads_generated, with_generated
from translator.lower.returning import table

_ORDER = ("delete", "update", "insert")
ROW, TABLE, ACTION, _PRESENT = "target row", "target table", "action", "present"


class Merge:
    """One MERGE being lowered: the rows of its join, each with the action that it is for."""

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
        self.columns: list[str] = []
        self._names: dict[q.RangeTblEntry, list[str]] = {}
        self.before: list[exp.Expression] = []

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

    def column(self, name: str) -> exp.Expression:
        return build.column(self.alias, name)

    def rows(self) -> exp.Table:
        return steps.kept_table(self.kept, self.alias)

    def with_action(self, number: int) -> exp.Expression:
        return exp.EQ(this=self.column(ACTION), expression=build.integer(number))

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
        elif self.target.tree:
            target_rows = from_clause.tree_rows(lowering, self.relation, alias)
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
        columns = {ROW: rowid.copy(), ACTION: build.case(branches, build.integer(0))}
        if self.target.tree:
            columns[TABLE] = build.column(alias, from_clause.TABLEOID)
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
        self.columns = list(columns)
        self._names = names
        self.move_to(self.alias)
        self._refuse_second_change()
        self._check_policies()

    def move_to(self, alias: str) -> None:
        """Read what was kept from rows under this alias."""
        self.alias = alias
        for rte, names in self._names.items():
            cells = [self.column(name) for name in names]
            if rte is self.target:
                self.before = cells
            else:
                self.lowering.inlined[rte] = cells

    def _rows_of_view(self, condition: q.Expr, alias: str) -> exp.Subquery:
        """The rows of the table that a view over it has."""
        names = ["rowid", *(attribute.physical for attribute in self.relation.columns)]
        source: exp.Expression = table(self.relation, alias)
        if self.target.tree:
            names.append(from_clause.TABLEOID)
            source = from_clause.tree_rows(self.lowering, self.relation, alias)
        rows = exp.Select(
            expressions=[exp.Alias(this=build.column(alias, name), alias=build.identifier(name)) for name in names],
            from_=exp.From(this=source),
            where=exp.Where(this=lower_filter(self.lowering, condition)),
        )
        return exp.Subquery(this=rows, alias=exp.TableAlias(this=build.identifier(alias)))

    def _check_policies(self) -> None:
        """Steps that raise 42501 for rows that policies do not let an action change or make."""
        lowering, target = self.lowering, self.target
        for number, action in self.numbered():
            for checks, row in ((action.target_checks, None), (action.policy_checks, action)):
                if not checks:
                    continue
                lowering.inlined[target] = self.before if row is None else self._row_after(row)
                tests = [policy_test(lowering, target, check) for check in checks]
                del lowering.inlined[target]
                found = exp.Select(
                    expressions=[build.conjunction(tests)],
                    from_=exp.From(this=self.rows()),
                    where=exp.Where(this=self.with_action(number)),
                )
                steps.run(lowering, found)

    def _row_after(self, action: q.MergeAction) -> list[exp.Expression]:
        """The columns of the row that an action makes."""
        lowering, query = self.lowering, self.query
        values = [(item.attno, item.expr) for item in action.assignments]
        values += zip(query.insert_columns, action.values, strict=False)
        if any(not is_stable(lowering.catalog, value) for _, value in values):
            raise feature_not_supported("MERGE of volatile values under row-level security")
        lowering.inlined[self.target] = self.before
        made = {number: lower_expr(lowering, value) for number, value in values}
        del lowering.inlined[self.target]
        kept = self.before if action.command == "update" else [build.null() for _ in self.before]
        cells = [made.get(number, column.copy()) for number, column in enumerate(kept, start=1)]
        if reads_generated(self.target, self.relation, *(check.condition for check in action.policy_checks)):
            cells = with_generated(lowering, self.relation, cells)
        return cells

    def _refuse_second_change(self) -> None:
        """A step that raises 21000 where a target row is to be changed twice."""
        numbers = [number for number, action in self.numbered() if action.command != "insert"]
        if not numbers:
            return
        twice = exp.Select(
            expressions=[build.call("pg_merge_once", exp.Count(this=exp.Star()))],
            from_=exp.From(this=self.rows()),
            where=exp.Where(
                this=exp.In(this=self.column(ACTION), expressions=[build.integer(number) for number in numbers])
            ),
            group=exp.Group(expressions=[self.column(ROW), *([self.column(TABLE)] if self.target.tree else [])]),
        )
        steps.run(self.lowering, twice)


def returned_sides(merge: Merge, after: list[exp.Expression]) -> None:
    """Say what RETURNING means by the target's columns, by those of the rows before and after, and by merge_action();
    `after` are the columns as they are now.
    """
    lowering, query = merge.lowering, merge.query
    commands = dict(merge.numbered())
    deleting = [number for number, action in commands.items() if action.command == "delete"]
    gone = exp.In(this=merge.column(ACTION), expressions=[build.integer(number) for number in deleting or [-1]])
    for part in (part for entry in query.returning for part in every_part(entry.expr) if isinstance(part, q.Var)):
        if part.rte.kind == "old":
            lowering.inlined[part.rte] = list(merge.before)
            lowering.present[part.rte] = build.is_not_null(merge.column(ROW))
        elif part.rte.kind == "new":
            lowering.present[part.rte] = exp.Not(this=build.wrap(gone.copy()))
            lowering.inlined[part.rte] = [build.case([(gone.copy(), build.null())], column.copy()) for column in after]
    lowering.inlined[merge.target] = [
        build.case([(gone.copy(), was.copy())], column.copy()) for was, column in zip(merge.before, after, strict=True)
    ]
    if query.merge_action is not None:
        words = [
            (merge.with_action(number), exp.Literal.string(action.command.upper()))
            for number, action in commands.items()
        ]
        lowering.inlined[query.merge_action] = [build.case(words, None) if words else build.null()]
