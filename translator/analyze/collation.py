"""Which collations stored text already follows: those that order by code point.  Manual: "Collation Support"."""

from __future__ import annotations

from translator.analyze.state import Analysis
from translator.errors import PgError, datatype_mismatch, feature_not_supported
from translator.parser import Node, strings

_BINARY = frozenset({"default", "C", "POSIX", "ucs_basic", "pg_c_utf8", "C.UTF-8", "C.utf8"})


def is_binary(collation: str) -> bool:
    """Whether a collation orders by code point, as all stored text is ordered."""
    return collation in _BINARY


def written_collation(analysis: Analysis, definition: Node, oid: int) -> int:
    """The collation that a column's definition names, 0 for none.  Raises PgError 42804, 42704, 0A000."""
    clause = definition.coll_clause
    if clause is None:
        return 0
    if not analysis.catalog.type(oid).typcollation:
        shown = analysis.catalog.format_type(oid)
        raise datatype_mismatch(f"collations are not supported by type {shown}", at=clause.location)
    return named_collation(analysis, strings(clause.collname), clause.location)


def named_collation(analysis: Analysis, names: list[str], location: int) -> int:
    """A collation that orders as stored text is ordered.  Raises PgError 42704, 0A000 for others."""
    at = None if location < 0 else location
    found = analysis.catalog.find_collation(names[-1], names[-2] if len(names) > 1 else None)
    if found is None:
        raise PgError("42704", f'collation "{".".join(names)}" for encoding "UTF8" does not exist', location=at)
    if not is_binary(found.collname):
        raise feature_not_supported(f"collation {names[-1]}", at=at)
    return int(found.oid)
