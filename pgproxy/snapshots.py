"""Snapshots that sessions export for others ("Snapshot Synchronization Functions").

SQLite cannot go back to a snapshot that is not the newest any more.  So another session can have one as long as nobody
has committed a change to the database since it was taken; later it is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.errors.transactions import invalid_snapshot, undefined_snapshot

if TYPE_CHECKING:
    from pgproxy.session import Session

_IDENTIFIER = re.compile(r"[0-9A-F-]*")


class Exported(Struct, frozen=True):
    """A snapshot: of whose transaction, and how many had committed in its database before it."""

    session: Session
    commits: int


class ExportedSnapshots:
    """The exported snapshots of one server, by identifier; each lasts as long as its transaction."""

    def __init__(self) -> None:
        self.exported: dict[str, Exported] = {}
        self._transactions = 0

    def export(self, session: Session) -> str:
        """Raises PgError 25001 behind a savepoint."""
        transaction = session.transaction
        if transaction.savepoints:
            raise PgError("25001", "cannot export a snapshot from a subtransaction")
        own = [identifier for identifier, known in self.exported.items() if known.session is session]
        if not own:
            self._transactions += 1
        commits = transaction.commits if transaction.snapshot else session.database.commits
        identifier = f"{session.process_id:08X}-{self._transactions:08X}-{len(own) + 1}"
        self.exported[identifier] = Exported(session, commits)
        return identifier

    def take(self, session: Session, identifier: str) -> None:
        """Give a session's transaction, which has done nothing yet, a snapshot that another one has exported.

        Raises PgError 25001, 22023, 42704, 0A000.
        """
        transaction = session.transaction
        transaction.require_first_query()
        if not _IDENTIFIER.fullmatch(identifier):
            raise invalid_snapshot(identifier)
        exported = self.exported.get(identifier)
        if exported is None:
            raise undefined_snapshot(identifier)
        source = exported.session.transaction
        if transaction.isolation == "serializable" != source.isolation:
            message = "a serializable transaction cannot import a snapshot from a non-serializable transaction"
            raise PgError("0A000", message)
        if transaction.isolation == "serializable" and source.read_only and not transaction.read_only:
            message = "a non-read-only serializable transaction cannot import a snapshot from a read-only transaction"
            raise PgError("0A000", message)
        if exported.session.database is not session.database:
            raise PgError("0A000", "cannot import a snapshot from a different database")
        transaction.begin_read()
        if transaction.commits != exported.commits:
            raise feature_not_supported("a snapshot that others have committed changes after")

    def forget(self, session: Session) -> None:
        """Its transaction ends."""
        self.exported = {name: known for name, known in self.exported.items() if known.session is not session}
