"""What waits for COMMIT: which foreign keys a statement has left rows of tables to be looked at for, later.

Such a table must not be changed meanwhile: PostgreSQL's AfterTriggerPendingOnRel.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from translator.catalog.relation import Constraint

if TYPE_CHECKING:
    from pgproxy.session import Session
    from translator.plan import Plan

Pending = tuple[int, str]
"""The oid of a table, and the name of the constraint."""
_NO_ACTION = "a"


def note_pending(session: Session, plan: Plan) -> None:
    """Remember what a statement that has changed rows leaves behind."""
    transaction = session.transaction
    others = transaction.in_block or not session.execution.commits_next
    if others and (session.base_image.defers_constraints or transaction.constraint_modes):
        transaction.pending |= frozenset(_pending(session, plan))


def _pending(session: Session, plan: Plan) -> Iterator[Pending]:
    image, defers = session.base_image, session.transaction.defers
    for oid in plan.targets:
        relation = image.relation(oid)
        assert relation is not None
        for constraint in relation.constraints:
            written = _is_written(plan, constraint.columns)
            if constraint.kind == "f" and plan.tag != "DELETE" and written and defers(constraint):
                yield oid, constraint.name
        for child in () if plan.tag == "INSERT" else image.referring(oid):
            for constraint in child.constraints:
                if constraint.references == oid and defers(constraint) and _looks_for_rows(plan, constraint):
                    yield oid, constraint.name


def _looks_for_rows(plan: Plan, constraint: Constraint) -> bool:
    """Whether rows that are gone are looked for at the end, and not followed at once."""
    deleting = plan.tag != "UPDATE" and constraint.on_delete == _NO_ACTION
    updating = plan.tag != "DELETE" and constraint.on_update == _NO_ACTION
    return deleting or (updating and _is_written(plan, constraint.referenced_columns))


def _is_written(plan: Plan, columns: tuple[int, ...]) -> bool:
    return plan.tag != "UPDATE" or not plan.written or not set(plan.written).isdisjoint(columns)
