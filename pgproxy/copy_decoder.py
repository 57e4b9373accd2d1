"""The bindings of COPY FROM's records, as straight-line code made for the columns at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pgproxy.copy_records import ESCAPE, unescaped
from translator.catalog.relation import Attribute
from translator.errors import PgError
from translator.query import Storage
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.copy_from import CopyReader

RowDecoder = Callable[[list[str]], Iterator[Sequence[Storage]]]
_WHOLE = {oids.INT2: 5, oids.INT4: 10, oids.INT8: 19}
"""Types whose short runs of digits need no input function, by the length that may be too large."""


def row_decoder(reader: CopyReader) -> RowDecoder:
    """A generator from records to bindings, which `reader` knows while they are used.

    What it cannot do, and what is wrong, goes through `reader.decode`.
    """
    options, plan = reader.command.options, reader.command.plan
    width = len(reader.attributes)
    flags = width if options.default is not None else 0
    names: dict[str, Any] = {
        "reader": reader,
        "given": reader.session.given,
        "PgError": PgError,
        "unescaped": unescaped,
        "NULL": options.null,
        "DELIMITER": options.delimiter,
        "SPECIAL": options.quote if options.format == "csv" else ESCAPE,
        "ESCAPED_DELIMITER": ESCAPE + options.delimiter,
    }
    names |= {f"i{place}": read for place, read in enumerate(reader.inputs)}
    lines = ["for record in records:", " reader.line += 1", " reader.text = record", " try:"]
    if flags:
        lines.append("  raise ValueError")
    elif options.format == "csv":
        lines += ["  if SPECIAL in record: raise ValueError", *_fields(reader, "  ")]
    else:
        lines += ["  if SPECIAL in record:", "   if ESCAPED_DELIMITER in record: raise ValueError"]
        lines += _fields(reader, "   ", escaped=True)
        lines += ["  else:", *_fields(reader, "   ", without=ESCAPE)]
    lines.append(" except (ValueError, PgError):")
    if options.format == "csv":
        lines.append("  if reader.line > 1: reader.line += record.count('\\n')")
    lines.append("  values = reader.decode(record)")
    if options.skips_errors:
        lines.append("  if values is None: continue")
    if width:
        lines.append("  " + "".join(f"v{n}, " for n in range(width + flags)) + "= values")
    if plan.volatile:
        lines.append(" given.clear()")
    bound = "".join(f"v{bind.number - 1}, " for bind in plan.binds)
    lines += [f" reader.row = row = ({bound})", " yield row"]
    exec("\n ".join(["def decode(records):", *lines]), names)  # the text above is ours alone
    decode: RowDecoder = names["decode"]
    return decode


def _fields(reader: CopyReader, indent: str, *, escaped: bool = False, without: str = "") -> list[str]:
    """Lines that read the fields of a record.  escaped: it may have backslashes.  without: what it does not have."""
    options = reader.command.options
    lines = ["".join(f"f{n}, " for n in range(len(reader.attributes))) + "= record.split(DELIMITER)"]
    if not reader.attributes:
        lines = ["if record: raise ValueError"]
    for place, attribute in enumerate(reader.attributes):
        value = _value(attribute, place)
        is_text = without and without in options.null
        if options.format == "csv":
            is_text = attribute.name in options.force_not_null or options.force_not_null == ("*",)
        if escaped:
            lines.append(f"if SPECIAL in f{place} and f{place} != NULL: v{place} = i{place}(unescaped(f{place}))")
            lines.append(f"else: v{place} = {_null(reader, attribute)} if f{place} == NULL else {value}")
        elif is_text:
            lines.append(f"v{place} = {value}")
        else:
            lines.append(f"v{place} = {_null(reader, attribute)} if f{place} == NULL else {value}")
    return [indent + line for line in lines]


def _null(reader: CopyReader, attribute: Attribute) -> str:
    """The expression for a NULL, which a domain may refuse: `reader.decode` finds out."""
    return "int('')" if reader.session.image.type(attribute.type).typtype == "d" else "None"


def _value(attribute: Attribute, place: int) -> str:
    """The expression that reads a field: without a call for plain text and short whole numbers."""
    base = attribute.type
    if base == oids.TEXT or (base == oids.VARCHAR and attribute.typmod < 0):
        return f"f{place}"
    if base in _WHOLE:
        test = f"len(f{place}) < {_WHOLE[base]} and f{place}.isdecimal() and f{place}.isascii()"
        return f"int(f{place}) if {test} else i{place}(f{place})"
    return f"i{place}(f{place})"
