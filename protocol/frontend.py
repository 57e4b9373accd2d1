"""The messages that a client sends after the startup phase.

Mirrors the manual's chapter "Message Formats". What is sent before, without a tag, is in `protocol.startup`; which
message is allowed when is in `protocol.state`.
"""

from protocol.errors import invalid_frontend_message_type
from protocol.fields import Byte1, ByteN, CString, Int16, Int16Array, Int32, UInt32, UInt32Array, Value, Values
from protocol.message import FRONTEND, Message, frontend


@frontend(b"Q")
class Query(Message):
    """A string of statements for the simple query protocol."""

    query: CString


@frontend(b"P")
class Parse(Message):
    """Makes a prepared statement; the empty name is the unnamed one. parameter_types: oids, 0 for unspecified."""

    statement: CString
    query: CString
    parameter_types: UInt32Array


@frontend(b"B")
class Bind(Message):
    """Makes a portal of a prepared statement. Formats: none for all text, one for all, or one each; 1 is binary."""

    portal: CString
    statement: CString
    parameter_formats: Int16Array
    parameters: Values
    result_formats: Int16Array


def unread_parameter(body: bytes) -> str | None:
    """Which parameter's value the body of a Bind is too short for, in the words of a report; None if none is."""
    portal, _, rest = body.partition(b"\0")
    _, _, rest = rest.partition(b"\0")
    at = 2 + 2 * int.from_bytes(rest[:2], "big")
    for number in range(1, int.from_bytes(rest[at : at + 2], "big") + 1):
        length = int.from_bytes(rest[at + 2 : at + 6], "big", signed=True)
        at += 4 + max(length, 0)
        if at + 2 > len(rest):
            name = f'portal "{portal.decode("utf-8", "replace")}"' if portal else "unnamed portal"
            return f"{name} parameter ${number}"
    return None


@frontend(b"D", repeated=True)
class Describe(Message):
    """Asks what a statement (kind S) or portal (kind P) takes and returns."""

    kind: Byte1
    name: CString


@frontend(b"E", repeated=True)
class Execute(Message):
    """Runs a portal. max_rows: 0 for all."""

    portal: CString
    max_rows: Int32


@frontend(b"C", repeated=True)
class Close(Message):
    """Drops a prepared statement (kind S) or portal (kind P)."""

    kind: Byte1
    name: CString


@frontend(b"S")
class Sync(Message):
    """Ends a sequence of extended-query messages."""


@frontend(b"H")
class Flush(Message):
    """Asks for what the server has ready to be delivered now."""


@frontend(b"F")
class FunctionCall(Message):
    """Calls one function by its oid."""

    function_oid: UInt32
    argument_formats: Int16Array
    arguments: Values
    result_format: Int16


@frontend(b"d")
class CopyData(Message):
    """A piece of a COPY stream, cut anywhere."""

    data: ByteN


@frontend(b"c")
class CopyDone(Message):
    """The end of a COPY stream."""


@frontend(b"f")
class CopyFail(Message):
    """The client gives up a COPY, for the reason stated."""

    reason: CString


@frontend(b"p")
class PasswordMessage(Message):
    """A password: cleartext, or the digest that md5 authentication asks for."""

    password: CString


@frontend(b"p")
class SASLInitialResponse(Message):
    """The chosen SASL mechanism with the client's first message, if it has one."""

    mechanism: CString
    response: Value


@frontend(b"p")
class SASLResponse(Message):
    """A further message of a SASL exchange."""

    response: ByteN


@frontend(b"p")
class GSSResponse(Message):
    """A GSSAPI or SSPI token."""

    token: ByteN


@frontend(b"X")
class Terminate(Message):
    """The client leaves."""


def decode(tag: bytes, body: bytes) -> Message:
    """The message of a tag; `p` is taken as a password, since only the server's request can tell its kind.

    Raises ProtocolViolation.
    """
    if tag not in FRONTEND:
        raise invalid_frontend_message_type(tag[0])
    return FRONTEND[tag][0].decode(body)
