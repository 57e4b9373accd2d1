"""The messages that the server sends.

Mirrors the manual's chapter "Message Formats". Messages that never vary are encoded once, below the classes; the two
that are sent by the row have a hand-written encoder each, held equal to the derived one by a property test.
"""

from collections.abc import Sequence
from functools import lru_cache

from protocol.errors import ProtocolViolation
from protocol.fields import (
    NULL_LENGTH,
    Byte1,
    Byte4,
    ByteN,
    ColumnArray,
    CString,
    CStringArray,
    CStringList,
    ErrorFields,
    Int8,
    Int16Array,
    Int32,
    ProtocolVersion,
    UInt32Array,
    Value,
    Values,
)  # fmt: skip
from protocol.message import BACKEND, Message, backend, code_of


@backend(b"R", code=0)
class AuthenticationOk(Message):
    """The client is who it says."""


@backend(b"R", code=2)
class AuthenticationKerberosV5(Message):
    """Asks for Kerberos V5 authentication, which no current server does."""


@backend(b"R", code=3)
class AuthenticationCleartextPassword(Message):
    """Asks for the password itself."""


@backend(b"R", code=5)
class AuthenticationMD5Password(Message):
    """Asks for the password's md5 digest with this salt."""

    salt: Byte4


@backend(b"R", code=7)
class AuthenticationGSS(Message):
    """Asks for GSSAPI authentication."""


@backend(b"R", code=8)
class AuthenticationGSSContinue(Message):
    """A GSSAPI or SSPI token."""

    token: ByteN


@backend(b"R", code=9)
class AuthenticationSSPI(Message):
    """Asks for SSPI authentication."""


@backend(b"R", code=10)
class AuthenticationSASL(Message):
    """Offers SASL mechanisms, the preferred one first."""

    mechanisms: CStringList


@backend(b"R", code=11)
class AuthenticationSASLContinue(Message):
    """A challenge of the SASL exchange."""

    data: ByteN


@backend(b"R", code=12)
class AuthenticationSASLFinal(Message):
    """The outcome of the SASL exchange."""

    data: ByteN


@backend(b"v")
class NegotiateProtocolVersion(Message):
    """The server knows less than was asked for. version: the newest it can do, as in StartupMessage."""

    version: ProtocolVersion
    unrecognized_options: CStringArray


@backend(b"K")
class BackendKeyData(Message):
    """What a CancelRequest must repeat. key: 4 bytes in protocol 3.0, up to 256 from 3.2 on."""

    process_id: Int32
    key: ByteN


@backend(b"S")
class ParameterStatus(Message):
    """The value of a setting that clients care about, at the start and whenever it changes."""

    name: CString
    value: CString


@backend(b"Z")
class ReadyForQuery(Message):
    """The server waits. status: I idle, T in a transaction, E in a failed one."""

    status: Byte1


@backend(b"T")
class RowDescription(Message):
    """The columns of the rows that follow."""

    columns: ColumnArray


@backend(b"D")
class DataRow(Message):
    """One row; None for NULL."""

    values: Values


@backend(b"C")
class CommandComplete(Message):
    """A statement is done. command_tag: `SELECT 1`, `INSERT 0 1`, `CREATE TABLE`, ..."""

    command_tag: CString


@backend(b"I")
class EmptyQueryResponse(Message):
    """Stands for CommandComplete when the query string held no statement."""


@backend(b"E")
class ErrorResponse(Message):
    """An error, by one-byte field codes: S V severity, C sqlstate, M message, D detail, H hint, P position, ..."""

    error_fields: ErrorFields


@backend(b"N")
class NoticeResponse(Message):
    """A notice or warning, with the fields of ErrorResponse."""

    error_fields: ErrorFields


@backend(b"1")
class ParseComplete(Message):
    """Answers Parse."""


@backend(b"2")
class BindComplete(Message):
    """Answers Bind."""


@backend(b"3")
class CloseComplete(Message):
    """Answers Close."""


@backend(b"t")
class ParameterDescription(Message):
    """The types of a prepared statement's parameters, as oids."""

    parameter_types: UInt32Array


@backend(b"n")
class NoData(Message):
    """Answers Describe for a statement that returns no rows."""


@backend(b"s")
class PortalSuspended(Message):
    """Execute stopped at its row limit."""


@backend(b"V")
class FunctionCallResponse(Message):
    """The result of a function call."""

    value: Value


@backend(b"G")
class CopyInResponse(Message):
    """The server waits for COPY data. Formats: 0 text, 1 binary, overall and by column."""

    overall_format: Int8
    column_formats: Int16Array


@backend(b"H")
class CopyOutResponse(Message):
    """COPY data follows."""

    overall_format: Int8
    column_formats: Int16Array


@backend(b"W")
class CopyBothResponse(Message):
    """COPY data flows both ways (replication)."""

    overall_format: Int8
    column_formats: Int16Array


@backend(b"d")
class CopyData(Message):
    """A piece of a COPY stream; the server sends one row in each."""

    data: ByteN


@backend(b"c")
class CopyDone(Message):
    """The end of a COPY stream."""


@backend(b"A")
class NotificationResponse(Message):
    """A NOTIFY reached this session. process_id: of the session that notified."""

    process_id: Int32
    channel: CString
    payload: CString


AUTHENTICATION_OK = AuthenticationOk().encode()
PARSE_COMPLETE = ParseComplete().encode()
BIND_COMPLETE = BindComplete().encode()
CLOSE_COMPLETE = CloseComplete().encode()
NO_DATA = NoData().encode()
PORTAL_SUSPENDED = PortalSuspended().encode()
EMPTY_QUERY_RESPONSE = EmptyQueryResponse().encode()
COPY_DONE = CopyDone().encode()
READY_FOR_QUERY = {status: ReadyForQuery(status.encode()).encode() for status in "ITE"}

LENGTHS = tuple(size.to_bytes(4, "big") for size in range(1024))


def data_row(values: Sequence[bytes | None]) -> bytes:
    """The same as DataRow(values).encode(), without the object."""
    parts = []
    for value in values:
        if value is None:
            parts.append(NULL_LENGTH)
        else:
            size = len(value)
            parts.append(LENGTHS[size] if size < 1024 else size.to_bytes(4, "big"))
            parts.append(value)
    body = b"".join(parts)
    return b"D%b%b%b" % ((len(body) + 6).to_bytes(4, "big"), len(values).to_bytes(2, "big"), body)


def copy_data(data: bytes) -> bytes:
    """The same as CopyData(data).encode(), without the object."""
    return b"d%b%b" % ((len(data) + 4).to_bytes(4, "big"), data)


@lru_cache(maxsize=1024)
def command_complete(command_tag: bytes) -> bytes:
    """The same as CommandComplete(command_tag).encode(), without the object."""
    return b"C%b%b\0" % ((len(command_tag) + 5).to_bytes(4, "big"), command_tag)


def decode(tag: bytes, body: bytes) -> Message:
    """The message of a tag. Raises ProtocolViolation, also for a tag or code that no server sends."""
    candidates = BACKEND.get(tag)
    if candidates is None:
        raise ProtocolViolation(f"invalid backend message type {tag[0]}", fatal=True)
    if candidates[0].code is None:
        return candidates[0].decode(body)
    code = code_of(body)
    for message in candidates:
        if message.code == code:
            return message.decode(body)
    raise ProtocolViolation(f"unrecognized authentication request {code}", fatal=True)
