"""Every message: the two derived directions agree, and no bytes raise anything but a protocol error."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from message_strategies import ALL_MESSAGES, TAGGED, messages, values

from protocol import backend, frontend, startup
from protocol.backend import CommandComplete, CopyData, DataRow, RowDescription
from protocol.errors import ProtocolViolation
from protocol.fields import Column
from protocol.frontend import Bind, Describe, Execute, Parse, Query, Sync
from protocol.message import Message
from protocol.startup import StartupMessage

few = settings(max_examples=150)


def body(message: Message) -> bytes:
    return message.encode()[len(message.tag) + 4 :]


@few
@given(messages(ALL_MESSAGES))
def test_decoding_an_encoded_message_gives_it_back(message: Message) -> None:
    assert type(message).decode(body(message)) == message


@few
@given(messages(TAGGED))
def test_the_header_holds_tag_and_length(message: Message) -> None:
    encoded = message.encode()
    assert encoded[:1] == message.tag
    assert int.from_bytes(encoded[1:5], "big") == len(encoded) - 1


@few
@given(st.sampled_from(ALL_MESSAGES), st.binary(max_size=60))
def test_random_bodies_raise_only_protocol_errors(kind: type[Message], data: bytes) -> None:
    try:
        message = kind.decode(data)
    except ProtocolViolation:
        return
    assert isinstance(message, kind)


@few
@given(messages(ALL_MESSAGES), st.data())
def test_damaged_bodies_raise_only_protocol_errors(message: Message, data: st.DataObject) -> None:
    whole = body(message)
    cut = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=4))
    with suppress(ProtocolViolation):
        type(message).decode(whole[:cut] + noise + whole[cut + len(noise) :])


@few
@given(st.lists(values, max_size=6))
def test_the_fast_row_encoder_equals_the_derived_one(row: list[bytes | None]) -> None:
    assert backend.data_row(row) == DataRow(row).encode()


@few
@given(st.binary(max_size=300))
def test_the_fast_copy_encoder_equals_the_derived_one(data: bytes) -> None:
    assert backend.copy_data(data) == CopyData(data).encode()


def test_long_values_take_the_fast_encoder_too() -> None:
    row = [b"x" * 1023, b"y" * 1024, b"z" * 70_000, None]
    assert backend.data_row(row) == DataRow(row).encode()


def test_the_fast_tag_encoder_equals_the_derived_one() -> None:
    assert backend.command_complete(b"INSERT 0 1") == CommandComplete(b"INSERT 0 1").encode()


@pytest.mark.parametrize(
    ("message", "encoded"),
    [
        (Query(b"SELECT 1"), b"Q\0\0\0\x0dSELECT 1\0"),
        (Parse(b"s", b"SELECT $1", (23,)), b"P\0\0\0\x16s\0SELECT $1\0\0\1\0\0\0\x17"),
        (Bind(b"", b"s", (1,), [b"ab", None], ()), b"B\0\0\0\x19\0s\0\0\1\0\1\0\2\0\0\0\2ab\xff\xff\xff\xff\0\0"),
        (Describe(b"S", b"s"), b"D\0\0\0\x07Ss\0"),
        (Execute(b"p", 10), b"E\0\0\0\x0ap\0\0\0\0\x0a"),
        (Sync(), b"S\0\0\0\4"),
        (DataRow([b"1", None]), b"D\0\0\0\x0f\0\2\0\0\0\x011\xff\xff\xff\xff"),
        (
            RowDescription((Column(b"a", 16384, 1, 23, 4, -1, 0),)),
            b"T\0\0\0\x1a\0\1a\0\0\0\x40\0\0\1\0\0\0\x17\0\4\xff\xff\xff\xff\0\0",
        ),
        (StartupMessage(startup.VERSION_3_0, {b"user": b"u"}), b"\0\0\0\x10\0\3\0\0user\0u\0\0"),
        (backend.BackendKeyData(1, b"key!"), b"K\0\0\0\x0c\0\0\0\1key!"),
        (backend.AuthenticationSASL((b"A", b"B")), b"R\0\0\0\x0d\0\0\0\x0aA\0B\0\0"),
    ],
)
def test_messages_look_as_the_manual_says(message: Message, encoded: bytes) -> None:
    assert message.encode() == encoded


@pytest.mark.parametrize(
    ("kind", "data", "text"),
    [
        (Query, b"SELECT 1", "invalid string in message"),
        (Query, b"SELECT 1\0x", "invalid message format"),
        (Execute, b"p\0\0\0", "insufficient data left in message"),
        (Execute, b"p\0\0\0\0\0\0", "invalid message format"),
        (Bind, b"\0\0\0\0\0\1\0\0\0\5ab", "insufficient data left in message"),
        (Bind, b"\0\0\0\0\0\1\xff\xff\xff\xfe\0\0", "insufficient data left in message"),
        (Sync, b"\0", "invalid message format"),
    ],
)
def test_malformed_bodies_are_reported_in_postgresqls_words(kind: type[Message], data: bytes, text: str) -> None:
    with pytest.raises(ProtocolViolation, match=f"^{text}$") as caught:
        kind.decode(data)
    assert (caught.value.sqlstate, caught.value.severity) == ("08P01", "ERROR")


def test_authentication_requests_are_told_apart_by_their_code() -> None:
    request = backend.AuthenticationMD5Password(b"salt")
    assert backend.decode(b"R", body(request)) == request
    with pytest.raises(ProtocolViolation, match="authentication request 77"):
        backend.decode(b"R", b"\0\0\0\x4d")
    with pytest.raises(ProtocolViolation, match="invalid backend message type 255"):
        backend.decode(b"\xff", b"")
    with pytest.raises(ProtocolViolation, match="invalid frontend message type 255"):
        frontend.decode(b"\xff", b"")


def test_a_recurring_message_is_decoded_once() -> None:
    assert Execute.decode(b"p\0\0\0\0\0") is Execute.decode(b"p\0\0\0\0\0")


def test_messages_have_slots_and_print_their_fields() -> None:
    message = Execute(b"p", 0)
    assert not hasattr(message, "__dict__")
    assert repr(message) == "Execute(portal=b'p', max_rows=0)"
    assert message != Describe(b"P", b"p")
