"""json, kept as written, and jsonb, kept in canonical text ("JSON Types").

jsonb's canonical text has object keys ordered by length, then bytes, the last of duplicates, numbers as numeric
prints them, and PostgreSQL's spacing. `Json` is its Python form.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from translator.encoding import decode, encode
from translator.errors import PgError
from translator.errors.state import statement_too_complex
from translator.settings_view import TypeSettings
from translator.types.binary import insufficient_data
from translator.types.datatype import DataType
from translator.types.json_scan import JsonScanner
from translator.types.numeric import parse_numeric
from translator.types.text import Text

Json = Any
"""None, bool, str, JsonNumber, list or dict of these."""


class JsonNumber(str):
    """A number in numeric's canonical text."""

    __slots__ = ()


def _reject(constant: str) -> Json:
    raise ValueError(constant)


def _number(text: str) -> JsonNumber:
    return JsonNumber(parse_numeric(text))


VALIDATOR = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_reject)
DECODER = json.JSONDecoder(parse_float=_number, parse_int=_number, parse_constant=_reject)
STORED = json.JSONDecoder(parse_float=JsonNumber, parse_int=JsonNumber, parse_constant=_reject)
ENCODER = json.JSONEncoder(ensure_ascii=False)
quote: Any = ENCODER.encode


def _decode(decoder: json.JSONDecoder, text: str, *, jsonb: bool) -> Json:
    if "\\u" in text:
        JsonScanner(text, jsonb=jsonb).check()
    try:
        return decoder.decode(text)
    except RecursionError:
        raise statement_too_complex() from None
    except ValueError:
        JsonScanner(text, jsonb=jsonb).check()
        raise


def check_json(text: str, *, unescaped: bool = False) -> str:
    """`text` itself when it is JSON; 22P02 with PostgreSQL's detail otherwise.

    unescaped: whether what is escaped in strings must be characters too; 22P05.
    """
    _decode(VALIDATOR, text, jsonb=unescaped)
    return text


def load_json(text: str) -> Json:
    """The Python form of JSON text; objects lose duplicates but keep the order of their keys."""
    return _decode(DECODER, text, jsonb=True)


def read_jsonb(stored: str) -> Json:
    """The Python form of jsonb's storage form, which needs no check."""
    try:
        return STORED.decode(stored)
    except RecursionError:
        raise statement_too_complex() from None


def dump_jsonb(value: Json) -> str:
    """Canonical text of a Python form."""
    if isinstance(value, dict):
        keys = sorted(value, key=key_order)
        return "{" + ", ".join([f"{quote(key)}: {dump_jsonb(value[key])}" for key in keys]) + "}"
    if isinstance(value, list):
        return "[" + ", ".join([dump_jsonb(element) for element in value]) + "]"
    if isinstance(value, JsonNumber):
        return str(value)
    if isinstance(value, str):
        text: str = quote(value)
        return text
    return "null" if value is None else "true" if value else "false"


def key_order(key: str) -> tuple[int, bytes]:
    data = key.encode()
    return len(data), data


RANKS = {"null": 0, "string": 1, "number": 2, "boolean": 3, "array": 4, "object": 5}


def typeof(value: Json) -> str:
    """jsonb_typeof's word."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, JsonNumber):
        return "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def order_key(value: Json, *, top: bool = True) -> tuple[Any, ...]:
    """A key that sorts as jsonb's btree order: Object > Array > Boolean > Number > String > Null, empty top array
    first.
    """
    kind = typeof(value)
    rank = RANKS[kind]
    if kind == "null":
        return (rank,)
    if kind == "number":
        return (rank, Decimal(value))
    if kind in {"string", "boolean"}:
        return (rank, value)
    if kind == "array":
        if top and not value:
            return (-1,)
        return (rank, len(value), tuple(order_key(element, top=False) for element in value))
    items = sorted(value.items(), key=lambda item: key_order(item[0]))
    return (rank, len(items), tuple((key_order(k), order_key(v, top=False)) for k, v in items))


class JsonType(Text):
    """json: the text as written, once found valid."""

    typname = sqlname = "json"

    def parse(self, text: str, settings: TypeSettings) -> str:
        return check_json(super().parse(text, settings))


def compare_jsonb(left: str, right: str) -> int:
    """-1, 0 or 1 by the order of jsonb."""
    if left == right:
        return 0
    one, other = order_key(read_jsonb(left)), order_key(read_jsonb(right))
    return (one > other) - (one < other)


class JsonbType(DataType):
    """jsonb: canonical text; its binary form is a version byte, 1, and the text."""

    typname = sqlname = "jsonb"
    collation = "pg_jsonb"

    def parse(self, text: str, settings: TypeSettings) -> str:
        return dump_jsonb(load_json(text))

    def output(self, value: str, settings: TypeSettings) -> str:
        return value

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        if data[:1] != b"\x01":
            if not data:
                raise insufficient_data()
            raise PgError("XX000", f"unsupported jsonb version number {data[0]}")
        return self.parse(decode(data[1:], settings.client_encoding), settings)

    def send(self, value: str, settings: TypeSettings) -> bytes:
        return b"\x01" + encode(value, settings.client_encoding)

    def key(self, value: str) -> tuple[Any, ...]:
        return order_key(read_jsonb(value))


TYPES: tuple[DataType, ...] = (JsonType(), JsonbType())
