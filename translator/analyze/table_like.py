"""LIKE in CREATE TABLE: the columns of another table, and as much of what belongs to them as is asked for.

Manual: CREATE TABLE, "LIKE source_table".
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from translator import command as c
from translator.analyze.existing_relation import existing_relation
from translator.analyze.state import Analysis, ParseState
from translator.catalog.relation import Attribute, Constraint, Index, IndexColumn, Relation
from translator.errors import PgError
from translator.parser import Node

_COMMENTS, _COMPRESSION, _CONSTRAINTS, _DEFAULTS, _GENERATED, _IDENTITY, _INDEXES = (1 << bit for bit in range(7))
_STATISTICS, _STORAGE = 1 << 7, 1 << 8
_NOT_FOREIGN = _COMPRESSION | _IDENTITY | _INDEXES | _STORAGE
"""What foreign tables take nothing of."""


class Like(Struct, frozen=True):
    """What a LIKE clause brings; `indexes` are those of no constraint, in terms of `source`."""

    source: Relation
    columns: tuple[c.NewColumn, ...]
    constraints: tuple[c.NewConstraint, ...]
    indexes: tuple[Index, ...]
    statistics: bool
    comments: bool


def like_clause(analysis: Analysis, node: Node, kind: str = "") -> Like:
    """What it brings to a table, or to a foreign one (`kind` f).

    Raises PgError 42P01, or 42809 for what has no columns to copy.
    """
    _ = node.relation.inh, node.relation.relpersistence, node.relation_oid
    source = existing_relation(ParseState(analysis), node.relation)
    if source.kind not in "rpvmcf":
        kinds = {"S": "sequences", "i": "indexes"}
        raise PgError(
            "42809",
            f'relation "{source.name}" is invalid in LIKE clause',
            detail=f"This operation is not supported for {kinds.get(source.kind, 'this kind of relation')}.",
            location=node.relation.location,
        )
    options = node.options & ~(_NOT_FOREIGN if kind == "f" else 0)
    columns = tuple(_column(analysis, source, attribute, options) for attribute in source.columns)
    indexes = _plain_indexes(source) if options & _INDEXES else ()
    statistics = bool(options & _STATISTICS and source.statistics)
    comments = bool(options & _COMMENTS)
    return Like(source, columns, _constraints(source, options), indexes, statistics, comments)


def _column(analysis: Analysis, source: Relation, attribute: Attribute, options: int) -> c.NewColumn:
    keeps = options & (_GENERATED if attribute.generated else _DEFAULTS)
    identity = attribute.identity if options & _IDENTITY else ""
    copied = Attribute(
        attribute.name,
        attribute.number,
        attribute.type,
        attribute.typmod,
        not_null=attribute.not_null,
        default=attribute.default if keeps else None,
        generated=attribute.generated if keeps else "",
        identity=identity,
        ndims=attribute.ndims,
        collation=attribute.collation,
        storage=attribute.storage if options & _STORAGE else "",
        compression=attribute.compression if options & _COMPRESSION else "",
    )
    if not identity:
        return c.NewColumn(copied)
    sequence = analysis.catalog.relation(analysis.catalog.owned_sequence(source.oid, attribute.number))
    assert sequence is not None
    assert sequence.sequence is not None
    return c.NewColumn(copied, sequence=replace(sequence.sequence, owner=None))


def _constraints(source: Relation, options: int) -> tuple[c.NewConstraint, ...]:
    names = {attribute.number: attribute.name for attribute in source.columns}
    found = []
    for known in source.constraints:
        columns = tuple(names[number] for number in known.columns if number in names)
        if known.kind == "n":
            found.append(c.NewConstraint("n", known.name, columns, no_inherit=known.no_inherit))
        elif known.kind == "c" and options & _CONSTRAINTS:
            found.append(
                c.NewConstraint(
                    "c", known.name, columns, known.expression, no_inherit=known.no_inherit,
                    enforced=known.enforced, not_valid=not known.enforced,
                )
            )  # fmt: skip
        elif known.kind in "pu" and options & _INDEXES:
            index = next(index for index in source.indexes if index.oid == known.index)
            included = tuple(names[number] for number in index.included)
            found.append(
                c.NewConstraint(
                    known.kind,
                    columns=columns,
                    included=included,
                    nulls_not_distinct=index.nulls_not_distinct,
                    period=known.period,
                    operators=known.operators,
                    method=index.method,
                    keys=_keys(source, index) if known.period else (),
                )
            )
        elif known.kind == "x" and options & _INDEXES:
            found.append(_exclusion(source, known))
    return tuple(found)


def _exclusion(source: Relation, constraint: Constraint) -> c.NewConstraint:
    index = next(index for index in source.indexes if index.oid == constraint.index)
    return c.NewConstraint(
        "x",
        expression=index.predicate,
        deferrable=constraint.deferrable,
        deferred=constraint.deferred,
        keys=_keys(source, index),
        operators=constraint.operators,
        method=index.method,
    )


def _keys(source: Relation, index: Index) -> tuple[IndexColumn, ...]:
    """An index's keys over a table that has the same columns and no dropped ones."""
    numbers = {attribute.number: place for place, attribute in enumerate(source.columns, start=1)}
    return tuple(replace(key, number=numbers.get(key.number, 0)) for key in index.columns)


def _plain_indexes(source: Relation) -> tuple[Index, ...]:
    of_constraints = {known.index for known in source.constraints if known.kind in "pux"}
    return tuple(index for index in source.indexes if index.oid not in of_constraints)
