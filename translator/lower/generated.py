"""What generated columns come to in rows that are not in their table: those to come, and those that are kept.

Manual: "Generated Columns".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlglot import exp

from translator import query as q
from translator.analyze.coerce import coerce
from translator.analyze.defaults import relation_state
from translator.analyze.dispatch import analyze_expr
from translator.analyze.partition import as_seen_from, storing
from translator.analyze.stored import stored_analysis
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr
from translator.parser import expression_node


class _Row(Struct):
    """The columns of a row by their numbers, and the oid of the table that it is in, where that is not known."""

    cells: Sequence[exp.Expression]
    place: exp.Expression | None


def with_generated(
    lowering: Lowering, relation: Relation, cells: Sequence[exp.Expression], place: exp.Expression | None = None
) -> list[exp.Expression]:
    """The columns of a row by their numbers, the generated ones computed from the others.

    place: the oid of the table below `relation` that the row is in or belongs into, where there are such.
    """
    made, row = list(cells), _Row(cells, place)
    for attribute in relation.columns:
        if attribute.generated:
            made[attribute.number - 1] = _value(lowering, relation, attribute, row)
    return made


def seen_cell(
    lowering: Lowering, relation: Relation, attribute: Attribute, member: Relation, alias: str
) -> exp.Expression:
    """A column of one of the tables below `relation`, as a query that names `relation` reads it."""
    seen = as_seen_from(relation, member)
    theirs = seen.attribute(attribute.number)
    if attribute.generated != "v" or theirs.default == attribute.default:
        return build.column(None, theirs.physical)
    cells = [build.column(alias, known.physical) for known in seen.attributes]
    return _computed(lowering, relation, attribute, _Row(cells, build.integer(member.oid)))


def _value(lowering: Lowering, relation: Relation, attribute: Attribute, row: _Row) -> exp.Expression:
    """Tables below may compute a stored column in another way; a virtual one is what the table that is named says."""
    own = _computed(lowering, relation, attribute, row)
    if row.place is None or attribute.generated == "v":
        return own
    branches = []
    for member in storing(lowering.catalog, relation):
        seen = as_seen_from(relation, member)
        theirs = seen.attribute(attribute.number)
        if theirs.default != attribute.default:
            is_there = exp.EQ(this=row.place.copy(), expression=build.integer(member.oid))
            branches.append((is_there, _computed(lowering, seen, theirs, row)))
    return build.case(branches, own) if branches else own


def _computed(lowering: Lowering, relation: Relation, attribute: Attribute, row: _Row) -> exp.Expression:
    """Raises PgError 0A000 for an expression over columns that `relation` does not have."""
    if attribute.default is None:
        return build.null()
    analysis = stored_analysis(lowering.catalog, lowering.analysis.settings)
    state, rte = relation_state(analysis, relation, "generation expression")
    try:
        written = analyze_expr(state, expression_node(attribute.default))
    except PgError as error:
        if error.sqlstate != "42703":
            raise
        what = f"reading {attribute.name}, which {relation.name} computes of columns of its own,"
        raise feature_not_supported(what) from None
    value = coerce(analysis, written, attribute.type, attribute.typmod, "a")
    assert value is not None
    lowering.inlined[rte] = [cell.copy() for cell in row.cells]
    lowering.tableoids[rte] = build.integer(relation.oid) if row.place is None else row.place.copy()
    return lower_expr(lowering, value)


def reads_generated(target: q.RangeTblEntry, relation: Relation, *read: q.Expr) -> bool:
    """Whether expressions name columns of the target that its table computes."""
    generated = {attribute.number for attribute in relation.columns if attribute.generated}
    parts = (part for expr in read for part in q.walk(expr) if isinstance(part, q.Var))
    return bool(generated) and any(part.rte is target and part.attno in generated for part in parts)
