"""Utility statements: raw tree to Command, with the command tag and the columns of what returns rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from translator import command as c
from translator.analyze import (
    absent_object,
    access_method,
    comment,
    copy,
    create_as,
    cursor,
    database,
    ddl_aggregate,
    ddl_alter,
    ddl_cast,
    ddl_collation,
    ddl_composite,
    ddl_conversion,
    ddl_create,
    ddl_domain,
    ddl_drop,
    ddl_language,
    ddl_method_object,
    ddl_opclass,
    ddl_operator,
    ddl_range,
    ddl_routine,
    ddl_tablespace,
    ddl_type,
    ddl_view,
    extended_statistics,
    extension,
    foreign_data,
    foreign_table,
    grant,
    maintenance,
    named_object,
    owned,
    ownership,
    policy,
    prepared,
    publication,
    rename,
    role,
    rule,
)
from translator.analyze.explain import explain
from translator.analyze.other_database import refuse_other_database
from translator.analyze.routine import ROUTINES
from translator.analyze.setting import inner_setting, set_value
from translator.analyze.state import Analysis
from translator.catalog.bootstrap import settings
from translator.errors.statements import feature_not_supported
from translator.parser import Node
from translator.plan import ResultColumn
from translator.types import oids

Result = tuple[c.Command, str, tuple[ResultColumn, ...] | None]

_ISOLATION = ("read uncommitted", "read committed", "repeatable read", "serializable")


def analyze_utility(analysis: Analysis, node: Node) -> Result:
    """The command of a utility statement.  Raises PgError 0A000 for a statement that is not supported."""
    analyze = _BY_TAG.get(node.tag)
    if node.tag in _BY_KIND:
        field, known = _BY_KIND[node.tag]
        analyze = known.get(getattr(node, field), analyze)
    if analyze is None:
        raise feature_not_supported(statement_name(node.tag))
    if node.tag == "AlterOwnerStmt":
        ownership.require_role(analysis, node.newowner)
    return analyze(analysis, node)


def statement_name(tag: str) -> str:
    """A parse node's tag as SQL's words: CreateCastStmt is CREATE CAST."""
    if tag in _NAMES:
        return _NAMES[tag]
    words = "".join(f" {letter}" if letter.isupper() else letter for letter in tag.removesuffix("Stmt")).split()
    return " ".join(words).upper()


_NAMES = {
    "AlterExtensionContentsStmt": "ALTER EXTENSION ... ADD or DROP",
    "CreateEventTrigStmt": "CREATE EVENT TRIGGER",
    "CreateOpClassStmt": "CREATE OPERATOR CLASS", "CreateOpFamilyStmt": "CREATE OPERATOR FAMILY",
}  # fmt: skip
"""What statements are called whose nodes say it too briefly."""


def _modes(options: Sequence[Node]) -> dict[str, Any]:
    """ISOLATION LEVEL, READ ONLY / WRITE, DEFERRABLE."""
    found: dict[str, Any] = {"isolation": None, "read_only": None, "deferrable": None}
    for option in options:
        name, value = option.defname, option.arg
        if name == "transaction_isolation":
            found["isolation"] = value.sval.sval
        elif name == "transaction_read_only":
            found["read_only"] = bool(value.ival.ival)
        elif name == "transaction_deferrable":
            found["deferrable"] = bool(value.ival.ival)
        _ = option.defaction
    return found


def _transaction(analysis: Analysis, node: Node) -> Result:
    kind = node.kind.removeprefix("TRANS_STMT_")
    if kind in ("BEGIN", "START"):
        return (
            c.Begin(**_modes(node.options), start=kind == "START"),
            "BEGIN" if kind == "BEGIN" else "START TRANSACTION",
            None,
        )
    if kind == "COMMIT":
        return c.Commit(node.chain), "COMMIT", None
    if kind == "ROLLBACK":
        return c.Rollback(node.chain), "ROLLBACK", None
    if kind in ("SAVEPOINT", "RELEASE", "ROLLBACK_TO"):
        action = {"SAVEPOINT": "define", "RELEASE": "release", "ROLLBACK_TO": "rollback"}[kind]
        return (
            c.Savepoint(action, node.savepoint_name),
            {"define": "SAVEPOINT", "release": "RELEASE", "rollback": "ROLLBACK"}[action],
            None,
        )
    if kind == "PREPARE":
        return c.PrepareTransaction(node.gid), "PREPARE TRANSACTION", None
    statement = kind.replace("_", " ")
    return c.FinishPrepared(statement, node.gid), statement, None


def _variable_set(analysis: Analysis, node: Node) -> Result:
    kind = node.kind
    _ = node.jumble_args
    if kind == "VAR_RESET":
        return c.ResetVariable(node.name), "RESET", None
    if kind == "VAR_RESET_ALL":
        return c.ResetVariable(""), "RESET", None
    if kind == "VAR_SET_MULTI":
        if node.name in ("TRANSACTION", "SESSION CHARACTERISTICS"):
            return c.SetTransaction(**_modes(node.args), session=node.name != "TRANSACTION"), "SET", None
        if node.name == "TRANSACTION SNAPSHOT":
            (identifier,) = node.args
            return c.SetSnapshot(identifier.sval.sval), "SET", None
        raise feature_not_supported(f"SET {node.name}")
    value = set_value(analysis, node) if kind == "VAR_SET_VALUE" else None
    return c.SetVariable(node.name, value, node.is_local, kind == "VAR_SET_CURRENT"), "SET", None


def _variable_show(analysis: Analysis, node: Node) -> Result:
    name = node.name
    if name == "all":
        columns = tuple(ResultColumn(column, oids.TEXT) for column in ("name", "setting", "description"))
        return c.ShowVariable("all"), "SHOW", columns
    fact = settings().get(name.lower())
    return c.ShowVariable(name), "SHOW", (ResultColumn(name if fact is None else fact["name"], oids.TEXT),)


def _constraints_set(analysis: Analysis, node: Node) -> Result:
    names = []
    for item in node.constraints:
        item.accept()
        names.append(item.relname)
    return c.SetConstraints(tuple(names), node.deferred), "SET CONSTRAINTS", None


def _alter_system(analysis: Analysis, node: Node) -> Result:
    return c.AlterSystem(inner_setting(analysis, node.setstmt)), "ALTER SYSTEM", None


def _discard(analysis: Analysis, node: Node) -> Result:
    target = node.target.removeprefix("DISCARD_").lower()
    return c.Discard(target), f"DISCARD {target.upper()}", None


def _listen(analysis: Analysis, node: Node) -> Result:
    return c.Listen(node.conditionname, True), "LISTEN", None


def _unlisten(analysis: Analysis, node: Node) -> Result:
    return c.Listen(node.conditionname, False), "UNLISTEN", None


def _notify(analysis: Analysis, node: Node) -> Result:
    return c.Notify(node.conditionname, node.payload), "NOTIFY", None


def _lock(analysis: Analysis, node: Node) -> Result:
    """The names are looked up when it is known that there is a transaction to hold the locks."""
    names = []
    for item in node.relations:
        item.accept()
        refuse_other_database(analysis, item)
        names.append((item.relname, item.schemaname or None, not item.inh))
    return c.LockTable(tuple(names), node.mode, node.nowait), "LOCK TABLE", None


_Analyzer = Callable[[Analysis, Node], Result]
_BY_KIND: dict[str, tuple[str, dict[str, _Analyzer]]] = {
    "DefineStmt": (
        "kind",
        {
            "OBJECT_COLLATION": ddl_collation.create_collation,
            "OBJECT_OPERATOR": ddl_operator.create_operator,
            "OBJECT_AGGREGATE": ddl_aggregate.create_aggregate,
            "OBJECT_TYPE": ddl_type.create_type,
        },
    ),
    "DropStmt": (
        "remove_type",
        {
            "OBJECT_STATISTIC_EXT": extended_statistics.drop_statistics,
            "OBJECT_COLLATION": ddl_collation.drop,
            "OBJECT_CAST": ddl_cast.drop_cast,
            "OBJECT_TRANSFORM": ddl_language.drop_transform,
            **dict.fromkeys(named_object.KINDS, named_object.drop),
            "OBJECT_OPERATOR": ddl_operator.drop,
            **dict.fromkeys(ROUTINES, ddl_routine.drop),
            **dict.fromkeys(ddl_method_object.KINDS, ddl_method_object.drop),
            **dict.fromkeys(foreign_data.KINDS, foreign_data.drop),
            "OBJECT_PUBLICATION": publication.drop,
        },
    ),
    "RenameStmt": (
        "rename_type",
        absent_object.changes("rename_type", "ALTER {} ... RENAME TO")
        | {
            "OBJECT_POLICY": policy.rename_policy,
            "OBJECT_RULE": rule.rename,
            "OBJECT_STATISTIC_EXT": extended_statistics.rename,
            "OBJECT_COLLATION": ddl_collation.rename,
            "OBJECT_TABLESPACE": ddl_tablespace.rename,
            **dict.fromkeys(ROUTINES, ddl_routine.rename),
            **dict.fromkeys(ddl_method_object.KINDS, ddl_method_object.rename),
            **dict.fromkeys(foreign_data.KINDS, foreign_data.rename),
            **dict.fromkeys(named_object.KINDS, named_object.rename),
            "OBJECT_PUBLICATION": publication.rename,
        },
    ),
    "AlterObjectSchemaStmt": (
        "object_type",
        absent_object.changes("object_type", "ALTER {} ... SET SCHEMA")
        | {
            "OBJECT_STATISTIC_EXT": extended_statistics.set_schema,
            "OBJECT_COLLATION": ddl_collation.set_schema,
            "OBJECT_OPERATOR": ddl_operator.set_schema,
            "OBJECT_EXTENSION": extension.set_schema,
            **dict.fromkeys(ROUTINES, ddl_routine.set_schema),
            **dict.fromkeys(ddl_method_object.KINDS, ddl_method_object.set_schema),
            **dict.fromkeys(named_object.KINDS, named_object.set_schema),
        },
    ),
    "AlterOwnerStmt": (
        "object_type",
        absent_object.changes("object_type", "ALTER {} ... OWNER TO")
        | {
            "OBJECT_STATISTIC_EXT": extended_statistics.set_owner,
            "OBJECT_COLLATION": ddl_collation.set_owner,
            "OBJECT_TABLESPACE": ddl_tablespace.set_owner,
            "OBJECT_OPERATOR": ddl_operator.set_owner,
            **dict.fromkeys(ROUTINES, ddl_routine.set_owner),
            **dict.fromkeys(ddl_method_object.KINDS, ddl_method_object.set_owner),
            **dict.fromkeys(foreign_data.KINDS, foreign_data.set_owner),
            **dict.fromkeys(named_object.KINDS, named_object.set_owner),
            "OBJECT_PUBLICATION": publication.set_owner,
        },
    ),
}
"""What the statements for many kinds of objects do to some of them, and the field that tells the kind."""


def _drop(analysis: Analysis, node: Node) -> Result:
    return (policy.drop_policy if node.remove_type == "OBJECT_POLICY" else ddl_drop.drop)(analysis, node)


_BY_TAG: dict[str, Callable[[Analysis, Node], Result]] = {
    "TransactionStmt": _transaction,
    "VariableSetStmt": _variable_set,
    "VariableShowStmt": _variable_show,
    "ConstraintsSetStmt": _constraints_set,
    "DiscardStmt": _discard,
    "ListenStmt": _listen,
    "UnlistenStmt": _unlisten,
    "NotifyStmt": _notify,
    "VacuumStmt": maintenance.vacuum,
    "CheckPointStmt": maintenance.checkpoint,
    "ReindexStmt": maintenance.reindex,
    "ClusterStmt": maintenance.cluster,
    "CreateExtensionStmt": extension.create_extension,
    "AlterExtensionStmt": extension.alter_extension,
    "CreateRoleStmt": role.create_role,
    "AlterRoleStmt": role.alter_role,
    "AlterRoleSetStmt": role.alter_role_set,
    "DropRoleStmt": role.drop_role,
    "GrantRoleStmt": role.grant_role,
    "GrantStmt": grant.grant,
    "CreatePolicyStmt": policy.create_policy,
    "AlterPolicyStmt": policy.alter_policy,
    "AlterDefaultPrivilegesStmt": owned.alter_default_privileges,
    "DropOwnedStmt": owned.drop_owned,
    "ReassignOwnedStmt": owned.reassign_owned,
    "AlterOwnerStmt": ownership.alter_owner,
    "AlterObjectSchemaStmt": ownership.set_schema,
    "LockStmt": _lock,
    "AlterSystemStmt": _alter_system,
    "CreatedbStmt": database.create_database,
    "AlterDatabaseStmt": database.alter_database,
    "AlterDatabaseSetStmt": database.alter_database_set,
    "AlterDatabaseRefreshCollStmt": database.refresh_collation,
    "DropdbStmt": database.drop_database,
    "SelectStmt": create_as.select_into,
    "RefreshMatViewStmt": create_as.refresh,
    "CreateStmt": ddl_create.create_table,
    "CreateTableAsStmt": create_as.create_table_as,
    "IndexStmt": ddl_create.create_index,
    "CreateSeqStmt": ddl_create.create_sequence,
    "CreateSchemaStmt": ddl_create.create_schema,
    "ViewStmt": ddl_view.create_view,
    "AlterTableStmt": ddl_alter.alter_table,
    "RenameStmt": rename.rename,
    "AlterSeqStmt": ddl_alter.alter_sequence,
    "CompositeTypeStmt": ddl_composite.create_composite,
    "CreateRangeStmt": ddl_range.create_range,
    "CreateDomainStmt": ddl_domain.create_domain,
    "AlterDomainStmt": ddl_domain.alter_domain,
    "CreateEnumStmt": ddl_type.create_enum,
    "AlterEnumStmt": ddl_type.alter_enum,
    "AlterCollationStmt": ddl_collation.alter_collation,
    "DropStmt": _drop,
    "AlterOperatorStmt": ddl_operator.alter_operator,
    "CreateOpFamilyStmt": ddl_opclass.create_family,
    "CreateOpClassStmt": ddl_opclass.create_class,
    "AlterOpFamilyStmt": ddl_opclass.alter_family,
    "CreateCastStmt": ddl_cast.create_cast,
    "CreateConversionStmt": ddl_conversion.create_conversion,
    "CreateAmStmt": access_method.create_access_method,
    "CreatePLangStmt": ddl_language.create_language,
    "CreateTransformStmt": ddl_language.create_transform,
    "CreatePublicationStmt": publication.create_publication,
    "AlterPublicationStmt": publication.alter_publication,
    "CreateStatsStmt": extended_statistics.create_statistics,
    "AlterStatsStmt": extended_statistics.alter_statistics,
    "CreateTableSpaceStmt": ddl_tablespace.create_tablespace,
    "DropTableSpaceStmt": ddl_tablespace.drop_tablespace,
    "AlterTableSpaceOptionsStmt": ddl_tablespace.alter_options,
    "AlterTableMoveAllStmt": ddl_tablespace.move_all,
    "TruncateStmt": ddl_drop.truncate,
    "CommentStmt": comment.comment,
    "CopyStmt": copy.analyze_copy,
    "DeclareCursorStmt": cursor.declare,
    "FetchStmt": cursor.fetch,
    "ClosePortalStmt": cursor.close,
    "PrepareStmt": prepared.prepare,
    "ExecuteStmt": prepared.execute,
    "DeallocateStmt": prepared.deallocate,
    "ExplainStmt": explain,
    "CreateForeignTableStmt": foreign_table.create_foreign_table,
    **foreign_data.STATEMENTS,
    **absent_object.ABSENT,
}
