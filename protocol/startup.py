"""The packets without a tag that open a connection: startup, the two requests for encryption, and cancel.

Mirrors the manual's sections "Start-up", "SSL Session Encryption", "GSSAPI Session Encryption" and "Canceling Requests
in Progress". A client may also begin with TLS at once (ALPN protocol `postgresql`): its first byte is then 0x16, which
no startup packet within the length limit begins with, so whoever reads the socket can tell the two apart.
"""

from protocol.errors import ProtocolViolation, invalid_cancel_length, invalid_startup_layout, unsupported_protocol
from protocol.fields import ByteN, Int32, Parameters, ProtocolVersion
from protocol.message import Message, code_of, startup

VERSION_3_0 = 3 << 16
VERSION_3_2 = 3 << 16 | 2
LATEST_VERSION = VERSION_3_2
MAX_STARTUP_LENGTH = 10_000
MAX_CANCEL_KEY = 256
DIRECT_TLS = b"\x16"
ALPN_PROTOCOL = "postgresql"
OPTION_PREFIX = b"_pq_."


@startup(code=1234 << 16 | 5678)
class CancelRequest(Message):
    """Asks, on a connection of its own, to cancel what another session runs. key: as in BackendKeyData."""

    process_id: Int32
    key: ByteN


@startup(code=1234 << 16 | 5679)
class SSLRequest(Message):
    """Asks for TLS; the server answers with one byte, S or N."""


@startup(code=1234 << 16 | 5680)
class GSSENCRequest(Message):
    """Asks for GSSAPI encryption; the server answers with one byte, G or N."""


@startup()
class StartupMessage(Message):
    """The session's parameters. version: major in the upper, minor in the lower two bytes."""

    version: ProtocolVersion
    parameters: Parameters


_REQUESTS: dict[int | None, type[Message]] = {kind.code: kind for kind in (CancelRequest, SSLRequest, GSSENCRequest)}


def decode(body: bytes) -> Message:
    """The startup packet of a body. Raises ProtocolViolation."""
    code = code_of(body)
    kind = _REQUESTS.get(code)
    if kind is None:
        return _startup_message(code, body)
    if kind is CancelRequest and not 8 < len(body) <= 8 + MAX_CANCEL_KEY:
        raise invalid_cancel_length()
    return kind.decode(body)


def _startup_message(code: int, body: bytes) -> StartupMessage:
    check_version(code)
    try:
        return StartupMessage.decode(body)
    except ProtocolViolation:
        raise invalid_startup_layout() from None


def check_version(version: int) -> None:
    """Raises ProtocolViolation (0A000) for a major version other than 3."""
    major, minor = version >> 16 & 0xFFFF, version & 0xFFFF
    if major != 3:
        raise unsupported_protocol(major, minor)


def negotiated(message: StartupMessage) -> tuple[int, tuple[bytes, ...] | None]:
    """The protocol version to use and, where the client must be told, the options that nobody here knows.

    The second is None when the client gets what it asked for and needs no NegotiateProtocolVersion.
    """
    unknown = tuple(name for name in message.parameters if name.startswith(OPTION_PREFIX))
    version = min(message.version, LATEST_VERSION)
    return version, unknown if unknown or message.version > LATEST_VERSION else None
