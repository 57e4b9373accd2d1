"""From an analyzed query to its plan: lowering, SQLite text, result columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace
from sqlglot import exp

from translator import deparse_json as _deparse_json  # noqa: F401
from translator import deparse_syntax as _deparse_syntax  # noqa: F401
from translator.analyze import expr, operation, select, sql_json, sql_json_query, sublink  # noqa: F401  each registers what it analyzes
from translator.analyze.dml import analyze_delete, analyze_insert, analyze_update
from translator.analyze.explicit_collation import refuse_mismatch
from translator.analyze.from_clause import relation_columns
from translator.analyze.implicit_collation import refuse_undecided
from translator.analyze.merge import analyze_merge
from translator.analyze.partition import storing
from translator.analyze.state import Analysis, AnalyzerSettings, ParseState
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.catalog.replica_identity import Untold, untold, untold_actions
from translator.errors import PgError
from translator.lower import aggregate as _aggregate  # noqa: F401
from translator.lower import build
from translator.lower import catalog_row as _catalog_row  # noqa: F401
from translator.lower import ctype as _ctype  # noqa: F401
from translator.lower import domain as _domain  # noqa: F401
from translator.lower import expr as _lower_expr  # noqa: F401
from translator.lower import inquiry as _inquiry  # noqa: F401
from translator.lower import jsonb as _jsonb  # noqa: F401
from translator.lower import length_coercion as _length_coercion  # noqa: F401
from translator.lower import range_element as _range_element  # noqa: F401
from translator.lower import sequence as _sequence  # noqa: F401
from translator.lower import sql_function as _sql_function  # noqa: F401
from translator.lower import sql_json as _sql_json  # noqa: F401
from translator.lower import sublink as _sublink  # noqa: F401
from translator.lower import undecided_collation as _undecided_collation  # noqa: F401
from translator.lower import window as _window  # noqa: F401
from translator.lower.constants import compute_assigned, compute_constants, is_all_constant
from translator.lower.context import Bind, LoweredStep, Lowering, used_binds
from translator.lower.dialect import to_sql
from translator.lower.dml import lower_delete, lower_insert, lower_update
from translator.lower.flattening import keep_small
from translator.lower.foreign import refuse_foreign
from translator.lower.merge import lower_merge
from translator.lower.once_per_statement import compute_once
from translator.lower.outputs import Outputs
from translator.lower.scan_order import keep_insertion_order
from translator.lower.select import lower_query
from translator.lower.tree import routed_rows
from translator.parser import Node
from translator.plan import Constants, Plan, Repeated, ResultColumn, Step
from translator.query import Query, RangeTblEntry, TargetEntry, Var
from translator.relation_locks import uses_of_query

ANALYZERS: dict[str, Callable[..., Query]] = {
    "SelectStmt": select.analyze_query,
    "InsertStmt": analyze_insert,
    "UpdateStmt": analyze_update,
    "DeleteStmt": analyze_delete,
    "MergeStmt": analyze_merge,
}
_LOWERINGS: dict[str, Callable[[Lowering, Query], exp.Expression]] = {
    "select": lower_query,
    "insert": lower_insert,
    "update": lower_update,
    "delete": lower_delete,
    "merge": lower_merge,
}


def analyze_statement(analysis: Analysis, node: Node) -> Query:
    """A SELECT, INSERT, UPDATE or DELETE as a typed query, its parameters' types decided."""
    query = ANALYZERS[node.tag](ParseState(analysis), node)
    analysis.check_params()
    if analysis.collates:
        refuse_mismatch(analysis.catalog, query)
        refuse_undecided(analysis.catalog, query)
    return query


def plan_query(analysis: Analysis, query: Query) -> Plan:
    """The plan of an analyzed query."""
    outputs = Outputs(analysis.catalog, query) if query.command == "select" else None
    lowering = Lowering(analysis, True, outputs)
    tree = _LOWERINGS[query.command](lowering, query)
    refuse_foreign(lowering, query)
    if query.command == "select":
        keep_insertion_order(query, tree)
    computed_once = "stable" in lowering.uses and "volatile" not in lowering.uses
    for each in (tree, *(step.tree for step in lowering.steps)):
        keep_small(each)
        if computed_once:
            compute_once(each)
    binds = tuple(used_binds(lowering, tree))
    sql = to_sql(tree)
    constants = _constants(lowering, query)
    early = constants.binds if constants is not None else ()
    before = tuple(_step(lowering, step) for step in lowering.steps)
    inside = [bind for step in before for bind in _all_binds(step)]
    left_open = {_place(bind.literal) for bind in (*binds, *early, *inside) if bind.literal is not None}
    everything = {_place(place) for place in analysis.literal_places.values()}
    selects = query.command == "select"
    defers = analysis.catalog.defers_constraints
    late_keys = bool(analysis.catalog.late_keys or untold_actions(analysis.catalog))
    writes = not selects or any(step.repeated is None for step in lowering.steps)
    columns = result_columns(query)
    lifted: tuple[Bind, ...] = ()
    if before:
        lifted = tuple(dict.fromkeys(bind for bind in (*inside, *binds) if bind.literal is not None))
        numbers = {bind: place for place, bind in enumerate(lifted, start=len(analysis.param_types) + 1)}
        before = tuple(_renumbered(step, numbers) for step in before)
        binds = _as_numbered(binds, numbers)
    targets = tuple(_targets(analysis.catalog, query))
    return Plan(
        tag=query.command.upper(),
        param_types=tuple(analysis.param_types),
        sql=sql,
        columns=columns,
        binds=binds,
        pinned=frozenset(everything - left_open),
        writes=writes,
        alone=writes and columns is None and not before and not (defers or late_keys),
        late_keys=writes and late_keys,
        locks=query.row_marks[0].wait if query.row_marks else None,
        locked_rows=_locked_rows(query),
        writer=lowering.writer,
        volatile="volatile" in lowering.uses,
        upserted=tuple(lowering.upserted),
        skipping=tuple(lowering.skipping),
        targets=targets,
        written=_written(query),
        uses=uses_of_query(analysis, query, targets),
        steps=before,
        lifted=lifted,
        constants=constants,
        is_constant=constants is None and selects and is_all_constant(lowering, query),
        changes=_changes(analysis.catalog, query, targets),
        queries=True,
        late_arbiter=_late_arbiter(query),
        untold=_untold(analysis.catalog, query) if writes and analysis.catalog.publications else None,
    )


def _all_binds(step: Step) -> tuple[Bind, ...]:
    return step.binds if step.repeated is None else (*step.binds, *step.repeated.binds)


def _as_numbered(binds: tuple[Bind, ...], numbers: Mapping[Bind, int]) -> tuple[Bind, ...]:
    """The binds of one of several statements, its literals among the parameters."""
    return tuple(Bind(bind.type, number=numbers[bind]) if bind in numbers else bind for bind in binds)


def _renumbered(step: Step, numbers: Mapping[Bind, int]) -> Step:
    again = step.repeated
    if again is not None:
        again = replace(again, binds=_as_numbered(again.binds, numbers))
    return replace(step, binds=_as_numbered(step.binds, numbers), repeated=again)


def _locked_rows(query: Query) -> str:
    """The first table whose rows a statement locks, as the error of NOWAIT has it."""
    tables = (rte.relation for mark in query.row_marks for rte in mark.entries if rte.relation is not None)
    return "".join([f'row in relation "{table.name}"' for table in tables][:1]) or "row"


def _constants(lowering: Lowering, query: Query) -> Constants | None:
    tree = compute_constants(lowering, query)
    if lowering.refusals:
        checks = [] if tree is None else tree.expressions
        tree = exp.Select(expressions=[build.in_order([*checks, *lowering.refusals])])
    assigned = compute_assigned(lowering, query)
    if tree is None and assigned is None:
        return None
    binds, unmet = (tuple(() if each is None else used_binds(lowering, each)) for each in (tree, assigned))
    sql, late = ("" if each is None else to_sql(each) for each in (tree, assigned))  # with variables numbered anew
    return Constants(sql, (*binds, *unmet), late, len(unmet))


def _step(lowering: Lowering, step: LoweredStep) -> Step:
    again = step.repeated
    binds = tuple(used_binds(lowering, step.tree))  # which numbers the tree's variables anew
    repeated = None
    if again is not None:
        rest = tuple(used_binds(lowering, again.tree))
        repeated = Repeated(to_sql(again.tree), rest, again.work)
    return Step(to_sql(step.tree), binds, step.table, step.columns, step.counted, repeated, step.when, step.moved)


def _late_arbiter(query: Query) -> PgError | None:
    """What an INSERT with ON CONFLICT fails with when it has inserted a row; raised at once for one inside WITH."""
    for cte in query.ctes:
        if cte.query is not None and cte.query.on_conflict is not None and cte.query.on_conflict.late is not None:
            raise cte.query.on_conflict.late
    return None if query.on_conflict is None else query.on_conflict.late


def _changes(image: CatalogImage, query: Query, targets: Iterable[int]) -> str:
    """What a read-only transaction calls a query that changes or locks rows of what is not temporary."""
    lock = f"SELECT FOR {query.row_marks[0].strength.upper()}" if query.row_marks else ""
    marked = [rte.relation for mark in query.row_marks for rte in mark.entries]
    if query.command == "merge" and all(action.command == "nothing" for action in query.merge_actions):
        targets = ()
    changed = [*marked, *map(image.relation, targets)]
    return "" if all(map(_is_temporary, changed)) else lock or query.command.upper()


def _is_temporary(relation: Relation | None) -> bool:
    return relation is not None and relation.schema == "temp"


def _written(query: Query) -> tuple[int, ...]:
    if query.through:
        return ()
    conflict = query.on_conflict
    changed = (*query.assignments, *(() if conflict is None else conflict.assignments))
    return (*query.named_columns, *(assignment.attno for assignment in changed))


def _targets(image: CatalogImage, query: Query) -> Iterator[int]:
    if query.target is not None and query.target.relation is not None:
        yield query.target.relation.oid
        if query.target.tree:
            yield from (member.oid for member in storing(image, query.target.relation))
    for cte in query.ctes:
        if cte.query is not None:
            yield from _targets(image, cte.query)


def _untold(image: CatalogImage, query: Query) -> Untold | None:
    """What is wrong with the first change of rows that are published."""
    target = None if query.target is None else query.target.relation
    if query.target is not None and target is not None:
        members = storing(image, target) if query.target.tree else (target,)
        commands = {action.command for action in query.merge_actions} or {query.command}
        if query.on_conflict is not None and query.on_conflict.update:
            commands.add("update")
        for relation in members:
            for command in sorted(commands & {"update", "delete"}, reverse=True):
                found = untold(image, relation, command)
                if found is not None:
                    return found
    inner = (cte.query for cte in query.ctes if cte.query is not None)
    return next((found for part in inner if (found := _untold(image, part)) is not None), None)


def plan_routing(analysis: Analysis, query: Query) -> Plan:
    """The plan of an INSERT's rows, each with the oid of the partition that it belongs into, not inserted."""
    lowering = Lowering(analysis, lift=False)
    tree = routed_rows(lowering, query)
    columns = tuple(ResultColumn(str(number), 0) for number in query.insert_columns)
    return Plan(
        tag="INSERT", param_types=tuple(analysis.param_types), sql=to_sql(tree), columns=columns,
        binds=tuple(used_binds(lowering, tree)), volatile="volatile" in lowering.uses,
    )  # fmt: skip


def plan_filling(catalog: CatalogImage, settings: AnalyzerSettings, relation: Relation, rows: Query) -> Plan:
    """The plan that puts the rows of a query into a new table, column by column."""
    columns = tuple(relation_columns(relation))
    target = RangeTblEntry("relation", relation.name, columns, 0, relation=relation)
    numbers = tuple(attribute.number for attribute in relation.columns)
    query = Query(command="insert", target=target, source=rows, insert_columns=numbers)
    return plan_query(Analysis(catalog, settings), query)


def _place(literal: int) -> int:
    return literal if literal >= 0 else ~literal


def result_columns(query: Query) -> tuple[ResultColumn, ...] | None:
    """The columns of a query's rows; None for a change without RETURNING."""
    if query.command != "select" and not query.returns:
        return None
    return tuple(_result_column(query, entry) for entry in query.columns)


def _result_column(query: Query, entry: TargetEntry) -> ResultColumn:
    value = entry.expr
    view, shown = query.view_columns
    places = [(name != entry.name, number) for name, number, column in shown if column == value]
    if places:
        return ResultColumn(entry.name, value.type, value.typmod, view, min(places)[1])
    table, number = _origin(value) if isinstance(value, Var) else (0, 0)
    return ResultColumn(entry.name, value.type, value.typmod, table, number)


def _origin(var: Var) -> tuple[int, int]:
    """The table column that a result column is, through subqueries and WITH."""
    rte = var.rte
    kinds = ("relation", "subquery", "old", "new", "absent")
    if rte.relation is not None and rte.kind in kinds and rte.relation.kind in "rpvSmf":
        return rte.relation.oid, var.attno
    inner = (
        rte.subquery
        if rte.kind == "subquery"
        else rte.cte.query
        if rte.cte is not None and not rte.cte.recursive
        else None
    )
    if inner is not None and inner.set_operation is None:
        column = inner.columns[var.attno - 1].expr
        if isinstance(column, Var):
            return _origin(column)
    return 0, 0
