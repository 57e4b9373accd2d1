"""Quoting as PostgreSQL's quote_ident and quote_literal do it."""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import cache

from translator.catalog import bootstrap

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
quotes_all: ContextVar[bool] = ContextVar("quote_all_identifiers", default=False)
"""The setting of the session in whose greenlet this runs."""


@cache
def _reserved() -> frozenset[str]:
    """Keywords that cannot stand as a name without quotes everywhere."""
    facts = bootstrap.load("pg_keywords")
    words = zip(facts.column("word"), facts.column("catcode"), strict=True)
    return frozenset(word for word, category in words if category != "U")


def quote_identifier(name: str) -> str:
    """`name`, in double quotes unless it is plain lower case and no keyword, and not all names are wanted so."""
    if _PLAIN.match(name) and name not in _reserved() and not quotes_all.get():
        return name
    return '"' + name.replace('"', '""') + '"'


def quote_literal(text: str) -> str:
    """A string constant, with E'' when it holds backslashes."""
    quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'"
    return "E" + quoted if "\\" in text else quoted


def quote_constant(text: str) -> str:
    """A string constant as definitions show it: backslashes mean themselves."""
    return "'" + text.replace("'", "''") + "'"


def quote_qualified(schema: str | None, name: str) -> str:
    return quote_identifier(name) if schema is None else f"{quote_identifier(schema)}.{quote_identifier(name)}"
