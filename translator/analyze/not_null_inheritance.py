"""NOT NULL with NO INHERIT in CREATE TABLE, beside whatever else makes the same column NOT NULL.

Manual: CREATE TABLE.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from translator import command as c
from translator.errors import PgError
from translator.errors.statements import datatype_mismatch
from translator.parser import Node

_MAKES_NOT_NULL = ("CONSTR_PRIMARY", "CONSTR_IDENTITY")


def require_one_inheritance(column: str, nodes: Sequence[Node], *, serial: bool) -> None:
    """Raise PgError 42601 where a column's own constraints disagree on whether children have its NOT NULL."""
    written = {node.is_no_inherit for node in nodes if node.contype == "CONSTR_NOTNULL"}
    if True in written and (False in written or serial or any(node.contype in _MAKES_NOT_NULL for node in nodes)):
        message = f'conflicting NO INHERIT declarations for not-null constraints on column "{column}"'
        raise PgError("42601", message)


def refuse_other_inheritance(
    columns: Iterable[c.NewColumn], constraints: Sequence[c.NewConstraint], above: Sequence[c.NewConstraint]
) -> None:
    """Raise PgError 42601 where the table's constraints and a column's disagree, 42804 where it inherits NOT NULL."""
    for constraint in constraints:
        if constraint.kind != "n" or not constraint.no_inherit:
            continue
        (name,) = constraint.columns
        if any(known.kind == "n" and known.columns == (name,) for known in above):
            raise datatype_mismatch(
                f'cannot define not-null constraint with NO INHERIT on column "{name}"',
                detail="The column has an inherited not-null constraint.",
            )
        in_key = any(known.kind == "p" and name in known.columns for known in constraints)
        if in_key or any(column.attribute.name == name and _is_not_null(column) for column in columns):
            raise conflicting_inheritance(name)


def _is_not_null(column: c.NewColumn) -> bool:
    return column.not_null or column.serial or bool(column.attribute.identity)


def conflicting_inheritance(column: str) -> PgError:
    """42601: constraints of the table disagree on whether children have a column's NOT NULL."""
    return PgError("42601", f'conflicting NO INHERIT declaration for not-null constraint on column "{column}"')
