"""WITHOUT OVERLAPS: a key whose last column is compared by overlap.  Manual: CREATE TABLE."""

from __future__ import annotations

from translator.analyze.index_key import default_opclass
from translator.analyze.oper import find_operator
from translator.analyze.state import Analysis
from translator.catalog.relation import IndexColumn, Relation
from translator.errors import PgError
from translator.parser import Node

_PERIODS = "rm"
"""typtype of what can be compared by overlap."""


def without_overlaps(
    analysis: Analysis, relation: Relation, columns: tuple[str, ...], node: Node
) -> tuple[tuple[IndexColumn, ...], tuple[int, ...]]:
    """The keys of the index, and the operators that compare rows.  Raises PgError 42804, 42601, 42704."""
    catalog = analysis.catalog
    last = relation.column(columns[-1])
    if last is not None and catalog.type(catalog.base_type(last.type)).typtype not in _PERIODS:
        message = f'column "{last.name}" in WITHOUT OVERLAPS is not a range or multirange type'
        raise PgError("42804", message, location=-1 if relation.oid else node.location)
    if len(columns) < 2:
        raise PgError("42601", "constraint using WITHOUT OVERLAPS needs at least two columns")
    keys, operators = [], []
    for name in columns:
        attribute = relation.column(name)
        assert attribute is not None
        opclass = default_opclass(catalog, attribute.type, "gist")
        collation = attribute.collation or catalog.type(catalog.base_type(attribute.type)).typcollation
        keys.append(IndexColumn(attribute.number, opclass=opclass.oid, collation=collation, name=name))
        compared = "&&" if name == columns[-1] else "="
        operator = find_operator(analysis, compared, attribute.type, attribute.type, -1)
        assert operator is not None
        operators.append(operator.oid)
    return tuple(keys), tuple(operators)
