"""What the parser of texts tells of itself ("Parser Testing" of "Text Search")."""

from __future__ import annotations

from collections.abc import Iterator

from translator.builtins.declare import set_returning
from translator.catalog.names import object_name, split_name
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.objects import undefined_schema

_DEFAULT_PARSER = 3722
_TOKEN_TYPES = (
    ("asciiword", "Word, all ASCII"),
    ("word", "Word, all letters"),
    ("numword", "Word, letters and digits"),
    ("email", "Email address"),
    ("url", "URL"),
    ("host", "Host"),
    ("sfloat", "Scientific notation"),
    ("version", "Version number"),
    ("hword_numpart", "Hyphenated word part, letters and digits"),
    ("hword_part", "Hyphenated word part, all letters"),
    ("hword_asciipart", "Hyphenated word part, all ASCII"),
    ("blank", "Space symbols"),
    ("tag", "XML tag"),
    ("protocol", "Protocol head"),
    ("numhword", "Hyphenated word, letters and digits"),
    ("asciihword", "Hyphenated word, all ASCII"),
    ("hword", "Hyphenated word, all letters"),
    ("url_path", "URL path"),
    ("file", "File or path name"),
    ("float", "Decimal notation"),
    ("int", "Signed integer"),
    ("uint", "Unsigned integer"),
    ("entity", "XML entity"),
)
"""Of the parser "default", by their numbers from 1 on."""

Rows = Iterator[tuple[int, str, str]]


@set_returning("ts_token_type(oid)")
def ts_token_type_oid(parser: int) -> Rows:
    """Number, name and description of each kind of token that a parser tells apart."""
    if parser != _DEFAULT_PARSER:
        raise PgError("XX000", f"cache lookup failed for text search parser {parser}")
    for number, (name, description) in enumerate(_TOKEN_TYPES, start=1):
        yield number, name, description


@set_returning("ts_token_type(text)", context=True)
def ts_token_type(context: ExecutionContext, parser: str) -> Rows:
    """The same of a parser by name.  Raises PgError 42704, 3F000, 42601, 0A000."""
    parts = split_name(parser)
    parts = parts[1:] if len(parts) == 3 and parts[0] == context.database else object_name(parser)
    *schema, name = parts
    if schema and not context.catalog.namespace_exists(schema[-1]):
        raise undefined_schema(schema[-1])
    if name != "default" or (schema and schema[-1] != "pg_catalog"):
        raise PgError("42704", f'text search parser "{".".join(parts)}" does not exist')
    return ts_token_type_oid(_DEFAULT_PARSER)
