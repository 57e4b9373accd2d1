"""ALTER TABLE, ALTER SEQUENCE and RENAME, carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import (
    ddl_column_type,
    ddl_generated,
    ddl_identity,
    ddl_inherit,
    ddl_not_null,
    ddl_publication,
    ddl_trigger,
    stored_catalog,
)
from pgproxy.alteration import Alteration
from pgproxy.ddl_detach import detach_concurrently
from pgproxy.ddl_generated import computed_from
from pgproxy.ddl_inherit import alter_tree
from pgproxy.ddl_policy import drop_policies, policies_reading, rewrite_policies
from pgproxy.ddl_table import (
    begin,
    expression_analysis,
    is_set_by_foreign_key,
    publish,
    quoted,
    rewrite_schema,
)
from pgproxy.portal import Portal
from pgproxy.relation_removal import drop_relations, notice_cascade
from pgproxy.role_lookup import role_of
from pgproxy.row_types import give_row_types
from pgproxy.sequence_users import default_users
from pgproxy.type_dependents import holders
from pgproxy.view_dependencies import all_dependent_views, dependent_views, rewrite_views
from translator import command as c
from translator.analyze.defaults import column_default, relation_state
from translator.analyze.dispatch import analyze_expr
from translator.analyze.volatility import is_stable
from translator.catalog.acl import with_owner
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_literal, quote_qualified
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError
from translator.errors.definitions import dependent_objects, row_type_in_use
from translator.errors.notices import notice, warning
from translator.lower.context import Lowering
from translator.lower.dialect import to_sql
from translator.lower.dispatch import lower_expr
from translator.parser import expression_node

if TYPE_CHECKING:
    from pgproxy.session import Session

MAX_STATISTICS_TARGET = 10_000


def alter_table(session: Session, command: c.AlterTable, portal: Portal) -> None:
    adds = next((place for place, action in enumerate(command.actions) if action.kind == "add column"), None)
    for place, action in enumerate(command.actions):
        relation = session.image.relation(command.relation)
        assert relation is not None
        if place == adds:
            _refuse_second_key(relation, command)
        alter_tree(session, relation, action, _apply, only=command.only)
    _revalidate(session, command)


def _refuse_second_key(relation: Relation, command: c.AlterTable) -> None:
    """Raise PgError 42P16 for more than one primary key, before any row is looked at."""
    added = [new for action in command.actions for new in (*action.constraints, action.constraint) if new is not None]
    keys = sum(new.kind == "p" for new in added)
    if keys > (1 if relation.primary_key is None else 0):
        raise PgError("42P16", f'multiple primary keys for table "{relation.name}" are not allowed')


def _revalidate(session: Session, command: c.AlterTable) -> None:
    """Once all is done: columns of new types meet what is asked of them, here and where they are referred to."""
    changed = [action.column for action in command.actions if action.kind == "type"]
    if not changed:
        return
    image = session.base_image
    relation = image.relation(command.relation)
    assert relation is not None
    for table in (relation, *image.descendants(relation.oid)):
        for name in changed:
            attribute = table.column(name)
            if attribute is not None and table.kind == "r":
                Alteration(session, table).revalidate(attribute)


def _apply(session: Session, oid: int, action: c.AlterAction) -> None:
    """One action on one table."""
    relation = session.image.relation(oid)
    assert relation is not None
    if action.kind in _OF_TREES:
        begin(session, "ALTER TABLE")
        _OF_TREES[action.kind](session, oid, action)
    else:
        _ACTIONS[action.kind](Alteration(session, relation), action)


_OF_TREES = {
    "inherit": ddl_inherit.inherit,
    "no inherit": ddl_inherit.disinherit,
    "attach": ddl_inherit.attach,
    "detach": ddl_inherit.detach,
    "detach concurrently": detach_concurrently,
}


def _add_column(alteration: Alteration, action: c.AlterAction) -> None:
    assert action.new_column is not None
    session = alteration.session
    builder = alteration.builder()
    wants_not_null = action.new_column.attribute.not_null
    column = replace(action.new_column, attribute=replace(action.new_column.attribute, not_null=False))
    builder.add_column(column)
    alteration.take(builder)
    attribute = alteration.relation.attributes[-1]
    if attribute.generated == "s":
        _refuse_row_users(alteration)
        alteration.recompute()
        alteration.note_rewrite()
    if attribute.generated == "v":
        _refuse_row_users(alteration)
    domain = alteration.image.type(attribute.type).typtype == "d"
    if not attribute.generated and (attribute.default is not None or attribute.identity or domain):
        _refuse_row_users(alteration)
        alteration.fill(attribute, _default_sql(session, alteration.image, alteration.relation, attribute))
        if attribute.identity or domain or _is_volatile(alteration, attribute):
            alteration.note_rewrite()
    if wants_not_null and not any(constraint.kind == "n" for constraint in action.constraints):
        alteration.require_not_null(attribute)
        ddl_not_null.add_not_null(alteration, attribute)
    for constraint in action.constraints:
        _add(alteration, constraint)


def _is_volatile(alteration: Alteration, attribute: Attribute) -> bool:
    """Whether a default gives each row another value."""
    state, _ = relation_state(expression_analysis(alteration.session, alteration.image), alteration.relation, "DEFAULT")
    expr = analyze_expr(state, expression_node(attribute.default or "NULL"))
    return not is_stable(alteration.image, expr)


def _refuse_row_users(alteration: Alteration) -> None:
    """Raise PgError 0A000 where rows that get values for a new column are values of columns, too."""
    relation = alteration.relation
    for table, column in holders(alteration.image, relation.type_oid):
        raise row_type_in_use(relation.name, table.name, column.name)


def _default_sql(session: Session, image: CatalogImage, relation: Relation, attribute: Attribute) -> str:
    analysis = expression_analysis(session, image)
    state, rte = relation_state(analysis, relation, "DEFAULT")
    lowering = Lowering(analysis, lift=False, bare_columns_of=rte)
    return to_sql(lower_expr(lowering, column_default(state, relation, attribute)))


def _drop_column(alteration: Alteration, action: c.AlterAction) -> None:
    """The column disappears from the catalog; the file keeps its cells, which later writes clear."""
    session = alteration.session
    attribute = alteration.attribute(action.column)
    relation = alteration.relation
    number = attribute.number
    keys = [known for known in relation.constraints if number in known.columns and known.kind in "pux"]
    _drop_referencing(
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
    stored_catalog.remove_rows(session.engine, relation)
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
        _drop_column(alteration, c.AlterAction("drop column", column=name, cascade=True))


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
        _default(Alteration(session, table), c.AlterAction("default", name))
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


def _drop_referencing(alteration: Alteration, indexes: list[int], *, cascade: bool, what: str, on: str) -> None:
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


def _default(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    oid = alteration.session.database.next_oid() if action.expression is not None else 0
    changed = replace(attribute, default=action.expression, default_oid=oid)
    alteration.change(changed, schema=is_set_by_foreign_key(alteration.relation, attribute))


def _add_constraint(alteration: Alteration, action: c.AlterAction) -> None:
    assert action.constraint is not None
    _add(alteration, action.constraint)


def _add(alteration: Alteration, written: c.NewConstraint) -> None:
    if written.index:
        index = next(known for known in alteration.relation.indexes if known.oid == written.index)
        if written.name != index.name:
            message = f'ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index "{index.name}" to "{written.name}"'
            alteration.session.notice(notice(message))
    builder = alteration.builder()
    if written.kind in "pn":
        ddl_not_null.refuse_incompatible(alteration.relation, written)
        for name in written.columns:
            attribute = alteration.relation.column(name)
            if attribute is not None and not (attribute.not_null or written.not_valid):
                alteration.require_not_null(attribute)
    constraint = builder.add_constraint(written)
    if constraint.validated and constraint.kind == "c":
        alteration.validate(constraint)
    alteration.take(builder)
    if constraint.validated and (constraint.kind == "f" or constraint.excludes):
        alteration.validate(constraint)


def _drop_constraint(alteration: Alteration, action: c.AlterAction) -> None:
    relation = alteration.relation
    constraint = next(known for known in relation.constraints if known.name == action.constraint_name)
    if constraint.kind in "pux":
        _drop_referencing(
            alteration,
            [constraint.index],
            cascade=action.cascade,
            what=f"constraint {constraint.name} on table {relation.name}",
            on=f"index {constraint.name}",
        )
        relation = alteration.relation
        index = next(known for known in relation.indexes if known.oid == constraint.index)
        alteration.session.engine.run(f"DROP INDEX IF EXISTS {relation.schema}.{quoted(index.physical)}")
        stored_catalog.remove_rows(alteration.session.engine, relation)
        relation = replace(relation, indexes=tuple(known for known in relation.indexes if known.oid != index.oid))
    kept = tuple(known for known in relation.constraints if known.oid != constraint.oid)
    attributes = relation.attributes
    if constraint.kind == "n":
        attributes = tuple(
            replace(known, not_null=False) if known.number in constraint.columns else known for known in attributes
        )
    alteration.save(replace(relation, constraints=kept, attributes=attributes))


def _validate(alteration: Alteration, action: c.AlterAction) -> None:
    constraint = next(known for known in alteration.relation.constraints if known.name == action.constraint_name)
    if constraint.validated:
        return
    if constraint.kind == "n":
        ddl_not_null.validate_not_null(alteration, constraint)
        return
    alteration.validate(constraint)
    alteration.replace_constraint(replace(constraint, validated=True), schema=constraint.kind == "c")


def _replica_identity(alteration: Alteration, action: c.AlterAction) -> None:
    changed = replace(alteration.relation, replica_identity=action.identity, replica_index=action.relation)
    alteration.save(changed, schema=False)


def _cluster(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.save(replace(alteration.relation, cluster_index=action.relation), schema=False)


def _column_settings(alteration: Alteration, action: c.AlterAction) -> None:
    settings = dict(action.settings)
    target = settings.get("statistics")
    if target is not None and target > MAX_STATISTICS_TARGET:
        alteration.session.notice(warning(f"lowering statistics target to {MAX_STATISTICS_TARGET}", sqlstate="22023"))
        settings["statistics"] = MAX_STATISTICS_TARGET
    alteration.change(replace(alteration.attribute(action.column), **settings), schema=False)


def _alter_constraint(alteration: Alteration, action: c.AlterAction) -> None:
    wanted, relation = action.constraint, alteration.relation
    assert wanted is not None
    before = next(known for known in relation.constraints if known.name == wanted.name)
    after = replace(
        before,
        deferrable=wanted.deferrable,
        deferred=wanted.deferred,
        enforced=wanted.enforced,
        validated=wanted.enforced and (before.validated or not before.enforced),
        check_disabled=wanted.enforced and before.check_disabled,
        action_disabled=wanted.enforced and before.action_disabled,
    )
    alteration.save(
        replace(relation, constraints=tuple(after if known is before else known for known in relation.constraints))
    )
    if after.enforced and not before.enforced:
        alteration.validate(after)


def _skip(alteration: Alteration, action: c.AlterAction) -> None:
    message = f'column "{action.column}" of relation "{alteration.relation.name}"'
    if alteration.relation.column(action.column) is not None:
        alteration.session.notice(notice(f"{message} already exists, skipping", sqlstate="42701"))
    else:
        alteration.session.notice(notice(f"{message} does not exist, skipping"))


def _skip_constraint(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.session.notice(
        notice(
            f'constraint "{action.constraint_name}" of relation "{alteration.relation.name}" does not exist, skipping'
        )
    )


def _none(alteration: Alteration, action: c.AlterAction) -> None:
    """Nothing in SQLite answers to it."""


def _owner(alteration: Alteration, action: c.AlterAction) -> None:
    relation, session = alteration.relation, alteration.session
    owner = role_of(session, action.new_name).oid
    before, after = (session.catalog.role_name(oid) or str(oid) for oid in (relation.owner, owner))
    attributes = tuple(replace(known, acl=with_owner(known.acl, before, after)) for known in relation.attributes)
    acl = with_owner(relation.acl, before, after)
    alteration.save(replace(relation, owner=owner, acl=acl, attributes=attributes), schema=False)
    alteration.image = give_row_types(session, alteration.image, relation, owner)


def _options(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.save(replace(alteration.relation, options=action.options), schema=False)


def _of(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.save(replace(alteration.relation, of_type=action.type), schema=False)


def _persistence(alteration: Alteration, action: c.AlterAction) -> None:
    """A table with the sequences that it owns."""
    relation = alteration.relation
    for known in alteration.image.relations():
        owner = None if known.sequence is None else known.sequence.owner
        if owner is not None and owner[0] == relation.oid:
            changed = replace(known, persistence=action.identity)
            alteration.image = publish(alteration.session, alteration.image, changed, replace=True)
    alteration.save(replace(relation, persistence=action.identity), schema=False)
    alteration.note_rewrite()


def _tablespace(alteration: Alteration, action: c.AlterAction) -> None:
    """A table alone, whose indexes stay where they are."""
    alteration.save(replace(alteration.relation, tablespace=action.relation), schema=False)


_ROW_SECURITY = {
    "enable row security": {"row_security": True}, "disable row security": {"row_security": False},
    "force row security": {"force_row_security": True}, "no force row security": {"force_row_security": False},
}  # fmt: skip


def _row_security(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.save(replace(alteration.relation, **_ROW_SECURITY[action.kind]), schema=False)


def set_schema(session: Session, command: c.SetSchema, portal: Portal) -> None:
    """Move a relation, with its row type and the sequences that it owns."""
    image = begin(session, "ALTER TABLE")
    relation = image.relation(command.relation)
    assert relation is not None
    owned = [
        known
        for known in image.relations()
        if known.sequence is not None and known.sequence.owner is not None and known.sequence.owner[0] == relation.oid
    ]
    moved = [replace(known, namespace=command.namespace) for known in owned]
    schema = image.namespace_by_oid(command.namespace)
    assert schema is not None
    attributes = tuple(
        _with_moved_sequence(attribute, image, moved, schema.nspname) for attribute in relation.attributes
    )
    moved.append(replace(relation, namespace=command.namespace, attributes=attributes))
    after = publish(session, image, *moved, replace=True)
    row = image.type_by_oid(relation.type_oid)
    if row is not None:
        for changed in (row, image.type(row.typarray)):
            made = replace(changed, typnamespace=command.namespace)
            stored_catalog.store_type(session.engine, made, replace=True)
            after = after.with_types(made)
        session.transaction.image = after
    after = rewrite_views(session, image, after, relation.oid)
    rewrite_policies(session, image, after, relation.name)


def _with_moved_sequence(
    attribute: Attribute, image: CatalogImage, sequences: list[Relation], schema: str
) -> Attribute:
    """A serial column whose default names its sequence where it is now."""
    if attribute.default is None or attribute.identity or attribute.generated:
        return attribute
    for sequence in sequences:
        assert sequence.sequence is not None
        if sequence.sequence.owner is not None and sequence.sequence.owner[1] == attribute.number:
            name = quote_qualified(None if schema == "public" else schema, sequence.name)
            return replace(attribute, default=f"nextval({quote_literal(name)}::regclass)")
    return attribute


_ACTIONS: dict[str, Callable[[Alteration, c.AlterAction], None]] = {
    "add column": _add_column,
    "drop column": _drop_column,
    "type": ddl_column_type.alter_type,
    "set expression": ddl_generated.set_expression,
    "drop expression": ddl_generated.drop_expression,
    "skip expression": ddl_generated.skip_expression,
    "default": _default,
    "set not null": ddl_not_null.set_not_null,
    "drop not null": ddl_not_null.drop_not_null,
    "add constraint": _add_constraint,
    "drop constraint": _drop_constraint,
    "validate": _validate,
    "alter constraint": _alter_constraint,
    "alter inheritance": ddl_not_null.alter_inheritance,
    "skip": _skip,
    "skip constraint": _skip_constraint,
    "none": _none,
    "add identity": ddl_identity.add_identity,
    "set identity": ddl_identity.set_identity,
    "drop identity": ddl_identity.drop_identity,
    "skip identity": ddl_identity.skip_identity,
    "owner": _owner,
    "replica identity": _replica_identity,
    "cluster": _cluster,
    "column statistics": _column_settings,
    "column storage": _column_settings,
    "column compression": _column_settings,
    "column options": _column_settings,
    "persistence": _persistence,
    "tablespace": _tablespace,
    "of": _of,
    "options": _options,
    "disable triggers": ddl_trigger.disable_triggers,
    "enable row security": _row_security,
    "disable row security": _row_security,
    "force row security": _row_security,
    "no force row security": _row_security,
    "enable triggers": ddl_trigger.enable_triggers,
}


def check_constraint_names(session: Session, names: tuple[str, ...]) -> None:
    """SET CONSTRAINTS: every name must be a deferrable constraint.  Raises PgError 42704 or 42809."""
    for name in names:
        found = [
            known for relation in session.image.relations() for known in relation.constraints if known.name == name
        ]
        if not found:
            raise PgError("42704", f'constraint "{name}" does not exist')
        if not any(known.deferrable for known in found):
            raise PgError("42809", f'constraint "{name}" is not deferrable')
