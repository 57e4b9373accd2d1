"""Which collations stored text already follows: those that order by code point.  Manual: "Collation Support"."""

from __future__ import annotations

from translator.analyze.state import Analysis
from translator.catalog.rows import PgCollation
from translator.errors.objects import undefined_collation, undefined_schema
from translator.errors.statements import datatype_mismatch, feature_not_supported
from translator.parser import Node, strings

_BINARY = frozenset({"C", "POSIX", "C.UTF-8", "C.UTF8", "C.utf8", "C.utf-8"})
"""The locales that order by code point, as all stored text is ordered, and fold letters as the default collation."""


def _is_binary(row: PgCollation) -> bool:
    return row.collprovider == "d" or (row.collcollate or row.colllocale) in _BINARY


def written_collation(analysis: Analysis, definition: Node, oid: int) -> int:
    """The collation that a column's definition names, 0 for none.  Raises PgError 42804, 42704, 0A000."""
    clause = definition.coll_clause
    if clause is None:
        return 0
    if not analysis.catalog.type(oid).typcollation:
        shown = analysis.catalog.format_type(oid)
        raise datatype_mismatch(f"collations are not supported by type {shown}", at=clause.location)
    return named_collation(analysis, strings(clause.collname), clause.location)


def existing_collation(analysis: Analysis, names: list[str], location: int = -1) -> PgCollation:
    """A collation by name.  Raises PgError 42704, 3F000."""
    schema = names[-2] if len(names) > 1 else None
    found = analysis.catalog.find_collation(names[-1], schema)
    if found is None:
        if schema is not None and analysis.catalog.namespace(schema) is None:
            raise undefined_schema(schema, at=location)
        raise undefined_collation(".".join(names), at=location)
    return found


def named_collation(analysis: Analysis, names: list[str], location: int) -> int:
    """A collation that orders as stored text is ordered.  Raises PgError 42704, 0A000 for others."""
    found = existing_collation(analysis, names, location)
    if not _is_binary(found):
        raise feature_not_supported(f"collation {names[-1]}", at=None if location < 0 else location)
    return found.oid
