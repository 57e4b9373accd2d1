"""The server: listens, counts connections, answers signals, says when it is ready and ends in good order."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pgproxy import hba, tls
from pgproxy.auth import Authenticator
from pgproxy.auto_conf import SystemSettings
from pgproxy.busy_wait import BusyWait
from pgproxy.cancel import CancelKeys
from pgproxy.clock import now_us
from pgproxy.config import Config, ConfigError
from pgproxy.connection import ClientConnection, Session
from pgproxy.free_memory import give_back_regularly
from pgproxy.input_watch import InputWatch
from pgproxy.locks import Locks
from pgproxy.log import Logger, get_logger
from pgproxy.notifications import Notifications
from pgproxy.probe import probe
from pgproxy.roles import StoredRoles
from pgproxy.snapshots import ExportedSnapshots
from pgproxy.socket_settings import keep_alive
from translator.errors.transactions import admin_shutdown, immediate_shutdown

if TYPE_CHECKING:
    from pgproxy.cluster import Cluster
    from pgproxy.plan_cache import Statement

BACKLOG = 1024
READY_LINE = "pgproxy is ready"
GC_THRESHOLDS = 2_000, 10, 50
"""A long statement is made of many small objects: the collector would look at them again and again as they come."""

OpenSession = Callable[[Any, str, str, dict[str, str], "Server"], Session]
"""Makes the session of an authenticated client: connection, user, database, settings, server."""


class Server:
    """One running server.

    cluster: the databases. connections: all open ones. sessions: how many of them are past the startup message.
    cancel_keys: the connections by process id. roles: where names and passwords are looked up. hba_rules: who may
    connect. configuration: what sessions begin with. role_sessions: how many sessions each role has.
    """

    def __init__(self, config: Config, cluster: Cluster, open_session: OpenSession, roles: StoredRoles) -> None:
        """Raises ConfigError when the certificate or the rules cannot be used."""
        self.config = config
        self.cluster = cluster
        self.open_session = open_session
        self.roles = roles
        self.authenticator = Authenticator(roles)
        self.tls = tls.load(config)
        self.hba_rules = hba.load_rules(config)
        self.system_settings = SystemSettings(config.data)
        self.configuration: Mapping[str, str] = self.system_settings.values
        self.role_sessions: Counter[int] = Counter()
        self.connections: set[ClientConnection] = set()
        self.sessions = 0
        self.started_us = now_us()
        self.cancel_keys: CancelKeys[ClientConnection] = CancelKeys()
        self.notifications = Notifications()
        self.locks = Locks()
        self.snapshots = ExportedSnapshots()
        self.log: Logger = get_logger()
        self.log_connections = config.log_level == "debug"
        self.log_statements = config.log_statement != "none" or config.log_sqlite
        self.loop: asyncio.AbstractEventLoop
        self.busy_wait: BusyWait
        self.input_watch = InputWatch()
        self._ending = admin_shutdown
        self._listeners: list[asyncio.AbstractServer] = []
        self._stop: asyncio.Event

    async def serve(self, announce: Callable[[], None] | None = None) -> None:
        """Runs until a signal or stop(). announce: called once a query was answered and clients may connect.

        Raises OSError when the address cannot be bound, ProbeFailed when the server cannot answer.
        """
        self.loop = asyncio.get_running_loop()
        self.busy_wait = BusyWait(self.loop)
        self._stop = asyncio.Event()
        self._watch_signals()
        try:
            await self._listen()
            give_back_regularly(self.loop)
            await probe(self)
            gc.freeze()  # what was loaded up to here stays: the collector need not look at it again
            gc.set_threshold(*GC_THRESHOLDS)
            for listener in self._listeners:
                await listener.start_serving()
            self.log.info("listening", host=self.config.host, port=self.port)
            if announce is not None:
                announce()
            await self._stop.wait()
        finally:
            await self._shut_down()

    def stop(self) -> None:
        """Asks serve() to end; asked again, the sessions get no more time."""
        if self._stop.is_set():
            for connection in tuple(self.connections):
                connection.transport.abort()
        self._stop.set()

    def quit(self) -> None:
        """Asks serve() to end at once, as the clients are told."""
        self._ending = immediate_shutdown
        self.stop()

    def reload(self) -> None:
        """Reads the rules and settings again; a file that cannot be used leaves the known ones in force."""
        self.system_settings.reload(self.settings)
        self.configuration = self.system_settings.values
        try:
            self.hba_rules = hba.load_rules(self.config)
        except ConfigError as error:
            self.log.error("pg_hba.conf was not reloaded", reason=str(error))

    def memberships(self, user: str) -> frozenset[str]:
        """The roles that a role is a member of, itself included, by name."""
        graph = self.roles.graph(0)
        role = graph.by_name.get(user)
        return frozenset() if role is None else frozenset(graph.name(oid) for oid in graph.memberships_of(role.oid))

    @cached_property
    def settings(self) -> dict[str, str]:
        """What PostgreSQL's settings say of how the server was started. To be asked once it listens."""
        config = self.config
        return {
            "authentication_timeout": str(config.authentication_timeout),
            "listen_addresses": config.hosts or "*",
            "max_connections": str(config.max_connections),
            "port": str(self.port),
            "reserved_connections": str(config.reserved_connections),
            "ssl": "off" if self.tls is None else "on",
            "superuser_reserved_connections": str(config.superuser_reserved_connections),
            "unix_socket_directories": config.socket_dir,
        }

    @property
    def port(self) -> int:
        """The port in use, which may have been chosen by the system."""
        for listener in self._listeners:
            for socket in getattr(listener, "sockets", ()):
                name = socket.getsockname()
                if isinstance(name, tuple):
                    port: int = name[1]
                    return port
        return self.config.port

    def open_sessions(self) -> list[Any]:
        """The sessions of all authenticated clients."""
        return [connection.session for connection in self.connections if connection.session is not None]

    def cancel(self, process_id: int, key: bytes) -> None:
        """Cancels what the session of this process id runs, if the key is right."""
        connection = self.cancel_keys.find(process_id, key)
        if connection is not None:
            self.loop.call_soon(connection.cancel)

    def cancel_backend(self, process_id: int) -> bool:
        """pg_cancel_backend: whether there was such a session."""
        connection = self.cancel_keys.by_process_id(process_id)
        if connection is not None:
            self.loop.call_soon(connection.cancel)
        return connection is not None

    def terminate_backend(self, process_id: int) -> bool:
        """pg_terminate_backend: whether there was such a session."""
        connection = self.cancel_keys.by_process_id(process_id)
        if connection is not None:
            self.loop.call_soon(connection.terminate, admin_shutdown())
        return connection is not None

    def log_statement(self, session: Session, statement: Statement) -> None:
        """Logs a statement that is about to run, if the configuration asks for its kind."""
        wanted = self.config.log_statement
        if wanted == "all" or (wanted == "mod" and statement.plan.writes) or self.config.log_sqlite:
            sqlite = {"sqlite": statement.plan.sql} if self.config.log_sqlite else {}
            session.connection.log.info("statement", statement=statement.text, **sqlite)

    def terminate_database(self, name: str) -> None:
        """Ends all sessions of a database."""
        for connection in tuple(self.connections):
            if connection.options is not None and connection.options.database == name:
                self.loop.call_soon(connection.terminate, admin_shutdown())

    async def _listen(self) -> None:
        """Binds the addresses, without taking connections yet."""
        listener = await self.loop.create_server(
            self._connection, self.config.hosts, self.config.port, backlog=BACKLOG, start_serving=False
        )
        keep_alive(listener.sockets)
        self._listeners.append(listener)
        if self.config.socket_dir:
            path = str(Path(self.config.socket_dir) / f".s.PGSQL.{self.port}")
            unix = await self.loop.create_unix_server(self._connection, path, backlog=BACKLOG, start_serving=False)
            self._listeners.append(unix)

    def _connection(self) -> ClientConnection:
        return ClientConnection(self)

    def _watch_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            if sys.platform == "win32":
                signal.signal(number, lambda *_: self.loop.call_soon_threadsafe(self.stop))
            else:
                self.loop.add_signal_handler(number, self.stop)
        if sys.platform != "win32":
            self.loop.add_signal_handler(signal.SIGHUP, self.reload)
            self.loop.add_signal_handler(signal.SIGQUIT, self.quit)

    async def _shut_down(self) -> None:
        """Takes no more connections and ends the sessions, after shutdown_timeout the hard way."""
        for listener in self._listeners:
            listener.close()
        for connection in tuple(self.connections):
            connection.terminate(self._ending())
        if not await self._drained(self.config.shutdown_timeout):
            for connection in tuple(self.connections):
                connection.transport.abort()
            await self._drained(1.0)
        for listener in self._listeners:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(listener.wait_closed(), 1.0)
        self.log.info("shut down")

    async def _drained(self, seconds: float) -> bool:
        """Whether all connections ended within that time."""
        deadline = self.loop.time() + seconds
        while self.connections and self.loop.time() < deadline:
            await asyncio.sleep(0.01)
        return not self.connections


def announce_ready(config: Config) -> None:
    """Tells whoever started the server: a line on standard output, and on ready_fd when there is one."""
    print(READY_LINE, flush=True)
    if config.ready_fd >= 0:
        os.write(config.ready_fd, READY_LINE.encode() + b"\n")
        os.close(config.ready_fd)
