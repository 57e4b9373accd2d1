"""ALTER COLUMN ... TYPE, carried out.  Manual: ALTER TABLE."""

from __future__ import annotations

from msgspec.structs import replace

from pgproxy import ddl_publication
from pgproxy.alteration import Alteration
from pgproxy.column_refresh import Change, refreshed_checks, refreshed_indexes
from pgproxy.ddl_generated import computed_from, regenerate
from pgproxy.ddl_names import column_physical
from pgproxy.ddl_policy import refuse_policies
from pgproxy.ddl_table import (
    expression_analysis,
    quoted,
    rewrite_schema,
    sqlite_text,
)
from pgproxy.foreign_key_types import follow_types
from pgproxy.type_dependents import holders
from pgproxy.view_dependencies import refuse_type_change
from translator import command as c
from translator.analyze.coerce import coerce
from translator.analyze.constraints import default_text
from translator.analyze.defaults import relation_state
from translator.analyze.dispatch import analyze_expr
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError
from translator.errors.definitions import default_not_castable, row_type_in_use, type_of_generating_column
from translator.parser import expression_node
from translator.query import Const, Expr, FuncExpr, RelabelType, Var


def alter_type(alteration: Alteration, action: c.AlterAction) -> None:
    """A new cell for the column in every row, unless the stored form stays the same."""
    session = alteration.session
    attribute = alteration.attribute(action.column)
    relation = alteration.relation
    refuse_type_change(alteration.session.image, relation, attribute)
    refuse_policies(alteration.session, relation, attribute)
    for table, column in holders(alteration.image, relation.type_oid):
        raise row_type_in_use(relation.name, table.name, column.name)
    assert action.expression is not None
    old = alteration.image, relation, attribute
    changed = replace(
        attribute, type=action.type, typmod=action.typmod, collation=action.collation, ndims=action.ndims,
        storage="", compression="", statistics=None,
    )  # fmt: skip
    analysis = expression_analysis(session, alteration.image)
    state, rte = relation_state(analysis, relation, "transform expression")
    if attribute.default is not None and not attribute.generated:
        changed = replace(changed, default=_converted_default(alteration, changed))
    for computed in computed_from(alteration.session, alteration.image, alteration.relation, attribute):
        raise type_of_generating_column(attribute.name, computed.name)
    ddl_publication.refuse_type_change(alteration.session.image, relation, attribute.number)
    if attribute.generated:
        regenerate(alteration, changed)
        return
    expr = coerce(analysis, analyze_expr(state, expression_node(action.expression)), action.type, action.typmod, "a")
    assert expr is not None
    if not _keeps_values(expr):
        alteration.note_rewrite()
        relation = alteration.relation
    if _keeps_values(expr) or not alteration.has_rows():
        same = alteration.image.datatype(alteration.image.base_type(action.type))
        before = alteration.image.datatype(alteration.image.base_type(attribute.type))
        if (same.affinity, same.collation) == (before.affinity, before.collation):
            alteration.change(changed)
            _refresh(alteration, old)
            return
    value = sqlite_text(analysis, expr, rte)
    physical = column_physical(attribute.name, {name.lower() for name in relation.layout})
    moved = replace(changed, physical=physical)
    alteration.drop_indexes(attribute)
    attributes = tuple(
        replace(moved, not_null=False) if known.number == moved.number else known for known in relation.attributes
    )
    checks = tuple(known for known in relation.constraints if known.kind == "n" or moved.number not in known.columns)
    intermediate = replace(relation, attributes=attributes, layout=(*relation.layout, physical), constraints=checks)
    rewrite_schema(session, alteration.image, replace(intermediate, attributes=_with_old(intermediate, attribute)))
    physical_table = f"{relation.schema}.{quoted(relation.physical)}"
    session.engine.run_unchecked(f"UPDATE {physical_table} SET {quoted(physical)} = {value}")
    alteration.save(
        replace(
            relation,
            attributes=tuple(moved if known.number == moved.number else known for known in relation.attributes),
            layout=intermediate.layout,
        )
    )
    _refresh(alteration, old)
    alteration.create_indexes(moved)
    alteration.rewrite_children()


def _refresh(alteration: Alteration, old: tuple[CatalogImage, Relation, Attribute]) -> None:
    """What is said of the column is read anew."""
    image, before, column = old
    relation = alteration.relation
    change = Change(alteration.session, image, before, alteration.image, relation, column)
    indexes, constraints = refreshed_indexes(change), refreshed_checks(change)
    if (indexes, constraints) != (relation.indexes, relation.constraints):
        alteration.save(replace(relation, indexes=indexes, constraints=constraints))
    alteration.image = follow_types(alteration.session, alteration.image, before.oid, column.number)
    followed = alteration.image.relation(before.oid)
    assert followed is not None
    alteration.relation = followed


def _with_old(relation: Relation, attribute: Attribute) -> tuple[Attribute, ...]:
    """The relation's columns and, beside them, the old column that the new one is computed from."""
    return (
        *relation.attributes,
        replace(attribute, not_null=False, generated="", default=None, number=len(relation.attributes) + 1),
    )


def _converted_default(alteration: Alteration, attribute: Attribute) -> str | None:
    assert attribute.default is not None
    analysis = expression_analysis(alteration.session, alteration.image)
    try:
        return default_text(analysis, attribute, expression_node(attribute.default))
    except PgError as error:
        if error.sqlstate != "42804":
            raise
        raise default_not_castable(attribute.name, alteration.session.image.format_type(attribute.type)) from None


def _keeps_values(expr: Expr) -> bool:
    """Whether a column's new values are its old ones: a cast that changes nothing, or a length that grows."""
    while isinstance(expr, RelabelType):
        expr = expr.arg
    if isinstance(expr, FuncExpr) and expr.is_cast and expr.proc.signature == _VARCHAR_LENGTH:
        value, length, _ = expr.args
        while isinstance(value, RelabelType):
            value = value.arg
        return isinstance(value, Var) and isinstance(length, Const) and 0 <= value.typmod <= int(str(length.value))
    return isinstance(expr, Var)


_VARCHAR_LENGTH = '"varchar"(character varying,integer,boolean)'
