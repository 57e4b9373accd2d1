"""Arrays of any element type ("Arrays"), stored as JSON text of the elements' storage values.

Bytes are hexadecimal strings, infinities of floats the numbers 9e999 and -9e999. Several dimensions nest;
lower bounds other than 1 are kept in an object: {"lb":[0],"a":[...]}. `Array` is the Python form.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from struct import error, unpack_from
from struct import pack as pack_struct
from typing import Any

from msgspec import DecodeError, Struct
from msgspec.json import Decoder

from translator.errors import PgError
from translator.errors.state import program_limit_exceeded
from translator.errors.statements import datatype_mismatch
from translator.errors.values import array_subscript_error, invalid_binary_representation, null_value_not_allowed
from translator.settings_view import TypeSettings
from translator.types.array_literal import MAX_DIMENSIONS, MAX_ELEMENTS, read_literal, too_many_elements
from translator.types.binary import incorrect_binary_data, insufficient_data
from translator.types.datatype import DataType, order_collation

MIN_SUBSCRIPT, MAX_SUBSCRIPT = -(2**31), 2**31 - 1
FIRST_UNPINNED_OID = 10000
"""Types from here on may have other oids elsewhere, so a difference is passed over."""
MAX_STORED = 1 << 27
"""Characters of a stored array or row: rows inside rows double their backslashes with each level."""
NEEDS_QUOTES = set('{}"\\ \t\n\r\v\f')
_decode: Any = Decoder().decode
_encode: Any = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Array(Struct):
    """Elements in row-major order with the length and lower bound of each dimension; no dimensions when empty."""

    elements: list[Any]
    lengths: tuple[int, ...]
    bounds: tuple[int, ...]

    @classmethod
    def of(cls, elements: list[Any]) -> Array:
        """A one-dimensional array from 1; an empty one has no dimension."""
        return cls(elements, (len(elements),), (1,)) if elements else cls([], (), ())

    @property
    def dimensions(self) -> str:
        """[0:2][1:3], as array_dims prints them."""
        return "".join(f"[{b}:{b + n - 1}]" for b, n in zip(self.bounds, self.lengths, strict=True))


def _flatten(nested: list[Any], depth: int) -> list[Any]:
    for _ in range(depth - 1):
        nested = [element for part in nested for element in part]
    return nested


def _nest(elements: list[Any], lengths: Sequence[int]) -> list[Any]:
    for length in reversed(lengths[1:]):
        elements = [elements[start : start + length] for start in range(0, len(elements), length)]
    return elements


def without_nulls(stored: str) -> list[Any]:
    """The elements of a stored array of strings.  Raises PgError 22004 where one of them is NULL."""
    elements = load(stored).elements
    if None in elements:
        raise null_value_not_allowed("null array element not allowed in this context")
    return elements


def load(stored: str, element: DataType | None = None) -> Array:
    """The Python form of a stored array; with `element`, bytes and floats are turned back into themselves."""
    try:
        document = _decode(stored)
    except DecodeError:  # the infinities
        document = json.loads(stored)
    bounds: tuple[int, ...] | None = None
    if isinstance(document, dict):
        bounds, document = tuple(document["lb"]), document["a"]
    lengths: list[int] = []
    inner = document
    while isinstance(inner, list) and inner:
        lengths.append(len(inner))
        inner = inner[0]
    elements = _flatten(document, len(lengths))
    if element is not None:
        thaw = thawer(element)
        if thaw is not None:
            elements = [None if e is None else thaw(e) for e in elements]
    return Array(elements, tuple(lengths), bounds or (1,) * len(lengths))


def elements_of(stored: str, element: DataType) -> list[Any]:
    """The elements alone, as `load` gives them."""
    try:
        document = _decode(stored)
    except DecodeError:
        document = None
    if not isinstance(document, list) or (document and isinstance(document[0], list)) or element.affinity == "BLOB":
        return load(stored, element).elements
    return document


def store(array: Array) -> str:
    """The storage form of a Python form."""
    text: str
    if not array.elements:
        return "[]"
    nested = array.elements if len(array.lengths) == 1 else _nest(array.elements, array.lengths)
    try:
        text = json.dumps(nested, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_freeze)
    except ValueError:
        text = _store_infinite(array)
    if len(text) > MAX_STORED:
        raise program_limit_exceeded(f"string buffer exceeds maximum allowed length ({MAX_STORED} bytes)")
    if any(bound != 1 for bound in array.bounds):
        return f'{{"lb":{_encode(list(array.bounds))},"a":{text}}}'
    return text


def _freeze(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(value)


def _store_infinite(array: Array) -> str:
    """The JSON text of elements with infinities among them: numbers beyond floats, which SQLite reads as infinite."""
    texts = [element_text(element) for element in array.elements]
    for length in reversed(array.lengths):
        texts = ["[" + ",".join(texts[start : start + length]) + "]" for start in range(0, len(texts), length)]
    return texts[0]


def element_text(value: Any) -> str:
    if isinstance(value, float) and math.isinf(value):
        return "9e999" if value > 0 else "-9e999"
    text: str = _encode(value.hex() if isinstance(value, bytes) else value)
    return text


def thawer(element: DataType) -> Callable[[Any], Any] | None:
    """What turns an element of the JSON text into its storage value; None when it is one already."""
    return bytes.fromhex if element.affinity == "BLOB" else None


def too_many_dimensions(count: int) -> PgError:
    return program_limit_exceeded(
        f"number of array dimensions ({count}) exceeds the maximum allowed ({MAX_DIMENSIONS})"
    )


def check_size(lengths: Sequence[int]) -> None:
    if len(lengths) > MAX_DIMENSIONS:
        raise too_many_dimensions(len(lengths))
    total = 1
    for length in lengths:
        total *= length
        if length < 0 or total > MAX_SUBSCRIPT:
            raise too_many_elements()
    if total > MAX_ELEMENTS:
        raise too_many_elements()


def check_bounds(lengths: Sequence[int], bounds: Sequence[int]) -> None:
    """54000 for subscripts that reach the end of integer's range."""
    for length, bound in zip(lengths, bounds, strict=True):
        if bound + length > MAX_SUBSCRIPT:
            raise program_limit_exceeded(f"array lower bound is too large: {bound}")


class ArrayType(DataType):
    """The array type over `element`."""

    def __init__(self, element: DataType, element_oid: int, delimiter: str = ",", oid: int = 0) -> None:
        self.collation = order_collation(oid)
        self.element = element
        self.oid = oid
        self.element_oid = element_oid
        self.delimiter = delimiter
        self.sqlname = f"{element.sqlname or element.name}[]"

    @property
    def name(self) -> str:
        return "_" + self.element.name

    @property
    def plain(self) -> DataType:
        element = self.element.plain
        return self if element is self.element else ArrayType(element, self.element_oid, self.delimiter, self.oid)

    def load(self, stored: str) -> Array:
        return load(stored, self.element)

    def parse(self, text: str, settings: TypeSettings) -> str:
        return self.input(text, -1, settings)

    def input(self, text: str, typmod: int, settings: TypeSettings) -> str:
        read = self.element.input
        nulls = settings.array_nulls
        literal = read_literal(text, self.delimiter, lambda element: read(element, typmod, settings), nulls=nulls)
        elements = [None if e is None else read(e, typmod, settings) for e in literal.elements]
        if None in elements:
            self.element.input_null(settings)
        check_size(literal.lengths)
        return store(Array(elements, literal.lengths, literal.bounds))

    def output(self, value: str, settings: TypeSettings) -> str:
        array = self.load(value)
        if not array.elements:
            return "{}"
        output = self.element.output
        texts = ["NULL" if e is None else self.quoted(output(e, settings)) for e in array.elements]
        for length in reversed(array.lengths):
            texts = [
                "{" + self.delimiter.join(texts[start : start + length]) + "}" for start in range(0, len(texts), length)
            ]
        shown = any(bound != 1 for bound in array.bounds)
        return f"{array.dimensions}={texts[0]}" if shown else texts[0]

    def quoted(self, text: str) -> str:
        """An element's text, in quotes when it would read differently without."""
        if text and not (NEEDS_QUOTES.intersection(text) or self.delimiter in text or text.upper() == "NULL"):
            return text
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        try:
            return store(self._receive(data, typmod, settings))
        except error:
            raise insufficient_data() from None

    def _receive(self, data: bytes, typmod: int, settings: TypeSettings) -> Array:
        (ndim,) = unpack_from("!i", data)
        if ndim < 0:
            raise invalid_binary_representation(f"invalid number of dimensions: {ndim}")
        if ndim > MAX_DIMENSIONS:
            raise too_many_dimensions(ndim)
        flags, element_oid = unpack_from("!iI", data, 4)
        if flags not in {0, 1}:
            raise invalid_binary_representation("invalid array flags")
        if element_oid != self.element_oid and max(element_oid, self.element_oid) < FIRST_UNPINNED_OID:
            raise datatype_mismatch(
                f"binary data has array element type {element_oid} instead of expected {self.element_oid}"
            )
        shape = [unpack_from("!ii", data, 12 + 8 * number) for number in range(ndim)]
        lengths = [length for length, _ in shape]
        check_size(lengths)
        check_bounds(lengths, [bound for _, bound in shape])
        position = 12 + 8 * ndim
        elements: list[Any] = []
        for number in range(math.prod(lengths) if ndim else 0):
            (size,) = unpack_from("!i", data, position)
            position += 4
            if size < 0:
                self.element.input_null(settings)
                elements.append(None)
                continue
            cell = data[position : position + size]
            if len(cell) < size:
                raise insufficient_data()
            try:
                elements.append(self.element.receive(cell, typmod, settings))
            except PgError as error:
                if error.message == incorrect_binary_data().message:
                    error.message = f"improper binary format in array element {number + 1}"
                raise
            position += size
        if position != len(data):
            raise incorrect_binary_data()
        return Array(
            elements, tuple(lengths) if elements else (), tuple(bound for _, bound in shape) if elements else ()
        )

    def send(self, value: str, settings: TypeSettings) -> bytes:
        array = self.load(value)
        out = [pack_struct("!iiI", len(array.lengths), int(None in array.elements), self.element_oid)]
        out += [pack_struct("!ii", n, b) for n, b in zip(array.lengths, array.bounds, strict=True)]
        encode = self.element.binary_encoder(settings)
        for element in array.elements:
            if element is None:
                out.append(b"\xff\xff\xff\xff")
            else:
                cell = encode(element)
                out.append(pack_struct("!i", len(cell)) + cell)
        return b"".join(out)

    def typmod_in(self, modifiers: Sequence[str]) -> int:
        return self.element.typmod_in(modifiers)

    def reduced_precision(self, modifiers: Sequence[str]) -> str | None:
        return self.element.reduced_precision(modifiers)

    def typmod_out(self, typmod: int) -> str:
        return self.element.typmod_out(typmod)

    def coerce_typmod(self, value: str, typmod: int, *, explicit: bool) -> str:
        array = self.load(value)
        coerce = self.element.coerce_typmod
        elements = [None if e is None else coerce(e, typmod, explicit=explicit) for e in array.elements]
        return store(Array(elements, array.lengths, array.bounds))

    @property
    def unsorted(self) -> bool:
        return self.element.unsorted

    def key(self, value: str) -> tuple[Any, ...]:
        """Element by element (NULL last), then by number of elements, dimensions, lengths and bounds."""
        array = self.load(value)
        key = self.element.key
        elements = tuple((1,) if e is None else (0, key(e)) for e in array.elements)
        return (elements, len(array.elements), len(array.lengths), array.lengths, array.bounds)


def subscripts(array: Array) -> Iterator[tuple[int, ...]]:
    """All subscripts in row-major order."""
    ranges = [range(bound, bound + length) for bound, length in zip(array.bounds, array.lengths, strict=True)]
    return product(*ranges)


def element_at(array: Array, subscript: Sequence[int]) -> Any:
    """The element at a subscript, None when outside or when the number of dimensions differs."""
    if len(subscript) != len(array.lengths):
        return None
    offset = 0
    for index, length, bound in zip(subscript, array.lengths, array.bounds, strict=True):
        if not bound <= index < bound + length:
            return None
        offset = offset * length + index - bound
    return array.elements[offset]


def nested_from(parts: Sequence[Array | None]) -> Array:
    """The array one dimension deeper whose rows are `parts`; 2202E when their shapes differ."""
    shapes = {part.lengths for part in parts if part is not None} | ({()} if None in parts else set())
    bounds = {part.bounds for part in parts if part is not None}
    if shapes <= {()}:
        return Array([], (), ())
    if len(shapes) != 1 or len(bounds) != 1:
        raise array_subscript_error("multidimensional arrays must have array expressions with matching dimensions")
    lengths = (len(parts), *shapes.pop())
    check_size(lengths)
    elements = [element for part in parts if part is not None for element in part.elements]
    return Array(elements, lengths, (1, *bounds.pop()))
