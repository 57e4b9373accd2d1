"""Ways to spoil a stream of messages, or any bytes: each takes what is there and gives something close to it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random

from tests.hostile.streams import Stream

LENGTHS = (0, 1, 3, 4, 5, 7, 8, 9, 255, 10_000, 10_001, 0x3FFFFFFF, 0x40000000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
NUMBERS = (b"\0\0", b"\0\1", b"\xff\xff", b"\x7f\xff", b"\x80\0", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\xfe",
           b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\1")  # fmt: skip
TAGS = b"QPBDECSHFdcfpXTZIKRN12\0\xff\x16?"


def spoiled_bytes(dice: Random, data: bytes) -> bytes:
    """The bytes with one thing changed."""
    return dice.choice(_BYTES)(dice, data)


def spoiled_stream(dice: Random, messages: Stream, other: Stream) -> Stream:
    """The messages with some things changed. other: another stream, to take messages from."""
    result = list(messages)
    for _ in range(dice.choice((0, 1, 1, 1, 2, 3, 6))):
        if result:
            dice.choice(_STREAMS)(dice, result, other)
    return result


def chunks(dice: Random, messages: Stream) -> list[bytes]:
    """The stream as it may arrive: message by message, at once, byte by byte, or cut anywhere."""
    way = dice.random()
    if way < 0.4:
        return [message for message in messages if message]
    data = b"".join(messages)
    if way < 0.7:
        return [data] if data else []
    if way < 0.72:
        return [data[at : at + 1] for at in range(len(data))]
    cuts = sorted(dice.randrange(len(data) + 1) for _ in range(dice.randrange(1, 9)))
    parts = [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    return [part for part in parts if part]


def _flip(dice: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5))):
        if changed:
            changed[dice.randrange(len(changed))] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
    return bytes(changed)


def _insert(dice: Random, data: bytes) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice((dice.randbytes(dice.randrange(1, 9)), *NUMBERS)) + data[at:]


def _remove(dice: Random, data: bytes) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + data[at + dice.choice((1, 2, 4, 8)) :]


def _repeat(dice: Random, data: bytes) -> bytes:
    at = dice.randrange(len(data) + 1)
    end = at + dice.randrange(1, 20)
    return data[:end] + data[at:end] * dice.choice((1, 2, 50)) + data[end:]


def _number(dice: Random, data: bytes) -> bytes:
    number = dice.choice(NUMBERS)
    at = dice.randrange(max(len(data) - len(number), 0) + 1)
    return data[:at] + number + data[at + len(number) :]


def _cut_off(dice: Random, data: bytes) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


_BYTES: tuple[Callable[[Random, bytes], bytes], ...] = (
    _flip,
    _flip,
    _insert,
    _remove,
    _repeat,
    _number,
    _number,
    _cut_off,
)


def _drop(dice: Random, messages: Stream, _other: Stream) -> None:
    del messages[dice.randrange(len(messages))]


def _double(dice: Random, messages: Stream, _other: Stream) -> None:
    at = dice.randrange(len(messages))
    messages[at:at] = [messages[at]] * dice.choice((1, 1, 2, 10))


def _swap(dice: Random, messages: Stream, _other: Stream) -> None:
    one, two = dice.randrange(len(messages)), dice.randrange(len(messages))
    messages[one], messages[two] = messages[two], messages[one]


def _splice(dice: Random, messages: Stream, other: Stream) -> None:
    at = dice.randrange(len(messages) + 1)
    start = dice.randrange(len(other) + 1)
    messages[at:at] = other[start : start + dice.randrange(1, 6)]


def _body(dice: Random, messages: Stream, _other: Stream) -> None:
    """Changes what follows a header, and mostly lets the header say how long it is now."""
    at = dice.randrange(len(messages))
    message = messages[at]
    body = spoiled_bytes(dice, message[5:])
    header = message[:1] + struct.pack(">I", len(body) + 4) if dice.random() < 0.8 else message[:5]
    messages[at] = header + body


def _length(dice: Random, messages: Stream, _other: Stream) -> None:
    at = dice.randrange(len(messages))
    message = messages[at]
    near = (len(message) - 1 + dice.choice((-2, -1, 1, 2))) & 0xFFFFFFFF
    length = near if dice.random() < 0.5 else dice.choice(LENGTHS)
    messages[at] = message[:1] + struct.pack(">I", length) + message[5:]


def _tag(dice: Random, messages: Stream, _other: Stream) -> None:
    at = dice.randrange(len(messages))
    messages[at] = bytes((dice.choice(TAGS),)) + messages[at][1:]


def _any_bytes(dice: Random, messages: Stream, _other: Stream) -> None:
    at = dice.randrange(len(messages))
    messages[at] = spoiled_bytes(dice, messages[at])


def _end(dice: Random, messages: Stream, _other: Stream) -> None:
    del messages[dice.randrange(len(messages)) :]


_STREAMS: tuple[Callable[[Random, Stream, Stream], None], ...] = (
    _drop, _double, _swap, _splice, _body, _body, _body, _length, _tag, _any_bytes, _end,
)  # fmt: skip
