"""ADD CONSTRAINT ... USING INDEX: a key whose index is there already.  Manual: ALTER TABLE."""

from __future__ import annotations

from translator import command as c
from translator.analyze.state import Analysis
from translator.catalog.relation import Index, Relation
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.parser import Node


def key_of_index(analysis: Analysis, relation: Relation, node: Node) -> c.NewConstraint:
    """Raises PgError 42704, 55000, 42809 for an index that cannot be that of the key."""
    index = _index(analysis, relation, node)
    if node.deferrable or node.initdeferred:
        raise feature_not_supported("a deferrable constraint USING INDEX", at=node.location)
    return c.NewConstraint(
        "p" if node.contype == "CONSTR_PRIMARY" else "u",
        node.conname or index.name,
        tuple(relation.attribute(column.number).name for column in index.columns),
        nulls_not_distinct=index.nulls_not_distinct,
        index=index.oid,
    )


def _index(analysis: Analysis, relation: Relation, node: Node) -> Index:
    name, at = node.indexname, node.location
    owner = next(
        (
            known
            for known in analysis.catalog.relations()
            if known.namespace == relation.namespace and any(index.name == name for index in known.indexes)
        ),
        None,
    )
    if owner is None:
        raise PgError("42704", f'index "{name}" does not exist', location=at)
    index = next(index for index in owner.indexes if index.name == name)
    if any(constraint.index == index.oid for constraint in owner.constraints if constraint.kind in "pux"):
        raise PgError("55000", f'index "{name}" is already associated with a constraint', location=at)
    if owner.oid != relation.oid:
        raise PgError("55000", f'index "{name}" does not belong to table "{relation.name}"', location=at)
    wrong = _what_is_wrong(analysis, relation, index)
    if wrong:
        detail = "Cannot create a primary key or unique constraint using such an index."
        raise PgError("42809", wrong, detail=detail, location=at)
    return index


def _what_is_wrong(analysis: Analysis, relation: Relation, index: Index) -> str:
    """Why an index is not one that a key would make, empty when it is."""
    if not index.unique:
        return f'"{index.name}" is not a unique index'
    if any(column.expression is not None for column in index.columns):
        return f'index "{index.name}" contains expressions'
    if index.predicate is not None:
        return f'"{index.name}" is a partial index'
    for place, column in enumerate(index.columns, start=1):
        attribute = relation.attribute(column.number)
        own = attribute.collation or analysis.catalog.type(attribute.type).typcollation
        opclass = analysis.catalog.default_opclass(analysis.catalog.base_type(attribute.type))
        other_class = opclass is not None and column.opclass not in (0, opclass.oid)
        if column.descending or column.nulls_first or other_class or column.collation not in (0, own):
            return f'index "{index.name}" column number {place} does not have default sorting behavior'
    return ""
