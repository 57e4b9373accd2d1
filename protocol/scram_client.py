"""SCRAM-SHA-256, the client's side without channel binding (RFC 5802): for the server's health check, and for tests."""

import hmac
import secrets
from base64 import b64decode, b64encode
from hashlib import pbkdf2_hmac, sha256

from protocol.errors import invalid_scram_response, malformed_scram_message
from protocol.saslprep import saslprep

HEADER = b"n,,"
NONCE_SIZE = 18


class ScramClient:
    """One authentication: first(), then final() with the server's answer, then verify() with its last word."""

    def __init__(self, password: str) -> None:
        self._password = saslprep(password).encode()
        self._nonce = b64encode(secrets.token_bytes(NONCE_SIZE))
        self._server_signature = b""

    def first(self) -> bytes:
        """The client-first message."""
        return HEADER + self._bare

    def final(self, server_first: bytes) -> bytes:
        """The client-final message. Raises ProtocolViolation for an answer to another question."""
        nonce, salt, iterations = _attributes(server_first, b"r", b"s", b"i")
        if not nonce.startswith(self._nonce):
            raise invalid_scram_response("Nonce does not match.")
        try:
            salted = pbkdf2_hmac("sha256", self._password, b64decode(salt), int(iterations))
        except ValueError:
            raise malformed_scram_message("Malformed salt or iteration count.") from None
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        without_proof = b"c=%b,r=%b" % (b64encode(HEADER), nonce)
        signed = b",".join((self._bare, server_first, without_proof))
        signature = hmac.digest(sha256(client_key).digest(), signed, "sha256")
        proof = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
        self._server_signature = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), signed, "sha256")
        return without_proof + b",p=" + b64encode(proof)

    def verify(self, server_final: bytes) -> bool:
        """Whether the server knows the password too."""
        return hmac.compare_digest(server_final, b"v=" + b64encode(self._server_signature))

    @property
    def _bare(self) -> bytes:
        return b"n=,r=" + self._nonce


def _attributes(message: bytes, *names: bytes) -> list[bytes]:
    found = dict(part.split(b"=", 1) for part in message.split(b",") if b"=" in part)
    try:
        return [found[name] for name in names]
    except KeyError:
        raise malformed_scram_message("An attribute is missing.") from None
