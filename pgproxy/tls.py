"""TLS without sockets: bytes of the wire on one side, bytes of the protocol on the other ("SSL Session Encryption").

Encryption starts in the middle of a connection, after SSLRequest was answered, so it is a layer that the connection
puts between itself and its transport.
"""

from __future__ import annotations

import importlib
import ssl
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from pgproxy.config import Config, ConfigError
from protocol.startup import ALPN_PROTOCOL

CERTIFICATE_NAME = "server.crt"
KEY_NAME = "server.key"
READ_SIZE = 1 << 16
_SHORT_NAMES = {
    "commonName": "CN", "countryName": "C", "domainComponent": "DC", "givenName": "GN", "localityName": "L",
    "organizationName": "O", "organizationalUnitName": "OU", "stateOrProvinceName": "ST", "surname": "SN",
    "userId": "UID",
}  # fmt: skip
"""What the parts of a name are called in it (RFC 4519)."""


class Tls(Struct, frozen=True):
    """What the server needs for TLS. channel_binding: tls-server-end-point data for SCRAM-SHA-256-PLUS."""

    context: ssl.SSLContext
    channel_binding: bytes


def load(config: Config) -> Tls | None:
    """TLS as configured, None when it is off. Makes the self-signed certificate when asked. Raises ConfigError."""
    if config.tls == "off":
        return None
    certificate = importlib.import_module("pgproxy.certificate")  # late: it takes long to load
    try:
        cert_file, key_file = Path(config.tls_cert_file), Path(config.tls_key_file)
        if config.tls == "self-signed":
            config.data.mkdir(parents=True, exist_ok=True)
            cert_file, key_file = config.data / CERTIFICATE_NAME, config.data / KEY_NAME
            if not certificate.is_usable(cert_file, key_file):
                certificate.make_self_signed(cert_file, key_file, config.hosts)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols([ALPN_PROTOCOL])
        context.load_cert_chain(cert_file, key_file)
        if config.tls_ca_file:
            context.load_verify_locations(config.tls_ca_file)
            context.verify_mode = ssl.CERT_OPTIONAL
        return Tls(context, certificate.end_point_hash(cert_file))
    except (OSError, ValueError) as error:
        raise ConfigError(f"tls: {error}") from error


class TlsLayer:
    """One encrypted connection. What must go to the wire is taken with `outgoing()` after every call."""

    def __init__(self, tls: Tls) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._ssl = tls.context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self.channel_binding = tls.channel_binding
        self.established = False

    def decrypt(self, data: bytes) -> bytes:
        """What the wire's bytes say; may be nothing. Raises ssl.SSLError when the peer breaks TLS."""
        self._incoming.write(data)
        if not self.established:
            try:
                self._ssl.do_handshake()
            except ssl.SSLWantReadError:
                return b""
            self.established = True
        return b"".join(self._plaintext())

    def encrypt(self, data: bytes | bytearray) -> bytes:
        """What the wire carries for data of the protocol, with whatever else has to go out."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._ssl.write(rest) :]
        return self.outgoing()

    def outgoing(self) -> bytes:
        """Bytes that must be written to the wire now: of the handshake, or alerts."""
        return self._outgoing.read()

    def close(self) -> bytes:
        """The closing alert, which the peer need not answer."""
        if self.established:
            with suppress(ssl.SSLError):
                self._ssl.unwrap()
        return self.outgoing()

    @property
    def alpn_protocol(self) -> str | None:
        """The application protocol that client and server agreed on."""
        return self._ssl.selected_alpn_protocol()

    @property
    def client_name(self) -> str | None:
        """The common name in the client's certificate, which was found good; None when it sent none."""
        certificate = self._ssl.getpeercert()
        if not certificate:
            return None
        subject: Any = certificate.get("subject", ())
        return next((str(value) for part in subject for name, value in part if name == "commonName"), "")

    @property
    def client_certificate(self) -> tuple[str | None, str | None, str | None]:
        """Subject, serial number and issuer of the client's certificate, for pg_stat_ssl."""
        certificate: Any = self._ssl.getpeercert()
        if not certificate:
            return None, None, None
        subject, issuer = _distinguished_name(certificate["subject"]), _distinguished_name(certificate["issuer"])
        return subject, str(int(certificate["serialNumber"], 16)), issuer

    @property
    def version(self) -> str | None:
        """The protocol's, as TLSv1.3."""
        return self._ssl.version()

    @property
    def cipher(self) -> tuple[str, int]:
        """Name and key bits of the cipher, for pg_stat_ssl."""
        name, _, bits = self._ssl.cipher() or ("", "", 0)
        return name, bits

    def _plaintext(self) -> list[bytes]:
        pieces: list[bytes] = []
        while True:
            try:
                piece = self._ssl.read(READ_SIZE)
            except ssl.SSLWantReadError:
                return pieces
            if not piece:
                return pieces
            pieces.append(piece)


def _distinguished_name(parts: Any) -> str:
    """A name in a certificate as /CN=ann."""
    return "".join(f"/{_SHORT_NAMES.get(name, name)}={value}" for part in parts for name, value in part)
