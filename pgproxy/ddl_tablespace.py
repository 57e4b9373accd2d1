"""CREATE, ALTER and DROP TABLESPACE, carried out.  Manual: "Tablespaces"."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import begin, publish
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from translator import tablespace_command as t
from translator.catalog.acl import with_owner
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.catalog.tablespace import Tablespace
from translator.errors import PgError
from translator.errors.notices import notice, warning

if TYPE_CHECKING:
    from pgproxy.session import Session

_NO_DATA_FOUND = "P0002"


def create_tablespace(session: Session, command: t.CreateTablespace, portal: Portal) -> None:
    """Raises PgError 25001, 58P01 without the directory, 42704 for its owner, 42710."""
    session.transaction.forbid_block("CREATE TABLESPACE")
    owner = role_of(session, command.owner or "")
    known = session.server.roles.tablespaces
    if command.location:
        _require_directory(session, command.location)
    if known.find(command.name) is not None:
        raise PgError("42710", f'tablespace "{command.name}" already exists')
    if command.location and any(other.location == command.location for other in known.every()):
        raise PgError("55006", f'directory "{command.location}" already in use as a tablespace')
    known.add(command.name, owner.oid, command.location, command.options)
    session.server.roles.version += 1


def _require_directory(session: Session, location: str) -> None:
    data = str(session.server.cluster.directory.resolve())
    if os.path.commonpath([data, location]) == data:
        message = "tablespace location should not be inside the data directory"
        session.notice(warning(message, sqlstate="42P17"))
    if not os.path.exists(location):
        raise PgError("58P01", f'directory "{location}" does not exist')
    if not os.path.isdir(location):
        raise PgError("42809", f'"{location}" exists but is not a directory')


def alter_tablespace(session: Session, command: t.AlterTablespace, portal: Portal) -> None:
    known = session.server.roles.tablespaces
    before = known.find(command.name)
    assert before is not None
    after = before
    if command.new_name is not None:
        after = replace(after, name=command.new_name)
    if command.owner is not None:
        owner, roles = role_of(session, command.owner), session.authority.roles
        acl = before.acl and with_owner(before.acl, roles.name(before.owner), owner.name)
        after = replace(after, owner=owner.oid, acl=acl)
    if command.options is not None:
        after = replace(after, options=command.options or None)
    session.transaction.undo.append(lambda: _put(session, before))
    _put(session, after)


def _put(session: Session, row: Tablespace) -> None:
    session.server.roles.tablespaces.put(row)
    session.server.roles.version += 1


def drop_tablespace(session: Session, command: t.DropTablespace, portal: Portal) -> None:
    """Raises PgError 25001, 2BP01 where partitioned relations say that their parts are to be in it, 55000."""
    session.transaction.forbid_block("DROP TABLESPACE")
    known = session.server.roles.tablespaces
    found = known.find(command.name)
    assert found is not None
    lines = list(_partitioned(session, found.oid))
    if lines:
        message = f'tablespace "{found.name}" cannot be dropped because some objects depend on it'
        raise PgError("2BP01", message, detail="\n".join(lines))
    if _holds_relations(session.base_image, found.oid) or session.server.cluster.databases_using(found.oid):
        raise PgError("55000", f'tablespace "{found.name}" is not empty')
    known.remove(found.oid)
    session.server.roles.version += 1


def _partitioned(session: Session, oid: int) -> Iterator[str]:
    for relation in session.base_image.relations():
        if relation.kind != "p":
            continue
        if relation.tablespace == oid:
            yield f"tablespace for table {session.image.shown_relation(relation)}"
        for index in relation.indexes:
            if index.tablespace == oid:
                yield f"tablespace for index {session.image.shown_index(relation, index)}"


def _holds_relations(image: CatalogImage, oid: int) -> bool:
    return any(
        oid in (relation.tablespace, *(index.tablespace for index in relation.indexes))
        for relation in image.relations()
    )


def move_all(session: Session, command: t.MoveAll, portal: Portal) -> None:
    """ALTER TABLE, INDEX or MATERIALIZED VIEW ALL IN TABLESPACE."""
    image = begin(session, "ALTER TABLE")
    owners = {role_of(session, name).oid for name in command.roles}
    moved = 0
    for relation in list(image.relations()):
        if relation.persistence == "t" or (owners and relation.owner not in owners):
            continue
        changed, count = _moved(relation, command)
        if count:
            moved += count
            image = publish(session, image, changed, replace=True)
    if not moved:
        message = f'no matching relations in tablespace "{command.source_name}" found'
        session.notice(notice(message, sqlstate=_NO_DATA_FOUND))


def _moved(relation: Relation, command: t.MoveAll) -> tuple[Relation, int]:
    """The relation, or its indexes, in the other tablespace, and how many that are."""
    if command.relkinds != "i":
        if relation.kind not in command.relkinds or relation.tablespace != command.source:
            return relation, 0
        return replace(relation, tablespace=command.target), 1
    indexes = tuple(
        replace(index, tablespace=command.target) if index.tablespace == command.source else index
        for index in relation.indexes
    )
    count = sum(index.tablespace == command.source for index in relation.indexes)
    return replace(relation, indexes=indexes), count
