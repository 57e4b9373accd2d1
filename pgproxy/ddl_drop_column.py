"""ALTER TABLE ... DROP COLUMN: what goes along; and defaults, which may go alone.

Manual: ALTER TABLE.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from pgproxy.alteration import Alteration
from pgproxy.column_dependents import keys_on, leaning_keys, other_defaults, publications_naming
from pgproxy.ddl_generated import computed_from
from pgproxy.ddl_policy import drop_policies, policies_reading
from pgproxy.ddl_table import is_set_by_foreign_key, publish, quoted, rewrite_schema
from pgproxy.relation_removal import drop_relations
from pgproxy.view_dependencies import all_dependent_views, dependent_views
from translator import command as c
from translator.catalog.relation import Attribute, Constraint, Relation


def drop_column(alteration: Alteration, action: c.AlterAction) -> None:
    """The column disappears from the catalog; the file keeps its cells, which later writes clear.

    With all that depends on it, which `check_columns` has let go.
    """
    session = alteration.session
    attribute = alteration.attribute(action.column)
    number = attribute.number
    drop_keys(alteration, leaning_keys(alteration.image, keys_on(alteration.relation, attribute)))
    for computed in list(computed_from(session, alteration.image, alteration.relation, attribute)):
        drop_column(alteration, c.AlterAction("drop column", column=computed.name))
    _drop_reading_views(alteration, attribute)
    _drop_sequence_users(alteration, attribute)
    _drop_policies(alteration, attribute)
    _leave_publications(alteration, attribute)
    relation = alteration.relation
    gone = [
        index
        for index in relation.indexes
        if number in index.included or any(key.number == number for key in index.columns)
    ]
    for index in gone:
        session.engine.run(f"DROP INDEX IF EXISTS {relation.schema}.{quoted(index.physical)}")
    dropped = replace(attribute, dropped=True, not_null=False, default=None, identity="", generated="")
    attributes = tuple(dropped if known.number == number else known for known in relation.attributes)
    constraints = tuple(known for known in relation.constraints if number not in known.columns)
    indexes = tuple(index for index in relation.indexes if index not in gone)
    statistics = tuple(known for known in relation.statistics if number not in (*known.columns, *known.reads))
    sequences = alteration.image.owned_sequences(relation.oid, number)
    # a virtual column has no cells that could stay
    layout = tuple(name for name in relation.layout if attribute.generated != "v" or name != attribute.physical)
    alteration.save(
        replace(
            relation, attributes=attributes, constraints=constraints, indexes=indexes, layout=layout,
            statistics=statistics,
        )
    )  # fmt: skip
    if sequences:
        alteration.image = drop_relations(session, alteration.image, list(sequences))


def _drop_reading_views(alteration: Alteration, attribute: Attribute) -> None:
    image = alteration.image
    views = [view.oid for view in dependent_views(image, alteration.relation.oid, attribute.number)]
    if views:
        views += [view.oid for view, _ in all_dependent_views(image, views)]
        alteration.image = drop_relations(alteration.session, image, views)


def _drop_sequence_users(alteration: Alteration, attribute: Attribute) -> None:
    session = alteration.session
    for table, column, _ in list(other_defaults(session.image, alteration.relation, attribute)):
        set_default(Alteration(session, table), c.AlterAction("default", column.name))
    alteration.image = session.transaction.image or alteration.image


def _drop_policies(alteration: Alteration, attribute: Attribute) -> None:
    relation = alteration.relation
    found = policies_reading(alteration.image, relation.oid, attribute.number)
    if not found:
        return
    gone = [known.oid for _, known in found]
    alteration.save(replace(relation, policies=tuple(known for known in relation.policies if known.oid not in gone)))
    others = [(table, known) for table, known in found if table.oid != relation.oid]
    alteration.image = drop_policies(alteration.session, alteration.image, others)


def _leave_publications(alteration: Alteration, attribute: Attribute) -> None:
    relation = alteration.relation
    found = publications_naming(relation, attribute)
    if found:
        kept = tuple(known for known in relation.publications if known.publication not in found)
        alteration.save(replace(relation, publications=kept))


def drop_keys(alteration: Alteration, keys: Sequence[tuple[Relation, Constraint]]) -> None:
    """Take foreign keys from their tables."""
    gone = {known.oid for _, known in keys}
    for oid in dict.fromkeys(child.oid for child, _ in keys):
        child = alteration.image.relation(oid)
        assert child is not None
        changed = replace(child, constraints=tuple(known for known in child.constraints if known.oid not in gone))
        if oid == alteration.relation.oid:
            alteration.save(changed)
        else:
            alteration.image = publish(alteration.session, alteration.image, changed, replace=True)
            rewrite_schema(alteration.session, alteration.image, changed)


def set_default(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    oid = alteration.session.database.next_oid() if action.expression is not None else 0
    changed = replace(attribute, default=action.expression, default_oid=oid)
    alteration.change(changed, schema=is_set_by_foreign_key(alteration.relation, attribute))
