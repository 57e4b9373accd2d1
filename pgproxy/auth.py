"""Who a client is: the four ways to prove it, and the roles they are proved against ("Client Authentication").

The exchange is plain synchronous code in the connection's greenlet. Every failure looks the same to the client, whether
the role is missing or the password wrong.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from pgproxy.refusals import empty_password
from protocol import md5
from protocol.backend import (
    AuthenticationCleartextPassword,
    AuthenticationMD5Password,
    AuthenticationSASL,
    AuthenticationSASLContinue,
    AuthenticationSASLFinal,
)
from protocol.frontend import PasswordMessage, SASLInitialResponse, SASLResponse
from protocol.scram import ScramExchange, Verifier, make_verifier, mock_verifier, parse_verifier
from translator.errors.privileges import invalid_authorization

if TYPE_CHECKING:
    from pgproxy.connection import ClientConnection

SUPERUSER = "postgres"
SUPERUSER_OID = 10


class Role(Struct, frozen=True):
    """A role as authentication sees it. password: the stored verifier (SCRAM or md5), None when it has none.

    connection_limit: how many sessions it may have, -1 for any number.
    """

    name: str
    oid: int
    superuser: bool
    can_login: bool
    password: str | None
    connection_limit: int = -1


class Roles(Protocol):
    """Where roles are looked up."""

    def lookup(self, name: str) -> Role | None:
        """The role of that name."""


def encrypt_password(password: str, user: str, method: str) -> str:
    """The verifier to store for a password; a text that already is one stays. method: md5, else SCRAM-SHA-256."""
    if parse_verifier(password) is not None or md5.is_verifier(password):
        return password
    return md5.verifier(password, user) if method == "md5" else str(make_verifier(password))


def check_password(stored: str, password: str, user: str) -> bool:
    """Whether a cleartext password fits a stored verifier of either kind."""
    verifier = parse_verifier(stored)
    if verifier is not None:
        return verifier.matches(password)
    return md5.is_verifier(stored) and secrets.compare_digest(stored, md5.verifier(password, user))


class Authenticator:
    """Runs one of the methods with a client."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles
        self._mock_secret = secrets.token_bytes(32)

    def authenticate(self, connection: ClientConnection, user: str, method: str) -> None:
        """Returns when the client has proved to be `user`; raises PgError (28P01) or ProtocolViolation otherwise.

        With trust, with a certificate (which was checked already), and for a role that may not log in, nothing is
        decided here: the session's start does that.
        """
        if method in ("trust", "cert"):
            return
        role = self._roles.lookup(user)
        stored = role.password if role is not None else None
        if method == "password":
            proven = self._cleartext(connection, user, stored)
        elif method == "md5" and stored is not None and md5.is_verifier(stored):
            proven = self._md5(connection, stored)
        else:
            proven = self._scram(connection, user, stored)
        if not proven:
            raise invalid_authorization(user)

    def _cleartext(self, connection: ClientConnection, user: str, stored: str | None) -> bool:
        connection.ask(AuthenticationCleartextPassword())
        password = connection.expect(PasswordMessage).password
        if not password:
            raise empty_password()
        return stored is not None and check_password(stored, password.decode("utf-8", "surrogateescape"), user)

    def _md5(self, connection: ClientConnection, stored: str) -> bool:
        salt = secrets.token_bytes(4)
        connection.ask(AuthenticationMD5Password(salt))
        answer = connection.expect(PasswordMessage).password
        if not answer:
            raise empty_password()
        return md5.verify(stored, salt, answer)

    def _scram(self, connection: ClientConnection, user: str, stored: str | None) -> bool:
        exchange = ScramExchange(self._verifier(user, stored), channel_binding=connection.channel_binding)
        connection.ask(AuthenticationSASL(exchange.mechanisms))
        initial = connection.expect(SASLInitialResponse)
        first = initial.response
        if first is None:
            connection.ask(AuthenticationSASLContinue(b""))
            first = connection.expect(SASLResponse).response
        connection.ask(AuthenticationSASLContinue(exchange.first(initial.mechanism, first)))
        outcome = exchange.final(connection.expect(SASLResponse).response)
        if outcome is None:
            return False
        connection.send(AuthenticationSASLFinal(outcome).encode())
        return True

    def _verifier(self, user: str, stored: str | None) -> Verifier:
        """The role's verifier; where it has none that SCRAM can use, one that no password matches."""
        verifier = parse_verifier(stored) if stored is not None else None
        return verifier or mock_verifier(user, self._mock_secret)
