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
    ddl_trigger,
)
from pgproxy.alteration import Alteration
from pgproxy.column_dependents import described_keys, leaning_keys
from pgproxy.ddl_detach import detach_concurrently
from pgproxy.ddl_drop_column import drop_column, drop_keys, set_default
from pgproxy.ddl_inherit import alter_tree
from pgproxy.ddl_relation import (
    mark_clustered,
    set_access_method,
    set_foreign_options,
    set_of,
    set_options,
    set_owner,
    set_persistence,
    set_replica_identity,
    set_row_security,
    set_tablespace,
)
from pgproxy.ddl_table import begin, expression_analysis, quoted
from pgproxy.portal import Portal
from pgproxy.relation_removal import drop_relations, notice_cascade
from pgproxy.type_dependents import holders
from pgproxy.view_dependencies import all_dependent_views, view_lines, views_grouped_by
from translator import command as c
from translator.analyze.defaults import column_default, relation_state
from translator.analyze.dispatch import analyze_expr
from translator.analyze.volatility import is_stable
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Constraint, Relation
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
        _drop_dependents(alteration, constraint, cascade=action.cascade)
        relation = alteration.relation
        index = next(known for known in relation.indexes if known.oid == constraint.index)
        alteration.session.engine.run(f"DROP INDEX IF EXISTS {relation.schema}.{quoted(index.physical)}")
        relation = replace(relation, indexes=tuple(known for known in relation.indexes if known.oid != index.oid))
    kept = tuple(known for known in relation.constraints if known.oid != constraint.oid)
    attributes = relation.attributes
    if constraint.kind == "n":
        attributes = tuple(
            replace(known, not_null=False) if known.number in constraint.columns else known for known in attributes
        )
    alteration.save(replace(relation, constraints=kept, attributes=attributes))


def _drop_dependents(alteration: Alteration, constraint: Constraint, *, cascade: bool) -> None:
    """Foreign keys on a key, and views that group by it, go with CASCADE, and forbid its end without (2BP01)."""
    session, relation, shown = alteration.session, alteration.relation, alteration.session.image
    named = f"constraint {constraint.name} on table {shown.shown_relation(relation)}"
    index = next(known for known in relation.indexes if known.oid == constraint.index)
    on = f"index {shown.shown_index(relation, index)}"
    keys = leaning_keys(alteration.image, [constraint.index])
    views = list(views_grouped_by(session, alteration.image, relation, constraint)) if constraint.kind == "p" else []
    found = [(known.oid, [(what, on) for what in described_keys(shown, [(table, known)])]) for table, known in keys]
    found += [(view.oid, view_lines(shown, alteration.image, view, named)) for view in views]
    lines = [line for _, lines in sorted(found) for line in lines]
    if lines and not cascade:
        raise dependent_objects([named], [f"{what} depends on {what_on}" for what, what_on in lines])
    if lines:
        notice_cascade(session, [what for what, _ in lines])
    drop_keys(alteration, keys)
    if views:
        gone = [view.oid for view in views]
        gone += [view.oid for view, _ in all_dependent_views(alteration.image, gone)]
        alteration.image = drop_relations(session, alteration.image, gone)


def _validate(alteration: Alteration, action: c.AlterAction) -> None:
    constraint = next(known for known in alteration.relation.constraints if known.name == action.constraint_name)
    if constraint.validated:
        return
    if constraint.kind == "n":
        ddl_not_null.validate_not_null(alteration, constraint)
        return
    alteration.validate(constraint)
    alteration.replace_constraint(replace(constraint, validated=True), schema=constraint.kind == "c")


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


_ACTIONS: dict[str, Callable[[Alteration, c.AlterAction], None]] = {
    "add column": _add_column,
    "drop column": drop_column,
    "type": ddl_column_type.alter_type,
    "set expression": ddl_generated.set_expression,
    "drop expression": ddl_generated.drop_expression,
    "skip expression": ddl_generated.skip_expression,
    "default": set_default,
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
    "owner": set_owner,
    "replica identity": set_replica_identity,
    "cluster": mark_clustered,
    "column statistics": _column_settings,
    "column storage": _column_settings,
    "column compression": _column_settings,
    "column options": _column_settings,
    "persistence": set_persistence,
    "tablespace": set_tablespace,
    "access method": set_access_method,
    "of": set_of,
    "options": set_options,
    "foreign options": set_foreign_options,
    "column foreign options": _column_settings,
    "disable triggers": ddl_trigger.disable_triggers,
    "enable row security": set_row_security,
    "disable row security": set_row_security,
    "force row security": set_row_security,
    "no force row security": set_row_security,
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
