"""What functions see of the session that runs them: `ExecutionContext` for whichever session holds the connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pgproxy import activity, cursors, session_rows
from pgproxy.clock import now_us
from pgproxy.relation_locks import lock
from pgproxy.relation_size import set_sizes
from translator.analyze.alter_action import KINDS
from translator.authority import Authority
from translator.builtins.generator import Generator
from translator.builtins.rising_clock import RisingClock
from translator.errors import PgError
from translator.errors.notices import warning
from translator.errors.privileges import permission_denied
from translator.errors.state import currval_not_defined, lastval_not_defined
from translator.lock_modes import EXCLUSIVE, ROW_EXCLUSIVE, SHARE

if TYPE_CHECKING:
    from pgproxy.large_objects import LargeObjects
    from pgproxy.locks import Tag
    from pgproxy.session import Session
    from pgproxy.session_catalog import SessionCatalog
    from translator.catalog.relation import Relation, Sequence
    from translator.query import Storage
    from translator.types.snapshot import Snapshot


class ConnectionContext:
    """Registered with a SQLite connection's functions; `session` changes as the connection is handed out."""

    def __init__(self) -> None:
        self.session: Session | None = None
        self.kept: dict[int, Storage] = {}

    @property
    def _current(self) -> Session:
        assert self.session is not None
        return self.session

    @property
    def settings(self) -> Session:
        return self._current

    @property
    def transaction_timestamp_us(self) -> int:
        return self._current.transaction.started_us

    @property
    def statement_timestamp_us(self) -> int:
        return self._current.transaction.statement_us

    @property
    def postmaster_start_us(self) -> int:
        return self._current.server.started_us

    @property
    def current_user(self) -> str:
        return self._current.role.name

    @property
    def session_user(self) -> str:
        return self._current.identity.session.name

    @property
    def authority(self) -> Authority:
        return self._current.authority

    @property
    def system_user(self) -> str | None:
        connection = self._current.connection
        method = self._current.server.config.auth_method
        return None if method == "trust" else f"{method}:{connection.options.user}"

    @property
    def database(self) -> str:
        return self._current.database.name

    @property
    def backend_pid(self) -> int:
        return int(self._current.connection.process_id)

    @property
    def search_path(self) -> tuple[str, ...]:
        session = self._current
        return tuple(name for name in session.effective_path if session.image.finds(name))

    @property
    def catalog(self) -> SessionCatalog:
        return self._current.catalog

    @property
    def client_address(self) -> tuple[str, int] | None:
        peer = self._current.connection.peer
        return peer if peer[0] else None

    @property
    def server_address(self) -> tuple[str, int] | None:
        if self.client_address is None:
            return None
        name = self._current.connection.transport.get_extra_info("sockname")
        return name[0], name[1]

    def transaction_id(self, *, assign: bool) -> int | None:
        transaction = self._current.transaction
        return transaction.assign_xid() if assign or transaction.writing else transaction.xid

    def snapshot(self) -> Snapshot:
        transaction = self._current.transaction
        return self._current.server.cluster.transaction_ids.snapshot(transaction.tick, transaction.xid)

    @property
    def next_transaction_id(self) -> int:
        return self._current.server.cluster.transaction_ids.next

    def transaction_status(self, xid: int) -> str | None:
        return self._current.server.cluster.transaction_ids.status(xid)

    def get_setting(self, name: str) -> str | None:
        try:
            return self._current.settings.get(name)
        except PgError:
            return None

    def set_setting(self, name: str, value: str | None, is_local: bool) -> str:
        settings = self._current.settings
        settings.set(name, value, local=is_local)
        return settings.get(name)

    def setting_rows(self) -> Iterator[tuple[str | int | None, ...]]:
        return self._current.settings.rows()

    def file_setting_rows(self) -> Iterator[tuple[Storage, ...]]:
        return session_rows.file_setting_rows(self._current)

    def hba_rows(self) -> Iterator[tuple[Storage, ...]]:
        return session_rows.hba_rows(self._current)

    def reload_configuration(self) -> None:
        self._current.server.reload()

    def cursor_rows(self) -> Iterator[tuple[Storage, ...]]:
        return session_rows.cursor_rows(self._current)

    def prepared_rows(self) -> Iterator[tuple[Storage, ...]]:
        return session_rows.prepared_rows(self._current)

    def activity_rows(self, pid: int | None) -> Iterator[tuple[Storage, ...]]:
        return activity.activity_rows(self._current, pid)

    def _sequence(self, oid: int) -> Relation:
        image = self._current.image
        relation, table = image.relation(oid), image.index_relation(oid)
        if relation is not None and relation.sequence is not None:
            return relation
        if relation is not None:
            name, kind = relation.name, relation.kind
        elif table is not None:
            name = next(index.name for index in table.indexes if index.oid == oid)
            kind = "I" if table.kind == "p" else "i"
        else:
            raise PgError("XX000", f"could not open relation with OID {oid}")
        detail = f"This operation is not supported for {KINDS[kind]}."
        raise PgError("42809", f'cannot open relation "{name}"', detail=detail)

    @property
    def query(self) -> str:
        return self._current.query

    def sequence(self, relation: int) -> Sequence:
        found = self._current.image.relation(relation)
        if found is None:
            raise PgError("42P01", f"relation with OID {relation} does not exist")
        if found.sequence is None:
            raise PgError("XX000", f"cache lookup failed for sequence {relation}")
        return found.sequence

    def sequence_position(self, relation: int) -> tuple[int, int]:
        return self._last_value(relation), self._is_called(relation)

    def listening_channels(self) -> list[str]:
        return sorted(self._current.listening)

    def setting_flags(self, name: str) -> list[str] | None:
        return self._current.settings.flags(name)

    def sequence_columns(self) -> dict[str, Callable[[int], int]]:
        """What the columns of a sequence, read like a table, are computed by."""
        return {"last_value": self._last_value, "log_cnt": self._log_count, "is_called": self._is_called}

    def _last_value(self, oid: int) -> int:
        return self._current.database.sequences.state(self._sequence(oid)).value

    def _log_count(self, oid: int) -> int:
        return self._current.database.sequences.state(self._sequence(oid)).left

    def _is_called(self, oid: int) -> int:
        return int(self._current.database.sequences.state(self._sequence(oid)).called)

    def nextval(self, relation: int) -> int:
        session = self._current
        self._require_writable(relation, "nextval()")
        if session.given.replaying:
            return session.given.again(relation)
        if session.server.locks.strong:
            lock(session, (relation, ROW_EXCLUSIVE), "nextval")
        definition = self._sequence(relation)
        if definition.sequence is None or not definition.sequence.identity:
            self._require_sequence(definition, "Uw")
        value = session.cached_values.nextval(session.database.sequences, definition)
        session.given.note(relation, value)
        session.last_values[relation] = value
        session.last_sequence = relation
        return value

    def _require_writable(self, sequence: int, function: str) -> None:
        """Raises PgError 25006 for a sequence that is not temporary in a read-only transaction."""
        transaction = self._current.transaction
        if transaction.read_only and self._sequence(sequence).schema != "temp":
            transaction.require_writable(function)

    def _require_sequence(self, sequence: Relation, letters: str) -> None:
        """Raises PgError 42501 for a role with none of these privileges."""
        authority = self._current.authority
        if not (authority.superuser or authority.may_relation(letters, sequence)):
            raise permission_denied("sequence", sequence.name)

    def currval(self, relation: int) -> int:
        found = self._sequence(relation)
        self._require_sequence(found, "Ur")
        if relation not in self._current.last_values:
            raise currval_not_defined(found.name)
        return self._current.last_values[relation]

    def setval(self, relation: int, value: int, is_called: bool) -> int:
        found = self._sequence(relation)
        self._require_sequence(found, "w")
        sequence = found.sequence
        assert sequence is not None
        if not sequence.minimum <= value <= sequence.maximum:
            raise PgError(
                "22003",
                f'setval: value {value} is out of bounds for sequence "{found.name}" '
                f"({sequence.minimum}..{sequence.maximum})",
            )
        self._require_writable(relation, "setval()")
        self._current.database.sequences.setval(found, value, called=is_called)
        self._current.cached_values.forget(relation)
        if is_called:
            self._current.last_values[relation] = value
            self._current.last_sequence = relation
        return value

    def current_row(self, cursor: str, relation: int) -> int:
        return cursors.current_row(self._current, cursor, relation)

    def lastval(self) -> int:
        session = self._current
        if not session.last_sequence:
            raise lastval_not_defined()
        self._require_sequence(self._sequence(session.last_sequence), "Ur")
        return session.last_values[session.last_sequence]

    def sleep(self, seconds: float) -> None:
        self._current.sleep(seconds)

    def notice(self, message: PgError) -> None:
        self._current.notice(message)

    def set_sizes(self, relation: int, sizes: Mapping[str, float]) -> None:
        set_sizes(self._current, relation, sizes)

    def cancel_backend(self, pid: int) -> bool:
        found = self._current.server.cancel_backend(pid)
        self._warn_of_stranger(pid, found=found)
        self._current.give_way()  # it may be for this session
        return found

    def _warn_of_stranger(self, pid: int, *, found: bool) -> None:
        if not found:
            self._current.notice(warning(f"PID {pid} is not a PostgreSQL backend process"))

    def terminate_backend(self, pid: int) -> bool:
        found = self._current.server.terminate_backend(pid)
        self._warn_of_stranger(pid, found=found)
        self._current.give_way()
        return found

    def export_snapshot(self) -> str:
        return self._current.server.snapshots.export(self._current)

    def notify(self, channel: str, payload: str) -> None:
        self._current.server.notifications.notify(self._current, channel, payload)

    def lock_rows(self) -> Iterator[tuple[Storage, ...]]:
        return session_rows.lock_rows(self._current)

    def blocking_pids(self, pid: int) -> list[int]:
        return session_rows.blocking_pids(self._current, pid)

    def advisory_lock(self, key: tuple[int, int, int], *, shared: bool, wait: bool, transaction: bool) -> bool:
        session = self._current
        tag, mode = _advisory(session, key), SHARE if shared else EXCLUSIVE
        if not session.server.locks.acquire(session, tag, mode, now_us(), wait=wait, transaction=transaction):
            return False
        if transaction:
            session.transaction.noted.append((tag, mode))
        return True

    def advisory_unlock(self, key: tuple[int, int, int], *, shared: bool) -> bool:
        session = self._current
        return session.server.locks.release(session, _advisory(session, key), SHARE if shared else EXCLUSIVE)

    def advisory_unlock_all(self) -> None:
        self._current.server.locks.release_all(self._current, transaction=False, kind="advisory")

    def evaluate(self, sql: str, values: tuple[Storage, ...]) -> Storage:
        return self._current.engine.value(sql, values)

    @property
    def large_objects(self) -> LargeObjects:
        return self._current.large_objects

    @property
    def generator(self) -> Generator:
        return self._current.generator

    @property
    def rising_clock(self) -> RisingClock:
        return self._current.rising_clock


def _advisory(session: Session, key: tuple[int, int, int]) -> Tag:
    return "advisory", session.database.oid, key
