"""Rows as COPY's text and csv formats print them: one function for each shape of row, generated when a COPY starts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from translator.command import CopyOptions
from translator.types import oids

Encoder = Callable[[Any], bytes]

_BARE = frozenset(
    {
        oids.BOOL, oids.INT2, oids.INT4, oids.INT8, oids.OID, oids.FLOAT4, oids.FLOAT8, oids.NUMERIC, oids.DATE,
        oids.UUID, oids.TIMESTAMP, oids.TIMESTAMPTZ,
    }
)  # fmt: skip
"""Types whose text has nothing in it that needs an escape or quotes."""
_CONTROLS = {b"\b": b"\\b", b"\f": b"\\f", b"\n": b"\\n", b"\r": b"\\r", b"\t": b"\\t", b"\v": b"\\v"}


def line_encoder(
    names: Sequence[str], encoders: Sequence[Encoder], options: CopyOptions, types: Sequence[int] = ()
) -> Callable[[Any], bytes]:
    """A function from a row of storage values to its line, in UTF-8; `types` tell which fields are never misread."""
    bare = _BARE if options.delimiter in "\t,|;" and options.null in ("\\N", "") else frozenset()
    printed = [
        encode
        if oid in bare and not (options.force_quote_all or name in options.force_quote)
        else _field_encoder(name, encode, options, alone=len(names) == 1)
        for name, encode, oid in zip_longest(names, encoders, types)
    ]
    variables: dict[str, Any] = {f"e{place}": encode for place, encode in enumerate(printed)}
    variables |= {"NULL": options.null.encode(), "DELIMITER": options.delimiter.encode()}
    columns = "".join(f"c{place}, " for place in range(len(printed)))
    cells = "".join(f"NULL if c{place} is None else e{place}(c{place}), " for place in range(len(printed)))
    lines = ["def line(row):"]
    if printed:
        lines.append(f"    {columns} = row")
    lines.append(f"    return DELIMITER.join(({cells})) + b'\\n'")
    exec("\n".join(lines), variables)  # the text above is ours alone
    line: Callable[[Any], bytes] = variables["line"]
    return line


def header_line(names: Sequence[str], options: CopyOptions) -> bytes:
    """The line of the columns' names."""
    plain = CopyOptions(options.format, options.delimiter, options.null, "true", options.quote, options.escape)
    encoders = [_field_encoder(name, str.encode, plain, alone=len(names) == 1) for name in names]
    return options.delimiter.encode().join(encode(name) for encode, name in zip(encoders, names, strict=True)) + b"\n"


def _field_encoder(name: str, encode: Encoder, options: CopyOptions, *, alone: bool) -> Encoder:
    if options.format == "csv":
        return _csv_encoder(encode, options, always=options.force_quote_all or name in options.force_quote, alone=alone)
    return _text_encoder(encode, options)


def _text_encoder(encode: Encoder, options: CopyOptions) -> Encoder:
    """With backslashes before what would be misread."""
    special = re.compile(rb"[\\\b\f\n\r\t\v" + re.escape(options.delimiter.encode()) + rb"]")

    def meaning(match: re.Match[bytes]) -> bytes:
        return _CONTROLS.get(match[0], b"\\" + match[0])

    return lambda value: special.sub(meaning, encode(value))


def _csv_encoder(encode: Encoder, options: CopyOptions, *, always: bool, alone: bool) -> Encoder:
    """In quotes where the field would be misread, or always."""
    quote, escape, null = options.quote.encode(), options.escape.encode(), options.null.encode()
    special = re.compile(rb"[\n\r" + re.escape(options.delimiter.encode()) + re.escape(quote) + rb"]")

    def field(value: Any) -> bytes:
        data = encode(value)
        if not (always or data == null or special.search(data) or (alone and data == b"\\.")):
            return data
        if escape != quote:
            data = data.replace(escape, escape * 2)
        return quote + data.replace(quote, escape + quote) + quote

    return field
