"""Functions and operators on lowered arguments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator.catalog.rows import PgOperator, PgProc
from translator.errors.statements import feature_not_supported
from translator.lower import implementation
from translator.lower.context import Lowering
from translator.lower.range import construct, is_constructor
from translator.query import ColumnDef


def call_proc(
    lowering: Lowering,
    proc: PgProc,
    args: list[exp.Expression],
    types: list[int],
    location: int,
    columns: Sequence[implementation.Column] = (),
    *,
    variadic: bool = False,
) -> exp.Expression:
    """A function on arguments that are lowered already: its native form if it has one, else a call of its Python
    body.
    """
    _note_volatility(lowering, proc)
    if is_constructor(proc):
        return construct(proc, *args)
    lowered = implementation.scalar(proc.signature, args, types, columns, variadic=variadic)
    if lowered is None:
        raise feature_not_supported(f"function {proc.signature}", at=location)
    if proc.provolatile == "v" and implementation.writes(proc.signature):
        lowering.writer = f"{proc.proname}()"
    return lowered


def row_columns(lowering: Lowering, columns: Sequence[ColumnDef], oid: int) -> list[implementation.Column]:
    """The columns that a row-valued call is to give: those asked for, else those of its type."""
    wanted = columns or [ColumnDef(part.name, part.type, part.typmod) for part in lowering.catalog.row_attributes(oid)]
    found = []
    for column in wanted:
        element = lowering.catalog.array_element(lowering.catalog.base_type(column.type)) or column.type
        found.append((column.name, column.type, column.typmod, row_columns(lowering, (), element)))
    return found


def _note_volatility(lowering: Lowering, proc: PgProc) -> None:
    if proc.provolatile != "i":
        lowering.uses.add("volatile" if proc.provolatile == "v" else "stable")


def lower_operator(
    lowering: Lowering, operator: PgOperator, args: list[exp.Expression], types: list[int], location: int
) -> exp.Expression:
    """An operator on lowered operands: the function that pg_operator names."""
    return call_proc(lowering, lowering.catalog.proc(operator.oprcode), args, types, location)
