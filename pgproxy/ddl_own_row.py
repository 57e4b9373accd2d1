"""Objects that are rows of catalogs made, changed and dropped, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from pgproxy.ddl_default_acl import initial_privileges
from pgproxy.ddl_table import begin
from pgproxy.ddl_type import drop_dependents, rewrite_texts
from pgproxy.own_row_dependents import dependents
from pgproxy.own_row_store import forget_rows, put_rows
from pgproxy.portal import Portal
from pgproxy.relation_removal import notice_cascade
from pgproxy.rights import require_set_role
from pgproxy.role_lookup import role_of
from translator import own_row_command as o
from translator.catalog.acl import with_owner
from translator.catalog.image import CatalogImage
from translator.catalog.own_row_text import described
from translator.catalog.own_rows import CatalogRow, acl_of, key_of, owner_of, prefix_of, with_acl
from translator.catalog.roles import RoleFacts
from translator.catalog.rows import PgForeignDataWrapper, PgForeignServer, PgOperator, PgProc
from translator.errors.definitions import dependent_objects
from translator.errors.notices import notice
from translator.errors.privileges import insufficient_privilege, must_be_owner, permission_denied

if TYPE_CHECKING:
    from pgproxy.session import Session


def store_rows(session: Session, command: o.StoreRows, portal: Portal) -> None:
    for warning in command.warnings:
        session.notice(warning)
    image = begin(session, command.tag)
    fresh: dict[int, int] = {}
    rows = [_numbered(session, row, fresh) for row in command.rows]
    before = image
    image = put_rows(session, forget_rows(session, image, command.gone), rows)
    _rewrite_renamed(session, before, image, rows)


def _numbered(session: Session, row: CatalogRow, fresh: dict[int, int]) -> CatalogRow:
    """The row with the oids of new objects for what stands for them, and the owner of a new one."""
    changes: dict[str, Any] = {}
    for name in row.__struct_fields__:
        value = getattr(row, name)
        if name in _OIDS_BELOW_ZERO and isinstance(value, int) and value < 0:
            if value not in fresh:
                fresh[value] = session.database.next_oid()
            changes[name] = fresh[value]
    owner = f"{prefix_of(row)}owner"
    if getattr(row, owner, None) == 0:
        changes[owner] = session.role.oid
    if isinstance(row, PgProc) and row.oid < 0:
        changes["proacl"] = initial_privileges(session, session.base_image, "f", row.pronamespace)
    return replace(row, **changes)


_OIDS_BELOW_ZERO = frozenset(
    {"oid", "aggfnoid", "oprcom", "oprnegate", "opcfamily", "amopfamily", "amprocfamily", "ofclass"}
)
"""The columns that may name an object which the same command makes."""


def _rewrite_renamed(session: Session, before: CatalogImage, after: CatalogImage, rows: list[CatalogRow]) -> None:
    """Put stored texts that name what has another name or schema now in terms of the new one."""
    for row in rows:
        old: CatalogRow | None = before.own_rows.rows.get(key_of(row))
        if isinstance(row, PgOperator) and isinstance(old, PgOperator) and old.oprnamespace != row.oprnamespace:
            rewrite_texts(session, before, after, old.oprname)
        elif isinstance(row, PgProc) and isinstance(old, PgProc) and _name(old) != _name(row):
            rewrite_texts(session, before, after, old.proname)


def _name(proc: PgProc) -> tuple[int, str]:
    return proc.pronamespace, proc.proname


def change_owner(session: Session, command: o.ChangeRowOwner, portal: Portal) -> None:
    image = begin(session, command.tag)
    row, role = image.own_rows.rows[command.row], role_of(session, command.role)
    require_new_owner_of(session, row, role)
    put_rows(session, image, [owned_by(session, row, role.oid)])


def require_new_owner_of(session: Session, row: CatalogRow, role: RoleFacts) -> None:
    """Whether a foreign-data wrapper or server may be given to a role.  Raises PgError 42501."""
    authority = session.authority
    if isinstance(row, PgForeignDataWrapper):
        message = f'permission denied to change owner of foreign-data wrapper "{row.fdwname}"'
        if not authority.superuser:
            raise insufficient_privilege(message, hint="Must be superuser to change owner of a foreign-data wrapper.")
        if not role.superuser:
            raise insufficient_privilege(message, hint="The owner of a foreign-data wrapper must be a superuser.")
    if isinstance(row, PgForeignServer) and row.srvowner != role.oid and not authority.superuser:
        if not authority.owns(row.srvowner):
            raise must_be_owner("foreign server", row.srvname)
        require_set_role(session, role.name)
        wrapper = session.base_image.own_rows.find(PgForeignDataWrapper, row.srvfdw)
        assert wrapper is not None
        if not authority.of(role.oid).may("U", wrapper.fdwacl, "F", wrapper.fdwowner):
            raise permission_denied("foreign-data wrapper", wrapper.fdwname)


def owned_by(session: Session, row: CatalogRow, role: int) -> CatalogRow:
    """The row with another owner, whose rights to it go along."""
    owned: CatalogRow = replace(row, **{f"{prefix_of(row)}owner": role})
    acl, roles = acl_of(row), session.authority.roles
    return with_acl(owned, with_owner(acl, roles.name(owner_of(row)), roles.name(role))) if acl else owned


def drop_rows(session: Session, command: o.DropRows, portal: Portal) -> None:
    """With CASCADE what depends on the objects goes, too."""
    for message in command.missing:
        session.notice(notice(message))
    if not command.rows:
        return
    image = begin(session, command.tag)
    shown = session.image
    found = dependents(image, command.rows)
    if found and not command.cascade:
        names = [described(shown, image.own_rows.rows[key]) for key in command.rows]
        raise dependent_objects(names, [entry.reason(shown) for entry in found])
    if found:
        notice_cascade(session, [entry.described(shown) for entry in found])
    drop_dependents(session, image, found)
    forget_rows(session, session.base_image, command.rows)
