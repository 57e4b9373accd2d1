"""Rows on the wire: one encoder function for each shape of row, whose code is generated when its width is first met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from protocol.backend import LENGTHS, RowDescription
from protocol.fields import NULL_LENGTH, Column
from translator.catalog.image import CatalogImage
from translator.encoding import UNCONVERTED, encode
from translator.errors import PgError
from translator.errors.values import unsupported_format_code
from translator.plan import ResultColumn
from translator.query import Storage
from translator.settings_view import TypeSettings

Row = Sequence[Storage]
RowEncoder = Callable[[Row], bytes]


def row_description(
    columns: Sequence[ResultColumn], formats: Sequence[int], image: CatalogImage, encoding: str
) -> bytes:
    """The RowDescription message for a result.  Raises PgError 22P05 for names that the client cannot be told."""
    described = []
    for column, code in zip(columns, formats, strict=True):
        oid, typmod = column.type, column.typmod
        row = image.type_by_oid(oid)
        while row is not None and row.typtype == "d":  # clients are told what a domain is over
            oid, typmod = row.typbasetype, row.typtypmod
            row = image.type_by_oid(oid)
        size = -1 if row is None else row.typlen
        name = encode(column.name, encoding)
        described.append(Column(name, column.table, column.number, oid, size, typmod, code))
    return RowDescription(tuple(described)).encode()


def result_formats(requested: Sequence[int], width: int) -> tuple[int, ...]:
    """One format code for each column: none given means text, one given means all.  Raises PgError 08P01."""
    if not requested:
        return (0,) * width
    if len(requested) == 1:
        return (requested[0],) * width
    if len(requested) != width:
        raise PgError("08P01", f"bind message has {len(requested)} result formats but query has {width} columns")
    return tuple(requested)


def value_encoders(
    columns: Sequence[ResultColumn], formats: Sequence[int], image: CatalogImage, settings: TypeSettings, encoding: str
) -> list[Callable[[Any], bytes]]:
    """What turns each column's storage value into the bytes of its format.  Raises PgError 22023 for an unknown one."""
    encoders = []
    for column, code in zip(columns, formats, strict=True):
        if code not in (0, 1):
            raise unsupported_format_code(code)
        datatype = image.datatype(column.type)
        encoder = datatype.binary_encoder(settings) if code else datatype.text_encoder(settings)
        encoders.append(encoder if code or encoding in UNCONVERTED else converted(encoder, encoding))
    return encoders


def converted(encoder: Callable[[Any], bytes], encoding: str) -> Callable[[Any], bytes]:
    """Text for a client whose encoding is not UTF8.  Raises PgError 22P05 for what it cannot say."""
    return lambda value: encode(encoder(value).decode(), encoding)


def row_encoder(encoders: Sequence[Callable[[Any], bytes]]) -> RowEncoder:
    """A function from a row of storage values to its whole DataRow message, as straight-line code."""
    return _maker(len(encoders))(*encoders)


@cache
def _maker(width: int) -> Callable[..., RowEncoder]:
    """What makes the functions for rows of so many columns, from their encoders: compiled once."""
    given = ", ".join(f"e{place}" for place in range(width))
    lines = [f"def make({given}):", "  def encode(row):"]
    if width:
        lines.append(f"    {', '.join(f'c{place}' for place in range(width))}, = row")
    for place in range(width):
        lines += [
            f"    if c{place} is None:",
            f"        l{place} = NULL; v{place} = b''; n{place} = 0",
            "    else:",
            f"        v{place} = e{place}(c{place}); n{place} = n = len(v{place})",
            f"        l{place} = LENGTHS[n] if n < 1024 else n.to_bytes(4, 'big')",
        ]
    size = " + ".join([*(f"n{place}" for place in range(width)), str(6 + 4 * width)])
    parts = "".join(f", l{place}, v{place}" for place in range(width))
    lines.append(f"    return b''.join((b'D', ({size}).to_bytes(4, 'big'), {width.to_bytes(2, 'big')!r}{parts}))")
    lines.append("  return encode")
    names: dict[str, Any] = {"NULL": NULL_LENGTH, "LENGTHS": LENGTHS}
    exec("\n".join(lines), names)
    make: Callable[..., RowEncoder] = names["make"]
    return make
