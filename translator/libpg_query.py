"""libpg_query, PostgreSQL's own scanner and grammar, through postgast's binding: the only place that imports it.

A package's `__init__` runs before any of its modules; that of postgast loads its deparser, formatter, tree walkers and
protobuf, which is a tenth of a start.  So its modules are imported from a package that has only its place, not its
contents, and whoever else imports postgast finds it untouched.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

from msgspec import json


@contextmanager
def _without_its_init() -> Iterator[None]:
    """Where modules of postgast can be imported by themselves."""
    spec = find_spec("postgast")
    assert spec is not None
    whole = sys.modules.get("postgast")
    sys.modules["postgast"] = module_from_spec(spec)
    try:
        yield
    finally:
        del sys.modules["postgast"]
        if whole is not None:
            sys.modules["postgast"] = whole


with _without_its_init():
    from postgast.errors import PgQueryError, check_error
    from postgast.native import lib

__all__ = ["PgQueryError", "kind_of_token", "parse", "scan"]

_decode = json.Decoder().decode


def parse(query: bytes) -> list[dict[str, Any]]:
    """The statements of a query string in UTF-8: each `stmt` with its `stmt_location` and `stmt_len` in bytes.

    Raises PgQueryError where the grammar refuses, RecursionError for a tree too deep to be handed over.
    """
    result = lib.pg_query_parse(query)
    try:
        check_error(result)
        statements: list[dict[str, Any]] = _decode(result.parse_tree)["stmts"]
        return statements
    finally:
        lib.pg_query_free_parse_result(result)


def scan(query: str) -> Sequence[Any]:
    """The tokens of a query string, comments too: each its kind, as `token`, and its `start` and `end` in bytes.

    Raises PgQueryError where the scanner refuses.
    """
    tokens: Sequence[Any] = _part("scan").scan(query).tokens
    return tokens


def kind_of_token(name: str) -> int:
    """The number of a kind of token, such as ASCII_40 or SCONST."""
    kind: int = _part("pg_query_pb2").Token.Value(name)
    return kind


def _part(name: str) -> ModuleType:
    """A module of postgast that is made of protobuf's messages."""
    with _without_its_init():
        return import_module(f"postgast.{name}")
