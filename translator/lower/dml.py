"""INSERT, UPDATE and DELETE to SQLite."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator import query as q
from translator.catalog.relation import Relation
from translator.lower import build, from_clause, returning, steps, tree
from translator.lower import select as selects
from translator.lower.check_option import checked, checked_source, policy_test
from translator.lower.condition import lower_condition, lower_filter
from translator.lower.context import Lowering, unique_names
from translator.lower.dispatch import collation_of, lower_expr
from translator.lower.full_join import refuse_full_joins
from translator.lower.stamp import current_xid, stamp_column, stamped_rows, stamping
from translator.lower.stored import as_stored
from translator.lower.with_clause import CHANGES, lower_ctes


def lower_insert(lowering: Lowering, query: q.Query) -> exp.Expression:
    target, source = query.target, query.source
    assert target is not None
    assert target.relation is not None
    assert source is not None
    relation = target.relation
    lowering.relations[relation.oid] = None
    lowering.name(relation.physical)
    columns = [build.identifier(relation.attribute(number).physical) for number in query.insert_columns]
    ctes = lower_ctes(lowering, query)
    if source.values:
        rows: exp.Expression = selects.lower_rows(lowering, source.values)
    else:
        rows = selects.lower_query(lowering, source)
    rows = checked_source(lowering, query, rows)
    if not columns:
        columns, rows = [build.identifier(relation.column_of_nothing)], _nothing(rows, one=len(source.values) == 1)
    columns += stamp_column(relation)
    rows = stamped_rows(relation, rows)
    if relation.kind == "p":
        if ctes is not None:
            rows.set("with_", ctes)
        several = len(source.values) != 1
        return tree.insert_routed(
            lowering,
            query,
            rows,
            lambda: _conflict(lowering, query, target, query.on_conflict, several=several),
            lambda: _returning(lowering, target, query),
        )
    if query.on_conflict is not None and isinstance(rows, exp.Select) and not rows.args.get("where"):
        rows.set("where", exp.Where(this=build.integer(1)))  # else SQLite reads ON CONFLICT as a join's ON
    steps.note_change(lowering, relation, again=query.on_conflict is None or query.on_conflict.assignments == ())
    table = exp.Table(this=build.identifier(relation.physical), db=build.identifier(relation.schema))
    statement = exp.Insert(
        this=exp.Schema(this=table, expressions=columns),
        expression=rows,
        conflict=_conflict(lowering, query, target, query.on_conflict, several=len(source.values) != 1),
        returning=_returning(lowering, target, query),
    )
    if ctes is not None:
        statement.set("with_", ctes)
    return statement


def _nothing(rows: exp.Expression, *, one: bool) -> exp.Expression:
    """As many NULLs as there are rows without columns."""
    if one:
        return exp.Values(expressions=[exp.Tuple(expressions=[build.null()])])
    source = exp.Subquery(this=rows, alias=exp.TableAlias(this=build.identifier("rows")))
    return exp.Select(expressions=[build.null()], from_=exp.From(this=source))


def _conflict(
    lowering: Lowering, query: q.Query, target: q.RangeTblEntry, conflict: q.OnConflict | None, *, several: bool
) -> exp.OnConflict | None:
    """ON CONFLICT; where several rows are inserted, a function notices a row that is updated for the second time. It
    keeps the rows that are updated where RETURNING asks how they were.
    """
    if conflict is None:
        return None
    relation = target.relation
    assert relation is not None
    lowering.skipping.update(dict.fromkeys(conflict.exclusions))
    if not conflict.unique:
        return None
    lowering.bare_columns_of = target
    lift, lowering.lift = lowering.lift, False  # SQLite compares the texts of the clause and of the index
    keys = [
        as_stored(build.collate(lower_expr(lowering, key), collation_of(lowering, key.type)))
        for key in conflict.arbiter
    ]
    matching = conflict.arbiter_where
    where = None if matching is None else exp.Where(this=as_stored(lower_condition(lowering, matching)))
    lowering.bare_columns_of, lowering.lift = None, lift
    lowering.aliases[target] = relation.physical
    assignments = _changes(lowering, target, conflict.assignments) if conflict.update else []
    tests = [] if conflict.where is None else [lower_expr(lowering, conflict.where)]
    old = returning.mentioned(query, ())
    tells = conflict.update and returning.names_xmax(query)
    if query.conflict_checks:
        met = build.conjunction([policy_test(lowering, target, check) for check in query.conflict_checks])
        tests = [build.case([(build.conjunction(tests), met)], build.integer(0))] if tests else [met]
    if conflict.update and (several or old or tells or query.policy_checks):
        lowering.upserted[relation.oid] = None
        row = [build.integer(relation.oid), build.column(relation.physical, "rowid")]
        cells = [build.column(relation.physical, attribute.physical) for attribute in relation.columns] if old else []
        kept = build.call("pg_upsert_kept", *row, *cells)
        wanted = build.case([(build.conjunction(tests), kept)], build.integer(0)) if tests else kept
        first = build.call("pg_upsert_first", *[part.copy() for part in row])
        tests = [build.case([(first, wanted)], build.integer(0))]  # AND would not keep to this order
        for rte in old:
            _note_kept(lowering, rte, relation)
        if tells:
            updated = build.call("pg_upsert_updated", build.integer(relation.oid), build.column(None, "rowid"))
            lowering.xmax = build.case([(updated, current_xid())], build.integer(0))
    update_where = exp.Where(this=build.conjunction(tests)) if tests else None
    return exp.OnConflict(
        action=exp.Var(this="DO UPDATE" if conflict.update else "DO NOTHING"),
        conflict_keys=keys or None,
        index_predicate=where,
        expressions=assignments,
        where=update_where,
    )


def _note_kept(lowering: Lowering, rte: q.RangeTblEntry, relation: Relation) -> None:
    """Say where RETURNING finds the columns of a row as it was before ON CONFLICT DO UPDATE."""
    row = [build.integer(relation.oid), build.column(None, "rowid")]
    places = {attribute.number: place for place, attribute in enumerate(relation.columns)}
    lowering.inlined[rte] = [
        build.call("pg_upsert_old", *[part.copy() for part in row], build.integer(places[attribute.number]))
        if attribute.number in places
        else build.null()
        for attribute in relation.attributes
    ]
    lowering.present[rte] = build.call("pg_upsert_updated", *row)


def _changes(lowering: Lowering, target: q.RangeTblEntry, assignments: Sequence[q.Assignment]) -> list[exp.Expression]:
    """What SET says; where it names generated columns alone, something that changes nothing."""
    relation = target.relation
    assert relation is not None
    changes: list[exp.Expression] = [
        exp.EQ(
            this=build.column(None, relation.attribute(assignment.attno).physical),
            expression=lower_expr(lowering, assignment.expr),
        )
        for assignment in assignments
    ]
    changes += stamping(relation)
    unchanged = build.column(None, relation.column_of_nothing)
    return changes or [exp.EQ(this=unchanged, expression=unchanged.copy())]


def _returning(lowering: Lowering, target: q.RangeTblEntry, query: q.Query) -> exp.Returning | None:
    """RETURNING; the checks of views are made on the way, with the first column or instead of one."""
    if not (query.returns or query.is_checked):
        return None
    relation = target.relation
    assert relation is not None
    lowering.name(relation.physical)  # which is what RETURNING calls the row, so that nothing in a subquery may
    before = lowering.aliases.get(target)
    lowering.aliases[target] = relation.physical
    names = unique_names([entry.name for entry in query.returning])
    values = [lower_expr(lowering, entry.expr) for entry in query.returning]
    if query.is_checked:
        values[:1] = [checked(lowering, target, query, values[0] if values else build.null())]
        names = names or ["checked"]
    expressions = [
        exp.Alias(this=value, alias=build.identifier(name)) for value, name in zip(values, names, strict=True)
    ]
    if before is not None:
        lowering.aliases[target] = before
    return exp.Returning(expressions=expressions)


def _target_table(lowering: Lowering, target: q.RangeTblEntry) -> exp.Table:
    relation = target.relation
    assert relation is not None
    lowering.relations[relation.oid] = None
    return returning.table(relation, lowering.alias(target))


def lower_update(lowering: Lowering, query: q.Query) -> exp.Expression:
    target = query.target
    assert target is not None
    assert target.relation is not None
    table = _target_table(lowering, target)
    ctes = lower_ctes(lowering, query)
    joined = q.entries(query.from_items)
    if target.tree:
        return tree.update_tree(lowering, query, joined)
    if returning.asks_for_more(query, joined) or returning.reads_itself(query):
        return steps.with_outer_ctes(lowering, returning.update_returning(lowering, query, joined, query.assignments))
    refuse_full_joins(lowering, query)
    source = from_clause.lower_tables(lowering, query)
    tests = list(source.filters) if source is not None else []
    if query.where is not None:
        tests.append(lower_filter(lowering, query.where))
    tests += steps.untouched(lowering, target.relation, lowering.alias(target))
    steps.note_change(lowering, target.relation, again=True)
    from_ = None
    if source is not None:
        source.first.set("joins", source.joins)
        from_ = exp.From(this=source.first)
    return exp.Update(
        this=table,
        expressions=_changes(lowering, target, query.assignments),
        from_=from_,
        where=exp.Where(this=build.conjunction(tests)) if tests else None,
        returning=_returning(lowering, target, query),
        with_=ctes,
    )


def lower_delete(lowering: Lowering, query: q.Query) -> exp.Expression:
    """DELETE; with USING the rows to delete are found first, by rowid."""
    target = query.target
    assert target is not None
    assert target.relation is not None
    table = _target_table(lowering, target)
    ctes = lower_ctes(lowering, query)
    joined = q.entries(query.from_items)
    if target.tree:
        return tree.delete_tree(lowering, query, joined)
    if returning.asks_for_more(query, joined):
        return steps.with_outer_ctes(lowering, returning.delete_returning(lowering, query, joined))
    if not query.from_items:
        tests = [] if query.where is None else [lower_filter(lowering, query.where)]
        tests += steps.untouched(lowering, target.relation, lowering.alias(target))
        where = exp.Where(this=build.conjunction(tests)) if tests else None
        steps.note_change(lowering, target.relation, again=True)
        return exp.Delete(this=table, where=where, returning=_returning(lowering, target, query), with_=ctes)
    found = returning.rows_to_change(lowering, target, query)
    steps.note_change(lowering, target.relation, again=True)
    outside = lowering.name(target.alias)
    rowid = exp.In(this=build.column(outside, "rowid"), query=exp.Subquery(this=found))
    return exp.Delete(
        this=returning.table(target.relation, outside),
        where=exp.Where(this=rowid),
        returning=_returning(lowering, target, query),
        with_=ctes,
    )


CHANGES.update({"insert": lower_insert, "update": lower_update, "delete": lower_delete})
