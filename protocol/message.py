"""The base of all messages and the decorators that derive both directions from one annotated class.

    @frontend(b"E")
    class Execute(Message):
        portal: CString
        max_rows: Int32

gives the class slots, a constructor that takes the fields in order, `encode() -> bytes` (the whole message with its
header) and `decode(body) -> Execute` (the body without its header), both as straight-line code. Messages are never
changed after they are made: a decoder may hand out the same object again.
"""

from __future__ import annotations

import inspect
import struct
from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from struct import Struct
from typing import Any, ClassVar, Protocol, Self, TypeVar, cast, dataclass_transform, get_args, get_type_hints

from protocol.errors import ProtocolViolation, insufficient_data, invalid_message_format, invalid_string
from protocol.fields import DecoderSource, EncoderSource, Field

TAGGED_HEADER = Struct(">cI")
UNTAGGED_HEADER = Struct(">I")
CODE = Struct(">i")
REPEATED_BODIES = 256


class Message:
    """A message of the protocol.

    tag: its first byte, empty for the packets of the startup phase. code: the number after the header that tells
    messages of one tag apart (Authentication..., the startup requests), else None. fields: in the order of the wire.
    """

    __slots__ = ()
    tag: ClassVar[bytes]
    code: ClassVar[int | None]
    fields: ClassVar[dict[str, Field]]

    @classmethod
    def decode(cls, body: bytes) -> Self:
        """The message whose body (all after the header) is given. Raises ProtocolViolation."""
        raise NotImplementedError

    def encode(self) -> bytes:
        """The whole message, header included."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.fields)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.fields)
        return f"{type(self).__name__}({values})"


AnyMessage = TypeVar("AnyMessage", bound=Message)


class Declaration(Protocol):
    """A class decorator that keeps the type of what it decorates."""

    def __call__(self, declared: type[AnyMessage]) -> type[AnyMessage]:
        """The class, completed."""


FRONTEND: dict[bytes, list[type[Message]]] = {}
BACKEND: dict[bytes, list[type[Message]]] = {}
STARTUP: list[type[Message]] = []


@dataclass_transform(eq_default=False)
def frontend(tag: bytes, *, repeated: bool = False) -> Declaration:
    """Declares a message that the client sends. repeated: its bodies recur, so the last ones are kept."""

    def declare(declared: type[AnyMessage]) -> type[AnyMessage]:
        message = _build(declared, tag, None, repeated)
        FRONTEND.setdefault(tag, []).append(message)
        return message

    return declare


@dataclass_transform(eq_default=False)
def backend(tag: bytes, *, code: int | None = None) -> Declaration:
    """Declares a message that the server sends."""

    def declare(declared: type[AnyMessage]) -> type[AnyMessage]:
        message = _build(declared, tag, code, repeated=False)
        BACKEND.setdefault(tag, []).append(message)
        return message

    return declare


@dataclass_transform(eq_default=False)
def startup(*, code: int | None = None) -> Declaration:
    """Declares a packet without a tag, which the client sends before everything else."""

    def declare(declared: type[AnyMessage]) -> type[AnyMessage]:
        message = _build(declared, b"", code, repeated=False)
        STARTUP.append(message)
        return message

    return declare


def code_of(body: bytes) -> int:
    """The four-byte code that a body starts with. Raises ProtocolViolation when there is none."""
    if len(body) < CODE.size:
        raise insufficient_data()
    number: int = CODE.unpack_from(body)[0]
    return number


def _build(declared: type[AnyMessage], tag: bytes, code: int | None, repeated: bool) -> type[AnyMessage]:
    """The class again, with slots and with the generated constructor, encoder and decoder."""
    fields = _fields_of(declared)
    namespace = {
        "__doc__": declared.__doc__, "__module__": declared.__module__, "__qualname__": declared.__qualname__,
        "__slots__": tuple(fields), "tag": tag, "code": code, "fields": fields,
        "__init__": _constructor(fields), "encode": _encoder(fields, tag, code),
    }  # fmt: skip
    message = cast("type[AnyMessage]", type(declared.__name__, declared.__bases__, namespace))
    decode = _decoder(fields, code, message)
    message.decode = staticmethod(lru_cache(REPEATED_BODIES)(decode) if repeated else decode)  # type: ignore[assignment]
    return message


def _fields_of(declared: type[Message]) -> dict[str, Field]:
    hints = get_type_hints(declared, include_extras=True)
    annotated = {name: hints[name] for name in inspect.get_annotations(declared)}
    return {name: next(part for part in get_args(hint) if isinstance(part, Field)) for name, hint in annotated.items()}


def _constructor(fields: dict[str, Field]) -> Callable[..., None]:
    body = [f"self.{name} = {name}" for name in fields] or ["pass"]
    return cast("Callable[..., None]", _compiled("__init__", ["self", *fields], body, {}))


def _encoder(fields: dict[str, Field], tag: bytes, code: int | None) -> Callable[[Any], bytes]:
    source = EncoderSource()
    if code is not None:
        source.parts.append(repr(CODE.pack(code)))
    for kind, run in groupby(fields.items(), key=lambda item: type(item[1])):
        kind.encode_run(source, [(f"self.{name}", field) for name, field in run])
    source.names["header"] = TAGGED_HEADER.pack if tag else UNTAGGED_HEADER.pack
    source.lines.append(f"body = {' + '.join(source.parts) or repr(b'')}")
    header = f"header({tag!r}, len(body) + 4)" if tag else "header(len(body) + 4)"
    source.lines.append(f"return {header} + body")
    return cast("Callable[[Any], bytes]", _compiled("encode", ["self"], source.lines, source.names))


def _decoder(fields: dict[str, Field], code: int | None, message: type[AnyMessage]) -> Callable[[bytes], AnyMessage]:
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
    return cast("Callable[[bytes], AnyMessage]", _compiled("decode", ["data"], lines, source.names))


def _wrong_length(data: bytes, at: int) -> ProtocolViolation:
    return insufficient_data() if at > len(data) else invalid_message_format()


def _compiled(name: str, parameters: list[str], body: list[str], names: dict[str, Any]) -> object:
    text = "\n    ".join([f"def {name}({', '.join(parameters)}):", *body])
    exec(text, names)
    return names[name]
