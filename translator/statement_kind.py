"""What PostgreSQL knows of a statement by its kind: when it is analyzed, and whether it changes something.

Manual: "SET TRANSACTION".
"""

from __future__ import annotations

from translator.analyze.select import into_clause
from translator.parser import Node

ANALYZED_AT_ONCE = frozenset(
    {
        "SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt",
        "DeclareCursorStmt", "ExplainStmt", "CreateTableAsStmt", "CallStmt",
    }
)  # fmt: skip
"""Parse nodes of statements that are analyzed, under a snapshot, when they are prepared; others when they run."""
_AROUND_QUERIES = frozenset({"CreateTableAsStmt", "ExplainStmt"})
_HARMLESS = frozenset(
    {
        "AlterSystemStmt", "CallStmt", "CheckPointStmt", "ClosePortalStmt", "ClusterStmt", "ConstraintsSetStmt",
        "CopyStmt", "DeallocateStmt", "DeclareCursorStmt", "DeleteStmt", "DiscardStmt", "DoStmt", "ExecuteStmt",
        "ExplainStmt", "FetchStmt", "InsertStmt", "ListenStmt", "LoadStmt", "LockStmt", "MergeStmt", "NotifyStmt",
        "PrepareStmt", "ReindexStmt", "SelectStmt", "TransactionStmt", "UnlistenStmt", "UpdateStmt", "VacuumStmt",
        "VariableSetStmt", "VariableShowStmt",
    }
)  # fmt: skip
"""Nodes of statements that may run, or that find out themselves what they change."""
_TAGS = {
    "AlterCollationStmt": "ALTER COLLATION", "AlterDatabaseRefreshCollStmt": "ALTER DATABASE",
    "AlterDatabaseSetStmt": "ALTER DATABASE", "AlterDatabaseStmt": "ALTER DATABASE",
    "AlterDefaultPrivilegesStmt": "ALTER DEFAULT PRIVILEGES", "AlterDomainStmt": "ALTER DOMAIN",
    "AlterEnumStmt": "ALTER TYPE", "AlterEventTrigStmt": "ALTER EVENT TRIGGER",
    "AlterExtensionContentsStmt": "ALTER EXTENSION", "AlterExtensionStmt": "ALTER EXTENSION",
    "AlterFdwStmt": "ALTER FOREIGN DATA WRAPPER", "AlterForeignServerStmt": "ALTER SERVER",
    "AlterOpFamilyStmt": "ALTER OPERATOR FAMILY", "AlterOperatorStmt": "ALTER OPERATOR",
    "AlterPolicyStmt": "ALTER POLICY", "AlterPublicationStmt": "ALTER PUBLICATION",
    "AlterRoleSetStmt": "ALTER ROLE", "AlterRoleStmt": "ALTER ROLE", "AlterSeqStmt": "ALTER SEQUENCE",
    "AlterStatsStmt": "ALTER STATISTICS", "AlterSubscriptionStmt": "ALTER SUBSCRIPTION",
    "AlterTSConfigurationStmt": "ALTER TEXT SEARCH CONFIGURATION",
    "AlterTSDictionaryStmt": "ALTER TEXT SEARCH DICTIONARY", "AlterTableSpaceOptionsStmt": "ALTER TABLESPACE",
    "AlterTypeStmt": "ALTER TYPE", "AlterUserMappingStmt": "ALTER USER MAPPING", "CommentStmt": "COMMENT",
    "CompositeTypeStmt": "CREATE TYPE", "CreateAmStmt": "CREATE ACCESS METHOD", "CreateCastStmt": "CREATE CAST",
    "CreateConversionStmt": "CREATE CONVERSION", "CreateDomainStmt": "CREATE DOMAIN", "CreateEnumStmt": "CREATE TYPE",
    "CreateEventTrigStmt": "CREATE EVENT TRIGGER", "CreateExtensionStmt": "CREATE EXTENSION",
    "CreateFdwStmt": "CREATE FOREIGN DATA WRAPPER", "CreateForeignServerStmt": "CREATE SERVER",
    "CreateForeignTableStmt": "CREATE FOREIGN TABLE", "CreateOpClassStmt": "CREATE OPERATOR CLASS",
    "CreateOpFamilyStmt": "CREATE OPERATOR FAMILY", "CreatePLangStmt": "CREATE LANGUAGE",
    "CreatePolicyStmt": "CREATE POLICY", "CreatePublicationStmt": "CREATE PUBLICATION",
    "CreateRangeStmt": "CREATE TYPE", "CreateRoleStmt": "CREATE ROLE", "CreateSchemaStmt": "CREATE SCHEMA",
    "CreateSeqStmt": "CREATE SEQUENCE", "CreateStatsStmt": "CREATE STATISTICS", "CreateStmt": "CREATE TABLE",
    "CreateSubscriptionStmt": "CREATE SUBSCRIPTION", "CreateTableSpaceStmt": "CREATE TABLESPACE",
    "CreateTransformStmt": "CREATE TRANSFORM", "CreateTrigStmt": "CREATE TRIGGER",
    "CreateUserMappingStmt": "CREATE USER MAPPING", "CreatedbStmt": "CREATE DATABASE", "DropOwnedStmt": "DROP OWNED",
    "DropRoleStmt": "DROP ROLE", "DropSubscriptionStmt": "DROP SUBSCRIPTION", "DropTableSpaceStmt": "DROP TABLESPACE",
    "DropUserMappingStmt": "DROP USER MAPPING", "DropdbStmt": "DROP DATABASE",
    "ImportForeignSchemaStmt": "IMPORT FOREIGN SCHEMA", "IndexStmt": "CREATE INDEX",
    "ReassignOwnedStmt": "REASSIGN OWNED", "RefreshMatViewStmt": "REFRESH MATERIALIZED VIEW",
    "RuleStmt": "CREATE RULE", "SecLabelStmt": "SECURITY LABEL", "TruncateStmt": "TRUNCATE TABLE",
    "ViewStmt": "CREATE VIEW",
}  # fmt: skip
_BY_OBJECT = {
    "AlterFunctionStmt": ("ALTER", "objtype"), "AlterObjectDependsStmt": ("ALTER", "object_type"),
    "AlterObjectSchemaStmt": ("ALTER", "object_type"), "AlterOwnerStmt": ("ALTER", "object_type"),
    "AlterTableMoveAllStmt": ("ALTER", "objtype"), "AlterTableStmt": ("ALTER", "objtype"),
    "DefineStmt": ("CREATE", "kind"), "DropStmt": ("DROP", "remove_type"), "RenameStmt": ("ALTER", "rename_type"),
}  # fmt: skip
"""Nodes whose tag is a verb and a kind of object, with the field that has the kind."""
_KINDS = {
    "ATTRIBUTE": "TYPE", "COLUMN": "TABLE", "DOMCONSTRAINT": "DOMAIN", "FDW": "FOREIGN DATA WRAPPER",
    "FOREIGN_SERVER": "SERVER", "LARGEOBJECT": "LARGE OBJECT", "MATVIEW": "MATERIALIZED VIEW",
    "OPCLASS": "OPERATOR CLASS", "OPFAMILY": "OPERATOR FAMILY", "STATISTIC_EXT": "STATISTICS", "TABCONSTRAINT": "TABLE",
    "TSCONFIGURATION": "TEXT SEARCH CONFIGURATION", "TSDICTIONARY": "TEXT SEARCH DICTIONARY",
    "TSPARSER": "TEXT SEARCH PARSER", "TSTEMPLATE": "TEXT SEARCH TEMPLATE",
}  # fmt: skip
"""Kinds of objects that are called otherwise, or belong to one that is."""


_BY_FLAG = {
    "CreateFunctionStmt": ("is_procedure", "CREATE PROCEDURE", "CREATE FUNCTION"),
    "GrantRoleStmt": ("is_grant", "GRANT ROLE", "REVOKE ROLE"),
    "GrantStmt": ("is_grant", "GRANT", "REVOKE"),
}
"""Nodes with the field that decides between two tags."""


def is_analyzed_at_once(node: Node) -> bool:
    """Whether errors in a statement are told when it is prepared; what EXECUTE stands for is looked at when it runs."""
    inner = node.peek("query") if node.tag in _AROUND_QUERIES else None
    return node.tag in ANALYZED_AT_ONCE and (inner is None or inner.tag != "ExecuteStmt")


def changing_tag(node: Node) -> str:
    """The command tag of a statement that a read-only transaction refuses, empty for others."""
    if node.tag in _TAGS:
        return _TAGS[node.tag]
    if node.tag in _BY_FLAG:
        field, tag, other = _BY_FLAG[node.tag]
        return tag if node.glance(field) else other
    if node.tag in _BY_OBJECT:
        verb, field = _BY_OBJECT[node.tag]
        if node.tag == "RenameStmt" and node.glance(field) == "OBJECT_COLUMN":
            field = "relation_type"
        kind = str(node.glance(field)).removeprefix("OBJECT_")
        return f"{verb} {_KINDS.get(kind, kind.replace('_', ' '))}"
    if node.tag == "CreateTableAsStmt":
        return "CREATE TABLE AS" if node.glance("objtype") == "OBJECT_TABLE" else "CREATE MATERIALIZED VIEW"
    if node.tag == "SelectStmt" and into_clause(node) is not None:
        return "SELECT INTO"
    assert node.tag in _HARMLESS, node.tag
    return ""
