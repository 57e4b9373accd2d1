"""What pg_proc's argument columns say: names of the inputs, names and types of the outputs."""

from __future__ import annotations

from functools import cache

from translator.catalog.rows import PgProc


@cache
def input_names(proc: PgProc) -> tuple[str, ...]:
    """The names of the input arguments, empty strings where they have none; empty when none is named."""
    if proc.proargnames is None:
        return ()
    if proc.proargmodes is None:
        return proc.proargnames
    return tuple(name for name, mode in zip(proc.proargnames, proc.proargmodes, strict=True) if mode in "ibv")


@cache
def output_columns(proc: PgProc) -> tuple[tuple[str, int], ...]:
    """(name, type) of the OUT, INOUT and TABLE arguments."""
    if proc.proargmodes is None or proc.proallargtypes is None or proc.proargnames is None:
        return ()
    return tuple(
        (name, oid)
        for name, oid, mode in zip(proc.proargnames, proc.proallargtypes, proc.proargmodes, strict=True)
        if mode in "obt"
    )
