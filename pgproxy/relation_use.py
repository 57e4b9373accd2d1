"""Relations that the session may not change meanwhile: its own open cursors read them, or rows of them are to be looked
at before COMMIT.  PostgreSQL's CheckTableNotInUse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator import command as c
from translator.errors import PgError

if TYPE_CHECKING:
    from pgproxy.portal import Portal
    from pgproxy.session import Session
    from translator.plan import Plan

_STATEMENTS: dict[type[c.Command], str] = {
    c.AlterTable: "ALTER TABLE",
    c.CreateIndex: "CREATE INDEX",
    c.RefreshView: "REFRESH MATERIALIZED VIEW",
    c.Truncate: "TRUNCATE",
}
_WITH_ROWS = "rpmf"


def refuse_used(session: Session, command: c.Command, plan: Plan, portal: Portal) -> None:
    """Raise PgError 55006 where a statement changes relations that another portal reads."""
    statement = _STATEMENTS.get(type(command))
    if statement is not None:
        for oid, _ in plan.uses:
            refuse_used_relation(session, oid, statement, portal)


def refuse_used_relation(session: Session, oid: int, statement: str, portal: Portal | None = None) -> None:
    """Raise PgError 55006 where a portal, but for the one that runs, reads a relation, or rows of it wait."""
    relation = session.image.relation(oid)
    if relation is None or relation.kind not in _WITH_ROWS:
        return
    for other in session.portals.values():
        if other is portal or other.held or other.statement is None:
            continue
        if other.statement.plan.command is not None or other.statement.plan.writes:
            continue
        if (other.bound or other.rows is not None) and any(oid == used for used, _ in other.statement.plan.uses):
            reason = "because it is being used by active queries in this session"
            raise PgError("55006", f'cannot {statement} "{relation.name}" {reason}')
    if any(oid == waiting for waiting, _ in session.transaction.pending):
        reason = "because it has pending trigger events"
        raise PgError("55006", f'cannot {statement} "{relation.name}" {reason}')
