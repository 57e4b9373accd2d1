"""ON CONFLICT: the index that arbitrates, and what happens to the row that is there."""

from __future__ import annotations

from itertools import zip_longest

from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.assignment import assignment_list
from translator.analyze.from_clause import namespace_item
from translator.analyze.state import NamespaceItem, ParseState
from translator.analyze.stored import stored_analysis
from translator.analyze.view_update import OpenView
from translator.catalog.relation import Index, Relation
from translator.errors import PgError
from translator.errors.definitions import deferrable_arbiter
from translator.parser import Node, expression_node
from translator.query import (
    Assignment,
    BoolExpr,
    Const,
    Expr,
    NullTest,
    OnConflict,
    OpExpr,
    Param,
    RangeTblEntry,
    RelabelType,
    Var,
    children,
)


def analyze_conflict(
    state: ParseState, item: NamespaceItem, node: Node | None, view: OpenView | None, *, opened: bool
) -> OnConflict | None:
    """ON CONFLICT over the target as names see it.  opened: not if the target is a view that takes no rows.

    Raises PgError 42P10 when no unique index fits the conflict target, 42704 for an unknown constraint.
    """
    if node is None:
        return None
    target = item.rte
    assert target is not None
    relation = target.relation
    assert relation is not None
    update = node.action == "ONCONFLICT_UPDATE"
    arbiter, where, late = _arbiter(state, item, node.infer, update=update, opened=opened, location=node.location)
    if not update:
        exclusions = _exclusions(state, relation, node.infer) if late is None else ()
        unique = node.infer is None or not ((node.infer.conname and exclusions) or late)
        return OnConflict(False, arbiter, where, (), None, None, exclusions, unique, late)
    excluded = RangeTblEntry("relation", "excluded", target.columns, state.level, relation=relation, excluded_of=target)
    new_row = namespace_item(excluded)
    if view is not None:
        new_row = replace(new_row, columns=view.over(state, excluded), view=view.view)
    state.namespace = [item, new_row]
    assignments = assignment_list(state, target, node.target_list, None if view is None else item)
    condition = expressions.analyze_condition(state, node.where_clause, "WHERE")
    if view is not None:
        given = view.in_table({assignment.attno: assignment.expr for assignment in assignments})
        assignments = tuple(Assignment(number, value) for number, value in given.items())
    if late is not None:
        return OnConflict(False, (), None, (), None, None, unique=False, late=late)
    return OnConflict(True, arbiter, where, assignments, condition, excluded)


def _arbiter(
    state: ParseState, item: NamespaceItem, infer: Node | None, *, update: bool, opened: bool, location: int
) -> tuple[tuple[Expr, ...], Expr | None, PgError | None]:
    """The keys and the condition of the index that arbitrates, and what rows fail with that come to one that waits."""
    target = item.rte
    assert target is not None
    relation = item.view or target.relation
    assert relation is not None
    if infer is None:
        if update:
            raise PgError(
                "42601",
                "ON CONFLICT DO UPDATE requires inference specification or constraint name",
                hint="For example, ON CONFLICT (column_name).",
                location=location,
            )
        return (), None, None if target.relation is None else _first_late(state, target.relation)
    if infer.conname:
        constraint = next((c for c in relation.constraints if c.name == infer.conname), None)
        if constraint is None:
            raise PgError("42704", f'constraint "{infer.conname}" for table "{relation.name}" does not exist')
        index = next((index for index in relation.indexes if index.oid == constraint.index), None)
        if index is None:
            raise PgError("42809", "constraint in ON CONFLICT clause has no associated index")
        late = _late(state, relation, index)
        if constraint.excludes:
            if update:
                raise PgError("42809", "ON CONFLICT DO UPDATE not supported with exclusion constraints")
            return (), None, late
        return (() if late else _index_keys(state, target, index)), None, late
    return _inferred(state, item, target, infer, opened=opened)


def _exclusions(state: ParseState, relation: Relation, infer: Node | None) -> tuple[tuple[int, int], ...]:
    """The exclusion constraints that arbitrate: all of the table and its partitions, the one that is named, or none."""
    if infer is not None and not infer.conname:
        return ()
    found, named = [], set()
    for table in (relation, *state.catalog.descendants(relation.oid)):
        for constraint in table.constraints:
            if infer is None or constraint.parent in named or (table is relation and constraint.name == infer.conname):
                named.add(constraint.oid)
                if constraint.excludes and table.kind == "r":
                    found.append((table.oid, constraint.oid))
    return tuple(found)


def _first_late(state: ParseState, relation: Relation) -> PgError | None:
    """What a row fails with that the arbiters before a deferrable one let through.

    Raises it at once where other arbiters follow, which SQLite would ask as well.
    """
    arbiters = sorted((index for index in relation.indexes if index.unique or index.deferrable), key=_by_oid)
    place = next((place for place, index in enumerate(arbiters) if index.deferrable), None)
    if place is None:
        return None
    late = _late(state, relation, arbiters[place])
    if late is not None and any(not index.deferrable for index in arbiters[place:]):
        raise late
    return late


def _by_oid(index: Index) -> int:
    return index.oid


def _late(state: ParseState, relation: Relation, index: Index) -> PgError | None:
    """The 55000 of an arbiter that is looked at too late; raised at once where rows go to partitions."""
    if not index.deferrable:
        return None
    namespace = state.catalog.namespace_by_oid(relation.namespace)
    late = deferrable_arbiter("" if namespace is None else namespace.nspname, relation.name, index.name)
    if relation.kind != "r":
        raise late
    return late


def _inferred(
    state: ParseState, item: NamespaceItem, target: RangeTblEntry, infer: Node, *, opened: bool
) -> tuple[tuple[Expr, ...], Expr | None, PgError | None]:
    """The unique index whose keys are exactly the ones written."""
    relation = target.relation
    assert relation is not None
    before = state.namespace
    state.namespace = [item]
    state.clause = "ON CONFLICT"
    keys: list[Expr] = []
    for key in infer.index_elems:
        for option in ("ordering", "nulls_ordering"):
            getattr(key, option)
        if key.name:
            column = next((expr for name, expr in item.columns if name == key.name), None)
            if column is None:
                raise PgError("42703", f'column "{key.name}" does not exist', location=infer.location)
            keys.append(column)
        else:
            keys.append(expressions.analyze_expr(state, key.expr))
    where = expressions.analyze_condition(state, infer.where_clause, "WHERE")
    state.namespace = before
    if not opened:
        return tuple(keys), where, None
    for index in relation.indexes:
        if not index.unique or index.method != "btree":
            continue
        predicate = _predicate(state, target, index)
        if predicate is not None and (where is None or not _implies(where, predicate)):
            continue
        known = _index_keys(state, target, index)
        if len(known) == len(keys) and all(key in known for key in keys):
            late = _late(state, relation, index)
            return (known, predicate, None) if late is None else ((), None, late)
    raise PgError("42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification")


def _predicate(state: ParseState, target: RangeTblEntry, index: Index) -> Expr | None:
    """The condition of a partial index over the target."""
    if index.predicate is None:
        return None
    analysis = stored_analysis(state.catalog, state.analysis.settings)
    inner = ParseState(analysis, clause="index predicate")
    inner.namespace = [namespace_item(target)]
    return expressions.analyze_condition(inner, expression_node(index.predicate), "WHERE")


def _implies(where: Expr, predicate: Expr) -> bool:
    """Whether every condition of an index's predicate is among those written; a parameter may be any constant there."""
    return all(any(_same(written, wanted) for written in _conditions(where)) for wanted in _conditions(predicate))


def _conditions(expr: Expr) -> tuple[Expr, ...]:
    return expr.args if isinstance(expr, BoolExpr) and expr.op == "and" else (expr,)


def _same(written: Expr, wanted: Expr) -> bool:
    written, wanted = _relabeled(written), _relabeled(wanted)
    if isinstance(wanted, NullTest) and not wanted.is_null and isinstance(written, OpExpr):
        return any(_same(arg, wanted.arg) for arg in written.args)  # a comparison that holds is not of NULL
    if isinstance(written, Param) or isinstance(wanted, Const):
        constant = isinstance(wanted, Const) and (not isinstance(written, Const) or written.value == wanted.value)
        return constant and isinstance(written, Const | Param)
    pairs = zip_longest(children(written), children(wanted))
    return _itself(written) == _itself(wanted) and all(one and two and _same(one, two) for one, two in pairs)


def _relabeled(expr: Expr) -> Expr:
    while isinstance(expr, RelabelType):
        expr = expr.arg
    return expr


def _itself(expr: Expr) -> tuple[object, ...]:
    """What an expression is, apart from those inside it."""
    names = ("attno", "operator", "proc", "op", "is_null", "row", "value", "negated", "any")
    return type(expr), *(getattr(expr, name, None) for name in names)


def _index_keys(state: ParseState, target: RangeTblEntry, index: Index) -> tuple[Expr, ...]:
    """The index's key columns and expressions over the target."""
    relation: Relation | None = target.relation
    assert relation is not None
    keys: list[Expr] = []
    for column in index.columns:
        if column.number:
            attribute = relation.attribute(column.number)
            keys.append(Var(target, column.number, type=attribute.type, typmod=attribute.typmod))
        else:
            assert column.expression is not None
            analysis = stored_analysis(state.catalog, state.analysis.settings)
            inner = ParseState(analysis, clause="index expression")
            inner.namespace = [namespace_item(target)]
            keys.append(expressions.analyze_expr(inner, expression_node(column.expression)))
    return tuple(keys)
