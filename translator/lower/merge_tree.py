"""MERGE into a table that others inherit from, or into a partitioned one.

Beside the action, the row as it will be is kept for every row of the join, with the table that it belongs into.
Manual: MERGE.
"""

from __future__ import annotations

from sqlglot import exp

from translator.analyze.partition import as_seen_from, storing
from translator.catalog.relation import Relation
from translator.lower import build, steps
from translator.lower.context import LEAF, TABLE, unique_names
from translator.lower.dispatch import lower_expr
from translator.lower.generated import with_generated
from translator.lower.merge_rows import ACTION, ROW, Merge, returned_sides
from translator.lower.route import route
from translator.lower.stamp import stamping
from translator.lower.tree import Rows, delete_member, insert_member, names_generated, nothing


def lower_tree_merge(merge: Merge) -> exp.Expression:
    """The statement behind the steps that change the tables."""
    lowering, query, relation = merge.lowering, merge.query, merge.relation
    merge.keep_rows()
    rows = _with_rows_after(merge)
    commands = dict(merge.numbered())
    assigned = sorted({item.attno for action in commands.values() for item in action.assignments})
    members = [as_seen_from(relation, member) for member in storing(lowering.catalog, relation)]
    deleting, updating, inserting = (_numbers(merge, command) for command in ("delete", "update", "insert"))
    for member in members:
        if deleting:
            where = exp.And(this=rows.of(TABLE, member.oid), expression=_one_of(rows, deleting))
            delete_member(lowering, rows, member, where, counted=True)
        if updating:
            _update(merge, rows, member, updating, assigned)
    for member in members:
        stored = [attribute.number for attribute in relation.columns if not attribute.generated]
        values = [(number, _after(number)) for number in stored]
        came = _came(rows, member.oid, updating, inserting)
        insert = insert_member(rows, member, values, exp.And(this=rows.of(LEAF, member.oid), expression=came))
        steps.note_change(lowering, member, again=True)
        steps.run(lowering, insert, counted=True, when=(rows.name, LEAF, member.oid))
    if not query.returns:
        return steps.with_outer_ctes(lowering, nothing(relation))
    return steps.with_outer_ctes(lowering, _returning(merge, rows))


def _numbers(merge: Merge, command: str) -> list[int]:
    return [number for number, action in merge.numbered() if action.command == command]


def _one_of(rows: Rows, numbers: list[int]) -> exp.Expression:
    return exp.In(this=rows.column(ACTION), expressions=[build.integer(number) for number in numbers or [-1]])


def _after(number: int) -> str:
    return f"after {number}"


def _with_rows_after(merge: Merge) -> Rows:
    """The kept rows with the row that each action makes, and the table that it belongs into."""
    lowering, query, relation, target = merge.lowering, merge.query, merge.relation, merge.target
    lowering.inlined[target] = [column.copy() for column in merge.before]
    branches: dict[int, list[tuple[exp.Expression, exp.Expression]]] = {}
    for number, action in merge.numbered():
        given = [(item.attno, item.expr) for item in action.assignments]
        given += list(zip(query.insert_columns, action.values, strict=False))
        for attno, value in given:
            branches.setdefault(attno, []).append((merge.with_action(number), lower_expr(lowering, value)))
    cells = {name: merge.column(name) for name in merge.columns}
    for number, before in enumerate(merge.before, start=1):
        made = branches.get(number)
        cells[_after(number)] = before.copy() if made is None else build.case(made, before.copy())
    select = exp.Select(
        expressions=[exp.Alias(this=value, alias=build.identifier(name)) for name, value in cells.items()],
        from_=exp.From(this=merge.rows()),
        order=exp.Order(expressions=[exp.Ordered(this=merge.column("rowid"))]),
    )
    rows = Rows(lowering, steps.keep(lowering, select, "merging", list(cells)), list(cells))
    lowering.inlined[target] = [rows.column(_after(number)) for number in range(1, len(merge.before) + 1)]
    kept: exp.Expression = rows.column(TABLE)
    made_rows = _one_of(rows, _numbers(merge, "update") + _numbers(merge, "insert"))
    new_rows = _one_of(rows, _numbers(merge, "insert"))
    if relation.kind == "p":
        leaf = build.case([(made_rows, route(lowering, relation, target))], kept)
    else:
        leaf = build.case([(new_rows, build.integer(relation.oid))], kept)
    return rows.with_leaf(leaf)


def _came(rows: Rows, member: int, updating: list[int], inserting: list[int]) -> exp.Expression:
    """Whether a row is new to the table that it belongs into."""
    moved = exp.And(
        this=_one_of(rows, updating),
        expression=exp.NEQ(this=rows.column(TABLE), expression=build.integer(member)),
    )
    return exp.Paren(this=exp.Or(this=_one_of(rows, inserting), expression=exp.Paren(this=moved)))


def _update(merge: Merge, rows: Rows, member: Relation, updating: list[int], assigned: list[int]) -> None:
    """Change the rows that stay in a table, and take out those that leave it."""
    lowering = merge.lowering
    left = exp.NEQ(this=rows.column(LEAF), expression=build.integer(member.oid))
    gone = build.conjunction([rows.of(TABLE, member.oid), _one_of(rows, updating), left])
    alias = lowering.name(member.name)
    same = [
        exp.EQ(this=build.column(alias, "rowid"), expression=rows.column(ROW)),
        rows.of(TABLE, member.oid),
        rows.of(LEAF, member.oid),
        _one_of(rows, updating),
    ]
    update = exp.Update(
        this=exp.Table(
            this=build.identifier(member.physical),
            db=build.identifier(member.schema),
            alias=exp.TableAlias(this=build.identifier(alias)),
        ),
        expressions=[
            exp.EQ(this=build.column(None, member.attribute(number).physical), expression=rows.column(_after(number)))
            for number in assigned
        ]
        + stamping(member),
        from_=exp.From(this=rows.table()),
        where=exp.Where(this=build.conjunction(same)),
    )
    steps.note_change(lowering, member, again=True)
    steps.run(lowering, update, counted=True, when=(rows.name, TABLE, member.oid))
    if merge.relation.kind == "p":
        moving = [_after(number) for number in range(1, len(merge.before) + 1)]
        delete_member(lowering, rows, member, gone, target=merge.relation.oid, moving=moving)


def _returning(merge: Merge, rows: Rows) -> exp.Select:
    lowering, query = merge.lowering, merge.query
    merge.move_to(rows.alias)
    after = [rows.column(_after(number)) for number in range(1, len(merge.before) + 1)]
    gone = _one_of(rows, _numbers(merge, "delete"))
    place = build.case([(gone, rows.column(TABLE))], rows.column(LEAF))
    lowering.tableoids[merge.target] = place
    if names_generated(query, merge.relation):
        after = with_generated(lowering, merge.relation, after, place)
    returned_sides(merge, after)
    names = unique_names([entry.name for entry in query.returning])
    return exp.Select(
        expressions=[
            exp.Alias(this=lower_expr(lowering, entry.expr), alias=build.identifier(name))
            for entry, name in zip(query.returning, names, strict=True)
        ],
        from_=exp.From(this=rows.table()),
        where=exp.Where(this=exp.GT(this=rows.column(ACTION), expression=build.integer(0))),
        order=rows.in_order(),
    )
