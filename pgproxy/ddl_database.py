"""CREATE, ALTER and DROP DATABASE.  Manual: "Managing Databases"."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from translator.command import AlterDatabase, CreateDatabase, DropDatabase, RefreshDatabase
from translator.errors import PgError
from translator.errors.notices import notice
from translator.errors.objects import undefined_database

if TYPE_CHECKING:
    from pgproxy.session import Session


def alter_database(session: Session, command: AlterDatabase, portal: Portal) -> None:
    attributes = dict(command.attributes)
    if session.server.cluster.row(command.name) is None:
        raise undefined_database(command.name)
    if command.name == session.database.name and attributes.get("datallowconn") == 0:
        raise PgError("22023", "cannot disallow connections for current database")
    if attributes:
        session.server.cluster.change(command.name, attributes)


def refresh_collation(session: Session, command: RefreshDatabase, portal: Portal) -> None:
    """The version of the one collation that there is never changes.  Raises PgError 3D000."""
    if session.server.cluster.row(command.name) is None:
        raise undefined_database(command.name)
    session.notice(notice("version has not changed"))


def create_database(session: Session, command: CreateDatabase, portal: Portal) -> None:
    session.transaction.forbid_block("CREATE DATABASE")
    cluster = session.server.cluster
    template = command.template or "template1"
    source = next((database for database in cluster.open_databases() if database.name == template), None)
    if source is not None and source.sessions > (1 if source is session.database else 0):
        raise PgError(
            "55006",
            f'source database "{template}" is being accessed by other users',
            detail=_others(source.sessions - (1 if source is session.database else 0)),
        )
    owner = role_of(session, command.owner or "")
    used = cluster.create(command.name, template, owner.oid)
    asyncio.get_running_loop().call_soon(used.keep_spare)  # once the client has its answer
    if command.attributes:
        cluster.change(command.name, dict(command.attributes))


def _others(count: int) -> str:
    return f"There {'is' if count == 1 else 'are'} {count} other session{'' if count == 1 else 's'} using the database."


def drop_database(session: Session, command: DropDatabase, portal: Portal) -> None:
    session.transaction.forbid_block("DROP DATABASE")
    cluster = session.server.cluster
    row = cluster.row(command.name)
    if row is None:
        if not command.missing_ok:
            raise undefined_database(command.name)
        session.notice(notice(f'database "{command.name}" does not exist, skipping'))
        return
    if command.name == session.database.name:
        raise PgError("55006", "cannot drop the currently open database")
    if row[1]:
        raise PgError("42809", "cannot drop a template database")
    opened = next((database for database in cluster.open_databases() if database.name == command.name), None)
    if opened is not None and opened.sessions:
        if not command.force:
            raise PgError(
                "55006", f'database "{command.name}" is being accessed by other users', detail=_others(opened.sessions)
            )
        session.server.terminate_database(command.name)
        while opened.sessions:
            session.sleep(0.005)
    cluster.drop(command.name)
