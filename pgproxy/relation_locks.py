"""How a session locks the relations that its statements use.

What ordinary statements use is only noted in their transaction.  When somebody wants a lock that may conflict with
that, all notes about the relation become locks first; while such a lock is held or wanted, every statement takes its
own in the common table (`locks`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgproxy.clock import now_us
from translator.errors import PgError
from translator.errors.transactions import lock_not_available
from translator.lock_modes import SHARE_UPDATE_EXCLUSIVE
from translator.translate import place_of_relation

if TYPE_CHECKING:
    from pgproxy.locks import Tag
    from pgproxy.session import Session
    from translator.plan import Plan

LOCK_TABLE = "LOCK TABLE"
QUERY_CANCELED = "57014"
Use = tuple[int, int]
"""A relation's oid, and the mode."""


def relation_tag(session: Session, oid: int) -> Tag:
    return "relation", session.database.oid, (oid,)


def note(session: Session, plan: Plan) -> bool:
    """Note what a statement uses, where nobody can mind; False where it has to be locked."""
    if plan.excludes or session.server.locks.strong:
        return False
    session.transaction.used[id(plan.uses)] = plan.uses
    return True


def lock_plan(session: Session, plan: Plan, text: str) -> None:
    """Lock what a statement uses.

    Raises PgError 55P03 after lock_timeout, 40P01, and what ends a waiting session; in a query they have the place of
    the relation.
    """
    for use in plan.uses:
        try:
            lock(session, use, plan.changes)
        except PgError as error:
            if plan.command is None and error.location is None and error.sqlstate != QUERY_CANCELED:
                error.location = place_of_relation(text, session.image, session, plan.param_types, use[0])
            raise


def lock(session: Session, use: Use, command: str, *, nowait: str = "") -> None:
    """Take one lock, to the end of the transaction; one that keeps writers out makes the session the writer as well.

    nowait: what could not be had, where the session does not want to wait for it.
    """
    oid, mode = use
    tag, transaction = relation_tag(session, oid), session.transaction
    wrote = transaction.writing
    strong = mode >= SHARE_UPDATE_EXCLUSIVE
    writes = strong and not (command == LOCK_TABLE and transaction.read_only)
    if writes:
        transaction.begin_write(command, nowait=nowait, queries=command != LOCK_TABLE)
    if strong:
        _take_noted(session, tag)
    if (strong or nowait) and _acquire(session, tag, mode, wait=False):
        return
    if nowait:
        raise lock_not_available(f"could not obtain lock on {nowait}")
    if writes and not (wrote or transaction.snapshot):
        transaction.stop_locking()  # others may have to write before they end and give up what this one wants
    if not _acquire(session, tag, mode, wait=True):
        raise lock_not_available()
    if writes:
        transaction.begin_write(command, queries=command != LOCK_TABLE)


def _acquire(session: Session, tag: Tag, mode: int, *, wait: bool) -> bool:
    if not session.server.locks.acquire(session, tag, mode, now_us(), wait=wait, transaction=True):
        return False
    session.transaction.noted.append((tag, mode))
    return True


def _take_noted(session: Session, tag: Tag) -> None:
    """Turn all notes about a relation into locks."""
    locks = session.server.locks
    locks.strong.add(tag)
    (oid,) = tag[2]
    for other in session.server.open_sessions():
        if other.database is session.database:
            for mode in {mode for uses in other.transaction.used.values() for known, mode in uses if known == oid}:
                if not locks.holds(other, tag, mode):
                    locks.take(other, tag, mode, transaction=True)
