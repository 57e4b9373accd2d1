"""text, varchar, bpchar, name and "char" ("Character Types"); cstring and unknown, which read and print the same
way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translator.encoding import UNCONVERTED, decode, encode
from translator.errors.state import MAX_ALLOCATION, invalid_allocation
from translator.errors.values import (
    character_not_in_repertoire,
    invalid_parameter_value,
    invalid_text_representation,
    string_data_right_truncation,
)
from translator.settings_view import TypeSettings
from translator.types.binary import incorrect_binary_data, no_data
from translator.types.datatype import DataType, Encoder

MAX_LENGTH = 10485760
NAME_BYTES = 63


class Text(DataType):
    """A string of any length; NUL is refused (22021)."""

    typname = sqlname = "text"

    def parse(self, text: str, settings: TypeSettings) -> str:
        if "\0" in text:
            raise character_not_in_repertoire("UTF8", b"\0")
        return text

    def output(self, value: str, settings: TypeSettings) -> str:
        return value

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        return str(self.input(decode(data, settings.client_encoding), typmod, settings))

    def send(self, value: str, settings: TypeSettings) -> bytes:
        return encode(value, settings.client_encoding)

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        return str.encode

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        encoding = settings.client_encoding
        return str.encode if encoding in UNCONVERTED else lambda value: encode(value, encoding)


class CString(Text):
    typname = sqlname = "cstring"


class Unknown(Text):
    """A literal whose type is not decided yet."""

    typname = sqlname = "unknown"


def length_modifier(modifiers: Sequence[str], typname: str) -> int:
    """The typmod of varchar(n) and char(n): n + 4."""
    if len(modifiers) != 1:
        raise invalid_parameter_value("invalid type modifier")
    try:
        length = int(modifiers[0])
    except ValueError:
        raise invalid_text_representation("integer", modifiers[0]) from None
    if length < 1:
        raise invalid_parameter_value(f"length for type {typname} must be at least 1")
    if length > MAX_LENGTH:
        raise invalid_parameter_value(f"length for type {typname} cannot exceed {MAX_LENGTH}")
    return length + 4


def fit(value: str, length: int, sqlname: str, *, explicit: bool) -> str:
    """At most `length` characters: an explicit cast cuts, an assignment gives up spaces only (22001)."""
    if len(value) <= length:
        return value
    if not explicit and value[length:].strip(" "):
        raise string_data_right_truncation(f"{sqlname}({length})")
    return value[:length]


class VarChar(Text):
    """At most n characters; trailing spaces beyond that are dropped silently."""

    typname, sqlname = "varchar", "character varying"

    def typmod_in(self, modifiers: Sequence[str]) -> int:
        return length_modifier(modifiers, "varchar")

    def typmod_out(self, typmod: int) -> str:
        return f"({typmod - 4})" if typmod > 4 else ""

    def coerce_typmod(self, value: str, typmod: int, *, explicit: bool) -> str:
        return value if typmod < 4 else fit(value, typmod - 4, self.sqlname, explicit=explicit)


INT4_MAX = 2**31 - 1


def padded(value: str, typmod: int) -> str:
    """A character value filled up to its length.  Raises PgError XX000 beyond what PostgreSQL can hold."""
    if typmod > MAX_ALLOCATION:
        size = typmod + len(value.encode()) - len(value)
        raise invalid_allocation(size if size <= INT4_MAX else size + 2**64 - 2**32)  # as PostgreSQL counts
    return value.ljust(typmod - 4)


class BpChar(VarChar):
    """Exactly n characters, padded with spaces, which comparisons ignore."""

    typname, sqlname = "bpchar", "character"
    collation = "RTRIM"

    def typmod_in(self, modifiers: Sequence[str]) -> int:
        return length_modifier(modifiers, "char")

    def coerce_typmod(self, value: str, typmod: int, *, explicit: bool) -> str:
        if typmod < 4:
            return value
        return padded(fit(value, typmod - 4, self.sqlname, explicit=explicit), typmod)

    def key(self, value: str) -> str:
        return value.rstrip(" ")


def truncate_name(text: str) -> str:
    """The first 63 bytes, at a character's boundary."""
    if len(text) * 4 <= NAME_BYTES or len(data := text.encode()) <= NAME_BYTES:
        return text
    return data[:NAME_BYTES].decode(errors="ignore")


class Name(Text):
    """An identifier in the catalogs: at most 63 bytes, longer input is cut."""

    typname = sqlname = "name"

    def parse(self, text: str, settings: TypeSettings) -> str:
        return truncate_name(super().parse(text, settings))


OCTAL = re.compile(r"\\([0-3][0-7][0-7])")


class Char(DataType):
    """ "char", a single byte; stored as the character of that code, nothing for the zero byte."""

    typname, sqlname = "char", '"char"'

    def parse(self, text: str, settings: TypeSettings) -> str:
        match = OCTAL.fullmatch(text)
        code = int(match[1], 8) if match else text.encode()[0] if text else 0
        return chr(code) if code else ""

    def output(self, value: str, settings: TypeSettings) -> str:
        return f"\\{ord(value):03o}" if value and ord(value) > 127 else value

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        if not data:
            raise no_data()
        if len(data) > 1:
            raise incorrect_binary_data()
        return "" if data == b"\0" else data.decode("latin-1")

    def send(self, value: str, settings: TypeSettings) -> bytes:
        return value.encode("latin-1") or b"\0"


class TextLike(Text):
    """A type whose values are kept as the text that PostgreSQL prints: pg_node_tree, aclitem, pg_lsn ..."""

    def __init__(self, typname: str) -> None:
        self._typname = typname

    @property
    def name(self) -> str:
        return self._typname


TEXT_LIKE = ("pg_node_tree", "refcursor", "pg_ndistinct", "pg_dependencies", "pg_mcv_list")
TYPES: tuple[DataType, ...] = (
    Text(),
    VarChar(),
    BpChar(),
    Name(),
    Char(),
    CString(),
    Unknown(),
    *(TextLike(name) for name in TEXT_LIKE),
)
