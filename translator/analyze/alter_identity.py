"""ALTER COLUMN ... ADD, SET and DROP IDENTITY: raw tree to action.  Manual: ALTER TABLE."""

from __future__ import annotations

from msgspec.structs import replace

from translator import command as c
from translator.analyze.sequence_options import refuse_sequence_name, restart_value, sequence_definition, sequence_name
from translator.analyze.state import Analysis
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError
from translator.errors.definitions import undefined_column_of_relation, unvalidated_not_null
from translator.parser import Node
from translator.types import oids


def _attribute(relation: Relation, name: str) -> Attribute:
    attribute = relation.column(name)
    if attribute is None:
        raise undefined_column_of_relation(name, relation.name)
    return attribute


def _wrong_state(attribute: Attribute, relation: Relation, what: str) -> PgError:
    return PgError("55000", f'column "{attribute.name}" of relation "{relation.name}" {what}')


def add_identity(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    attribute = _attribute(relation, item.name)
    node: Node = getattr(item, "def")
    _ = node.contype
    if attribute.type not in oids.INTEGERS:
        raise PgError("22023", "identity column type must be smallint, integer, or bigint")
    if not attribute.not_null:
        raise _wrong_state(attribute, relation, "must be declared NOT NULL before identity can be added")
    not_null = relation.not_null_constraint(attribute.number)
    if not_null is not None and not not_null.validated:
        raise unvalidated_not_null(not_null.name, relation.name)
    if attribute.identity:
        raise _wrong_state(attribute, relation, "is already an identity column")
    if attribute.default is not None:
        raise _wrong_state(attribute, relation, "already has a default value")
    name = sequence_name(analysis, node.options)
    definition = replace(sequence_definition(analysis, node.options, attribute.type), identity=True)
    return c.AlterAction(
        "add identity", column=attribute.name, new_name=name, identity=node.generated_when, sequence=definition
    )


def set_identity(
    analysis: Analysis, relation: Relation, item: Node, added: c.AlterAction | None = None
) -> c.AlterAction:
    """added: the action of the same statement that makes it an identity column."""
    attribute = _attribute(relation, item.name)
    if not attribute.identity:
        raise _wrong_state(attribute, relation, "is not an identity column")
    options = getattr(item, "def").items
    generated = next((chr(option.arg.ival) for option in options if option.defname == "generated"), attribute.identity)
    refuse_sequence_name(options)
    for option in options:
        option.accept()
    rest = [option for option in options if option.defname != "generated"]
    sequence = analysis.catalog.relation(analysis.catalog.owned_sequence(relation.oid, attribute.number))
    before = added.sequence if added is not None else None if sequence is None else sequence.sequence
    definition = sequence_definition(analysis, rest, None, before)
    return c.AlterAction(
        "set identity",
        column=attribute.name,
        identity=generated,
        sequence=definition if rest else None,
        restart=restart_value(rest, definition),
    )


def drop_identity(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    attribute, missing_ok = _attribute(relation, item.name), item.missing_ok
    if attribute.identity:
        return c.AlterAction("drop identity", column=attribute.name)
    if not missing_ok:
        raise _wrong_state(attribute, relation, "is not an identity column")
    return c.AlterAction("skip identity", column=attribute.name)
