"""SEARCH and CYCLE: the columns that they add to a recursive query, and how both its terms compute them.

Manual: "Search Order" and "Cycle Detection".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator.analyze.coerce import coerce_to_common, common_type, common_typmod
from translator.analyze.dispatch import analyze_expr
from translator.analyze.oper import equality_operator, find_operator, make_operator
from translator.analyze.state import ParseState
from translator.catalog.bootstrap import system_catalog
from translator.errors import PgError
from translator.parser import Node, strings
from translator.query import (
    ArrayExpr,
    BoolExpr,
    CaseExpr,
    ColumnDef,
    CommonTableExpr,
    Const,
    Expr,
    FieldSelect,
    FuncExpr,
    Query,
    RangeTblEntry,
    RangeTblRef,
    RowExpr,
    ScalarArrayOpExpr,
    SearchCycle,
    SetOperation,
    TargetEntry,
    Var,
    entries,
)
from translator.types import oids

_APPEND = "array_append(anycompatiblearray,anycompatible)"
_TRUE, _FALSE = Const(1, type=oids.BOOL), Const(0, type=oids.BOOL)


def analyze_clauses(state: ParseState, item: Node, columns: Sequence[ColumnDef]) -> SearchCycle | None:
    """The SEARCH and CYCLE of a WITH item with these columns.  Raises PgError 42601 or 42701 for names that do not fit
    or come twice, 42804 for marks without a common type.
    """
    search, cycle = item.search_clause, item.cycle_clause
    if search is None and cycle is None:
        return None
    names = [column.name for column in columns]
    added: list[ColumnDef] = []
    sought: tuple[int, ...] = ()
    if search is not None:
        sought = _places(search, "search", strings(search.search_col_list), names)
        _require_new(search, "search sequence", search.search_seq_column, names)
        added.append(ColumnDef(search.search_seq_column, oids.RECORDARRAY if _is_depth(search) else oids.RECORD, -1))
    compared: tuple[int, ...] = ()
    mark: Expr = _TRUE
    unmarked: Expr = _FALSE
    if cycle is not None:
        compared = _places(cycle, "cycle", strings(cycle.cycle_col_list), names)
        mark, unmarked = _marks(state, cycle)
        for what, name in (("cycle mark", cycle.cycle_mark_column), ("cycle path", cycle.cycle_path_column)):
            _require_new(cycle, what, name, names)
        _require_different(cycle, "cycle mark", cycle.cycle_mark_column, "cycle path", cycle.cycle_path_column)
        if search is not None:
            sequence = search.search_seq_column
            _require_different(search, "search sequence", sequence, "cycle mark", cycle.cycle_mark_column)
            _require_different(search, "search sequence", sequence, "cycle path", cycle.cycle_path_column)
        typmod = common_typmod([mark, unmarked], mark.type)
        added.append(ColumnDef(cycle.cycle_mark_column, mark.type, typmod))
        added.append(ColumnDef(cycle.cycle_path_column, oids.RECORDARRAY, -1))
    depth_first = None if search is None else _is_depth(search)
    return SearchCycle(depth_first, sought, compared, mark, unmarked, tuple(added))


def _is_depth(search: Node) -> bool:
    return not search.search_breadth_first


def _places(clause: Node, what: str, wanted: Sequence[str], names: Sequence[str]) -> tuple[int, ...]:
    for place, name in enumerate(wanted):
        if name not in names:
            message = f'{what} column "{name}" not in WITH query column list'
            raise PgError("42601", message, location=clause.location)
        if name in wanted[:place]:
            message = f'{what} column "{name}" specified more than once'
            raise PgError("42701", message, location=clause.location)
    return tuple(names.index(name) for name in wanted)


def _require_new(clause: Node, what: str, name: str, names: Sequence[str]) -> None:
    if name in names:
        message = f'{what} column name "{name}" already used in WITH query column list'
        raise PgError("42601", message, location=clause.location)


def _require_different(clause: Node, what: str, name: str, other: str, other_name: str) -> None:
    if name == other_name:
        message = f"{what} column name and {other} column name are the same"
        raise PgError("42601", message, location=clause.location)


def _marks(state: ParseState, cycle: Node) -> tuple[Expr, Expr]:
    if cycle.cycle_mark_value is None:
        return _TRUE, _FALSE
    written = [analyze_expr(state, cycle.cycle_mark_value), analyze_expr(state, cycle.cycle_mark_default)]
    chosen = common_type(state.analysis, written, "CYCLE")
    mark, unmarked = (coerce_to_common(state.analysis, expr, chosen, "CYCLE") for expr in written)
    equality_operator(state.analysis, chosen, -1)
    return mark, unmarked


def extend_terms(state: ParseState, cte: CommonTableExpr, added: SearchCycle, operation: SetOperation) -> SetOperation:
    """The union that a recursive query is, with the added columns in both terms.  Raises PgError 0A000 or 42601
    for terms that are not single SELECTs, 0A000 where the query is not named in the FROM of the second.
    """
    terms = []
    for term, side, code in ((operation.left, "left", "0A000"), (operation.right, "right", "42601")):
        if isinstance(term, SetOperation) or term.set_operation is not None:
            message = f"with a SEARCH or CYCLE clause, the {side} side of the UNION must be a SELECT"
            raise PgError(code, message)
        terms.append(term)
    base, step = _extended_base(state, added, terms[0]), _extended_step(state, cte, added, terms[1])
    types = tuple((column.type, column.typmod) for column in added.columns)
    return replace(operation, left=base, right=step, types=operation.types + types)


def _extended_base(state: ParseState, added: SearchCycle, base: Query) -> Query:
    columns = tuple(ColumnDef(entry.name, entry.expr.type, entry.expr.typmod) for entry in base.columns)
    rte = RangeTblEntry("subquery", "", columns, state.level, subquery=base)
    own = [Var(rte, n, type=column.type, typmod=column.typmod) for n, column in enumerate(columns, start=1)]
    values: list[Expr] = []
    if added.depth_first is not None:
        keys = [own[place] for place in added.search]
        start = Const(0, type=oids.INT8)
        values.append(_path([_row(keys)]) if added.depth_first else _row([start, *keys]))
    if added.cycle:
        values += [added.unmarked, _path([_row([own[place] for place in added.cycle])])]
    targets = [TargetEntry(expr, column.name) for expr, column in zip(own, columns, strict=True)]
    return Query(command="select", targets=(*targets, *_named(added, values)), from_items=(RangeTblRef(rte),), ctes=())


def _extended_step(state: ParseState, cte: CommonTableExpr, added: SearchCycle, step: Query) -> Query:
    rte = next((entry for entry in entries(step.from_items) if entry.cte is cte), None)
    if rte is None:
        message = (
            f'with a SEARCH or CYCLE clause, the recursive reference to WITH query "{cte.name}" must be at the top '
            "level of its right-hand SELECT"
        )
        raise PgError("0A000", message)
    own = [entry.expr for entry in step.columns]
    before = [
        Var(rte, len(own) + n, type=column.type, typmod=column.typmod)
        for n, column in enumerate(added.columns, start=1)
    ]
    values: list[Expr] = []
    where = step.where
    if added.depth_first is not None:
        sequence = before.pop(0)
        keys = [own[place] for place in added.search]
        values.append(_appended(sequence, _row(keys)) if added.depth_first else _deeper(state, sequence, keys))
    if added.cycle:
        mark, path = before
        row = _row([own[place] for place in added.cycle])
        equal = find_operator(state.analysis, "=", oids.RECORD, oids.RECORD, -1)
        assert equal is not None
        met = ScalarArrayOpExpr(equal, True, row, path, type=oids.BOOL)
        values += [CaseExpr(((met, added.mark),), added.unmarked, type=mark.type, typmod=mark.typmod)]
        values.append(_appended(path, row))
        unmarked = make_operator(state.analysis, "<>", mark, added.mark, -1)
        where = unmarked if where is None else BoolExpr("and", (where, unmarked), type=oids.BOOL)
    return replace(step, targets=(*step.targets, *_named(added, values)), where=where)


def _named(added: SearchCycle, values: Sequence[Expr]) -> list[TargetEntry]:
    return [TargetEntry(expr, column.name) for expr, column in zip(values, added.columns, strict=True)]


def _row(args: Sequence[Expr]) -> RowExpr:
    return RowExpr(tuple(args), tuple(f"f{n}" for n in range(1, len(args) + 1)), type=oids.RECORD)


def _path(rows: Sequence[Expr]) -> ArrayExpr:
    return ArrayExpr(tuple(rows), False, type=oids.RECORDARRAY)


def _appended(path: Expr, row: Expr) -> FuncExpr:
    return FuncExpr(system_catalog().procs_by_signature[_APPEND], (path, row), type=oids.RECORDARRAY)


def _deeper(state: ParseState, sequence: Expr, keys: Sequence[Expr]) -> RowExpr:
    depth = FieldSelect(sequence, 0, "f1", type=oids.INT8)
    return _row([make_operator(state.analysis, "+", depth, Const(1, type=oids.INT8), -1), *keys])
