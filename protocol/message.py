"""The base of all messages and the decorators that declare them; both directions derive from one annotated class.

    @frontend(b"E")
    class Execute(Message):
        portal: CString
        max_rows: Int32

gives `encode() -> bytes` (the whole message with its header) and `decode(body) -> Execute` (the body without its
header), both as straight-line code that is written when first needed. Messages are never changed after they are made: a
decoder may hand out the same object again.
"""

from __future__ import annotations

import inspect
import struct
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, ClassVar, Protocol, Self, TypeVar, cast, get_args, get_type_hints

import msgspec

from protocol.errors import ProtocolViolation, insufficient_data, invalid_message_format, invalid_string
from protocol.fields import DecoderSource, EncoderSource, Field

TAGGED_HEADER = struct.Struct(">cI")
UNTAGGED_HEADER = struct.Struct(">I")
CODE = struct.Struct(">i")
REPEATED_BODIES = 256


class Message(msgspec.Struct):
    """A message of the protocol, its fields in the order of the wire.

    tag: its first byte, empty for the packets of the startup phase. code: the number after the header that tells
    messages of one tag apart (Authentication..., the startup requests), else None. repeated: its bodies recur, so the
    last ones are kept.
    """

    tag: ClassVar[bytes]
    code: ClassVar[int | None]
    repeated: ClassVar[bool]

    @classmethod
    def decode(cls, body: bytes) -> Self:
        """The message whose body (all after the header) is given. Raises ProtocolViolation."""
        return cast("Self", _decoder(cls)(body))

    def encode(self) -> bytes:
        """The whole message, header included."""
        return _encoder(type(self))(self)


AnyMessage = TypeVar("AnyMessage", bound=Message)


class Declaration(Protocol):
    """A class decorator that keeps the type of what it decorates."""

    def __call__(self, declared: type[AnyMessage]) -> type[AnyMessage]:
        """The class, completed."""


FRONTEND: dict[bytes, list[type[Message]]] = {}
BACKEND: dict[bytes, list[type[Message]]] = {}
STARTUP: list[type[Message]] = []


def frontend(tag: bytes, *, repeated: bool = False) -> Declaration:
    """Declares a message that the client sends. repeated: its bodies recur, so the last ones are kept."""
    return _declaration(FRONTEND.setdefault(tag, []), tag, None, repeated)


def backend(tag: bytes, *, code: int | None = None) -> Declaration:
    """Declares a message that the server sends."""
    return _declaration(BACKEND.setdefault(tag, []), tag, code)


def startup(*, code: int | None = None) -> Declaration:
    """Declares a packet without a tag, which the client sends before everything else."""
    return _declaration(STARTUP, b"", code)


def _declaration(known: list[type[Message]], tag: bytes, code: int | None, repeated: bool = False) -> Declaration:
    def declare(declared: type[AnyMessage]) -> type[AnyMessage]:
        declared.tag, declared.code, declared.repeated = tag, code, repeated
        known.append(declared)
        return declared

    return declare


@cache
def fields_of(kind: type[Message]) -> dict[str, Field]:
    """The fields of a class of messages by name, in the order of the wire."""
    hints = get_type_hints(kind, include_extras=True)
    annotated = {name: hints[name] for name in inspect.get_annotations(kind)}
    return {name: next(part for part in get_args(hint) if isinstance(part, Field)) for name, hint in annotated.items()}


def code_of(body: bytes) -> int:
    """The four-byte code that a body starts with. Raises ProtocolViolation when there is none."""
    if len(body) < CODE.size:
        raise insufficient_data()
    number: int = CODE.unpack_from(body)[0]
    return number


@cache
def _encoder(message: type[Message]) -> Callable[[Any], bytes]:
    source, tag = EncoderSource(), message.tag
    if message.code is not None:
        source.parts.append(repr(CODE.pack(message.code)))
    for kind, run in groupby(fields_of(message).items(), key=lambda item: type(item[1])):
        kind.encode_run(source, [(f"self.{name}", field) for name, field in run])
    source.names["header"] = TAGGED_HEADER.pack if tag else UNTAGGED_HEADER.pack
    source.lines.append(f"body = {' + '.join(source.parts) or repr(b'')}")
    header = f"header({tag!r}, len(body) + 4)" if tag else "header(len(body) + 4)"
    source.lines.append(f"return {header} + body")
    return cast("Callable[[Any], bytes]", _compiled("encode", ["self"], source.lines, source.names))


@cache
def _decoder(message: type[Message]) -> Callable[[bytes], Message]:
    fields, code = fields_of(message), message.code
    source = DecoderSource(at=0 if code is None else CODE.size)
    for kind, run in groupby(fields.items(), key=lambda item: type(item[1])):
        kind.decode_run(source, [(f"field_{name}", field) for name, field in run])
    source.names |= {
        "STRUCT_ERRORS": (struct.error, IndexError), "insufficient_data": insufficient_data,
        "invalid_string": invalid_string, "wrong_length": _wrong_length, "wrong_code": invalid_message_format,
        "MESSAGE": message if fields else message(),
    }  # fmt: skip
    lines = [] if code is None else [f"if data[:4] != {CODE.pack(code)!r}: raise wrong_code()"]
    if fields:
        lines += ["try:", *(f"    {line}" for line in source.lines)]
        lines += ["except STRUCT_ERRORS: raise insufficient_data() from None"]
        lines += ["except ValueError: raise invalid_string() from None"]
    lines += [f"if len(data) != {source.position}: raise wrong_length(data, {source.position})"]
    lines += [f"return MESSAGE({', '.join(f'field_{name}' for name in fields)})" if fields else "return MESSAGE"]
    decode = cast("Callable[[bytes], Message]", _compiled("decode", ["data"], lines, source.names))
    return lru_cache(REPEATED_BODIES)(decode) if message.repeated else decode


def _wrong_length(data: bytes, at: int) -> ProtocolViolation:
    return insufficient_data() if at > len(data) else invalid_message_format()


def _compiled(name: str, parameters: list[str], body: list[str], names: dict[str, Any]) -> object:
    text = "\n    ".join([f"def {name}({', '.join(parameters)}):", *body])
    exec(text, names)
    return names[name]
