"""Access methods, operator classes and operator families by the names that statements give."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.state import Analysis
from translator.catalog.rows import PgAm, PgOpclass, PgOpfamily
from translator.errors import PgError
from translator.errors.objects import undefined_object, undefined_schema


def existing_method(analysis: Analysis, name: str) -> PgAm:
    """Raises PgError 42704."""
    found = analysis.catalog.access_method(name)
    if found is None:
        raise undefined_object("access method", name)
    return found


def existing_index_method(analysis: Analysis, name: str) -> PgAm:
    """Raises PgError 42704, 55000 for one of tables."""
    found = existing_method(analysis, name)
    if found.amtype != "i":
        raise PgError("55000", f'access method "{name}" is not of type INDEX')
    return found


def existing_family(analysis: Analysis, method: str, names: Sequence[str]) -> PgOpfamily:
    """Raises PgError 42704, 3F000."""
    oid = existing_method(analysis, method).oid
    found = analysis.catalog.find_opfamily(oid, names[-1], _schema(analysis, names))
    if found is None:
        raise _missing("operator family", names, method)
    return found


def existing_class(analysis: Analysis, method: str, names: Sequence[str]) -> PgOpclass:
    """Raises PgError 42704, 3F000."""
    oid = existing_method(analysis, method).oid
    found = analysis.catalog.find_opclass(oid, names[-1], _schema(analysis, names))
    if found is None:
        raise _missing("operator class", names, method)
    return found


def _schema(analysis: Analysis, names: Sequence[str]) -> str | None:
    schema = names[-2] if len(names) > 1 else None
    if schema is not None and analysis.catalog.namespace(schema) is None:
        raise undefined_schema(schema)
    return schema


def _missing(word: str, names: Sequence[str], method: str) -> PgError:
    return PgError("42704", f'{word} "{".".join(names)}" does not exist for access method "{method}"')


def named_object(analysis: Analysis, kind: str, names: Sequence[str]) -> PgOpclass | PgOpfamily:
    """The class or family of a name behind that of its method, as most statements write it."""
    method, *path = names
    existing = existing_class if kind == "OBJECT_OPCLASS" else existing_family
    return existing(analysis, method, path)
