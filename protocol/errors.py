"""The one exception of this package: what a client did that the protocol does not allow.

SQLSTATE and wording are PostgreSQL's, fixed here in one constructor function per distinct message. The reader of the
exception decides how to report it; `fatal` says whether the stream can still be trusted afterwards.

Mirrors the manual's chapter "Frontend/Backend Protocol" and class 08 of "PostgreSQL Error Codes".
"""


class ProtocolViolation(Exception):
    """A message that is malformed, or not allowed now.

    sqlstate: five characters. fatal: True when the connection must end after the report. context: where in the
    message, if the report is to say so.
    """

    def __init__(
        self, message: str, *, sqlstate: str = "08P01", detail: str | None = None, fatal: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.sqlstate = sqlstate
        self.detail = detail
        self.fatal = fatal
        self.context: str | None = None

    @property
    def severity(self) -> str:
        """What the severity field of an ErrorResponse says: ERROR or FATAL."""
        return "FATAL" if self.fatal else "ERROR"


def invalid_message_format() -> ProtocolViolation:
    """A message longer than its fields."""
    return ProtocolViolation("invalid message format")


def insufficient_data() -> ProtocolViolation:
    """A message shorter than its fields."""
    return ProtocolViolation("insufficient data left in message")


def invalid_string() -> ProtocolViolation:
    """A string without its terminating zero byte."""
    return ProtocolViolation("invalid string in message")


def invalid_message_length() -> ProtocolViolation:
    """A length below four, or beyond the limit of its message type."""
    return ProtocolViolation("invalid message length", fatal=True)


def invalid_frontend_message_type(tag: int) -> ProtocolViolation:
    """A first byte that names no frontend message."""
    return ProtocolViolation(f"invalid frontend message type {tag}", fatal=True)


def unexpected_message_in_copy(tag: int) -> ProtocolViolation:
    """Anything but the messages of COPY while the client has to send COPY data."""
    return ProtocolViolation(f"unexpected message type 0x{tag:02X} during COPY from stdin")


def synchronization_lost() -> ProtocolViolation:
    """What ends the connection after an error that left a message half read."""
    return ProtocolViolation("terminating connection because protocol synchronization was lost", fatal=True)


def expected_password_response(tag: int) -> ProtocolViolation:
    """Anything but the answer to the password request."""
    return ProtocolViolation(f"expected password response, got message type {tag}", fatal=True)


def expected_sasl_response(tag: int) -> ProtocolViolation:
    """Anything but the next message of the SASL exchange."""
    return ProtocolViolation(f"expected SASL response, got message type {tag}", fatal=True)


def expected_gss_response(tag: int) -> ProtocolViolation:
    """Anything but the next message of the GSSAPI exchange."""
    return ProtocolViolation(f"expected GSS response, got message type {tag}", fatal=True)


def invalid_startup_length() -> ProtocolViolation:
    """A startup packet too short for its code or longer than 10,000 bytes."""
    return ProtocolViolation("invalid length of startup packet", fatal=True)


def invalid_cancel_length() -> ProtocolViolation:
    """A cancel request without a key, or with one longer than 256 bytes."""
    return ProtocolViolation("invalid length of cancel request packet", fatal=True)


def invalid_startup_layout() -> ProtocolViolation:
    """Parameters of a startup packet that do not end with a zero byte."""
    return ProtocolViolation("invalid startup packet layout: expected terminator as last byte", fatal=True)


def unsupported_protocol(major: int, minor: int) -> ProtocolViolation:
    """A major version other than 3."""
    return ProtocolViolation(
        f"unsupported frontend protocol {major}.{minor}: server supports 3.0 to 3.2", sqlstate="0A000", fatal=True
    )


def unencrypted_data_after(request: str) -> ProtocolViolation:
    """Bytes that arrived together with a request for encryption. request: SSL or GSSAPI encryption."""
    return ProtocolViolation(
        f"received unencrypted data after {request} request",
        detail="This could be either a client-software bug or evidence of an attempted man-in-the-middle attack.",
        fatal=True,
    )


def invalid_sasl_mechanism() -> ProtocolViolation:
    """A SASL mechanism that was not offered."""
    return ProtocolViolation("client selected an invalid SASL authentication mechanism", fatal=True)


def malformed_scram_message(detail: str) -> ProtocolViolation:
    """A SCRAM message that does not follow the grammar of RFC 5802."""
    return ProtocolViolation("malformed SCRAM message", detail=detail, fatal=True)


def invalid_scram_response(detail: str) -> ProtocolViolation:
    """A final SCRAM message that does not belong to the first one."""
    return ProtocolViolation("invalid SCRAM response", detail=detail, fatal=True)


def non_printable_nonce() -> ProtocolViolation:
    """A nonce with characters outside of printable ASCII."""
    return ProtocolViolation("non-printable characters in SCRAM nonce", fatal=True)


def unsupported_channel_binding(name: str) -> ProtocolViolation:
    """A channel binding type other than tls-server-end-point."""
    return ProtocolViolation(f'unsupported SCRAM channel-binding type "{name}"', fatal=True)


def unexpected_channel_binding() -> ProtocolViolation:
    """A channel-binding attribute that does not repeat the header of the first message."""
    return ProtocolViolation("unexpected SCRAM channel-binding attribute in client-final-message", fatal=True)


def channel_binding_check_failed() -> ProtocolViolation:
    """Channel binding data of another connection: somebody sits between."""
    return ProtocolViolation("SCRAM channel binding check failed", sqlstate="28000", fatal=True)


def channel_binding_negotiation() -> ProtocolViolation:
    """A client that could bind the channel was told that the server cannot, though it can."""
    return ProtocolViolation(
        "SCRAM channel binding negotiation error",
        sqlstate="28000",
        detail="The client supports SCRAM channel binding but thinks the server does not.  "
        "However, this server does support channel binding.",
        fatal=True,
    )


def authorization_identity_not_supported() -> ProtocolViolation:
    """A SCRAM authorization identity (`a=`)."""
    return ProtocolViolation(
        "client uses authorization identity, but it is not supported", sqlstate="0A000", fatal=True
    )


def scram_extension_not_supported() -> ProtocolViolation:
    """A mandatory SCRAM extension (`m=`)."""
    return ProtocolViolation("client requires an unsupported SCRAM extension", sqlstate="0A000", fatal=True)
