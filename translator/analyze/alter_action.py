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
    "AT_AddColumn": Action("ADD COLUMN", "rp"),
    "AT_DropColumn": Action("DROP COLUMN", "rp"),
    "AT_AlterColumnType": Action("ALTER COLUMN ... SET DATA TYPE", "rp"),
    "AT_SetNotNull": Action("ALTER COLUMN ... SET NOT NULL", "rp"),
    "AT_DropNotNull": Action("ALTER COLUMN ... DROP NOT NULL", "rp"),
    "AT_ColumnDefault": Action("ALTER COLUMN ... SET DEFAULT", "rpv"),
    "AT_AddIdentity": Action("ALTER COLUMN ... ADD IDENTITY", "rpv"),
    "AT_SetIdentity": Action("ALTER COLUMN ... SET", "rpv"),
    "AT_DropIdentity": Action("ALTER COLUMN ... DROP IDENTITY", "rpv"),
    "AT_SetExpression": Action("ALTER COLUMN ... SET EXPRESSION", "rp"),
    "AT_DropExpression": Action("ALTER COLUMN ... DROP EXPRESSION", "rp"),
    "AT_SetStatistics": Action("ALTER COLUMN ... SET STATISTICS", "rpmi"),
    "AT_SetOptions": Action("ALTER COLUMN ... SET", "rpm"),
    "AT_ResetOptions": Action("ALTER COLUMN ... RESET", "rpm"),
    "AT_SetStorage": Action("ALTER COLUMN ... SET STORAGE", "rpm"),
    "AT_SetCompression": Action("ALTER COLUMN ... SET COMPRESSION", "rpm"),
    "AT_AddConstraint": Action("ADD CONSTRAINT", "rp"),
    "AT_AlterConstraint": Action("ALTER CONSTRAINT", "rp"),
    "AT_DropConstraint": Action("DROP CONSTRAINT", "rp"),
    "AT_ValidateConstraint": Action("VALIDATE CONSTRAINT", "rp"),
    "AT_ChangeOwner": Action("OWNER TO", "rpvmSi"),
    "AT_ClusterOn": Action("CLUSTER ON", "rpm"),
    "AT_DropCluster": Action("SET WITHOUT CLUSTER", "rpm"),
    "AT_SetLogged": Action("SET LOGGED", "rS"),
    "AT_SetUnLogged": Action("SET UNLOGGED", "rS"),
    "AT_SetAccessMethod": Action("SET ACCESS METHOD", "rpm"),
    "AT_SetTableSpace": Action("SET TABLESPACE", "rpmi"),
    "AT_SetRelOptions": Action("SET", "rpvmi"),
    "AT_ResetRelOptions": Action("RESET", "rpvmi"),
    "AT_EnableTrig": Action("ENABLE TRIGGER", "rp"),
    "AT_EnableAlwaysTrig": Action("ENABLE ALWAYS TRIGGER", "rp"),
    "AT_EnableReplicaTrig": Action("ENABLE REPLICA TRIGGER", "rp"),
    "AT_EnableTrigAll": Action("ENABLE TRIGGER ALL", "rp"),
    "AT_EnableTrigUser": Action("ENABLE TRIGGER USER", "rp"),
    "AT_DisableTrig": Action("DISABLE TRIGGER", "rp"),
    "AT_DisableTrigAll": Action("DISABLE TRIGGER ALL", "rp"),
    "AT_DisableTrigUser": Action("DISABLE TRIGGER USER", "rp"),
    "AT_EnableRule": Action("ENABLE RULE", "rp"),
    "AT_DisableRule": Action("DISABLE RULE", "rp"),
    "AT_AddInherit": Action("INHERIT", "rp"),
    "AT_DropInherit": Action("NO INHERIT", "rp"),
    "AT_AddOf": Action("OF", "rp"),
    "AT_DropOf": Action("NOT OF", "rp"),
    "AT_ReplicaIdentity": Action("REPLICA IDENTITY", "rpm"),
    "AT_EnableRowSecurity": Action("ENABLE ROW SECURITY", "rp"),
    "AT_DisableRowSecurity": Action("DISABLE ROW SECURITY", "rp"),
    "AT_ForceRowSecurity": Action("FORCE ROW SECURITY", "rp"),
    "AT_NoForceRowSecurity": Action("NO FORCE ROW SECURITY", "rp"),
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
