"""Framing, the state tables and the negotiation at the start: bytes in, messages out."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from message_strategies import messages

from protocol import backend, frontend, startup
from protocol.backend import AuthenticationOk, CopyInResponse, CopyOutResponse
from protocol.connection import Connection
from protocol.errors import ProtocolViolation
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
    Parse,
    PasswordMessage,
    Query,
    SASLInitialResponse,
    SASLResponse,
    Sync,
    Terminate,
)
from protocol.message import Message
from protocol.startup import CancelRequest, GSSENCRequest, SSLRequest, StartupMessage
from protocol.state import ACCEPTED, COPY, DISCARDED, SENT, State

QUERIES = [Query, Parse, Bind, Describe, Execute, Close, Flush, Sync, FunctionCall, Terminate]
START = StartupMessage(startup.VERSION_3_0, {b"user": b"postgres"})

few = settings(max_examples=100)


def ready(max_message_size: int = 1 << 20) -> Connection:
    """A connection after authentication."""
    connection = Connection(max_message_size)
    connection.receive_data(START.encode())
    assert connection.next_message() == START
    assert connection.send(AuthenticationOk()) == backend.AUTHENTICATION_OK
    return connection


def read_all(connection: Connection) -> list[Message]:
    found = []
    while (message := connection.next_message()) is not None:
        found.append(message)
    return found


def feed(connection: Connection, *sent: Message) -> list[Message]:
    connection.receive_data(b"".join(message.encode() for message in sent))
    return read_all(connection)


def pieces(stream: bytes, cuts: list[int]) -> list[bytes]:
    bounds = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    return [stream[start:end] for start, end in pairwise(bounds)]


@few
@given(st.lists(messages(QUERIES), max_size=6), st.lists(st.integers(0, 10_000), max_size=20))
def test_the_cut_of_the_stream_does_not_matter(sent: list[Message], cuts: list[int]) -> None:
    connection = Connection()
    found: list[Message] = []
    stream = b"".join(message.encode() for message in (START, *sent))
    for piece in pieces(stream, cuts):
        connection.receive_data(piece)
        while (message := connection.next_message()) is not None:
            found.append(message)
            if isinstance(message, StartupMessage):
                connection.send(AuthenticationOk())
    assert found == [START, *sent]
    assert connection.waiting == 0


@given(st.lists(messages(QUERIES), max_size=8), st.lists(st.integers(0, 2), min_size=8, max_size=8))
def test_a_slow_reader_reads_in_order(sent: list[Message], reads: list[int]) -> None:
    connection = ready()
    found: list[Message] = []
    for message, count in zip(sent, reads, strict=False):
        connection.receive_data(message.encode())
        for _ in range(count):
            if (given := connection.next_message()) is not None:
                found.append(given)
    assert found + read_all(connection) == sent


def test_byte_by_byte() -> None:
    connection = ready()
    sent = [Query(b"SELECT 1"), Sync(), Parse(b"", b"x" * 300, ())]
    found = []
    for byte in b"".join(message.encode() for message in sent):
        connection.receive_data(bytes([byte]))
        found += read_all(connection)
    assert found == sent


@few
@given(st.binary(max_size=200), st.sampled_from([state for state in State if ACCEPTED[state]] + [State.STARTUP]))
def test_random_bytes_raise_only_protocol_errors(noise: bytes, state: State) -> None:
    connection = Connection(10_000)
    connection._enter(state)
    connection.receive_data(noise)
    for _ in range(len(noise) + 1):
        try:
            if connection.next_message() is None:
                break
        except ProtocolViolation as violation:
            if violation.fatal:
                break


def test_a_large_message_in_many_chunks_is_joined_once() -> None:
    connection = ready(1 << 24)
    query = Query(b"x" * (1 << 22))
    stream = query.encode()
    for start in range(0, len(stream), 64):
        connection.receive_data(stream[start : start + 64])
        assert start + 64 >= len(stream) or connection.next_message() is None
    assert connection.next_message() == query


@pytest.mark.parametrize("length", [0, 3, 1001, 0xFFFFFFFF])
def test_lengths_out_of_range_end_the_connection_before_the_body_arrives(length: int) -> None:
    connection = ready(1000)
    connection.receive_data(b"Q" + length.to_bytes(4, "big"))
    with pytest.raises(ProtocolViolation, match=r"^invalid message length$") as caught:
        connection.next_message()
    assert caught.value.fatal


def test_small_messages_have_a_limit_of_their_own() -> None:
    connection = ready()
    connection.receive_data(Execute(b"x" * 10_000, 0).encode())
    with pytest.raises(ProtocolViolation, match=r"^invalid message length$"):
        connection.next_message()


def test_an_unknown_tag_ends_the_connection() -> None:
    connection = ready()
    connection.receive_data(b"zzzzz")
    with pytest.raises(ProtocolViolation, match=r"^invalid frontend message type 122$") as caught:
        connection.next_message()
    assert (caught.value.sqlstate, caught.value.severity) == ("08P01", "FATAL")


def test_an_error_in_the_extended_protocol_skips_to_sync() -> None:
    connection = ready()
    sent = [Parse(b"", b"x", ()), Bind(b"", b"", (), [], ()), Query(b"y"), CopyData(b""), Sync(), Query(b"z")]
    connection.receive_data(b"".join(message.encode() for message in sent))
    assert connection.next_message() == sent[0]
    assert connection.after_error()
    assert connection.state is State.SKIP
    assert read_all(connection) == [Sync(), Query(b"z")]


def test_a_malformed_message_in_the_extended_protocol_skips_to_sync() -> None:
    connection = ready()
    connection.receive_data(b"B\0\0\0\x05x" + Execute(b"", 0).encode() + Sync().encode())
    with pytest.raises(ProtocolViolation) as caught:
        connection.next_message()
    assert not caught.value.fatal
    assert connection.after_error()
    assert read_all(connection) == [Sync()]


@pytest.mark.parametrize("message", [Query(b"x"), Sync(), FunctionCall(1, (), [], 0)])
def test_an_error_elsewhere_skips_nothing(message: Message) -> None:
    connection = ready()
    assert feed(connection, Parse(b"", b"x", ()), message)[-1] == message
    assert not connection.after_error()
    assert feed(connection, Query(b"y")) == [Query(b"y")]


def test_terminate_is_seen_while_skipping() -> None:
    connection = ready()
    feed(connection, Flush())
    connection.after_error()
    assert feed(connection, Query(b"x"), Terminate()) == [Terminate()]


def test_copy_in_takes_data_and_ends() -> None:
    connection = ready()
    feed(connection, Query(b"COPY"))
    connection.send(CopyInResponse(0, (0,)))
    assert connection.state is State.COPY_IN
    sent = [CopyData(b"1\n"), Flush(), Sync(), CopyData(b"2\n"), CopyDone()]
    assert feed(connection, *sent) == [CopyData(b"1\n"), CopyData(b"2\n"), CopyDone()]
    assert connection.state is State.READY


def test_copy_fail_ends_a_copy_too() -> None:
    connection = ready()
    connection.send(CopyInResponse(0, (0,)))
    assert feed(connection, CopyFail(b"no more")) == [CopyFail(b"no more")]
    assert connection.state is State.READY


@few
@given(st.lists(st.binary(max_size=20), max_size=6), st.lists(st.integers(0, 10_000), max_size=9))
def test_taking_copy_data_equals_reading_its_messages(data: list[bytes], cuts: list[int]) -> None:
    connection = ready()
    connection.send(CopyInResponse(0, (0,)))
    taken: list[bytes] = []
    rest: list[Message] = []
    stream = b"".join([*(CopyData(piece).encode() for piece in data), CopyDone().encode()])
    for piece in pieces(stream, cuts):
        connection.receive_data(piece)
        taken += connection.take_copy_data(1 << 16)
        for message in read_all(connection):
            if isinstance(message, CopyData):
                taken.append(message.data)
            else:
                rest.append(message)
    assert taken == data
    assert rest == [CopyDone()]


def test_other_messages_break_a_copy() -> None:
    connection = ready()
    connection.send(CopyInResponse(0, (0,)))
    connection.receive_data(Query(b"x").encode())
    with pytest.raises(ProtocolViolation, match=r"^unexpected message type 0x51 during COPY from stdin$") as caught:
        connection.next_message()
    assert not caught.value.fatal
    with pytest.raises(ProtocolViolation, match=r"^terminating connection because protocol synchronization") as caught:
        connection.after_error()
    assert caught.value.fatal


@pytest.mark.parametrize("extended", [False, True])
def test_the_rest_of_a_failed_copy_is_dropped(extended: bool) -> None:
    connection = ready()
    feed(connection, Execute(b"", 0) if extended else Query(b"COPY"))
    connection.send(CopyInResponse(0, (0,)))
    assert feed(connection, CopyData(b"bad")) == [CopyData(b"bad")]
    assert connection.after_error() is extended
    sent = [CopyData(b"more"), CopyDone(), Sync(), Query(b"x")]
    assert feed(connection, *sent) == [Sync(), Query(b"x")]


def test_copy_out_ends_with_copy_done() -> None:
    connection = ready()
    connection.send(CopyOutResponse(0, (0,)))
    assert connection.state is State.COPY_OUT
    connection.send(backend.CopyDone())
    assert connection.state is State.READY


def test_the_password_exchange_takes_the_answer_only() -> None:
    connection = Connection()
    connection.receive_data(START.encode())
    connection.next_message()
    connection.send(backend.AuthenticationCleartextPassword())
    assert feed(connection, PasswordMessage(b"secret")) == [PasswordMessage(b"secret")]
    connection.send(backend.AuthenticationCleartextPassword())
    connection.receive_data(Query(b"x").encode())
    with pytest.raises(ProtocolViolation, match=r"^expected password response, got message type 81$"):
        connection.next_message()


def test_the_sasl_exchange_knows_its_answers() -> None:
    connection = Connection()
    connection.receive_data(START.encode())
    connection.next_message()
    connection.send(backend.AuthenticationSASL((b"SCRAM-SHA-256",)))
    initial = SASLInitialResponse(b"SCRAM-SHA-256", b"n,,n=,r=x")
    assert feed(connection, initial) == [initial]
    connection.send(backend.AuthenticationSASLContinue(b"challenge"))
    assert feed(connection, SASLResponse(b"proof")) == [SASLResponse(b"proof")]
    connection.send(backend.AuthenticationSASLContinue(b"again"))
    connection.receive_data(Query(b"x").encode())
    with pytest.raises(ProtocolViolation, match=r"^expected SASL response, got message type 81$"):
        connection.next_message()


def test_every_state_has_rows_and_every_message_a_place() -> None:
    assert set(ACCEPTED) == set(State)
    assert set(SENT.values()) <= set(State)
    read = {kind for rows in ACCEPTED.values() for kind in rows}
    assert read == {kind for kinds in frontend.FRONTEND.values() for kind in kinds}
    assert all(not DISCARDED.get(state, frozenset()) & rows.keys() for state, rows in ACCEPTED.items())
    assert DISCARDED[State.READY] == COPY


def test_encryption_is_answered_once() -> None:
    connection = Connection()
    ssl = SSLRequest()
    assert feed(connection, GSSENCRequest()) == [GSSENCRequest()]
    assert connection.answer_encryption(GSSENCRequest(), accept=False) == b"N"
    assert feed(connection, ssl) == [ssl]
    assert connection.answer_encryption(ssl, accept=True) == b"S"
    connection.receive_data(ssl.encode())
    with pytest.raises(ProtocolViolation, match=r"^unsupported frontend protocol 1234.5679: server") as caught:
        connection.next_message()
    assert caught.value.sqlstate == "0A000"


def test_data_behind_an_encryption_request_is_an_attack() -> None:
    connection = Connection()
    connection.receive_data(SSLRequest().encode() + START.encode())
    message = connection.next_message()
    assert isinstance(message, SSLRequest)
    with pytest.raises(ProtocolViolation, match=r"^received unencrypted data after SSL request$"):
        connection.answer_encryption(message, accept=True)


@pytest.mark.parametrize(
    ("asked", "options", "version", "answer"),
    [
        (startup.VERSION_3_0, {}, startup.VERSION_3_0, b""),
        (startup.VERSION_3_2, {}, startup.VERSION_3_2, b""),
        (3 << 16 | 9, {}, startup.VERSION_3_2, b"v\0\0\0\x0c\0\3\0\2\0\0\0\0"),
        (startup.VERSION_3_0, {b"_pq_.x": b"1"}, startup.VERSION_3_0, b"v\0\0\0\x13\0\3\0\0\0\0\0\x01_pq_.x\0"),
    ],
)
def test_versions_are_negotiated(asked: int, options: dict[bytes, bytes], version: int, answer: bytes) -> None:
    connection = Connection()
    message = StartupMessage(asked, {b"user": b"u"} | options)
    assert feed_startup(connection, message) == message
    assert connection.negotiate(message) == answer
    assert connection.version == version


def feed_startup(connection: Connection, message: Message) -> Message | None:
    connection.receive_data(message.encode())
    return connection.next_message()


@pytest.mark.parametrize(
    ("packet", "text"),
    [
        (b"\0\0\0\x07xxx", "invalid length of startup packet"),
        (b"\0\0\x27\x11", "invalid length of startup packet"),
        (b"GET / HTTP/1.1", "invalid length of startup packet"),
        (b"\0\0\0\x08\0\2\0\0", "unsupported frontend protocol 2.0: server supports 3.0 to 3.2"),
        (b"\0\0\0\x0d\0\3\0\0user\0", "invalid startup packet layout: expected terminator as last byte"),
        (b"\0\0\0\x0a\0\3\0\0\0\0", "invalid startup packet layout: expected terminator as last byte"),
        (b"\0\0\0\x0c\x04\xd2\x16\x2e\0\0\0\1", "invalid length of cancel request packet"),
    ],
)
def test_bad_startup_packets(packet: bytes, text: str) -> None:
    connection = Connection()
    connection.receive_data(packet)
    with pytest.raises(ProtocolViolation, match=f"^{text}$") as caught:
        connection.next_message()
    assert caught.value.fatal


@pytest.mark.parametrize("key", [b"key!", b"k" * 32, b"k" * 256])
def test_cancel_requests_have_keys_of_any_length(key: bytes) -> None:
    assert feed_startup(Connection(), CancelRequest(42, key)) == CancelRequest(42, key)
