"""DataType: how values of one type are stored, read and printed ("Data Types").

A value in storage form is what SQLite holds: int, float, str, bytes; NULL never reaches these methods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from translator.errors import PgError
from translator.errors.statements import feature_not_supported_message, syntax_error
from translator.errors.values import character_not_in_repertoire
from translator.settings_view import TypeSettings

Storage = int | float | str | bytes | None
Encoder = Callable[[Any], bytes]


class DataType:
    """One base type; its subclasses are instantiated once and found through the registry by `typname`."""

    typname: ClassVar[str] = ""
    """pg_type.typname."""
    sqlname: str = ""
    """The name in messages, as format_type prints it."""
    affinity: str = "TEXT"
    """The STRICT column type that holds it: INTEGER, TEXT, BLOB, REAL or ANY."""
    collation: str | None = None
    """SQLite's collation under which stored values compare as PostgreSQL compares them; None is BINARY."""
    preferred_delimiter: ClassVar[str] = ","

    @property
    def name(self) -> str:
        return self.typname

    @property
    def plain(self) -> DataType:
        """The type without domains: what functions on stored values look at."""
        return self

    def parse(self, text: str, settings: TypeSettings) -> Any:
        """The value that `text` stands for, before any typmod."""
        raise NotImplementedError

    def input(self, text: str, typmod: int, settings: TypeSettings) -> Any:
        """The value that `text` stands for, as an assignment to a column with this typmod takes it."""
        value = self.parse(text, settings)
        return value if typmod < 0 else self.coerce_typmod(value, typmod, explicit=False)

    def input_null(self, settings: TypeSettings) -> None:
        """Called for a NULL inside a value's text or binary form: a domain may refuse it."""

    def output(self, value: Any, settings: TypeSettings) -> str:
        """The text representation."""
        raise NotImplementedError

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> Any:
        """The value that the binary representation stands for. Types without one raise 42883."""
        raise PgError("42883", f"no binary input function available for type {self.sqlname}")

    def send(self, value: Any, settings: TypeSettings) -> bytes:
        """The binary representation."""
        raise PgError("42883", f"no binary output function available for type {self.sqlname}")

    def typmod_in(self, modifiers: Sequence[str]) -> int:
        """The typmod for the modifiers in parentheses, as written."""
        raise syntax_error(f'type modifier is not allowed for type "{self.sqlname}"')

    def reduced_precision(self, modifiers: Sequence[str]) -> str | None:
        """The type's name with a precision that `typmod_in` takes down to the highest there is; None for others."""
        return None

    def typmod_out(self, typmod: int) -> str:
        """What follows the type's name: "(10,2)", or nothing."""
        return "" if typmod < 0 else f"({typmod})"

    def coerce_typmod(self, value: Any, typmod: int, *, explicit: bool) -> Any:
        """The length coercion: the value fit to `typmod`, or PgError."""
        return value

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        """A function from storage form to the wire's text; settings are read now, once."""
        output = self.output
        return lambda value: output(value, settings).encode()

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        """A function from storage form to the wire's binary form."""
        send = self.send
        return lambda value: send(value, settings)

    @property
    def unsorted(self) -> bool:
        """Whether the type has no order."""
        return self.name in UNSORTED

    def key(self, value: Any) -> Any:
        """A hashable, ordered key: equal and sorted as PostgreSQL's default operators say."""
        return value

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


UNSORTED = frozenset({
    "unknown", "json", "xml", "xid", "cid", "aclitem", "pg_snapshot", "txid_snapshot", "jsonpath", "pg_node_tree",
    "refcursor", "pg_ndistinct", "pg_dependencies", "pg_mcv_list",
    "point", "lseg", "box", "line", "path", "polygon", "circle",
})  # fmt: skip
"""The types without a comparison function."""


def order_collation(oid: int) -> str:
    """The name of the SQLite collation under which values of a type compare by their `key`."""
    return f"{ORDER_COLLATION}{oid}"


ORDER_COLLATION = "pg_type_"


class PseudoType(DataType):
    """A type that has no values: any, anyelement, trigger, internal ..."""

    def __init__(self, typname: str, sqlname: str) -> None:
        self._typname = typname
        self._sqlname = sqlname

    @property
    def name(self) -> str:
        return self._typname

    def parse(self, text: str, settings: TypeSettings) -> Any:
        raise feature_not_supported_message(f"cannot accept a value of type {self._sqlname}")

    def output(self, value: Any, settings: TypeSettings) -> str:
        raise feature_not_supported_message(f"cannot display a value of type {self._sqlname}")


def decode_utf8(data: bytes) -> str:
    """Text from the wire: 22021 for bytes that are not UTF-8 and for NUL."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        sequence = b"\0" if 0 in data[: error.start] else invalid_sequence(data, error.start)
        raise character_not_in_repertoire("UTF8", sequence) from None
    if "\0" in text:
        raise character_not_in_repertoire("UTF8", b"\0")
    return text


def invalid_sequence(data: bytes, start: int) -> bytes:
    """The bytes that PostgreSQL shows for an invalid sequence: as many as the first byte announces."""
    lead = data[start]
    length = 4 if lead & 0xF8 == 0xF0 else 3 if lead & 0xF0 == 0xE0 else 2 if lead & 0xE0 == 0xC0 else 1
    return data[start : start + length]
