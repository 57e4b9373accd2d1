"""ALTER TABLE, ALTER SEQUENCE and RENAME: raw tree to command."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from translator import command as c
from translator.analyze import alter_generated, alter_identity, column_storage, ddl_composite, foreign_table
from translator.analyze import dispatch as expressions
from translator.analyze.access_method import new_table_method
from translator.analyze.alter_action import KINDS, require_applicable
from translator.analyze.alter_constraint import alter_constraint
from translator.analyze.alter_index import alter_index
from translator.analyze.coerce import coerce
from translator.analyze.collation import written_collation
from translator.analyze.column import SYSTEM_COLUMNS
from translator.analyze.constraints import column_constraints, default_text, table_constraint
from translator.analyze.ddl_create import Result, column_definition, require_no_options
from translator.analyze.ddl_drop import relation_of
from translator.analyze.defaults import relation_state
from translator.analyze.ownership import role_name
from translator.analyze.partition_bound import partition_bound
from translator.analyze.sequence_options import refuse_sequence_name, restart_value, sequence_definition
from translator.analyze.state import Analysis, ParseState
from translator.analyze.storage_options import storage_options, without_options
from translator.analyze.tablespace import moved_tablespace
from translator.analyze.typed_table import add_of, drop_of, refuse_change
from translator.analyze.typename import resolve_type
from translator.analyze.view_update import refuse_check_option
from translator.analyze.views import view_query
from translator.catalog.relation import Attribute, Index, Relation, Sequence
from translator.catalog.trigger_rows import trigger_rows
from translator.deparse import deparse
from translator.errors import PgError, without_location
from translator.errors.definitions import (
    no_inherit_on_partitioned,
    type_changed_twice,
    undefined_column_of_relation,
    using_for_generated_column,
)
from translator.errors.objects import wrong_object_type
from translator.errors.statements import feature_not_supported
from translator.parser import Node

_OF_ANY_RELATION = frozenset(
    {
        "AT_ChangeOwner", "AT_SetRelOptions", "AT_ResetRelOptions", "AT_ColumnDefault", "AT_AddIdentity",
        "AT_SetIdentity", "AT_DropIdentity", "AT_ClusterOn", "AT_DropCluster", *column_storage.SETTINGS,
        "AT_SetLogged", "AT_SetUnLogged", "AT_SetTableSpace", "AT_SetAccessMethod",
    }
)  # fmt: skip
"""What is done to other relations than tables as it is to tables."""
_KINDS = {
    "OBJECT_TABLE": ("", ""),
    "OBJECT_VIEW": ("v", "view"),
    "OBJECT_MATVIEW": ("m", "materialized view"),
    "OBJECT_SEQUENCE": ("S", "sequence"),
    "OBJECT_FOREIGN_TABLE": ("f", "foreign table"),
}
"""What the relation must be; ALTER TABLE takes them all."""


_TAGS = {
    "OBJECT_TABLE": "ALTER TABLE", "OBJECT_SEQUENCE": "ALTER SEQUENCE", "OBJECT_VIEW": "ALTER VIEW",
    "OBJECT_MATVIEW": "ALTER MATERIALIZED VIEW", "OBJECT_FOREIGN_TABLE": "ALTER FOREIGN TABLE",
}  # fmt: skip


def alter_table(analysis: Analysis, node: Node) -> Result:
    kind = node.objtype
    if kind == "OBJECT_TYPE":
        return ddl_composite.alter_composite(analysis, node, _ACTIONS)
    if kind == "OBJECT_INDEX":
        return alter_index(analysis, node)
    if kind not in _KINDS:
        raise feature_not_supported(f"ALTER {kind.removeprefix('OBJECT_')}")
    _ = node.relation.inh, node.relation.relpersistence
    relation = _relation(analysis, node)
    if relation is None:
        node.accept()
        name = node.relation.relname
        return c.Skipped((("00000", f'relation "{name}" does not exist, skipping'),)), _TAGS[kind], None
    if _KINDS[kind][0] not in ("", relation.kind):
        raise PgError("42809", f'"{relation.name}" is not a {_KINDS[kind][1]}')
    if sum(item.peek("subtype") in ("AT_SetLogged", "AT_SetUnLogged") for item in node.cmds) > 1:
        raise PgError("0A000", "cannot change persistence setting twice")
    actions: list[c.AlterAction] = []
    draft = relation
    for item in sorted(node.cmds, key=_pass):
        require_applicable(relation, item.subtype)
        refuse_change(relation, item)
        analyze = _ACTIONS.get(item.subtype)
        if analyze is None:
            raise feature_not_supported(f"ALTER TABLE action {item.subtype.removeprefix('AT_')}")
        if relation.kind not in "rpf" and analyze is not _kept and item.subtype not in _OF_ANY_RELATION:
            raise feature_not_supported(f"ALTER {kind.removeprefix('OBJECT_')} action {item.subtype[3:]}")
        _ = item.behavior, item.recurse, item.missing_ok
        changed = [known.column for known in actions if known.kind == "type"]
        if item.subtype == "AT_AlterColumnType" and item.name in changed:
            raise type_changed_twice(item.name)
        if item.subtype == "AT_SetAccessMethod" and any(known.kind == "access method" for known in actions):
            raise PgError("0A000", "cannot have multiple SET ACCESS METHOD subcommands")
        if item.subtype == "AT_SetIdentity":
            added = next(
                (known for known in actions if (known.kind, known.column) == ("add identity", item.name)), None
            )
            actions.append(alter_identity.set_identity(analysis, draft, item, added))
        else:
            actions.append(analyze(analysis, draft, item))
        draft = _after(draft, actions[-1])
    return c.AlterTable(relation.oid, tuple(actions), only=not node.relation.inh), _TAGS[kind], None


_PASSES = {
    "AT_DropColumn": 0, "AT_DropConstraint": 0, "AT_DropNotNull": 0, "AT_DropIdentity": 0, "AT_DropExpression": 0,
    "AT_AlterColumnType": 1, "AT_AddColumn": 2, "AT_SetExpression": 2, "AT_SetNotNull": 3, "AT_ColumnDefault": 4,
    "AT_AddIdentity": 4,
}  # fmt: skip
"""PostgreSQL's order of the commands of one statement: what drops first, types next, then additions."""


def _pass(item: Node) -> int:
    """When a command's turn comes; a default goes before its column changes."""
    drops_default = item.subtype == "AT_ColumnDefault" and getattr(item, "def") is None
    return 0 if drops_default else _PASSES.get(item.subtype, 5)


def _after(relation: Relation, action: c.AlterAction) -> Relation:
    """The relation as the commands behind an action find its columns."""
    if action.kind == "add column" and action.new_column is not None:
        return replace(relation, attributes=(*relation.attributes, action.new_column.attribute))
    if action.kind == "foreign options" and relation.foreign is not None:
        return replace(relation, foreign=replace(relation.foreign, options=action.options))
    if action.kind == "drop constraint":
        left = tuple(known for known in relation.constraints if known.name != action.constraint_name)
        return replace(relation, constraints=left)
    if action.kind not in _CHANGES:
        return relation
    attribute = _attribute(relation, action.column)
    if action.kind == "drop column":
        left = tuple(known for known in relation.constraints if attribute.number not in known.columns)
        relation = replace(relation, constraints=left)
    changed = replace(attribute, **_CHANGES[action.kind](action))
    attributes = tuple(changed if known is attribute else known for known in relation.attributes)
    return replace(relation, attributes=attributes)


_CHANGES: dict[str, Callable[[c.AlterAction], dict[str, Any]]] = {
    "drop column": lambda action: {"dropped": True},
    "type": lambda action: {"type": action.type, "typmod": action.typmod, "collation": action.collation},
    "default": lambda action: {"default": action.expression},
    "set not null": lambda action: {"not_null": True},
    "drop not null": lambda action: {"not_null": False},
    "add identity": lambda action: {"identity": action.identity},
    "set identity": lambda action: {"identity": action.identity},
    "drop identity": lambda action: {"identity": ""},
    "drop expression": lambda action: {"generated": "", "default": None},
    "column foreign options": lambda action: dict(action.settings),
}
"""What an action makes of its column, as far as other actions of the statement look at it."""


def _relation(analysis: Analysis, node: Node) -> Relation | None:
    try:
        return relation_of(analysis, node.relation)
    except PgError as error:
        if node.missing_ok and error.sqlstate in ("42P01", "3F000"):
            return None
        raise


def _attribute(relation: Relation, name: str, verb: str = "alter") -> Attribute:
    """The column that something is done to.  Raises PgError 0A000 for one of the system's, 42703."""
    attribute = relation.column(name)
    if attribute is None and name in SYSTEM_COLUMNS:
        raise PgError("0A000", f'cannot {verb} system column "{name}"')
    if attribute is None:
        raise undefined_column_of_relation(name, relation.name)
    return attribute


def _definition(item: Node) -> Node:
    node: Node = getattr(item, "def")
    return node


def _add_column(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    node = _definition(item)
    column = column_definition(analysis, node, len(relation.attributes) + 1)
    analysis.warn_again()
    if relation.column(node.colname) is not None:
        if item.missing_ok:
            node.accept()
            return c.AlterAction("skip", column=node.colname)
        raise PgError("42701", f'column "{node.colname}" of relation "{relation.name}" already exists')
    extended = Relation(
        relation.oid, relation.name, relation.namespace, relation.kind, (*relation.attributes, column.attribute)
    )
    column, constraints = column_constraints(analysis, extended, column, node.constraints)
    if relation.kind == "f":
        foreign_table.require_column_options(analysis, relation, column.attribute)
    else:
        require_no_options(relation.name, [column])
    return c.AlterAction("add column", new_column=column, constraints=tuple(constraints))


def _drop_column(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    if relation.column(item.name) is None and item.missing_ok and item.name not in SYSTEM_COLUMNS:
        return c.AlterAction("skip", column=item.name)
    attribute = _attribute(relation, item.name, "drop")
    return c.AlterAction("drop column", column=attribute.name, cascade=item.behavior == "DROP_CASCADE")


def _alter_type(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    attribute = _attribute(relation, item.name)
    node = _definition(item)
    oid, typmod = resolve_type(analysis, node.type_name)
    analysis.warn_again()
    collation = written_collation(analysis, node, oid)
    state, _ = relation_state(analysis, relation, "transform expression")
    if node.raw_default is not None:
        if relation.kind == "f":
            raise wrong_object_type(f'"{relation.name}" is not a table')
        if attribute.generated:
            raise using_for_generated_column(attribute.name, node.location)
        expr = expressions.analyze_expr(state, node.raw_default)
    else:
        expr = next(column for name, column in state.namespace[0].columns if name == attribute.name)
    coerced = coerce(analysis, expr, oid, typmod, "a")
    if coerced is None and attribute.generated != "v":
        names = analysis.catalog.format_type
        if node.raw_default is not None:
            raise PgError(
                "42804",
                f'result of USING clause for column "{attribute.name}" cannot be cast automatically to type '
                f"{names(oid)}",
                hint="You might need to add an explicit cast.",
            )  # fmt: skip
        raise PgError(
            "42804",
            f'column "{attribute.name}" cannot be cast automatically to type {names(oid)}',
            hint=None if attribute.generated else f'You might need to specify "USING {attribute.name}::{names(oid)}".',
        )
    return c.AlterAction(
        "type",
        column=attribute.name,
        type=oid,
        typmod=typmod,
        collation=collation,
        ndims=len(node.type_name.array_bounds),
        expression=deparse(analysis.catalog, expr if coerced is None else coerced),
        location=node.location,
    )


def _default(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    attribute = _attribute(relation, item.name)
    node = _definition(item)
    if attribute.identity or attribute.generated:
        raise _not_by_default(relation, attribute, drops=node is None)
    with without_location():
        text = None if node is None else default_text(analysis, attribute, node)
    return c.AlterAction("default", column=attribute.name, expression=text)


def _not_by_default(relation: Relation, attribute: Attribute, *, drops: bool) -> PgError:
    """The error for a default of a column whose values come otherwise."""
    instead = ""
    if attribute.identity:
        instead = "DROP IDENTITY" if drops else ""
    elif not drops:
        instead = "SET EXPRESSION"
    elif attribute.generated == "s":
        instead = "DROP EXPRESSION"
    what = "an identity" if attribute.identity else "a generated"
    return PgError(
        "42601",
        f'column "{attribute.name}" of relation "{relation.name}" is {what} column',
        hint=f"Use ALTER TABLE ... ALTER COLUMN ... {instead} instead." if instead else None,
    )


def _set_not_null(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    return c.AlterAction("set not null", column=_attribute(relation, item.name).name)


def _drop_not_null(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    attribute = _attribute(relation, item.name)
    if attribute.identity:
        raise PgError("42601", f'column "{attribute.name}" of relation "{relation.name}" is an identity column')
    key = relation.primary_key
    if key is not None and attribute.number in key.columns:
        raise PgError("42P16", f'column "{attribute.name}" is in a primary key')
    return c.AlterAction("drop not null", column=attribute.name)


def _add_constraint(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    constraint = table_constraint(analysis, relation, _definition(item))
    if relation.kind == "p" and constraint.no_inherit:
        raise no_inherit_on_partitioned(relation.name, constraint.kind)
    if constraint.kind == "n":
        _require_same_name(relation, constraint)
    if constraint.kind == "p" and relation.primary_key is not None:
        raise PgError("42P16", f'multiple primary keys for table "{relation.name}" are not allowed')
    return c.AlterAction("add constraint", constraint=constraint)


def _require_same_name(relation: Relation, wanted: c.NewConstraint) -> None:
    """Raise PgError 55000 where the column is NOT NULL already by a constraint of another name."""
    attribute = relation.column(wanted.columns[0])
    assert attribute is not None
    known = relation.not_null_constraint(attribute.number)
    if known is not None and known.no_inherit == wanted.no_inherit and wanted.name not in ("", known.name):
        of = f'on column "{attribute.name}" of table "{relation.name}"'
        raise PgError(
            "55000",
            f'cannot create not-null constraint "{wanted.name}" {of}',
            detail=f'A not-null constraint named "{known.name}" already exists for this column.',
        )


def _rule(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """Of rules there are only those that views are made of."""
    if relation.kind in "vm" and item.name == "_RETURN":
        raise feature_not_supported("switching the rule of a view")
    raise PgError("42704", f'rule "{item.name}" for relation "{relation.name}" does not exist')


def _drop_constraint(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    known = any(constraint.name == item.name for constraint in relation.constraints)
    if not known and not item.missing_ok:
        raise PgError("42704", f'constraint "{item.name}" of relation "{relation.name}" does not exist')
    return c.AlterAction(
        "drop constraint" if known else "skip constraint",
        constraint_name=item.name,
        cascade=item.behavior == "DROP_CASCADE",
    )


def _validate(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    found = next((constraint for constraint in relation.constraints if constraint.name == item.name), None)
    if found is None:
        raise PgError("42704", f'constraint "{item.name}" of relation "{relation.name}" does not exist')
    if found.kind not in "fcn":
        message = f'cannot validate constraint "{item.name}" of relation "{relation.name}"'
        raise wrong_object_type(message, detail="This operation is not supported for this type of constraint.")
    if not found.enforced:
        raise PgError("55000", "cannot validate NOT ENFORCED constraint")
    return c.AlterAction("validate", constraint_name=item.name)


def _owner(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    return c.AlterAction("owner", new_name=role_name(item.newowner))


def _options(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    nodes = _definition(item).items
    if item.subtype == "AT_ResetRelOptions":
        return c.AlterAction("options", options=without_options(nodes, relation.options))
    options = storage_options(nodes, relation.kind, relation.options)
    if relation.kind == "v":
        refuse_check_option(options, view_query(ParseState(analysis), relation))
    return c.AlterAction("options", options=options)


def _tablespace(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    return c.AlterAction("tablespace", relation=moved_tablespace(analysis, item.name))


def _triggers(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """The triggers that there are enforce foreign keys."""
    return c.AlterAction("disable triggers" if item.subtype == "AT_DisableTrigAll" else "enable triggers")


_ROW_SECURITY = {
    "AT_EnableRowSecurity": "enable", "AT_DisableRowSecurity": "disable", "AT_ForceRowSecurity": "force",
    "AT_NoForceRowSecurity": "no force",
}  # fmt: skip


def _row_security(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    return c.AlterAction(f"{_ROW_SECURITY[item.subtype]} row security")


def _trigger(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    image = analysis.catalog
    triggers = (facts for table in image.relations() for known in table.constraints
                for catalog, facts in trigger_rows(image, table, known) if catalog == "pg_trigger")  # fmt: skip
    if any((facts["tgrelid"], facts["tgname"]) == (relation.oid, item.name) for facts in triggers):
        raise feature_not_supported("to enable or disable one trigger of a foreign key")
    raise PgError("42704", f'trigger "{item.name}" for table "{relation.name}" does not exist')


def _attach(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    node = _definition(item)
    child = relation_of(analysis, node.name)
    bound = partition_bound(analysis, relation, node.bound)
    return c.AlterAction("attach", relation=child.oid, bound=bound)


def _detach(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    node = _definition(item)
    kind = "detach concurrently" if node.concurrent else "detach"
    return c.AlterAction(kind, relation=relation_of(analysis, node.name).oid)


def _finalize(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """Nothing is ever left half detached."""
    name, _ = _definition(item).name, _definition(item).concurrent
    child = relation_of(analysis, name)
    if relation.oid not in child.parents:
        raise PgError("42P01", f'relation "{child.name}" is not a partition of relation "{relation.name}"')
    raise PgError(
        "55000",
        f'cannot complete detaching partition "{child.name}"',
        detail="There's no pending concurrent detach.",
    )


def _persistence(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """Raises PgError 42P16 for a temporary table, or a foreign key between tables that would not go together."""
    logged = item.subtype == "AT_SetLogged"
    if relation.persistence == "t":
        message = f'cannot change logged status of table "{relation.name}" because it is temporary'
        raise _not_changed(analysis, relation, message)
    if relation.publications and not logged:
        message = f'cannot change table "{relation.name}" to unlogged because it is part of a publication'
        raise PgError("55000", message, detail="Unlogged relations cannot be replicated.")
    for table in (relation,) if logged else analysis.catalog.relations():
        for known in table.constraints:
            if known.kind != "f" or known.references == table.oid or (not logged and known.references != relation.oid):
                continue
            other = analysis.catalog.relation(known.references) if logged else table
            assert other is not None
            if other.persistence == ("u" if logged else "p"):
                to, what = ("logged", "unlogged") if logged else ("unlogged", "logged")
                message = (
                    f'could not change table "{relation.name}" to {to} because it references {what} table '
                    f'"{other.name}"'
                )
                raise _not_changed(analysis, relation, message, known.name)
    return c.AlterAction("persistence", identity="p" if logged else "u")


def _not_changed(analysis: Analysis, relation: Relation, message: str, constraint: str | None = None) -> PgError:
    namespace = analysis.catalog.namespace_by_oid(relation.namespace)
    schema = None if namespace is None else namespace.nspname
    return PgError("42P16", message, schema=schema, table=relation.name, constraint=constraint)


def _inherit(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    kind = "inherit" if item.subtype == "AT_AddInherit" else "no inherit"
    return c.AlterAction(kind, relation=relation_of(analysis, _definition(item)).oid)


def _access_method(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """Raises PgError 42704, 55000."""
    method = new_table_method(analysis, item.name, partitioned=relation.kind == "p")
    return c.AlterAction("none" if method == relation.access_method else "access method", relation=method)


def _kept(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """Settings of PostgreSQL's storage or planner, which have no counterpart to change."""
    item.accept()
    return c.AlterAction("none")


def _replica_identity(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """Raises PgError 42704, 42809 for an index that cannot identify rows."""
    definition = _definition(item)
    kind, name = definition.identity_type, definition.name
    if kind != "i":
        return c.AlterAction("replica identity", identity=kind)
    index = next((known for known in relation.indexes if known.name == name), None)
    if index is None:
        raise PgError("42704", f'index "{name}" for table "{relation.name}" does not exist')
    _require_identifying(relation, index)
    return c.AlterAction("replica identity", identity=kind, relation=index.oid)


def _require_identifying(relation: Relation, index: Index) -> None:
    shown = f'index "{index.name}"'
    if not index.unique:
        raise PgError("42809", f"cannot use non-unique {shown} as replica identity")
    if index.deferrable:
        raise PgError("42809", f"cannot use non-immediate {shown} as replica identity")
    if any(column.expression is not None for column in index.columns):
        raise PgError("0A000", f"cannot use expression {shown} as replica identity")
    if index.predicate is not None:
        raise PgError("0A000", f"cannot use partial {shown} as replica identity")
    for column in index.columns:
        attribute = relation.attribute(column.number)
        if not attribute.not_null:
            message = f'{shown} cannot be used as replica identity because column "{attribute.name}" is nullable'
            raise PgError("42809", message)


_ACTIONS: dict[str, Callable[[Analysis, Relation, Node], c.AlterAction]] = {
    "AT_AddColumn": _add_column,
    "AT_DropColumn": _drop_column,
    "AT_AlterColumnType": _alter_type,
    "AT_ColumnDefault": _default,
    "AT_SetNotNull": _set_not_null,
    "AT_DropNotNull": _drop_not_null,
    "AT_AddConstraint": _add_constraint,
    "AT_DropConstraint": _drop_constraint,
    "AT_ValidateConstraint": _validate,
    "AT_AlterConstraint": alter_constraint,
    **column_storage.SETTINGS,
    "AT_ClusterOn": column_storage.cluster_on,
    "AT_DropCluster": column_storage.cluster_on,
    "AT_ReplicaIdentity": _replica_identity,
    "AT_AddIdentity": alter_identity.add_identity,
    "AT_SetIdentity": alter_identity.set_identity,
    "AT_DropIdentity": alter_identity.drop_identity,
    "AT_SetExpression": alter_generated.set_expression,
    "AT_DropExpression": alter_generated.drop_expression,
    "AT_ChangeOwner": _owner,
    "AT_SetRelOptions": _options,
    "AT_ResetRelOptions": _options,
    "AT_SetTableSpace": _tablespace,
    "AT_SetAccessMethod": _access_method,
    "AT_DropOids": _kept,
    "AT_AddOf": add_of,
    "AT_DropOf": drop_of,
    "AT_AttachPartition": _attach,
    "AT_DetachPartition": _detach,
    "AT_DetachPartitionFinalize": _finalize,
    "AT_SetLogged": _persistence,
    "AT_SetUnLogged": _persistence,
    "AT_AddInherit": _inherit,
    "AT_DropInherit": _inherit,
    "AT_EnableRowSecurity": _row_security,
    "AT_DisableRowSecurity": _row_security,
    "AT_ForceRowSecurity": _row_security,
    "AT_NoForceRowSecurity": _row_security,
    "AT_EnableRule": _rule,
    "AT_EnableAlwaysRule": _rule,
    "AT_EnableReplicaRule": _rule,
    "AT_DisableRule": _rule,
    "AT_EnableTrigAll": _triggers,
    "AT_DisableTrigAll": _triggers,
    "AT_EnableTrigUser": _kept,
    "AT_DisableTrigUser": _kept,
    "AT_EnableTrig": _trigger,
    "AT_DisableTrig": _trigger,
    "AT_EnableReplicaTrig": _trigger,
    "AT_EnableAlwaysTrig": _trigger,
    "AT_GenericOptions": foreign_table.alter_options,
    "AT_AlterColumnGenericOptions": foreign_table.alter_column_options,
}


def _refuse_new_owner(analysis: Analysis, relation: Relation, known: Sequence, options: Iterable[Node]) -> None:
    """Raise PgError 0A000 for OWNED BY of an identity column's sequence."""
    if known.identity and known.owner is not None and any(option.defname == "owned_by" for option in options):
        table = analysis.catalog.relation(known.owner[0])
        assert table is not None
        detail = f'Sequence "{relation.name}" is linked to table "{table.name}".'
        raise PgError("0A000", "cannot change ownership of identity sequence", detail=detail)


def alter_sequence(analysis: Analysis, node: Node) -> Result:
    _ = node.sequence.inh, node.sequence.relpersistence
    missing_ok = node.missing_ok
    try:
        relation = relation_of(analysis, node.sequence)
    except PgError as error:
        if missing_ok and error.sqlstate in ("42P01", "3F000"):
            node.accept()
            message = f'relation "{node.sequence.relname}" does not exist, skipping'
            return c.Skipped((("00000", message),)), "ALTER SEQUENCE", None
        raise
    if relation.sequence is None:
        detail = f"This operation is not supported for {KINDS[relation.kind]}."
        raise PgError("42809", f'cannot open relation "{relation.name}"', detail=detail)
    refuse_sequence_name(node.options)
    definition = sequence_definition(analysis, node.options, None, relation.sequence)
    _refuse_new_owner(analysis, relation, relation.sequence, node.options)
    command = c.AlterSequence(
        relation.oid, definition, restart_value(node.options, definition), definition.owner != relation.sequence.owner
    )
    return command, "ALTER SEQUENCE", None
