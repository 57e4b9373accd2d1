"""ALTER TABLE ... DROP COLUMN: what goes along, and what stands in the way; and defaults, which may go alone.

Manual: ALTER TABLE.
"""

from __future__ import annotations

from msgspec.structs import replace

from pgproxy import ddl_publication
from pgproxy.alteration import Alteration
from pgproxy.ddl_generated import computed_from
from pgproxy.ddl_policy import drop_policies, policies_reading
from pgproxy.ddl_table import is_set_by_foreign_key, publish, quoted, rewrite_schema
from pgproxy.relation_removal import drop_relations, notice_cascade
from pgproxy.sequence_users import default_users
from pgproxy.view_dependencies import all_dependent_views, dependent_views
from translator import command as c
from translator.catalog.relation import Attribute
from translator.errors.definitions import dependent_objects


def drop_column(alteration: Alteration, action: c.AlterAction) -> None:
    """The column disappears from the catalog; the file keeps its cells, which later writes clear."""
    session = alteration.session
    attribute = alteration.attribute(action.column)
    relation = alteration.relation
    number = attribute.number
    keys = [known for known in relation.constraints if number in known.columns and known.kind in "pux"]
    drop_referencing(
        alteration,
        [key.index for key in keys],
        cascade=action.cascade,
        what=f"column {attribute.name} of table {relation.name}",
        on=f"column {attribute.name} of table {relation.name}",
    )
    _drop_computed(alteration, attribute, cascade=action.cascade)
    _drop_reading_views(alteration, attribute, cascade=action.cascade)
    _drop_sequence_users(alteration, attribute, cascade=action.cascade)
    _drop_policies(alteration, attribute, cascade=action.cascade)
    _leave_publications(alteration, attribute, cascade=action.cascade)
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


def _drop_computed(alteration: Alteration, attribute: Attribute, *, cascade: bool) -> None:
    """Generated columns that read the column go with CASCADE, and forbid its end without (2BP01)."""
    table = alteration.relation.name
    computed = [known.name for known in computed_from(alteration, attribute)]
    if not computed:
        return
    if not cascade:
        column = f"column {attribute.name} of table {table}"
        raise dependent_objects([column], [f"column {name} of table {table} depends on {column}" for name in computed])
    notice_cascade(alteration.session, [f"column {name} of table {table}" for name in computed])
    for name in computed:
        drop_column(alteration, c.AlterAction("drop column", column=name, cascade=True))


def _drop_reading_views(alteration: Alteration, attribute: Attribute, *, cascade: bool) -> None:
    """Views that read the column go with CASCADE, and forbid its end without (2BP01)."""
    relation, image = alteration.relation, alteration.image
    views = dependent_views(image, relation.oid, attribute.number)
    if not views:
        return
    column = f"column {attribute.name} of {image.described_relation(relation)}"
    others = all_dependent_views(image, [view.oid for view in views])
    if not cascade:
        lines = [f"{image.described_relation(view)} depends on {column}" for view in views]
        for view, oid in others:
            read = image.relation(oid)
            assert read is not None
            lines.append(f"{image.described_relation(view)} depends on {image.described_relation(read)}")
        raise dependent_objects([column], lines)
    gone = [*views, *(view for view, _ in others)]
    notice_cascade(alteration.session, [image.described_relation(view) for view in gone])
    alteration.image = drop_relations(alteration.session, image, [view.oid for view in gone])


def _drop_sequence_users(alteration: Alteration, attribute: Attribute, *, cascade: bool) -> None:
    """Defaults elsewhere that use the column's sequence go with CASCADE, and forbid its end without (2BP01)."""
    image, relation, session = alteration.session.image, alteration.relation, alteration.session
    owned = image.owned_sequences(relation.oid, attribute.number)
    found = [
        (entry.relation.oid, entry.attribute.name, entry.described(image), sequence)
        for entry, sequence in default_users(image, owned)
        if entry.relation is not None and entry.attribute is not None
        if (entry.relation.oid, entry.attribute.number) != (relation.oid, attribute.number)
    ]
    if not found:
        return
    if not cascade:
        column = f"column {attribute.name} of {image.described_relation(relation)}"
        lines = [f"{what} depends on {image.described_relation(sequence)}" for _, _, what, sequence in found]
        raise dependent_objects([column], lines)
    notice_cascade(session, [what for _, _, what, _ in found])
    for oid, name, _, _ in found:
        table = image.relation(oid)
        assert table is not None
        set_default(Alteration(session, table), c.AlterAction("default", name))
    alteration.image = session.transaction.image or alteration.image


def _drop_policies(alteration: Alteration, attribute: Attribute, *, cascade: bool) -> None:
    """Policies that read the column go with CASCADE, and forbid its end without (2BP01)."""
    relation, image = alteration.relation, alteration.session.image
    found = policies_reading(alteration.image, relation.oid, attribute.number)
    if not found:
        return
    shown = [f"policy {known.name} on table {image.shown_relation(table)}" for table, known in found]
    if not cascade:
        column = f"column {attribute.name} of table {image.shown_relation(relation)}"
        raise dependent_objects([column], [f"{what} depends on {column}" for what in shown])
    notice_cascade(alteration.session, shown)
    gone = [known.oid for _, known in found]
    alteration.save(replace(relation, policies=tuple(known for known in relation.policies if known.oid not in gone)))
    others = [(table, known) for table, known in found if table.oid != relation.oid]
    alteration.image = drop_policies(alteration.session, alteration.image, others)


def _leave_publications(alteration: Alteration, attribute: Attribute, *, cascade: bool) -> None:
    """Publications that name the column lose the table with CASCADE, and forbid its end without (2BP01)."""
    relation, image = alteration.relation, alteration.session.image
    found = [known for known in relation.publications if attribute.number in (*known.reads, *known.columns)]
    if not found:
        return
    shown = [ddl_publication.described(image, relation, known.publication) for known in found]
    if not cascade:
        column = f"column {attribute.name} of table {image.shown_relation(relation)}"
        raise dependent_objects([column], [f"{what} depends on {column}" for what in shown])
    notice_cascade(alteration.session, shown)
    kept = tuple(known for known in relation.publications if known not in found)
    alteration.save(replace(relation, publications=kept))


def drop_referencing(alteration: Alteration, indexes: list[int], *, cascade: bool, what: str, on: str) -> None:
    """Foreign keys that lean on the unique indexes go with CASCADE, and forbid it without (2BP01).

    what: what is dropped; on: what of it they depend on.
    """
    leaning = [
        (child, known)
        for child in alteration.image.relations()
        for known in child.constraints
        if known.kind == "f" and known.index and known.index in indexes
    ]
    if not leaning:
        return
    described = [f"constraint {known.name} on table {child.name}" for child, known in leaning]
    if not cascade:
        raise dependent_objects([what], [f"{text} depends on {on}" for text in described])
    notice_cascade(alteration.session, described)
    for child in {child.oid: child for child, _ in leaning}.values():
        kept = tuple(known for known in child.constraints if (child, known) not in leaning)
        changed = replace(child, constraints=kept)
        if child.oid == alteration.relation.oid:
            alteration.save(changed)
        else:
            alteration.image = publish(alteration.session, alteration.image, changed, replace=True)
            rewrite_schema(alteration.session, alteration.image, changed)


def set_default(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    oid = alteration.session.database.next_oid() if action.expression is not None else 0
    changed = replace(attribute, default=action.expression, default_oid=oid)
    alteration.change(changed, schema=is_set_by_foreign_key(alteration.relation, attribute))
