"""SCRAM-SHA-256, the server's side of the exchange, sans-io, and the verifier that PostgreSQL stores for a password.

Mirrors RFC 5802, RFC 7677 and the manual's section "SASL Authentication". An unknown user goes through the same
exchange with a made-up verifier, so that a client cannot find out which roles exist.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from hashlib import pbkdf2_hmac, sha256

from protocol.errors import (
    authorization_identity_not_supported,
    channel_binding_check_failed,
    channel_binding_negotiation,
    invalid_sasl_mechanism,
    invalid_scram_response,
    malformed_scram_message,
    non_printable_nonce,
    scram_extension_not_supported,
    unexpected_channel_binding,
    unsupported_channel_binding,
)
from protocol.saslprep import saslprep

MECHANISM = b"SCRAM-SHA-256"
MECHANISM_PLUS = b"SCRAM-SHA-256-PLUS"
CHANNEL_BINDING_TYPE = "tls-server-end-point"
DEFAULT_ITERATIONS = 4096
SALT_SIZE = 16
NONCE_SIZE = 18
KEY_SIZE = 32


@dataclass(frozen=True)
class Verifier:
    """What the server keeps instead of a password; prints as PostgreSQL stores it."""

    iterations: int
    salt: bytes
    stored_key: bytes
    server_key: bytes

    def __str__(self) -> str:
        keys = f"{_base64(self.stored_key)}:{_base64(self.server_key)}"
        return f"{MECHANISM.decode()}${self.iterations}:{_base64(self.salt)}${keys}"

    def matches(self, password: str) -> bool:
        """Whether this is the verifier of a password."""
        return hmac.compare_digest(self.stored_key, make_verifier(password, self.salt, self.iterations).stored_key)


def make_verifier(password: str, salt: bytes | None = None, iterations: int = DEFAULT_ITERATIONS) -> Verifier:
    """The verifier of a password; a random salt unless one is given."""
    salt = secrets.token_bytes(SALT_SIZE) if salt is None else salt
    salted = pbkdf2_hmac("sha256", saslprep(password).encode(), salt, iterations)
    return Verifier(iterations, salt, sha256(_hmac(salted, b"Client Key")).digest(), _hmac(salted, b"Server Key"))


def parse_verifier(stored: str) -> Verifier | None:
    """The verifier from its stored form, or None when it has another one."""
    try:
        mechanism, parameters, keys = stored.split("$")
        iterations, salt = parameters.split(":")
        stored_key, server_key = keys.split(":")
        decoded = [b64decode(part, validate=True) for part in (salt, stored_key, server_key)]
        verifier = Verifier(int(iterations), *decoded)
    except ValueError:
        return None
    sizes_fit = len(verifier.stored_key) == len(verifier.server_key) == KEY_SIZE
    return verifier if mechanism == MECHANISM.decode() and sizes_fit and verifier.iterations > 0 else None


def mock_verifier(user: str, secret: bytes) -> Verifier:
    """A verifier that no password matches, always with the same salt for the same user. secret: the server's own."""
    salt = sha256(user.encode() + secret).digest()[:SALT_SIZE]
    return Verifier(DEFAULT_ITERATIONS, salt, secrets.token_bytes(KEY_SIZE), secrets.token_bytes(KEY_SIZE))


class ScramExchange:
    """One authentication: `first` answers the client's first message, `final` its second."""

    def __init__(self, verifier: Verifier, *, channel_binding: bytes | None = None, nonce: str | None = None) -> None:
        """channel_binding: hash of the server's certificate, None without TLS. nonce: fixed by tests only."""
        self._verifier = verifier
        self._channel_binding = channel_binding
        self._nonce = nonce or _base64(secrets.token_bytes(NONCE_SIZE))
        self._header = ""
        self._client_first = ""
        self._server_first = ""
        self._plus = False

    @property
    def mechanisms(self) -> tuple[bytes, ...]:
        """What to offer, the preferred one first."""
        return (MECHANISM,) if self._channel_binding is None else (MECHANISM_PLUS, MECHANISM)

    def first(self, mechanism: bytes, message: bytes) -> bytes:
        """The server-first message. Raises ProtocolViolation."""
        if mechanism not in self.mechanisms:
            raise invalid_sasl_mechanism()
        self._plus = mechanism == MECHANISM_PLUS
        text = _text(message)
        self._check_binding_flag(text)
        flag, identity, bare = _split_header(text)
        self._header = f"{flag},{identity},"
        self._client_first = bare
        if bare.startswith("m="):
            raise scram_extension_not_supported()
        attributes = _Attributes(bare)
        attributes.expect("n")
        self._nonce = _checked_nonce(attributes.expect("r")) + self._nonce
        self._server_first = f"r={self._nonce},s={_base64(self._verifier.salt)},i={self._verifier.iterations}"
        return self._server_first.encode()

    def final(self, message: bytes) -> bytes | None:
        """The server-final message, or None when the client does not know the password. Raises ProtocolViolation."""
        text = _text(message)
        attributes = _Attributes(text)
        self._check_binding(attributes.expect("c"))
        nonce = attributes.expect("r")
        without_proof = text
        name, value = "", ""
        while name != "p":
            without_proof = text[: attributes.at].removesuffix(",")
            name, value = attributes.next()
        proof = _proof(value)
        if not attributes.exhausted:
            raise malformed_scram_message("Garbage found at the end of client-final-message.")
        if nonce != self._nonce:
            raise invalid_scram_response("Nonce does not match.")
        signed = f"{self._client_first},{self._server_first},{without_proof}".encode()
        if not self._is_proven(proof, signed):
            return None
        return f"v={_base64(_hmac(self._verifier.server_key, signed))}".encode()

    def _check_binding_flag(self, text: str) -> None:
        """Judges the first letter: n no channel binding, y the client could, p it does."""
        flag = text[:1]
        if flag == "p" and not self._plus:
            raise malformed_scram_message(
                "The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message includes channel "
                "binding data."
            )
        if flag in ("n", "y") and self._plus:
            raise malformed_scram_message(
                "The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not include channel binding data."
            )
        if flag == "y" and self._channel_binding is not None:
            raise channel_binding_negotiation()
        if flag not in ("n", "y", "p"):
            raise malformed_scram_message(f'Unexpected channel-binding flag "{_shown(flag)}".')

    def _check_binding(self, value: str) -> None:
        data = (self._channel_binding or b"") if self._plus else b""
        if hmac.compare_digest(value.encode(), b64encode(self._header.encode() + data)):
            return
        raise channel_binding_check_failed() if self._plus else unexpected_channel_binding()

    def _is_proven(self, proof: bytes, signed: bytes) -> bool:
        signature = _hmac(self._verifier.stored_key, signed)
        client_key = bytes(a ^ b for a, b in zip(proof, signature, strict=True))
        return hmac.compare_digest(sha256(client_key).digest(), self._verifier.stored_key)


class _Attributes:
    """Reads `a=value,b=value` from left to right. at: where the next attribute starts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0

    @property
    def exhausted(self) -> bool:
        return self.at >= len(self._text)

    def next(self) -> tuple[str, str]:
        """Name and value of the next attribute, whatever it is."""
        name = self._text[self.at : self.at + 1]
        if not (name.isascii() and name.isalpha()):
            raise malformed_scram_message(f'Attribute expected, but found invalid character "{_shown(name)}".')
        if self._text[self.at + 1 : self.at + 2] != "=":
            raise malformed_scram_message(f'Expected character "=" for attribute "{name}".')
        value, _, _ = self._text[self.at + 2 :].partition(",")
        self.at += 3 + len(value)
        return name, value

    def expect(self, expected: str) -> str:
        """The value of the next attribute, which must be the one named."""
        found = self._text[self.at : self.at + 1]
        if found != expected:
            raise malformed_scram_message(f'Expected attribute "{expected}" but found "{_shown(found)}".')
        return self.next()[1]


def _split_header(text: str) -> tuple[str, str, str]:
    """Channel binding flag, authorization identity (empty) and the rest of the client's first message."""
    flag, comma, rest = text.partition(",")
    if flag.startswith("p"):
        if not flag.startswith("p="):
            raise malformed_scram_message('Expected character "=" for attribute "p".')
        if flag[2:] != CHANNEL_BINDING_TYPE:
            raise unsupported_channel_binding(_shown(flag[2:]))
    elif len(flag) > 1:
        raise malformed_scram_message(f'Comma expected, but found character "{_shown(flag[1])}".')
    identity, second_comma, bare = rest.partition(",")
    if identity.startswith("a="):
        raise authorization_identity_not_supported()
    if identity or not comma or not second_comma:
        raise malformed_scram_message(f'Unexpected attribute "{_shown(identity[:1])}" in client-first-message.')
    return flag, identity, bare


def _text(message: bytes) -> str:
    """The message as text of one character a byte, so that positions are those of the wire."""
    if not message:
        raise malformed_scram_message("The message is empty.")
    if 0 in message:
        raise malformed_scram_message("Message length does not match input length.")
    try:
        return message.decode()
    except UnicodeDecodeError:
        raise malformed_scram_message("Message length does not match input length.") from None


def _checked_nonce(nonce: str) -> str:
    if not all(0x21 <= ord(character) <= 0x7E for character in nonce):
        raise non_printable_nonce()
    return nonce


def _proof(value: str) -> bytes:
    try:
        proof = b64decode(value.encode(), validate=True)
    except Base64Error:
        proof = b""
    if len(proof) != KEY_SIZE:
        raise malformed_scram_message("Malformed proof in client-final-message.")
    return proof


def _shown(character: str) -> str:
    """A character as PostgreSQL shows it in an error: itself when printable ASCII, else its code."""
    return "".join(c if 0x21 <= ord(c) <= 0x7E else f"0x{ord(c):02x}" for c in character)


def _hmac(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "sha256")


def _base64(data: bytes) -> str:
    return b64encode(data).decode()
