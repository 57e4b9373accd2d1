"""Support functions of operator classes and aggregates: comparisons as -1, 0 or 1, the larger and the smaller."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.lower import build
from translator.types import array as arrays
from translator.types.datatype import DataType

Types = tuple[DataType, ...]


def _sign(one: Any, two: Any) -> int:
    return int(one > two) - int(one < two)


_COMPARISONS = {
    "btboolcmp": ("boolean",), "btint2cmp": ("smallint",), "btint4cmp": ("integer",), "btint8cmp": ("bigint",),
    "btint24cmp": ("smallint", "integer"), "btint28cmp": ("smallint", "bigint"), "btint42cmp": ("integer", "smallint"),
    "btint48cmp": ("integer", "bigint"), "btint82cmp": ("bigint", "smallint"), "btint84cmp": ("bigint", "integer"),
    "btoidcmp": ("oid",), "btcharcmp": ('"char"',), "btfloat4cmp": ("real",), "btfloat8cmp": ("double precision",),
    "btfloat48cmp": ("real", "double precision"), "btfloat84cmp": ("double precision", "real"),
    "bttextcmp": ("text",), "btnamecmp": ("name",), "btnametextcmp": ("name", "text"),
    "bttextnamecmp": ("text", "name"), "bttext_pattern_cmp": ("text",), "bpcharcmp": ("character",),
    "btbpchar_pattern_cmp": ("character",), "byteacmp": ("bytea",), "numeric_cmp": ("numeric",),
    "date_cmp": ("date",), "time_cmp": ("time without time zone",), "timetz_cmp": ("time with time zone",),
    "timestamp_cmp": ("timestamp without time zone",), "timestamptz_cmp": ("timestamp with time zone",),
    "interval_cmp": ("interval",), "uuid_cmp": ("uuid",), "xid8cmp": ("xid8",), "btarraycmp": ("anyarray",),
}  # fmt: skip
_LARGER = {
    "int2": "smallint", "int4": "integer", "int8": "bigint", "float4": "real", "float8": "double precision",
    "oid": "oid",
}  # fmt: skip
"""Prefix of larger and smaller -> type, where no underscore stands between."""
_LARGER_SPELLED = {
    "text": "text", "bpchar": "character", "bytea": "bytea", "numeric": "numeric", "date": "date",
    "time": "time without time zone", "timetz": "time with time zone", "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone", "interval": "interval", "xid8": "xid8", "array": "anyarray",
}  # fmt: skip


_BYTES = ("bttext", "btname", "btbpchar", "bpcharcmp", "byteacmp", "uuid_cmp")
"""Beginnings of the comparisons that tell how the first differing bytes differ."""


def _bytes_sign(one: bytes, two: bytes, end: bytes = b"") -> int:
    """The difference of the first differing bytes; else the longer is the larger.  `end` ends both, as a name ends."""
    for left, right in zip(one + end, two + end, strict=False):
        if left != right:
            return left - right
    return _sign(len(one), len(two))


def _as_bytes(value: Any, *, padded: bool) -> bytes:
    if isinstance(value, bytes):
        return value
    text = value.rstrip(" ") if padded else value
    return bytes(text.encode())


def _comparison(name: str, arguments: tuple[str, ...]) -> None:
    one, two = arguments if len(arguments) == 2 else arguments * 2

    def compare(types: Types, left: Any, right: Any) -> int:
        if name == "btint2cmp":
            return int(left - right)
        if name == "btcharcmp":
            return ord(left or "\0") - ord(right or "\0")
        if name.startswith(_BYTES):
            padded = "bpchar" in name
            end = b"\0" if name == "btnamecmp" else b""
            return _bytes_sign(_as_bytes(left, padded=padded), _as_bytes(right, padded=padded), end)
        return _sign(types[0].key(left), types[1].key(right))

    compare.__name__ = name
    function(f"{name}({one},{two})", types=True)(compare)


def _extremes(larger: str, smaller: str, argument: str) -> None:
    first_of_equals = argument == "character"

    def pick_larger(types: Types, left: Any, right: Any) -> Any:
        one, other = types[0].key(left), types[1].key(right)
        return left if one > other or (first_of_equals and one == other) else right

    def pick_smaller(types: Types, left: Any, right: Any) -> Any:
        one, other = types[0].key(left), types[1].key(right)
        return left if one < other or (first_of_equals and one == other) else right

    for name, body in ((larger, pick_larger), (smaller, pick_smaller)):
        body.__name__ = name
        function(f"{name}({argument},{argument})", types=True)(body)


for _name, _arguments in _COMPARISONS.items():
    _comparison(_name, _arguments)
for _prefix, _argument in _LARGER.items():
    _extremes(f"{_prefix}larger", f"{_prefix}smaller", _argument)
for _prefix, _argument in _LARGER_SPELLED.items():
    _extremes(f"{_prefix}_larger", f"{_prefix}_smaller", _argument)


def _vector_key(stored: str) -> tuple[int, list[int]]:
    """A shorter oidvector comes before a longer one."""
    elements = arrays.load(stored).elements
    return len(elements), elements


@function("btoidvectorcmp(oidvector,oidvector)")
def btoidvectorcmp(left: str, right: str) -> int:
    (one, these), (two, those) = _vector_key(left), _vector_key(right)
    return one - two or _sign(these, those)


def _vector_test(name: str, test: Callable[[Any, Any], bool]) -> None:
    def compare(left: str, right: str) -> int:
        return int(test(_vector_key(left), _vector_key(right)))

    compare.__name__ = f"oidvector{name}"
    function(f"oidvector{name}(oidvector,oidvector)")(compare)


@lowering("oidvectoreq(oidvector,oidvector)")
def oidvectoreq(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return build.compare(exp.EQ, _comparable(left), _comparable(right), None)


@lowering("oidvectorne(oidvector,oidvector)")
def oidvectorne(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return build.compare(exp.NEQ, _comparable(left), _comparable(right), None)


def _comparable(vector: exp.Expression) -> exp.Expression:
    """Stored vectors, as those of the catalogs, are in one form; arrays brought to the type are not."""
    return vector if isinstance(vector, exp.Column) else build.call("pg_vector", vector)


for _name, _test in (("lt", operator.lt), ("le", operator.le), ("gt", operator.gt), ("ge", operator.ge)):
    _vector_test(_name, _test)
