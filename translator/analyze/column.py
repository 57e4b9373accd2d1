"""Column references: which column of which FROM item a name means, or which of PostgreSQL's errors it is."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from translator.analyze.funccall import column_as_function
from translator.analyze.state import NamespaceItem, ParseState
from translator.edit_distance import edit_distance
from translator.errors import PgError
from translator.errors.statements import (
    UnstampedRowsError,
    ambiguous_column,
    feature_not_supported,
    invalid_row_filter,
    missing_from_clause,
    undefined_column,
)
from translator.query import CTID, TABLEOID, XMAX, XMIN, Const, Expr, Param, RangeTblEntry, RowExpr, Var
from translator.types import oids

SYSTEM_COLUMNS = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"})
_MAX_DISTANCE = 3


def resolve_column(state: ParseState, names: list[str], location: int) -> Expr:
    """The expression that `column`, `relation.column` or `schema.relation.column` stands for.

    Raises PgError 42703, 42P01 or 42702.
    """
    if len(names) == 1:
        return _unqualified(state, names[0], location)
    if len(names) == 4 and names[0] != state.analysis.settings.database_name:
        message = f"cross-database references are not implemented: {'.'.join(names)}"
        raise PgError("0A000", message, location=location)
    if len(names) > 4:
        raise PgError("42601", f"improper qualified name (too many dotted names): {'.'.join(names)}", location=location)
    relation, column = names[-2], names[-1]
    schema = names[-3] if len(names) > 2 else None
    item = find_relation(state, relation, schema, location)
    if item is None:
        raise _missing_relation(state, relation, location)
    found = [expr for name, expr in item.columns if name == column]
    if len(found) > 1:
        raise ambiguous_column(column, at=location)
    if found:
        return located(found[0], location)
    system = _system_column(state, item, column, location)
    if system is not None:
        return system
    call = column_as_function(state, whole_row(state, item, location), column, location)
    if call is not None:
        return call
    raise undefined_column(column, qualifier=relation, at=location, hint=_nearest(state, column, relation))


def _unqualified(state: ParseState, name: str, location: int) -> Expr:
    level: ParseState | None = state
    while level is not None:
        found = [
            (item, expr)
            for item in level.namespace
            if item.cols_visible and (not item.lateral_only or level.lateral_active)
            for column, expr in item.columns
            if column == name
        ]
        if len(found) > 1:
            raise ambiguous_column(name, at=location)
        if found:
            _check_lateral(found[0][0], location)
            return located(found[0][1], location)
        if name in SYSTEM_COLUMNS:
            shown = [item for item in level.namespace if item.cols_visible]
            columns = [system for item in shown if (system := _system_column(state, item, name, location)) is not None]
            if len(columns) > 1:
                raise ambiguous_column(name, at=location)
            if columns:
                return columns[0]
        level = level.parent
    relation = find_relation(state, name, None, location)
    if relation is not None:
        return whole_row(state, relation, location)
    for hidden in _all_items(state):
        if hidden.alias and not hidden.rel_visible and any(column == name for column, _ in hidden.columns):
            detail = (
                f'There is a column named "{name}" in table "{hidden.alias}", '
                "but it cannot be referenced from this part of the query."
            )
            raise undefined_column(name, qualifier=None, at=location, detail=detail)
    raise undefined_column(name, qualifier=None, at=location, hint=_nearest(state, name, None))


def find_relation(state: ParseState, name: str, schema: str | None, location: int) -> NamespaceItem | None:
    """The FROM item that `name` refers to, from the innermost query outwards."""
    level: ParseState | None = state
    while level is not None:
        found = [
            item
            for item in level.namespace
            if item.rel_visible
            and item.alias == name
            and (schema is None or item.schema == schema)
            and (not item.lateral_only or level.lateral_active)
        ]
        if len(found) > 1:
            raise PgError("42P09", f'table reference "{name}" is ambiguous', location=location)
        if found:
            _check_lateral(found[0], location)
            return found[0]
        level = level.parent
    return None


def whole_row(state: ParseState, item: NamespaceItem, location: int) -> Expr:
    """`t` or `t.*` used as one value: a function's single scalar, or the row."""
    rte = item.rte
    type_oid = oids.RECORD
    if item.view is not None:
        rte, type_oid = None, item.view.type_oid
    elif rte is not None and rte.relation is not None:
        type_oid = rte.relation.type_oid
    elif rte is not None and rte.kind == "function":
        given = rte.functions[0].type if len(rte.functions) == 1 and not rte.ordinality else oids.RECORD
        if state.catalog.row_attributes(given):
            type_oid = given
        elif given != oids.RECORD:
            return located(item.columns[0][1], location)
    return RowExpr(
        tuple(located(expr, location) for _, expr in item.columns),
        tuple(name for name, _ in item.columns),
        whole=rte,
        type=type_oid or oids.RECORD,
        location=location,
    )


def located(expr: Expr, location: int) -> Expr:
    """A column as mentioned at a place of the statement."""
    return replace(expr, location=location) if isinstance(expr, (Var, Param)) else expr


def _system_column(state: ParseState, item: NamespaceItem, name: str, location: int) -> Expr | None:
    rte: RangeTblEntry | None = item.rte
    if name not in SYSTEM_COLUMNS or rte is None or rte.relation is None:
        return None
    if rte.kind != "relation" and not (name == "tableoid" and rte.kind in ("old", "new", "absent")):
        return None
    if item.view is not None or rte.excluded_of is not None:
        return None
    if state.clause == "PUBLICATION WHERE":
        raise invalid_row_filter("System columns are not allowed.", at=location)
    if name == "tableoid" and (rte.tree or rte.kind == "absent"):
        return Var(rte, TABLEOID, type=oids.OID, location=location)
    if name == "tableoid":
        return Const(rte.relation.oid, type=oids.OID, location=location)
    if state.clause == "CHECK":
        message = f'system column "{name}" reference in check constraint is invalid'
        raise PgError("42P10", message, location=location)
    if state.clause.startswith("index"):
        raise PgError("0A000", "index creation on system columns is not supported")
    has_rows = rte.relation.kind in "rm" and not (rte.tree or rte.relation.parts)
    if name == "ctid" and has_rows and state.clause != "DEFAULT":
        return Var(rte, CTID, type=oids.TID, location=location)
    if name == "xmin" and rte.relation.kind in "rp" and (rte.tree or rte.relation.kind == "r"):
        below = state.catalog.descendants(rte.relation.oid) if rte.tree else ()
        for table in (rte.relation, *below):
            if table.kind == "r" and table.schema in ("main", "temp") and not table.stamp:
                raise UnstampedRowsError(table.oid)
        return Var(rte, XMIN, type=oids.XID, location=location)
    if name == "xmax" and any(level.inserted is rte for level in _levels(state)):
        return Var(rte, XMAX, type=oids.XID, location=location)
    raise feature_not_supported(f"system column {name}", at=location)


def _check_lateral(item: NamespaceItem, location: int) -> None:
    if item.lateral_only and not item.lateral_ok:
        raise PgError(
            "42P10",
            f'invalid reference to FROM-clause entry for table "{item.alias}"',
            detail=None if item.is_target else "The combining JOIN type must be INNER or LEFT for a LATERAL reference.",
            hint=_unreachable(item.alias) if item.is_target else None,
            location=location,
        )


def _unreachable(name: str) -> str:
    return f'There is an entry for table "{name}", but it cannot be referenced from this part of the query.'


def _all_items(state: ParseState) -> Iterator[NamespaceItem]:
    for level in _levels(state):
        yield from level.namespace


def _levels(state: ParseState) -> Iterator[ParseState]:
    """The query's own level and those around it."""
    level: ParseState | None = state
    while level is not None:
        yield level
        level = level.parent


def _missing_relation(state: ParseState, name: str, location: int) -> PgError:
    for item in _all_items(state):
        if item.alias == name:
            return PgError(
                "42P01",
                f'invalid reference to FROM-clause entry for table "{name}"',
                detail=_unreachable(name),
                hint="To reference that table, you must mark this subquery with LATERAL."
                if item.lateral_only and item.lateral_ok
                else None,
                location=location,
            )
        rte = item.rte
        if rte is not None and rte.relation is not None and rte.relation.name == name and item.alias != name:
            return PgError(
                "42P01",
                f'invalid reference to FROM-clause entry for table "{name}"',
                hint=f'Perhaps you meant to reference the table alias "{item.alias}".',
                location=location,
            )
    return missing_from_clause(name, at=location)


def _nearest(state: ParseState, column: str, qualifier: str | None) -> str | None:
    """PostgreSQL's hint with the column whose name is closest, when one is close enough."""
    best: list[str] = []
    best_distance = _MAX_DISTANCE
    for item in _all_items(state):
        if not item.alias or item.is_returning_alias:
            continue
        penalty = 0 if qualifier is None else min(edit_distance(qualifier, item.alias), _MAX_DISTANCE + 1)
        for name, _ in item.columns:
            difference = edit_distance(column, name)
            distance = difference + penalty
            if difference > len(column) // 2 or distance > best_distance:
                continue
            if distance < best_distance:
                best, best_distance = [], distance
            best.append(f'"{item.alias}.{name}"')
    if len(best) == 1:
        return f"Perhaps you meant to reference the column {best[0]}."
    if len(best) == 2:
        return f"Perhaps you meant to reference the column {best[0]} or the column {best[1]}."
    return None
