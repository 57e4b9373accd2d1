"""CREATE, ALTER and DROP USER MAPPING, carried out.  Manual: CREATE USER MAPPING."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import begin
from pgproxy.own_row_store import forget_rows, put_rows
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from translator import own_row_command as o
from translator.catalog.foreign_options import validate, with_changes
from translator.catalog.image import CatalogImage
from translator.catalog.own_row_dependencies import PG_USER_MAPPING
from translator.catalog.own_rows import key_of
from translator.catalog.roles import RoleFacts
from translator.catalog.rows import PgForeignDataWrapper, PgForeignServer, PgUserMapping
from translator.errors import PgError
from translator.errors.notices import notice
from translator.errors.objects import undefined_object
from translator.errors.privileges import must_be_owner, permission_denied

if TYPE_CHECKING:
    from pgproxy.session import Session

_EVERYBODY = RoleFacts(0, "public")


def put_mapping(session: Session, command: o.PutUserMapping, portal: Portal) -> None:
    """Raises PgError 42704, 42710, 42501, 42601."""
    image = begin(session, command.tag)
    role, server = _role(session, command.role), _server(image, command.server)
    known = _find(image, role, server)
    if not command.new and known is None:
        raise _missing(role, server)
    _require_rights(session, role, server)
    if command.new and known is not None:
        message = f'user mapping for "{role.name}" already exists for server "{server.srvname}"'
        if not command.missing:
            raise PgError("42710", message)
        session.notice(notice(f"{message}, skipping", sqlstate="42710"))
        return
    row = known or PgUserMapping(0, role.oid, server.oid, username=role.name)
    row = replace(row, umoptions=with_changes(row.umoptions, command.options))
    wrapper = image.own_rows.find(PgForeignDataWrapper, server.srvfdw)
    assert wrapper is not None
    validate(wrapper.fdwvalidator, row.umoptions, PG_USER_MAPPING)
    put_rows(session, image, [row if row.oid else replace(row, oid=session.database.next_oid())])


def drop_mapping(session: Session, command: o.DropUserMapping, portal: Portal) -> None:
    """Raises PgError 42704, 42501."""
    image = begin(session, "DROP USER MAPPING")
    try:
        role, server = _role(session, command.role), _server(image, command.server)
        known = _find(image, role, server)
        if known is None:
            raise _missing(role, server)
    except PgError as error:
        if not command.missing_ok:
            raise
        session.notice(notice(f"{error.message}, skipping"))
        return
    _require_rights(session, role, server)
    forget_rows(session, image, [key_of(known)])


def _role(session: Session, name: str | None) -> RoleFacts:
    return _EVERYBODY if name is None else role_of(session, name)


def _server(image: CatalogImage, name: str) -> PgForeignServer:
    found = next((row for row in image.own_rows.of(PgForeignServer) if row.srvname == name), None)
    if found is None:
        raise undefined_object("server", name)
    return found


def _find(image: CatalogImage, role: RoleFacts, server: PgForeignServer) -> PgUserMapping | None:
    place = role.oid, server.oid
    return next((row for row in image.own_rows.of(PgUserMapping) if (row.umuser, row.umserver) == place), None)


def _missing(role: RoleFacts, server: PgForeignServer) -> PgError:
    return PgError("42704", f'user mapping for "{role.name}" does not exist for server "{server.srvname}"')


def _require_rights(session: Session, role: RoleFacts, server: PgForeignServer) -> None:
    """Who does not own the server may look after his own mapping, if he may use it."""
    authority = session.authority
    if authority.owns(server.srvowner):
        return
    if role.oid != authority.role.oid:
        raise must_be_owner("foreign server", server.srvname)
    if not authority.may("U", server.srvacl, "S", server.srvowner):
        raise permission_denied("foreign server", server.srvname)
