"""SQL cursors: DECLARE, FETCH, MOVE and CLOSE over portals.  Manual: "DECLARE", "FETCH".

A cursor reads on as it is fetched from.  Declared with SCROLL it keeps the rows it has read, so that it can go back;
with neither SCROLL nor NO SCROLL it keeps them as long as they are few, since most clients that say neither read a
large result once.  `Portal.position` is the number of the current row: 0 before the first, one more than there are
rows behind the last; `Portal.sent` counts the rows read so far.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import apsw

from pgproxy.plan_cache import Statement
from pgproxy.portal import Portal
from pgproxy.read_ahead import failing, is_interrupt
from pgproxy.rows import Row
from translator.command import CloseCursor, DeclareCursor, Fetch
from translator.errors import PgError
from translator.errors.objects import duplicate_cursor, undefined_cursor
from translator.errors.statements import portal_cannot_be_run, unsupported_portal_strategy
from translator.errors.transactions import no_active_sql_transaction

if TYPE_CHECKING:
    from pgproxy.session import Session

KEPT_ROWS = 10_000
"""Rows that a cursor keeps without having been asked to scroll."""


def declare(session: Session, command: DeclareCursor, portal: Portal) -> None:
    """Open a cursor.  It sees the data as of now, so the query starts now; an error in it waits for the first FETCH."""
    if not command.hold and not session.transaction.in_block:
        raise no_active_sql_transaction("DECLARE CURSOR")
    if command.name in session.portals:
        raise duplicate_cursor(command.name)
    plan = command.plan
    assert portal.statement is not None
    assert plan.columns is not None
    columns = plan.columns[: len(plan.columns) - len(command.tables)]
    cursor = Portal(
        command.name,
        Statement(plan, (), False, portal.statement.text),
        portal.parameters,
        (int(command.binary),) * len(columns),
        hold=command.hold,
        scroll=bool(command.scroll),
        backward=command.backward,
        kept=None if command.scroll is False else [],
        text=session.query,
        columns=columns,
        tables=command.tables,
        locks=command.locks,
        binary=command.binary,
        created_us=session.transaction.statement_us,
        savepoints=len(session.transaction.savepoints),
    )
    session.execution.plan(cursor)
    try:
        session.execution.start(cursor)
    except (PgError, apsw.Error) as error:
        if plan.locks is not None or is_interrupt(error):
            raise
        cursor.rows = failing(error)
    if session.transaction.writing:
        cursor.materialize()
    session.portals[command.name] = cursor


def fetch(session: Session, command: Fetch, portal: Portal) -> Iterable[Row] | None:
    """The rows of FETCH; for MOVE only their number counts."""
    cursor = session.portals.get(command.name)
    if cursor is None:
        raise undefined_cursor(command.name)
    if cursor.columns is None or cursor is portal:
        if cursor.done or cursor is portal:
            raise portal_cannot_be_run(command.name)
        raise unsupported_portal_strategy()
    session.execution.start(cursor)
    rows = _DIRECTIONS[command.direction](cursor, command.count)
    if cursor.tables:
        cursor.current = rows[-1] if rows else cursor.current
        rows = [without_row_numbers(cursor, row) for row in rows]
    portal.tag = f"{'MOVE' if command.move else 'FETCH'} {len(rows)}"
    return None if command.move else rows


def without_row_numbers(cursor: Portal, row: Row) -> Row:
    """A row as the client gets it."""
    return row[: len(row) - len(cursor.tables)]


def current_row(session: Session, name: str, relation: int) -> int:
    """The number of a table's row that a cursor stands on, for WHERE CURRENT OF.  Raises PgError 34000 or 24000."""
    cursor = session.portals.get(name)
    if cursor is None:
        raise undefined_cursor(name)
    found = session.image.relation(relation)
    assert found is not None
    if cursor.held:
        raise PgError("24000", f'cursor "{name}" is held from a previous transaction')
    places = [place for place, oid in enumerate(cursor.tables) if oid == relation]
    if cursor.locks and not places:
        message = f'cursor "{name}" does not have a FOR UPDATE/SHARE reference to table "{found.name}"'
        raise PgError("24000", message)
    if not places:
        raise PgError("24000", f'cursor "{name}" is not a simply updatable scan of table "{found.name}"')
    if cursor.current is None or not 0 < cursor.position <= cursor.sent:
        raise PgError("24000", f'cursor "{name}" is not positioned on a row')
    number = cursor.current[len(cursor.current) - len(cursor.tables) + places[0]]
    assert isinstance(number, int)
    return number


def close(session: Session, command: CloseCursor, portal: Portal) -> None:
    """CLOSE, or with an empty name CLOSE ALL."""
    if command.name and command.name not in session.portals:
        raise undefined_cursor(command.name)
    if command.name and session.portals[command.name] is portal:
        raise PgError("24000", f'cannot drop active portal "{command.name}"')
    others = [name for name, other in session.portals.items() if name and other is not portal]
    for name in [command.name] if command.name else others:
        session.portals.pop(name).release()


# movements: each leaves the cursor on the last row it gives, or beyond the end it ran into


def _forward(cursor: Portal, count: int | None) -> list[Row]:
    if count is not None and count < 0:
        return _backward(cursor, -count)
    if count == 0:
        return _again(cursor)
    found: list[Row] = []
    while count is None or len(found) < count:
        row = _next(cursor)
        if row is None:
            break
        found.append(row)
    return found


def _backward(cursor: Portal, count: int | None) -> list[Row]:
    if count is not None and count < 0:
        return _forward(cursor, -count)
    if count == 0:
        return _again(cursor)
    kept = _kept(cursor)
    first = 1 if count is None else max(cursor.position - count, 1)
    found = kept[first - 1 : max(cursor.position - 1, 0)][::-1]
    cursor.position = first if count is not None and len(found) == count else 0
    return found


def _absolute(cursor: Portal, count: int | None) -> list[Row]:
    assert count is not None
    if count < 0:
        while _next(cursor) is not None:
            pass
        return _relative(cursor, count)
    if count <= cursor.position and cursor.position > 0:
        _kept(cursor)
        cursor.position = max(count - 1, 0)
    return _relative(cursor, count - cursor.position) if count else []


def _relative(cursor: Portal, count: int | None) -> list[Row]:
    """One row, `count` rows further or back."""
    assert count is not None
    if count == 0:
        return _again(cursor)
    if count < 0:
        found = _backward(cursor, -count)
        return found[-1:] if len(found) == -count else []
    for _ in range(count - 1):
        if _next(cursor) is None:
            return []
    row = _next(cursor)
    return [] if row is None else [row]


def _again(cursor: Portal) -> list[Row]:
    """The current row once more."""
    if not 0 < cursor.position <= cursor.sent:
        return []
    return [_kept(cursor)[cursor.position - 1]]


def _next(cursor: Portal) -> Row | None:
    """One row forward; None behind the last."""
    if cursor.position < cursor.sent:
        cursor.position += 1
        return _kept(cursor)[cursor.position - 1]
    row = None
    if not cursor.done:
        assert cursor.rows is not None
        row = next(cursor.rows, None)
    if row is None:
        cursor.done = True
        cursor.release()
        cursor.position = cursor.sent + 1
        return None
    cursor.sent += 1
    cursor.position = cursor.sent
    if cursor.kept is not None:
        cursor.kept.append(row)
        if not cursor.scroll and cursor.sent > KEPT_ROWS:
            cursor.kept = None
    return row


def _kept(cursor: Portal) -> list[Row]:
    """The rows read so far.  Raises PgError 55000 for a cursor that does not keep them."""
    if cursor.kept is None:
        raise PgError(
            "55000",
            "cursor can only scan forward",
            hint="Declare it with SCROLL option to enable backward scan.",
        )
    return cursor.kept


_DIRECTIONS = {"forward": _forward, "backward": _backward, "absolute": _absolute, "relative": _relative}
