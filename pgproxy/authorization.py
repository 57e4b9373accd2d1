"""What a role that is no superuser may have done by utility statements: ownership, and privileges on what they name.

Every kind of command is listed: with what it asks for, or as one that asks for nothing here.  Privileges on the
relations of queries are the analyzer's business (`translator.analyze.permission`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pgproxy.authorization_objects import CHECKS
from pgproxy.ddl_comment import named_query
from pgproxy.rights import (
    relation_kind,
    require_collation_owner,
    require_create,
    require_createdb,
    require_database,
    require_database_owner,
    require_new_owner,
    require_owner,
    require_owner_of,
    require_publication_owner,
    require_relation,
    require_schema_owner,
    require_set_role,
    require_type_owner,
    require_types,
)
from pgproxy.role_lookup import role_of
from pgproxy.role_rules import require_comment
from translator import command as c
from translator import own_row_command as o
from translator import tablespace_command as ts
from translator.catalog.dependency_rows import (
    PG_AM,
    PG_CAST,
    PG_CLASS,
    PG_COLLATION,
    PG_CONSTRAINT,
    PG_FOREIGN_SERVER,
    PG_LANGUAGE,
    PG_NAMESPACE,
    PG_OPERATOR,
    PG_POLICY,
    PG_PROC,
    PG_PUBLICATION,
    PG_REWRITE,
    PG_TYPE,
)
from translator.catalog.own_row_dependencies import (
    PG_CONVERSION,
    PG_FOREIGN_DATA_WRAPPER,
    PG_OPCLASS,
    PG_OPFAMILY,
    PG_TRANSFORM,
)
from translator.errors.objects import undefined_schema
from translator.errors.privileges import must_be_owner, permission_denied
from translator.errors.statements import feature_not_supported

if TYPE_CHECKING:
    from pgproxy.session import Session


def authorize(session: Session, command: c.Command) -> None:
    """Raises PgError 42501 where the current role may not run a command; a superuser may run all."""
    kind = type(command)
    if session.authority.superuser or kind in _FREE:
        return
    check = _CHECKS.get(kind) or CHECKS.get(kind)
    if check is None:
        raise feature_not_supported(f"{kind.__name__} by a role that is not a superuser")
    check(session, command)


def _require_references(session: Session, constraints: Iterable[c.NewConstraint]) -> None:
    for constraint in constraints:
        relation = session.image.relation(constraint.references) if constraint.references else None
        if relation is None or session.authority.may_relation("x", relation):
            continue
        named = [relation.column(name) for name in constraint.referenced_columns]
        if not named or not all(
            column is not None and session.authority.may_column("x", relation, column) for column in named
        ):
            raise permission_denied("table", relation.name)


def _create_table(session: Session, command: c.CreateTable) -> None:
    require_create(session, command.namespace, command.persistence)
    for parent in command.parents:
        require_owner(session, parent)
    require_types(session, [column.attribute.type for column in command.columns])
    _require_references(session, command.constraints)
    for oid, _ in command.likes:
        relation = session.image.relation(oid)
        if relation is not None and not session.authority.may_relation("r", relation):
            raise permission_denied(relation_kind(relation), relation.name)


def _create_table_as(session: Session, command: c.CreateTableAs) -> None:
    _create_table(session, command.table)


def _create_view(session: Session, command: c.CreateView) -> None:
    require_create(session, command.namespace, command.persistence)
    if command.replaces:
        require_owner(session, command.replaces)


def _create_index(session: Session, command: c.CreateIndex) -> None:
    relation = require_owner(session, command.relation)
    require_create(session, relation.namespace, relation.persistence)


def _in_schema(session: Session, command: Any) -> None:
    require_create(session, command.namespace, getattr(command, "persistence", "p"))


def _create_schema(session: Session, command: c.CreateSchema) -> None:
    require_database(session, "C")
    if command.owner is not None:
        require_set_role(session, command.owner)


def _alter_table(session: Session, command: c.AlterTable) -> None:
    relation = require_owner(session, command.relation)
    for action in command.actions:
        if action.kind == "owner":
            require_new_owner(session, action.new_name, relation.namespace)
        if action.relation:
            require_owner(session, action.relation)
        if action.type:
            require_types(session, [action.type])
        if action.new_column is not None:
            require_types(session, [action.new_column.attribute.type])
        new = (*action.constraints, *(() if action.constraint is None else (action.constraint,)))
        _require_references(session, new)


def _relation_owner(session: Session, command: Any) -> None:
    require_owner(session, command.relation)


def _drop_policy(session: Session, command: c.DropPolicy) -> None:
    require_owner_of(session, command.relation, "relation")


def _attach_index(session: Session, command: c.AttachIndex) -> None:
    require_owner(session, command.index)
    require_owner(session, command.part)


def _alter_index(session: Session, command: c.AlterIndex) -> None:
    require_owner(session, command.index)


def _rename(session: Session, command: c.Rename) -> None:
    if command.kind == "schema":
        row = session.image.namespace(command.old_name)
        if row is None:
            raise undefined_schema(command.old_name)
        require_schema_owner(session, row.oid)
        require_database(session, "C")
    elif command.kind == "database":
        require_database_owner(session, command.old_name)
        require_createdb(session, "rename")
    elif command.kind != "role":
        require_owner(session, command.relation)


def _create_database(session: Session, command: c.CreateDatabase) -> None:
    require_createdb(session, "create")
    if command.owner is not None:
        require_set_role(session, command.owner)


def _drop_database(session: Session, command: c.AlterDatabase | c.RefreshDatabase | c.DropDatabase) -> None:
    if session.server.cluster.row(command.name) is not None:
        require_database_owner(session, command.name)


def _set_schema(session: Session, command: c.SetSchema) -> None:
    require_owner(session, command.relation)
    require_create(session, command.namespace)


def _drop_objects(session: Session, command: c.DropObjects) -> None:
    """The owner of the schema may drop what is in it, too."""
    image = session.image
    for oid in command.oids:
        if command.kind == "schema":
            require_schema_owner(session, oid)
            continue
        relation = image.relation(oid) or image.index_relation(oid)
        assert relation is not None
        namespace = image.namespace_by_oid(relation.namespace)
        if namespace is None or not session.authority.owns(namespace.nspowner):
            require_owner(session, oid)


def _truncate(session: Session, command: c.Truncate) -> None:
    for oid in command.relations:
        require_relation(session, oid, "D")


def _refresh(session: Session, command: c.RefreshView) -> None:
    require_relation(session, command.relation, "m")


_ROW_EXCLUSIVE, _ACCESS_SHARE = 3, 1


def _comment_on_named(session: Session, command: c.CommentOnNamed) -> None:
    """Of what is in no schema; the owner of what initdb has made is the bootstrap superuser."""
    if command.catalog == "pg_database":
        if session.server.cluster.row(command.name) is not None:
            require_database_owner(session, command.name)
    elif command.catalog == "pg_authid":
        require_comment(session.authority, role_of(session, command.name))
    elif session.engine.run(*named_query(command)):
        raise must_be_owner(command.word, command.name)


def _lock_table(session: Session, command: c.LockTable) -> None:
    if not session.transaction.in_block:
        return  # which is what is wrong first
    for name, schema, _only in command.relations:
        relation = session.image.find_relation(name, schema)
        if relation is None:
            continue
        letters = "wdDm"
        if command.mode <= _ROW_EXCLUSIVE:
            letters += "a"
        if command.mode == _ACCESS_SHARE:
            letters += "r"
        if not session.authority.may_relation(letters, relation):
            raise permission_denied(relation_kind(relation), name)


def _change_schema_owner(session: Session, command: c.ChangeSchemaOwner) -> None:
    require_schema_owner(session, command.schema)
    require_set_role(session, command.role)
    require_database(session, "C")


def _change_database_owner(session: Session, command: c.ChangeDatabaseOwner) -> None:
    require_database_owner(session, command.database)
    require_set_role(session, command.role)
    require_createdb(session, "change owner of")


def _comment(session: Session, command: c.Comment) -> None:
    image = session.image
    if command.classoid == PG_CLASS:
        if command.objsubid:
            require_owner_of(session, command.objoid, "relation")
        require_owner(session, command.objoid)
    elif command.classoid == PG_TYPE:
        require_type_owner(session, command.objoid)
    elif command.classoid == PG_NAMESPACE:
        require_schema_owner(session, command.objoid)
    elif command.classoid == PG_COLLATION:
        require_collation_owner(session, command.objoid)
    elif command.classoid == PG_PUBLICATION:
        require_publication_owner(session, command.objoid)
    elif command.classoid in (PG_CONSTRAINT, PG_POLICY):
        for relation in image.relations():
            parts = [known.oid for known in relation.constraints] + [known.oid for known in relation.policies]
            if command.objoid in parts:
                require_owner(session, relation.oid)
        for row in image.types.values():
            if command.objoid in [known.oid for known in image.type_details(row.oid).constraints]:
                require_type_owner(session, row.oid)
    elif command.classoid not in _CHECKED_BEFORE:
        raise feature_not_supported("COMMENT on such an object by a role that is not a superuser")


_CHECKED_BEFORE = frozenset(
    {
        PG_AM, PG_CAST, PG_CONVERSION, PG_LANGUAGE, PG_OPERATOR, PG_PROC, PG_OPCLASS, PG_OPFAMILY, PG_REWRITE,
        PG_TRANSFORM, PG_FOREIGN_DATA_WRAPPER, PG_FOREIGN_SERVER,
    }
)  # fmt: skip
"""Catalogs of objects whose owners the analyzer asks for."""


_FREE: frozenset[type[c.Command]] = frozenset(
    {
        c.Begin, c.Commit, c.Rollback, c.Savepoint, c.PrepareTransaction, c.FinishPrepared,
        c.SetTransaction, c.SetSnapshot,
        c.SetVariable, c.ResetVariable, c.ShowVariable,
        c.SetConstraints, c.Discard, c.Prepare, c.Execute, c.AnalyzeLater, c.Deallocate, c.Listen, c.Notify, c.Explain,
        c.Skipped,
        c.Denied, c.CopyFrom, c.RefusedCopy, c.CopyTo, c.DeclareCursor, c.Fetch, c.CloseCursor,
        c.CreateRole, c.AlterRole, c.AlterRoleSet, c.DropRoles, c.GrantRole, c.Grant,
        c.AlterDefaultPrivileges, c.DropOwned, c.ReassignOwned,
        c.AlterSystem, c.Vacuum, c.Reindex, c.Cluster, c.ClusterAll,
        o.StoreRows, o.DropRows, o.PutUserMapping, o.DropUserMapping,
        ts.CreateTablespace, ts.AlterTablespace, ts.DropTablespace, ts.MoveAll,
    }
)  # fmt: skip
"""What asks for nothing, or is asked elsewhere: by the analyzer, or where roles and privileges are changed."""

_CHECKS: dict[type[c.Command], Callable[[Session, Any], None]] = {
    c.CreatePolicy: _relation_owner,
    c.AlterPolicy: _relation_owner,
    c.RenamePolicy: _relation_owner,
    c.DropPolicy: _drop_policy,
    c.CreateTable: _create_table,
    c.CreateTableAs: _create_table_as,
    c.CreateView: _create_view,
    c.CreateIndex: _create_index,
    c.CreateSequence: _in_schema,
    c.CreateSchema: _create_schema,
    c.CreateDatabase: _create_database,
    c.AlterDatabase: _drop_database,
    c.CommentOnNamed: _comment_on_named,
    c.RefreshDatabase: _drop_database,
    c.DropDatabase: _drop_database,
    c.AlterTable: _alter_table,
    c.AlterSequence: _relation_owner,
    c.AttachIndex: _attach_index,
    c.AlterIndex: _alter_index,
    c.Rename: _rename,
    c.SetSchema: _set_schema,
    c.ChangeSchemaOwner: _change_schema_owner,
    c.ChangeDatabaseOwner: _change_database_owner,
    c.DropObjects: _drop_objects,
    c.Truncate: _truncate,
    c.RefreshView: _refresh,
    c.LockTable: _lock_table,
    c.Comment: _comment,
}
