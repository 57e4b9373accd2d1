"""The base of all messages and the decorators that derive both directions from one annotated class.

    @frontend(b"E")
    class Execute(Message):
        portal: CString
        max_rows: Int32

gives the class slots, a constructor that takes the fields in order, `encode() -> bytes` (the whole message with its
header) and `decode(body) -> Execute` (the body without its header), all as straight-line code that is written when it
is first needed. Messages are never changed after they are made: a decoder may hand out the same object again.
"""

from __future__ import annotations

import inspect
import struct
from collections.abc import Callable
from functools import cached_property, lru_cache
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
    messages of one tag apart (Authentication..., the startup requests), else None.
    """

    __slots__: tuple[str, ...] = ()
    tag: ClassVar[bytes]
    code: ClassVar[int | None]
    layout: ClassVar[Layout]

    def __init__(self, *values: Any, **named: Any) -> None:
        """The first of its class makes the constructor that the others use."""
        kind = type(self)
        kind.__init__ = _constructor(kind)  # type: ignore[method-assign]  # once, in place of this one
        kind.__init__(self, *values, **named)

    @classmethod
    def decode(cls, body: bytes) -> Self:
        """The message whose body (all after the header) is given. Raises ProtocolViolation."""
        return cast("Self", cls.layout.decoder(body))

    def encode(self) -> bytes:
        """The whole message, header included."""
        return self.layout.encoder(self)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
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
    """The class again, with slots."""
    annotations = inspect.get_annotations(declared)
    namespace = {
        "__doc__": declared.__doc__, "__module__": declared.__module__, "__qualname__": declared.__qualname__,
        "__annotations__": annotations, "__slots__": tuple(annotations), "tag": tag, "code": code,
    }  # fmt: skip
    message = cast("type[AnyMessage]", type(declared.__name__, declared.__bases__, namespace))
    message.layout = Layout(message, repeated)
    return message


def _constructor(kind: type[Message]) -> Callable[..., None]:
    body = [f"self.{name} = {name}" for name in kind.__slots__] or ["pass"]
    return cast("Callable[..., None]", _compiled("__init__", ["self", *kind.__slots__], body, {}))


class Layout:
    """What follows from the annotations of a class of messages. repeated: bodies recur, so the last ones are kept."""

    def __init__(self, message: type[Message], repeated: bool) -> None:
        self._message = message
        self._repeated = repeated

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields by name, in the order of the wire."""
        hints = get_type_hints(self._message, include_extras=True)
        names = self._message.__slots__
        return {name: next(part for part in get_args(hints[name]) if isinstance(part, Field)) for name in names}

    @cached_property
    def encoder(self) -> Callable[[Any], bytes]:
        """Makes the whole message of an object."""
        source, tag, code = EncoderSource(), self._message.tag, self._message.code
        if code is not None:
            source.parts.append(repr(CODE.pack(code)))
        for kind, run in groupby(self.fields.items(), key=lambda item: type(item[1])):
            kind.encode_run(source, [(f"self.{name}", field) for name, field in run])
        source.names["header"] = TAGGED_HEADER.pack if tag else UNTAGGED_HEADER.pack
        source.lines.append(f"body = {' + '.join(source.parts) or repr(b'')}")
        header = f"header({tag!r}, len(body) + 4)" if tag else "header(len(body) + 4)"
        source.lines.append(f"return {header} + body")
        return cast("Callable[[Any], bytes]", _compiled("encode", ["self"], source.lines, source.names))

    @cached_property
    def decoder(self) -> Callable[[bytes], Message]:
        """Makes an object of a body."""
        message, fields, code = self._message, self.fields, self._message.code
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
        return lru_cache(REPEATED_BODIES)(decode) if self._repeated else decode


def _wrong_length(data: bytes, at: int) -> ProtocolViolation:
    return insufficient_data() if at > len(data) else invalid_message_format()


def _compiled(name: str, parameters: list[str], body: list[str], names: dict[str, Any]) -> object:
    text = "\n    ".join([f"def {name}({', '.join(parameters)}):", *body])
    exec(text, names)
    return names[name]
