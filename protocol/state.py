"""Which message is allowed when, and what it leads to: the server's side of the protocol as tables.

`ACCEPTED` is state x message received -> state, `DISCARDED` the messages that a state reads and drops, `SENT` the
messages that change the state when the server sends them. A message of no row is a violation. The rest of the module
compiles the tables into what `protocol.connection` looks up by tag.

Mirrors the manual's chapter "Message Flow".
"""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import NamedTuple

from protocol import backend, frontend
from protocol.errors import (
    ProtocolViolation,
    expected_gss_response,
    expected_password_response,
    expected_sasl_response,
    invalid_frontend_message_type,
    unexpected_message_in_copy,
)
from protocol.frontend import (
    Bind,
    Close,
    CopyData,
    CopyDone,
    CopyFail,
    Describe,
    Execute,
    Flush,
    FunctionCall,
    GSSResponse,
    Parse,
    PasswordMessage,
    Query,
    SASLInitialResponse,
    SASLResponse,
    Sync,
    Terminate,
)
from protocol.message import Layout, Message


class State(Enum):
    """Where a connection stands."""

    STARTUP = "waiting for a startup packet"
    AUTHENTICATION = "the server decides how to authenticate"
    PASSWORD = "waiting for a password"
    SASL_INITIAL = "waiting for the choice of a SASL mechanism"
    SASL = "waiting for a SASL response"
    GSS = "waiting for a GSSAPI token"
    READY = "waiting for a query of either protocol"
    SKIP = "an extended query failed: skipping to Sync"
    COPY_IN = "the client sends COPY data"
    COPY_OUT = "the server sends COPY data"


SMALL_MESSAGE = 10_000
LARGE_MESSAGE = 0x3FFFFFFE
AUTHENTICATION_MESSAGE = 65_535

SMALL = frozenset({Close, CopyDone, CopyFail, Describe, Execute, Flush, Sync, Terminate})
EXTENDED = frozenset({Parse, Bind, Describe, Execute, Close, Flush})
COPY = frozenset({CopyData, CopyDone, CopyFail})

_QUERIES: dict[type[Message], State] = {
    **dict.fromkeys((Query, Parse, Bind, Describe, Execute, Close), State.READY),
    **dict.fromkeys((Flush, Sync, FunctionCall, Terminate), State.READY),
}

ACCEPTED: dict[State, dict[type[Message], State]] = {
    State.STARTUP: {},  # packets without a tag: protocol.startup
    State.AUTHENTICATION: {},
    State.PASSWORD: {PasswordMessage: State.AUTHENTICATION},
    State.SASL_INITIAL: {SASLInitialResponse: State.AUTHENTICATION},
    State.SASL: {SASLResponse: State.AUTHENTICATION},
    State.GSS: {GSSResponse: State.AUTHENTICATION},
    State.READY: _QUERIES,
    State.SKIP: {Sync: State.READY, Terminate: State.READY},
    State.COPY_IN: {CopyData: State.COPY_IN, CopyDone: State.READY, CopyFail: State.READY},
    State.COPY_OUT: _QUERIES,  # nothing is read before the copy is done; what arrives meanwhile is for afterwards
}

DISCARDED: dict[State, frozenset[type[Message]]] = {
    State.READY: COPY,  # the rest of a copy that failed
    State.COPY_OUT: COPY,
    State.SKIP: (EXTENDED | COPY | {Query, FunctionCall}),
    State.COPY_IN: frozenset({Flush, Sync}),
}

SENT: dict[type[Message], State] = {
    backend.AuthenticationCleartextPassword: State.PASSWORD,
    backend.AuthenticationMD5Password: State.PASSWORD,
    backend.AuthenticationSASL: State.SASL_INITIAL,
    backend.AuthenticationSASLContinue: State.SASL,
    backend.AuthenticationGSS: State.GSS,
    backend.AuthenticationSSPI: State.GSS,
    backend.AuthenticationGSSContinue: State.GSS,
    backend.AuthenticationOk: State.READY,
    backend.CopyInResponse: State.COPY_IN,
    backend.CopyOutResponse: State.COPY_OUT,
    backend.CopyDone: State.READY,
}

_UNEXPECTED: dict[State, Callable[[int], ProtocolViolation]] = {
    State.AUTHENTICATION: expected_password_response,
    State.PASSWORD: expected_password_response,
    State.SASL_INITIAL: expected_sasl_response,
    State.SASL: expected_sasl_response,
    State.GSS: expected_gss_response,
    State.COPY_IN: unexpected_message_in_copy,
}


class Row(NamedTuple):
    """What a tag means in a state.

    layout: None for a message to be dropped. after: None when the state stays. extended: whether an error from here on
    makes the server skip to Sync; None for the messages of COPY, which belong to the query before them.
    limit: the greatest length.
    """

    layout: Layout | None
    after: State | None
    extended: bool | None
    limit: int


class Table(NamedTuple):
    """A state, compiled: rows by tag, and the error for any other tag."""

    rows: Mapping[int, Row]
    unexpected: Callable[[int], ProtocolViolation]


@cache
def table(state: State, max_message_size: int) -> Table:
    """The table of a state. max_message_size: in bytes, for the messages that may be large."""
    accepted = ACCEPTED[state].items()
    rows = {kind.tag[0]: _row(state, kind, after, max_message_size) for kind, after in accepted}
    dropped = DISCARDED.get(state, ())
    rows |= {kind.tag[0]: Row(None, None, None, _limit(kind, max_message_size)) for kind in dropped}
    return Table(rows, _UNEXPECTED.get(state, invalid_frontend_message_type))


def _row(state: State, kind: type[Message], after: State, max_message_size: int) -> Row:
    extended = None if kind in COPY else kind in EXTENDED
    stays = after is state or state is State.COPY_OUT
    return Row(kind.layout, None if stays else after, extended, _limit(kind, max_message_size))


def _limit(kind: type[Message], max_message_size: int) -> int:
    if kind.tag == frontend.PasswordMessage.tag:
        return AUTHENTICATION_MESSAGE
    return SMALL_MESSAGE if kind in SMALL else max_message_size
