"""Utility statements: what the server does for each Command.

Every function gets the session, the command and the portal it runs in; it returns rows for a statement that has some,
else None, and may replace the command tag that the plan gave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pgproxy import (
    copy_from,
    copy_to,
    cursors,
    ddl_alter,
    ddl_collation,
    ddl_comment,
    ddl_composite,
    ddl_create,
    ddl_database,
    ddl_default_acl,
    ddl_domain,
    ddl_drop,
    ddl_grant,
    ddl_index,
    ddl_large_object,
    ddl_membership,
    ddl_own_row,
    ddl_owned,
    ddl_policy,
    ddl_publication,
    ddl_range,
    ddl_relation,
    ddl_rename_object,
    ddl_role,
    ddl_sequence,
    ddl_statistics,
    ddl_system,
    ddl_tablespace,
    ddl_type,
    ddl_user_mapping,
    ddl_view,
    maintenance,
    temporary,
)
from pgproxy.authorization import authorize
from pgproxy.explain import explain
from pgproxy.plan_cache import parse_one
from pgproxy.portal import Portal
from pgproxy.relation_locks import LOCK_TABLE, lock
from pgproxy.relation_use import refuse_used
from pgproxy.rows import Row
from translator import collation_command as co
from translator import command as c
from translator import own_row_command as o
from translator import publication_command as p
from translator import statistics_command as s
from translator import tablespace_command as ts
from translator import type_command as t
from translator.analyze.existing_relation import missing_relation
from translator.errors import PgError
from translator.errors.notices import notice, set_local_outside_transaction
from translator.errors.objects import duplicate_prepared_statement, relation_not_lockable, undefined_prepared_statement
from translator.errors.transactions import no_active_sql_transaction
from translator.relation_locks import uses_of_table

if TYPE_CHECKING:
    from pgproxy.session import Session

Rows = Iterable[Row] | None


def run(session: Session, command: c.Command, portal: Portal) -> Rows:
    """Carry a command out."""
    assert portal.statement is not None
    plan = portal.statement.plan
    portal.tag = plan.tag
    if plan.changes:
        session.transaction.require_writable(plan.changes)
    if not session.role.superuser:
        authorize(session, command)
    if session.portals or session.transaction.pending:
        refuse_used(session, command, plan, portal)
    kind = type(command)
    if kind not in _WITHOUT_SNAPSHOT:
        if session.transaction.in_block:
            session.transaction.begin_read()
        else:
            session.transaction.statements += 1
    return _BY_TYPE[kind](session, command, portal)


def _begin(session: Session, command: c.Begin, portal: Portal) -> Rows:
    session.transaction.begin_block(command.isolation, command.read_only, command.deferrable)
    return None


def _commit(session: Session, command: c.Commit, portal: Portal) -> Rows:
    portal.tag = session.transaction.end_block(commit=True, chain=command.chain)
    return None


def _rollback(session: Session, command: c.Rollback, portal: Portal) -> Rows:
    portal.tag = session.transaction.end_block(commit=False, chain=command.chain)
    return None


def _prepare_transaction(session: Session, command: c.PrepareTransaction, portal: Portal) -> Rows:
    portal.tag = session.transaction.prepare(command.identifier)
    return None


def _finish_prepared(session: Session, command: c.FinishPrepared, portal: Portal) -> Rows:
    session.transaction.forbid_block(command.statement)
    raise PgError("42704", f'prepared transaction with identifier "{command.identifier}" does not exist')


def _savepoint(session: Session, command: c.Savepoint, portal: Portal) -> Rows:
    transaction = session.transaction
    if command.action == "rollback":
        transaction.rollback_to_savepoint(command.name)
        return None
    transaction.require_usable()
    if command.action == "define":
        transaction.define_savepoint(command.name)
    else:
        transaction.release_savepoint(command.name)
    return None


def _set_transaction(session: Session, command: c.SetTransaction, portal: Portal) -> Rows:
    if command.session:
        if command.isolation is not None:
            session.settings.set("default_transaction_isolation", command.isolation)
        if command.read_only is not None:
            session.settings.set("default_transaction_read_only", "on" if command.read_only else "off")
        if command.deferrable is not None:
            session.settings.set("default_transaction_deferrable", "on" if command.deferrable else "off")
        return None
    if not session.transaction.in_block:
        session.notice(set_local_outside_transaction("SET TRANSACTION"))
    session.transaction.set_modes(command.isolation, command.read_only, command.deferrable)
    return None


def _set_snapshot(session: Session, command: c.SetSnapshot, portal: Portal) -> Rows:
    if not session.transaction.in_block:
        session.notice(set_local_outside_transaction("SET TRANSACTION"))
    session.server.snapshots.take(session, command.identifier)
    return None


def _set_variable(session: Session, command: c.SetVariable, portal: Portal) -> Rows:
    if command.local and not session.transaction.in_block:
        session.notice(set_local_outside_transaction())
    value = session.settings.raw(command.name) if command.current else command.value
    session.settings.set(command.name, value, local=command.local)
    return None


def _reset_variable(session: Session, command: c.ResetVariable, portal: Portal) -> Rows:
    if command.name:
        session.settings.set(command.name, None)
    else:
        session.settings.reset_all()
    return None


def _show_variable(session: Session, command: c.ShowVariable, portal: Portal) -> Rows:
    settings = session.settings
    if command.name == "all":
        return [(name, settings.get(name), None) for name in settings.names()]
    return [(settings.get(command.name),)]


def _set_constraints(session: Session, command: c.SetConstraints, portal: Portal) -> Rows:
    """Deferring waits for COMMIT; IMMEDIATE checks what was deferred so far."""
    transaction = session.transaction
    if not transaction.in_block:
        session.notice(set_local_outside_transaction("SET CONSTRAINTS"))
    ddl_alter.check_constraint_names(session, command.names)
    transaction.set_constraints(command.names, deferred=command.deferred)
    return None


def _discard(session: Session, command: c.Discard, portal: Portal) -> Rows:
    if command.target == "all":
        session.transaction.forbid_block("DISCARD ALL")
        session.settings.set("session_authorization", None)
        session.settings.reset_all()
        session.prepared.drop_all()
        session.portals.finish(commit=False)
        session.server.notifications.listen(session, "", on=False)
        session.server.locks.release_all(session, transaction=False)
    if command.target in ("all", "temp", "temporary"):
        temporary.discard(session)
    if command.target in ("all", "sequences"):
        session.last_values.clear()
        session.cached_values.clear()
        session.last_sequence = 0
    return None


def _prepare(session: Session, command: c.Prepare, portal: Portal) -> Rows:
    if command.name in session.prepared:
        raise duplicate_prepared_statement(command.name)
    session.prepared[command.name] = session.prepared.prepare(command.name, command.text, command.types, from_sql=True)
    return None


def _execute(session: Session, command: c.Execute, portal: Portal) -> Rows:
    """The portal becomes that of the prepared statement, with the arguments as its parameters."""
    prepared = session.prepared.get(command.name)
    if prepared is None:
        raise undefined_prepared_statement(command.name)
    statement = session.prepared.current(prepared)
    if statement is None:  # an empty text
        portal.done = True
        return None
    if command.arguments is not None:
        portal.parameters = session.arguments(command.arguments, portal.parameters)
    portal.statement = session.locked(statement)
    session.execution.plan(portal)
    session.execution.start(portal)
    return None


def _analyze_later(session: Session, command: c.AnalyzeLater, portal: Portal) -> Rows:
    """The portal becomes that of the statement as it is understood now."""
    assert portal.statement is not None
    text = portal.statement.text
    raw = parse_one(text)
    assert raw is not None
    portal.statement = session.locked(session.prepared.planned(text, portal.statement.plan.param_types, raw))
    session.execution.start(portal)
    return None


def _deallocate(session: Session, command: c.Deallocate, portal: Portal) -> Rows:
    if not command.name:
        session.prepared.drop_all()
    elif session.prepared.pop(command.name, None) is None:
        raise undefined_prepared_statement(command.name)
    return None


def _listen(session: Session, command: c.Listen, portal: Portal) -> Rows:
    session.server.notifications.listen(session, command.channel.removesuffix("*"), on=command.on)
    return None


def _notify(session: Session, command: c.Notify, portal: Portal) -> Rows:
    session.server.notifications.notify(session, command.channel, command.payload)
    return None


def _lock_table(session: Session, command: c.LockTable, portal: Portal) -> Rows:
    """Modes that keep writers out make this session the writer."""
    if not session.transaction.in_block:
        raise no_active_sql_transaction("LOCK TABLE")
    for name, schema, only in command.relations:
        relation = session.image.find_relation(name, schema)
        kind = "i" if relation is None and session.image.find_oid(name, schema) else relation and relation.kind
        if kind is None:
            raise missing_relation(session.image, schema, name if schema is None else f"{schema}.{name}")
        if kind in _LOCKLESS:
            raise relation_not_lockable(name, _LOCKLESS[kind])
        assert relation is not None
        nowait = f'relation "{name}"' if command.nowait else ""
        for use in uses_of_table(session.image, relation.oid, command.mode, only=only):
            lock(session, use, LOCK_TABLE, nowait=nowait)
    return None


_LOCKLESS = {"S": "sequences", "i": "indexes", "m": "materialized views", "c": "composite types", "f": "foreign tables"}


def _denied(session: Session, command: c.Denied, portal: Portal) -> Rows:
    if command.alone:
        session.transaction.forbid_block(command.alone)
    for warning in command.warnings:
        session.notice(warning)
    raise command.error.with_traceback(None)


def _skipped(session: Session, command: c.Skipped, portal: Portal) -> Rows:
    for sqlstate, message in command.notices:
        session.notice(notice(message, sqlstate=sqlstate))
    return None


def _refuse_copy(session: Session, command: c.RefusedCopy, portal: Portal) -> Rows:
    copy_from.refuse_copy(session, command)
    return None


def _copy_from(session: Session, command: c.CopyFrom, portal: Portal) -> Rows:
    portal.tag = f"COPY {copy_from.copy_from(session, command)}"
    return None


def _copy_to(session: Session, command: c.CopyTo, portal: Portal) -> Rows:
    portal.tag = f"COPY {copy_to.copy_to(session, command)}"
    return None


_WITHOUT_SNAPSHOT = {
    c.Begin, c.Commit, c.Rollback, c.Savepoint, c.PrepareTransaction, c.FinishPrepared, c.SetTransaction, c.SetSnapshot,
    c.SetVariable, c.ResetVariable, c.ShowVariable, c.SetConstraints, c.LockTable, c.Fetch, c.Listen, c.Notify,
}  # fmt: skip
"""What needs no snapshot, so that the isolation level of its transaction may still be set."""
_BY_TYPE: dict[type[c.Command], Callable[[Session, Any, Portal], Rows]] = {
    c.Begin: _begin,
    c.Commit: _commit,
    c.Rollback: _rollback,
    c.Savepoint: _savepoint,
    c.SetTransaction: _set_transaction,
    c.SetSnapshot: _set_snapshot,
    c.SetVariable: _set_variable,
    c.ResetVariable: _reset_variable,
    c.ShowVariable: _show_variable,
    c.SetConstraints: _set_constraints,
    c.Discard: _discard,
    c.Prepare: _prepare,
    c.Execute: _execute,
    c.AnalyzeLater: _analyze_later,
    c.Deallocate: _deallocate,
    c.Listen: _listen,
    c.Notify: _notify,
    c.Vacuum: maintenance.vacuum,
    c.Reindex: maintenance.reindex,
    c.Cluster: maintenance.cluster,
    c.ClusterAll: maintenance.cluster_all,
    c.LockTable: _lock_table,
    c.CreateDatabase: ddl_database.create_database,
    c.AlterDatabase: ddl_database.alter_database,
    c.RefreshDatabase: ddl_database.refresh_collation,
    c.DropDatabase: ddl_database.drop_database,
    c.Explain: explain,
    c.Skipped: _skipped,
    c.Denied: _denied,
    c.PrepareTransaction: _prepare_transaction,
    c.FinishPrepared: _finish_prepared,
    c.CopyFrom: _copy_from,
    c.RefusedCopy: _refuse_copy,
    c.CopyTo: _copy_to,
    c.DeclareCursor: cursors.declare,
    c.Fetch: cursors.fetch,
    c.CloseCursor: cursors.close,
    c.CreateTable: ddl_create.create_table,
    c.CreateTableAs: ddl_create.create_table_as,
    c.RefreshView: ddl_create.refresh_view,
    c.CreateView: ddl_view.create_view,
    c.CreateIndex: ddl_index.create_index,
    c.AttachIndex: ddl_index.attach_index,
    c.AlterIndex: ddl_index.alter_index,
    c.CreateSequence: ddl_create.create_sequence,
    c.CreateSchema: ddl_create.create_schema,
    c.AlterTable: ddl_alter.alter_table,
    c.AlterSequence: ddl_sequence.alter_sequence,
    c.Rename: ddl_rename_object.rename,
    c.DropObjects: ddl_drop.drop_objects,
    c.Truncate: ddl_drop.truncate,
    c.CreateRole: ddl_role.create_role,
    c.AlterRole: ddl_role.alter_role,
    c.AlterSystem: ddl_system.alter_system,
    c.AlterRoleSet: ddl_role.alter_role_set,
    c.DropRoles: ddl_role.drop_roles,
    c.GrantRole: ddl_membership.grant_role,
    c.Grant: ddl_grant.grant,
    c.CreatePolicy: ddl_policy.create_policy,
    c.AlterPolicy: ddl_policy.alter_policy,
    c.RenamePolicy: ddl_policy.rename_policy,
    c.DropPolicy: ddl_policy.drop_policy,
    c.AlterDefaultPrivileges: ddl_default_acl.alter_default_privileges,
    c.DropOwned: ddl_owned.drop_owned,
    c.ReassignOwned: ddl_owned.reassign_owned,
    c.ChangeSchemaOwner: ddl_role.change_schema_owner,
    c.ChangeLargeObjectOwner: ddl_large_object.change_owner,
    c.CommentOnLargeObject: ddl_large_object.comment,
    c.ChangeDatabaseOwner: ddl_role.change_database_owner,
    c.SetSchema: ddl_relation.set_schema,
    c.Comment: ddl_comment.comment,
    c.CommentOnNamed: ddl_comment.comment_on_named,
    s.CreateStatistics: ddl_statistics.create_statistics,
    s.AlterStatistics: ddl_statistics.alter_statistics,
    s.DropStatistics: ddl_statistics.drop_statistics,
    t.CreateComposite: ddl_composite.create_composite,
    t.AlterComposite: ddl_composite.alter_composite,
    t.CreateRange: ddl_range.create_range,
    t.CreateDomain: ddl_domain.create_domain,
    t.AlterDomain: ddl_domain.alter_domain,
    t.CreateShell: ddl_type.create_shell,
    t.CreateEnum: ddl_type.create_enum,
    t.AddLabel: ddl_type.add_label,
    t.RenameLabel: ddl_type.rename_label,
    t.RenameType: ddl_type.rename_type,
    t.SetTypeSchema: ddl_type.set_type_schema,
    t.SetTypeOwner: ddl_type.set_type_owner,
    t.DropTypes: ddl_type.drop_types,
    p.CreatePublication: ddl_publication.create_publication,
    p.AlterPublication: ddl_publication.alter_publication,
    p.ChangePublicationOwner: ddl_publication.change_owner,
    p.DropPublications: ddl_publication.drop_publications,
    co.CreateCollation: ddl_collation.create_collation,
    co.AlterCollation: ddl_collation.alter_collation,
    co.RefreshCollation: ddl_collation.refresh_collation,
    co.DropCollations: ddl_collation.drop_collations,
    ts.CreateTablespace: ddl_tablespace.create_tablespace,
    ts.AlterTablespace: ddl_tablespace.alter_tablespace,
    ts.DropTablespace: ddl_tablespace.drop_tablespace,
    ts.MoveAll: ddl_tablespace.move_all,
    o.StoreRows: ddl_own_row.store_rows,
    o.ChangeRowOwner: ddl_own_row.change_owner,
    o.DropRows: ddl_own_row.drop_rows,
    o.PutUserMapping: ddl_user_mapping.put_mapping,
    o.DropUserMapping: ddl_user_mapping.drop_mapping,
}
