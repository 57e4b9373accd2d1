"""The settings of a session that are its socket's, and what a socket tells of its client.

Manual: "TCP Settings" of "Connections and Authentication".
"""

from __future__ import annotations

import contextlib
import select
import socket
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pgproxy.connection import ClientConnection
    from pgproxy.settings import Settings

_OPTIONS = {
    name: getattr(socket, option)
    for name, option in (
        ("tcp_keepalives_idle", "TCP_KEEPIDLE"),
        ("tcp_keepalives_interval", "TCP_KEEPINTVL"),
        ("tcp_keepalives_count", "TCP_KEEPCNT"),
        ("tcp_user_timeout", "TCP_USER_TIMEOUT"),
    )
    if hasattr(socket, option)
}
"""The options by their settings, those that the system has."""
_GONE = select.POLLHUP | select.POLLERR | getattr(select, "POLLRDHUP", 0) if hasattr(select, "poll") else 0


def keep_alive(listeners: Iterable[Any]) -> None:
    """Let the system find out which clients have vanished; what is accepted inherits it."""
    for listener in listeners:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)


def attach_socket(settings: Settings, connection: ClientConnection) -> None:
    """Let the settings act on the socket from now on."""
    options = _SocketOptions(connection)
    settings.attach(
        {name: partial(options.shown, name) for name in _OPTIONS},
        {name: partial(options.assign, name) for name in _OPTIONS},
    )


def client_is_gone(connection: ClientConnection) -> bool:
    """Whether the client has closed its end, or the network says that it is out of reach."""
    end = _socket(connection)
    if end is None or not _GONE:
        return connection.closed or connection.transport.is_closing()
    poll = select.poll()
    poll.register(end.fileno(), _GONE)
    return bool(poll.poll(0))


class _SocketOptions:
    """The options of one TCP socket; those of a Unix socket are 0, whatever they are set to."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._system: dict[str, int] = {}

    def shown(self, name: str) -> str:
        """What is in force."""
        end = _socket(self._connection)
        return "0" if end is None or not self._connection.peer[0] else str(self._value(end, name))

    def assign(self, name: str, value: str) -> None:
        """Set an option, 0 for the system's own value; one that the system refuses stays as it is."""
        end = _socket(self._connection)
        if end is None or not self._connection.peer[0]:
            return
        system = self._system.setdefault(name, self._value(end, name))
        with contextlib.suppress(OSError, OverflowError):
            end.setsockopt(socket.IPPROTO_TCP, _OPTIONS[name], int(value) or system)

    def _value(self, end: Any, name: str) -> int:
        return int(end.getsockopt(socket.IPPROTO_TCP, _OPTIONS[name]))


def _socket(connection: ClientConnection) -> Any:
    """The connection's socket, or what stands for it in the event loop; None without one."""
    transport = getattr(connection, "transport", None)
    return None if transport is None or transport.is_closing() else transport.get_extra_info("socket")
