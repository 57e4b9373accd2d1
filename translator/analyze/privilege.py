"""What the current role must own, or may use, for statements that make and change objects ("Privileges")."""

from __future__ import annotations

from collections.abc import Iterable

from translator.analyze.state import Analysis
from translator.catalog.dependency_rows import PG_PROC, PG_TYPE
from translator.catalog.rows import PgNamespace, PgProc
from translator.errors.privileges import insufficient_privilege, must_be_owner, permission_denied


def owns(analysis: Analysis, *owners: int) -> bool:
    """Whether the role has the rights of one of these owners."""
    authority = analysis.settings.authority
    return authority is None or any(authority.owns(owner) for owner in owners)


def require_owner(analysis: Analysis, owner: int, kind: str, name: str) -> None:
    """Raises PgError 42501."""
    if not owns(analysis, owner):
        raise must_be_owner(kind, name)


def require_superuser(analysis: Analysis, message: str) -> None:
    """Raises PgError 42501 with the message."""
    authority = analysis.settings.authority
    if authority is not None and not authority.superuser:
        raise insufficient_privilege(message)


def require_create(analysis: Analysis, namespace: PgNamespace) -> None:
    """Whether the role may make something in a schema.  Raises PgError 42501."""
    authority = analysis.settings.authority
    if authority is not None and not authority.may("C", namespace.nspacl, "n", namespace.nspowner):
        raise permission_denied("schema", namespace.nspname)


def require_types(analysis: Analysis, types: Iterable[int]) -> None:
    """Whether the role may use types.  Raises PgError 42501."""
    authority, catalog = analysis.settings.authority, analysis.catalog
    for oid in types:
        row = catalog.type_by_oid(catalog.array_element(oid) or oid)
        if authority is None or row is None:
            continue
        if not authority.may("U", catalog.acl(PG_TYPE, row.oid, row.typacl), "T", row.typowner):
            raise permission_denied("type", catalog.format_type(row.oid))


def require_execute(analysis: Analysis, proc: PgProc) -> None:
    """Whether the role may call a function.  Raises PgError 42501."""
    authority = analysis.settings.authority
    acl = analysis.catalog.acl(PG_PROC, proc.oid, proc.proacl)
    if authority is not None and not authority.may("X", acl, "f", proc.proowner):
        raise permission_denied("function", proc.proname)
