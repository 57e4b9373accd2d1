"""The actions of ALTER TABLE and its kin: their names, and the kinds of relations that they apply to.

Manual: ALTER TABLE, ALTER VIEW, ALTER MATERIALIZED VIEW, ALTER SEQUENCE, ALTER INDEX.
"""

from __future__ import annotations

from typing import NamedTuple

from translator.catalog.relation import Relation
from translator.errors import PgError


class Action(NamedTuple):
    """What messages call an action, and the relkinds that it applies to."""

    name: str
    kinds: str


_ACTIONS = {
    "AT_AddColumn": Action("ADD COLUMN", "rpf"),
    "AT_DropColumn": Action("DROP COLUMN", "rpf"),
    "AT_AlterColumnType": Action("ALTER COLUMN ... SET DATA TYPE", "rpf"),
    "AT_SetNotNull": Action("ALTER COLUMN ... SET NOT NULL", "rpf"),
    "AT_DropNotNull": Action("ALTER COLUMN ... DROP NOT NULL", "rpf"),
    "AT_ColumnDefault": Action("ALTER COLUMN ... SET DEFAULT", "rpvf"),
    "AT_AddIdentity": Action("ALTER COLUMN ... ADD IDENTITY", "rpvf"),
    "AT_SetIdentity": Action("ALTER COLUMN ... SET", "rpvf"),
    "AT_DropIdentity": Action("ALTER COLUMN ... DROP IDENTITY", "rpvf"),
    "AT_SetExpression": Action("ALTER COLUMN ... SET EXPRESSION", "rpf"),
    "AT_DropExpression": Action("ALTER COLUMN ... DROP EXPRESSION", "rpf"),
    "AT_SetStatistics": Action("ALTER COLUMN ... SET STATISTICS", "rpmif"),
    "AT_SetOptions": Action("ALTER COLUMN ... SET", "rpmf"),
    "AT_ResetOptions": Action("ALTER COLUMN ... RESET", "rpmf"),
    "AT_SetStorage": Action("ALTER COLUMN ... SET STORAGE", "rpmf"),
    "AT_SetCompression": Action("ALTER COLUMN ... SET COMPRESSION", "rpm"),
    "AT_AddConstraint": Action("ADD CONSTRAINT", "rpf"),
    "AT_AlterConstraint": Action("ALTER CONSTRAINT", "rp"),
    "AT_DropConstraint": Action("DROP CONSTRAINT", "rpf"),
    "AT_ValidateConstraint": Action("VALIDATE CONSTRAINT", "rpf"),
    "AT_ChangeOwner": Action("OWNER TO", "rpvmSif"),
    "AT_ClusterOn": Action("CLUSTER ON", "rpm"),
    "AT_DropCluster": Action("SET WITHOUT CLUSTER", "rpm"),
    "AT_SetLogged": Action("SET LOGGED", "rS"),
    "AT_SetUnLogged": Action("SET UNLOGGED", "rS"),
    "AT_SetAccessMethod": Action("SET ACCESS METHOD", "rpm"),
    "AT_SetTableSpace": Action("SET TABLESPACE", "rpmi"),
    "AT_SetRelOptions": Action("SET", "rpvmi"),
    "AT_ResetRelOptions": Action("RESET", "rpvmi"),
    "AT_EnableTrig": Action("ENABLE TRIGGER", "rpf"),
    "AT_EnableAlwaysTrig": Action("ENABLE ALWAYS TRIGGER", "rpf"),
    "AT_EnableReplicaTrig": Action("ENABLE REPLICA TRIGGER", "rpf"),
    "AT_EnableTrigAll": Action("ENABLE TRIGGER ALL", "rpf"),
    "AT_EnableTrigUser": Action("ENABLE TRIGGER USER", "rpf"),
    "AT_DisableTrig": Action("DISABLE TRIGGER", "rpf"),
    "AT_DisableTrigAll": Action("DISABLE TRIGGER ALL", "rpf"),
    "AT_DisableTrigUser": Action("DISABLE TRIGGER USER", "rpf"),
    "AT_EnableRule": Action("ENABLE RULE", "rp"),
    "AT_DisableRule": Action("DISABLE RULE", "rp"),
    "AT_AddInherit": Action("INHERIT", "rpf"),
    "AT_DropInherit": Action("NO INHERIT", "rpf"),
    "AT_AddOf": Action("OF", "rp"),
    "AT_DropOf": Action("NOT OF", "rp"),
    "AT_ReplicaIdentity": Action("REPLICA IDENTITY", "rpm"),
    "AT_EnableRowSecurity": Action("ENABLE ROW SECURITY", "rp"),
    "AT_DisableRowSecurity": Action("DISABLE ROW SECURITY", "rp"),
    "AT_ForceRowSecurity": Action("FORCE ROW SECURITY", "rp"),
    "AT_NoForceRowSecurity": Action("NO FORCE ROW SECURITY", "rp"),
    "AT_GenericOptions": Action("OPTIONS", "f"),
    "AT_AlterColumnGenericOptions": Action("ALTER COLUMN ... OPTIONS", "f"),
    "AT_AttachPartition": Action("ATTACH PARTITION", "p"),
    "AT_DetachPartition": Action("DETACH PARTITION", "p"),
}

KINDS = {
    "c": "composite types",
    "r": "tables",
    "p": "partitioned tables",
    "v": "views",
    "m": "materialized views",
    "S": "sequences",
    "i": "indexes",
    "I": "partitioned indexes",
    "f": "foreign tables",
}


def require_applicable(relation: Relation, subtype: str) -> None:
    """Raise PgError 42809 for an action that a relation of this kind does not have."""
    if relation.kind == "c":
        raise PgError("42809", f'"{relation.name}" is a composite type', hint="Use ALTER TYPE instead.")
    action = _ACTIONS.get(subtype)
    if action is not None and relation.kind not in action.kinds:
        raise PgError(
            "42809",
            f'ALTER action {action.name} cannot be performed on relation "{relation.name}"',
            detail=f"This operation is not supported for {KINDS[relation.kind]}.",
        )
