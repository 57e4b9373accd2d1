"""One client's session: what each message means.  Plain synchronous code in the connection's greenlet.

Mirrors the manual's chapter "Message Flow".  Transaction rules live in `transaction`, utility statements in `commands`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from pgproxy import violations
from pgproxy.clock import now_us
from pgproxy.connection import ConnectionClosed
from pgproxy.deferred_keys import DeferredKeys
from pgproxy.domain_check import DomainChecks
from pgproxy.errors import is_bug, translate_error
from pgproxy.execution import Execution
from pgproxy.extended_query import ExtendedQuery
from pgproxy.given_values import GivenValues
from pgproxy.identity import Identity
from pgproxy.large_objects import LargeObjects
from pgproxy.lock_waits import LockWaits
from pgproxy.login import require_connect, require_database_slot, require_free_slot, require_login, require_role_slot
from pgproxy.plan_cache import Statement, position_of
from pgproxy.portal import Portals
from pgproxy.prepared import PreparedStatements
from pgproxy.relation_locks import lock_plan, note
from pgproxy.report import report
from pgproxy.sequence_cache import SequenceCache
from pgproxy.session_catalog import SessionCatalog
from pgproxy.setting_checks import table_method_check, tablespace_checks
from pgproxy.settings import FILE, REPORTED, Settings
from pgproxy.simple_query import SimpleQuery
from pgproxy.socket_settings import attach_socket
from pgproxy.timeouts import Timeouts
from pgproxy.transaction import Transaction
from pgproxy.transaction_modes import mode_keepers
from pgproxy.waiting import Waiter
from protocol import backend, frontend
from protocol.message import Message
from translator.authority import Authority, unusable_schemas
from translator.builtins.generator import Generator
from translator.builtins.rising_clock import RisingClock
from translator.catalog.image import CatalogImage
from translator.catalog.observed import ObservedImage
from translator.catalog.own_objects import TemporaryObjects
from translator.catalog.roles import RoleFacts
from translator.catalog.rows import PgAm
from translator.catalog.setting_lists import split_names
from translator.catalog.tablespace import Tablespace
from translator.command import TRANSACTION_EXITS
from translator.deferred import Deferred
from translator.encoding import decode, encode
from translator.errors import PgError
from translator.errors.transactions import query_canceled
from translator.parser import Node
from translator.pause import run_by
from translator.plan import Plan
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy import commands
    from pgproxy.server import Server
    from translator import plain_strings
else:
    commands = Deferred("pgproxy.commands")
    plain_strings = Deferred("translator.plain_strings")

READY = backend.READY_FOR_QUERY
Outcome = TypeVar("Outcome")
_REPORTED = {name.lower(): name for name in REPORTED}
_reported_last = "is_superuser".__eq__
"""Which setting follows from others, and is told of after them."""
SLICE_SECONDS = 300e-6
"""How long a statement runs before other sessions get their turn."""
LOOK_SECONDS = 20e-6
"""How long it runs before it looks whether one of them has got something to do."""


SESSION: ContextVar[Session] = ContextVar("session")
"""The session whose greenlet runs."""


class _Runner:
    """Translations let other sessions go on as SQLite does."""

    def look(self) -> None:
        session = SESSION.get(None)
        if session is not None and session.running:
            session.engine.look()

    def aside(self, work: Callable[[], Outcome]) -> Outcome:
        session = SESSION.get(None)
        if session is None or not session.running or session.engine.owner is None:
            return work()
        return session.run_aside(work)


run_by(_Runner())


class Session:
    """The state of one client: settings, transaction, prepared statements, portals, and its SQLite connection."""

    is_brief = False
    """A client holds what it has locked as long as it likes."""

    def __init__(self, connection: Any, user: str, database: str, settings: dict[str, str], server: Server) -> None:
        """Raises PgError (FATAL) when the database does not exist or a setting is refused."""
        self.connection = connection
        self.server = server
        self._log_in(user, database, settings)
        self.engine.owner = self
        self.engine.context.session = self  # type: ignore[attr-defined]  # ExecutionContext knows no session
        self.database.enter()
        server.role_sessions[self.identity.authenticated] += 1
        self.waiter = Waiter(asyncio.get_running_loop() if server.loop is None else server.loop)
        self.once_only = 0
        self.transaction = Transaction(self, DeferredKeys(self), server.cluster.transaction_ids)
        self.prepared = PreparedStatements(self)
        self.large_objects = LargeObjects(self)
        self.portals = Portals()
        self.execution = Execution(self)
        self.catalog = SessionCatalog(self)
        self.started_us = now_us()
        self.query = ""
        self.last_values: dict[int, int] = {}
        self.last_sequence = 0
        self.cached_values = SequenceCache()
        self.given = GivenValues()
        self.listening: set[str] = set()
        self._pending: PgError | None = None
        self.running = False
        """Whether a statement is under way."""
        self.asleep = False
        """Whether it is in pg_sleep."""
        self.timeouts = Timeouts(self)
        self.lock_waits = LockWaits(self)
        self._slice_end = 0.0
        self._timer: asyncio.TimerHandle | None = None
        extended = ExtendedQuery(self)
        self._actions: dict[type[Message], Callable[[Any], None]] = {
            frontend.Query: SimpleQuery(self).query,
            frontend.Parse: extended.parse,
            frontend.Bind: extended.bind,
            frontend.Describe: extended.describe,
            frontend.Execute: extended.execute,
            frontend.Close: extended.close,
            frontend.Sync: extended.sync,
            frontend.Flush: extended.flush,
            frontend.FunctionCall: extended.function_call,
        }
        self.settings.changed.clear()
        self.held_notices: list[PgError] | None = None
        """What waits until the rows of a simple query were described."""
        self.generator = Generator()
        """The random numbers of random() and its kin."""
        self.settings.entrust(mode_keepers(self.transaction))
        self.settings.attach({"seed": lambda: "unavailable"}, {"seed": self._seed})
        self.rising_clock = RisingClock()
        self.temporary: TemporaryObjects | None = None
        """The committed objects that this session alone sees."""
        self._composed: tuple[Any, Any, CatalogImage] = (None, None, self.database.image)
        self._image: tuple[Any, Any, Any, CatalogImage] = (None, None, None, self.database.image)
        self._observed: ObservedImage | None = None
        self._domains = DomainChecks(self)
        self._reported = {name: self.settings.get(name) for name in REPORTED}

    def _seed(self, value: str) -> None:
        if value:
            self.generator.seed(float(value))

    def _log_in(self, user: str, database: str, settings: dict[str, str]) -> None:
        """Find role and database, and what they say of the session.  Raises PgError (FATAL)."""
        server = self.server
        try:
            role = require_login(server.roles.lookup(user), user)
            require_role_slot(role, server.role_sessions[role.oid])
            self.database = server.cluster.database(database)
            self._configuration = server.configuration
            stored = server.roles.settings(role.oid, self.database.oid)
            layers = [(FILE, server.configuration), *stored, ("client", settings)]
            self.identity = Identity(server.roles, self.database.oid, role)
            require_free_slot(self.identity.authority, server.config.max_connections - server.sessions, server.config)
            checks = (
                self.identity.checks
                | tablespace_checks(server.roles.tablespaces.find)
                | table_method_check(self._access_method)
            )
            self.settings = Settings(layers, user, checks, server.settings, server.system_settings)
            self.identity.attach(self.settings)
            attach_socket(self.settings, self.connection)
            require_connect(self.identity.authority, server.cluster.privileges(database), database)
            require_database_slot(role, self.database)
            self.engine = self.database.acquire()
        except Exception as raised:
            error = translate_error(raised)
            error.severity = "FATAL"
            raise error from error.__cause__

    def _access_method(self, name: str) -> PgAm | None:
        return self.base_image.access_method(name)

    # what the connection calls

    def parameter_status(self) -> dict[str, str]:
        return dict(self._reported)

    def run(self) -> None:
        connection = self.connection
        SESSION.set(self)
        for warning in self.settings.refused:
            self.notice(warning)
        self.ready()
        while True:
            try:
                message = connection.read_message()
                if self.timeouts.idles:
                    self.timeouts.end_idling()
            except PgError as error:
                self._failed(error)
                continue
            if self._configuration is not self.server.configuration:
                self._configuration = self.server.configuration
                self.settings.reload(self._configuration)
            action = self._actions.get(type(message))
            if action is None:
                if isinstance(message, frontend.Terminate):
                    return
                continue  # what is left of a COPY that has failed
            try:
                action(message)
            except ConnectionClosed:
                raise
            except Exception as error:
                self._failed(error)

    def close(self) -> None:
        """Roll back and give the SQLite connection back."""
        self.stop_running()
        self.timeouts.cancel()
        try:
            self.transaction.rollback()
        finally:
            self.database.leave()
            self.server.locks.release_all(self, transaction=False)
            self.server.role_sessions[self.identity.authenticated] -= 1
            self.server.notifications.forget(self)
            self.database.release(self.engine)
            self.server.cluster.rest(self.database)
            self.settings.detach()
            vars(self).clear()  # its parts know it: only the garbage collector would find them, much later

    def cancel(self) -> None:
        self._interrupt(query_canceled())

    def terminate(self, error: PgError) -> None:
        self._interrupt(error)

    def _interrupt(self, error: PgError) -> None:
        """Make the running statement raise `error`; nothing happens to an idle session."""
        if self.running and self.connection.idle:  # a COPY waits for its client
            self.connection.terminate(error)
        elif self.running:
            self._pending = error
            self.waiter.wake()

    # waiting

    @property
    def idle(self) -> bool:
        """Whether the session waits for its client outside any transaction."""
        return not self.running and self.transaction.status == "I"

    def on_progress(self) -> None:
        """SQLite's progress handler: give way to the event loop when somebody asks for something or the time slice is
        over, and stop if asked to.
        """
        if self._pending is None:
            now = perf_counter()
            if self._slice_end == 0.0:  # a statement begins its slice when it is first asked
                self._slice_end = now + SLICE_SECONDS
            elif now >= self._slice_end or self.server.input_watch.has_input():
                self.waiter.yield_to_loop()
                now = perf_counter()
                self._slice_end = now + SLICE_SECONDS
            self.engine.next_look = now + LOOK_SECONDS
        if self._pending is not None:
            self.raise_pending()

    def raise_pending(self) -> None:
        """Raise what cancel, a timeout or a shutdown left for this session."""
        if self._pending is not None:
            error, self._pending = self._pending, None
            raise error

    def run_aside(self, work: Callable[[], Outcome]) -> Outcome:
        """What something gives that is done in one go, as a large COMMIT, in a thread, while other sessions go on."""
        engine = self.engine
        engine.owner = None  # nobody can be asked to give way from there
        try:
            future = self.server.loop.run_in_executor(None, work)
            future.add_done_callback(lambda _future: self.waiter.wake())
            while not future.done():
                self.waiter.wait()
        finally:
            engine.owner = self
        return future.result()

    def give_way(self) -> None:
        """Let the event loop do what waits for it, and stop if asked to."""
        self.waiter.yield_to_loop()
        self.raise_pending()

    def sleep(self, seconds: float) -> None:
        """Wait, unless interrupted."""
        deadline = self.server.loop.time() + seconds
        self.asleep = True
        while self._pending is None and (left := deadline - self.server.loop.time()) > 0:
            self.waiter.wait(left)
        self.asleep = False
        self.raise_pending()

    def wait_for_lock(self) -> bool:
        """Wait for a lock; False after lock_timeout.  Raises PgError."""
        return self.lock_waits.wait()

    @property
    def process_id(self) -> int:
        return int(self.connection.process_id)

    def waits_for(self) -> list[Session]:
        """The sessions whose locks this one waits for."""
        return self.lock_waits.for_whom()

    @property
    def wanted(self) -> str:
        """What this session waits for, in the words of a deadlock's detail."""
        return self.lock_waits.wanted()

    def locked(self, statement: Statement) -> Statement:
        """A statement with its relations locked; planned anew where another session changed the catalog meanwhile."""
        if note(self, statement.plan):
            return statement
        while True:
            base = self.base_image
            lock_plan(self, statement.plan, statement.text)
            if self.base_image is base:
                return statement
            types, from_sql = statement.plan.param_types, statement.from_sql
            again = self.prepared.prepare("", statement.text, types, from_sql=from_sql).statement
            assert again is not None
            statement = again

    def grant_lock(self) -> None:
        self.lock_waits.grant()

    def start_running(self) -> None:
        """A statement begins: its time runs, and it may be canceled."""
        self.running = True
        self._slice_end = 0.0
        timeout = self.settings.statement_timeout
        if timeout and self._timer is None:
            self._timer = self.server.loop.call_later(
                timeout / 1000, self._interrupt, query_canceled("statement timeout")
            )
        if self.settings.transaction_timeout:
            self.timeouts.begin_transaction()
        if self.settings.client_connection_check_interval:
            self.timeouts.begin_checking()

    def stop_running(self) -> None:
        """It has ended."""
        self.running = False
        self._pending = None  # what comes too late must not hit the next statement
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.timeouts.check is not None:
            self.timeouts.end_checking()

    # errors and notices

    def notice(self, message: PgError) -> None:
        if not self.settings.tells(message.severity):
            return
        if self.held_notices is not None:
            self.held_notices.append(message)
            return
        self.connection.send(report(message, self.settings.client_encoding))

    def _locate(self, error: PgError) -> None:
        if error.position is None and error.location is not None:
            error.position = position_of(self.query, error.location)

    def _report_error(self, error: PgError, encoding: str) -> None:
        """Tell the client in the encoding that it had when the error came."""
        for told in error.notices:
            self.notice(told)
        self._locate(error)
        try:
            message = report(error, encoding)
        except PgError as unspeakable:
            message = report(unspeakable)
        self.connection.send(message)

    def _failed(self, raised: Exception) -> None:
        """Tell the client, fail the transaction, and get in step with the client again."""
        self.stop_running()
        self._pending = None
        error = translate_error(raised)
        if is_bug(error):
            self.connection.log.exception("internal error", statement=self.query, exc_info=raised)
        encoding = self.client_encoding
        self.transaction.fail()
        if error.severity == "FATAL" or self.settings.flag("exit_on_error"):
            error.severity = "FATAL"
            self._locate(error)
            raise error
        self._report_error(error, encoding)
        if self.connection.protocol.after_error():
            self.connection.flush()
        else:
            self.ready()

    def ready(self) -> None:
        """ReadyForQuery, after the settings and notifications that the client has yet to hear of.

        Raises PgError 22P05, FATAL, where its encoding cannot say them.
        """
        try:
            if self.settings.changed:
                self._report_settings()
            self.server.notifications.deliver(self)
        except PgError as error:
            error.severity = "FATAL"
            raise
        self.connection.send(READY[self.transaction.status])
        self.connection.flush()
        if self.settings.transaction_timeout and self.transaction.block:
            self.timeouts.begin_transaction()
        if self.settings.ends_idle_clients:
            self.timeouts.begin_idling()

    def _report_settings(self) -> None:
        changed = [_REPORTED[key] for key in reversed(self.settings.changed) if key in _REPORTED]
        for name in sorted(changed, key=_reported_last):
            if self._reported[name] != (value := self.settings.get(name)):
                self._reported[name] = value
                status = backend.ParameterStatus(name.encode(), encode(value, self.client_encoding))
                self.connection.send(status.encode())
        self.settings.changed.clear()

    def warn(self, warning: PgError) -> None:
        """Tell the client what analyzing its statement gave."""
        self.once_only += 1
        self._locate(warning)
        self.notice(warning)

    def tell_parse_notices(self, notices: Iterable[PgError]) -> None:
        """Tell the client what reading its statement gave."""
        for told in notices:
            self.notice(told)

    def require_usable(self, node: Node) -> None:
        """In a failed transaction only its end is even looked at."""
        if node.tag != "TransactionStmt" or node.kind not in TRANSACTION_EXITS:
            self.transaction.require_usable()

    def end_implicit(self) -> None:
        """Commit what is no transaction block."""
        if not self.transaction.block:
            self.transaction.commit()

    # running

    def arguments(self, plan: Plan, parameters: Sequence[Storage]) -> Sequence[Storage]:
        """The parameters that EXECUTE gives."""
        (row,) = self.engine.run(plan.sql, [parameters[bind.number - 1] for bind in plan.binds])
        return row

    # portals and transactions

    def after_transaction(self, *, committed: bool) -> None:
        if self.transaction.xid is not None:
            self.transaction.transaction_ids.end(self.transaction.xid, committed=committed)
        if self.server.locks.holds_any(self):
            self.server.locks.release_all(self, transaction=True)
        self.server.notifications.end_transaction(self, committed=committed)
        if self.server.snapshots.exported:
            self.server.snapshots.forget(self)
        if self.timeouts.transaction is not None:
            self.timeouts.end_transaction()
        self.large_objects.close_all()

    def explain_commit_failure(self) -> PgError:
        """What a deferred constraint found wrong at COMMIT."""
        return violations.explain_deferred(self)

    # what the analyzer and output functions read

    @property
    def image(self) -> CatalogImage:
        """The catalog that statements see now, under the session's search_path."""
        if self._observed is not None:
            return self._observed
        base = self.base_image
        known, path, authority, image = self._image
        if known is not base or path is not self.settings.search_path or authority is not self.identity.authority:
            authority = self.identity.authority
            image = base.with_search_path(self.effective_path)
            if not authority.superuser:
                image = image.without_access(unusable_schemas(base, authority))
            self._image = base, self.settings.search_path, authority, image
        return image

    @contextmanager
    def observed(self) -> Iterator[ObservedImage]:
        """The catalog while a statement is planned whose plan is to be kept."""
        self._observed = ObservedImage(self.image)
        try:
            yield self._observed
        finally:
            self._observed = None

    @property
    def base_image(self) -> CatalogImage:
        """The catalog that statements see now: the transaction's own, or what is committed."""
        return self.transaction.image or self.image_before

    @property
    def image_before(self) -> CatalogImage:
        """The catalog without what the transaction has changed in it."""
        shared = self.database.image
        if self.temporary is None:
            return shared
        if self._composed[0] is not shared or self._composed[1] is not self.temporary:
            self._composed = shared, self.temporary, shared.with_temporary(self.temporary)
        return self._composed[2]

    def publish(self, image: CatalogImage) -> None:
        """After COMMIT: give a transaction's catalog to everybody, except what is temporary."""
        self.temporary = image.temporary
        shared = image.without_temporary()
        if not shared.same_objects(self.database.image):
            self.database.image = shared

    @property
    def effective_path(self) -> tuple[str, ...]:
        return tuple(self.role.name if name == "$user" else name for name in self.settings.search_path)

    @property
    def role(self) -> RoleFacts:
        """The current role."""
        return self.authority.role

    @property
    def authority(self) -> Authority:
        """What the current role may do."""
        if self.identity.roles_version != self.server.roles.version:
            self.identity.refresh()
        return self.identity.authority

    @property
    def database_name(self) -> str:
        return self.database.name

    def prepared_types(self, name: str) -> Sequence[int] | None:
        prepared = self.prepared.get(name)
        return None if prepared is None else prepared.types

    def prepared_text(self, name: str) -> str:
        known = self.prepared[name]
        self.prepared.current(known)  # which may be of no use any more
        return known.text

    @property
    def datestyle(self) -> str:
        return self.settings.datestyle

    @property
    def timezone(self) -> str:
        return self.settings.timezone

    @property
    def intervalstyle(self) -> str:
        return self.settings.intervalstyle

    @property
    def extra_float_digits(self) -> int:
        return self.settings.extra_float_digits

    @property
    def bytea_output(self) -> str:
        return self.settings.bytea_output

    @property
    def array_nulls(self) -> bool:
        return self.settings.array_nulls

    def tablespace(self, name: str) -> Tablespace | None:
        return self.server.roles.tablespaces.find(name)

    @property
    def default_table_method(self) -> str:
        return self.settings.get("default_table_access_method")

    @property
    def default_tablespace(self) -> str:
        return self.settings.get("default_tablespace")

    @property
    def temporary_tablespace(self) -> str:
        return next(iter(split_names(self.settings.get("temp_tablespaces")) or ()), "")

    @property
    def database_tablespace(self) -> int:
        return self.server.roles.tablespaces.of_database(self.database.name)

    @property
    def in_place_tablespaces(self) -> bool:
        return self.settings.flag("allow_in_place_tablespaces")

    @property
    def transform_null_equals(self) -> bool:
        return self.settings.transform_null_equals

    @property
    def client_encoding(self) -> str:
        return self.settings.client_encoding

    @property
    def transaction_timestamp_us(self) -> int:
        self.once_only += 1
        return self.transaction.started_us

    @property
    def names(self) -> SessionCatalog:
        return self.catalog

    def check_domain(self, oid: int, value: Any) -> None:
        self._domains.check(oid, value)

    def statement_text(self, data: bytes) -> str:
        """Statements from the client, their strings as the standard has them.

        Raises PgError 22021 and 22P05, and what is wrong with escapes.
        """
        self.query = sql = self.text(data)
        settings = self.settings
        if not settings.standard_conforming_strings:
            warned = settings.flag("escape_string_warning")
            self.query, warnings = plain_strings.conforming(sql, warned=warned, quotes=settings.takes_escaped_quotes())
            self.tell_parse_notices(warnings)
        return self.query

    def text(self, data: bytes) -> str:
        """A string from the client.  Raises PgError 22021 and 22P05."""
        return decode(data, self.settings.client_encoding) if data else ""
