"""Where an object of a qualified name is to be made."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.other_database import refuse_name_elsewhere
from translator.analyze.privilege import require_create
from translator.analyze.state import Analysis
from translator.catalog.rows import PgNamespace
from translator.errors import PgError
from translator.errors.objects import no_schema_selected, undefined_schema
from translator.errors.statements import feature_not_supported


def new_object_place(analysis: Analysis, names: Sequence[str], kind: str) -> tuple[str, PgNamespace]:
    """Name and schema; kind: what a refusal calls the object.  Raises PgError 3F000, 42501."""
    name, namespace = creation_place(analysis, names, kind)
    require_create(analysis, namespace)
    return name, namespace


def creation_place(analysis: Analysis, names: Sequence[str], kind: str) -> tuple[str, PgNamespace]:
    """The same, whoever may create there."""
    if len(names) > 1 and names[-2] == "pg_temp":
        raise feature_not_supported(f"{kind} in schema pg_temp")
    namespace = named_or_current(analysis, names)
    if namespace.nspname in ("pg_catalog", analysis.catalog.temp_schema):
        raise feature_not_supported(f"{kind} in schema {namespace.nspname}")
    return names[-1], namespace


def target_schema(analysis: Analysis, name: str) -> PgNamespace:
    """Where SET SCHEMA moves an object.  Raises PgError 3F000, 0A000 for the schema of temporary objects."""
    namespace = analysis.catalog.namespace(name)
    if name == "pg_temp" or (namespace is not None and namespace.nspname.startswith("pg_temp")):
        raise PgError("0A000", "cannot move objects into or out of temporary schemas")
    if namespace is None:
        raise undefined_schema(name)
    return namespace


def named_or_current(analysis: Analysis, names: Sequence[str]) -> PgNamespace:
    """The schema in front of a name, else the first of the search_path.  Raises PgError 3F000."""
    catalog = analysis.catalog
    refuse_name_elsewhere(analysis, names)
    if len(names) > 1:
        namespace = catalog.namespace(names[-2])
        if namespace is None:
            raise undefined_schema(names[-2])
        return namespace
    found = (catalog.namespace(name) for name in catalog.search_path if name not in catalog.closed)
    current = next((row for row in found if row is not None), None)
    if current is None:
        raise no_schema_selected()
    return current
