"""ALTER TABLE, ALTER SEQUENCE and RENAME, carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import ddl_identity, ddl_inherit, stored_catalog
from pgproxy.ddl_inherit import alter_tree
from pgproxy.ddl_names import column_physical
from pgproxy.ddl_rename import rename_column_texts, rename_sequence_texts
from pgproxy.ddl_schema import rename_schema
from pgproxy.ddl_table import (
    begin,
    check_condition,
    create_index_file,
    expression_analysis,
    publish,
    quoted,
    rewrite_schema,
    sqlite_text,
)
from pgproxy.exclusion import existing_conflict
from pgproxy.portal import Portal
from pgproxy.relation_removal import drop_relations, notice_cascade
from pgproxy.table_builder import TableBuilder
from pgproxy.type_dependents import holders
from pgproxy.view_dependencies import all_dependent_views, dependent_views, refuse_type_change, rewrite_views
from pgproxy.violations import explain_table
from translator import command as c
from translator.analyze.coerce import coerce
from translator.analyze.constraints import default_text
from translator.analyze.defaults import column_default, expression_node, relation_state
from translator.analyze.dispatch import analyze_expr
from translator.catalog.acl import with_owner
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_literal, quote_qualified
from translator.catalog.relation import Attribute, Constraint, Relation
from translator.errors import (
    PgError,
    check_violated_by_some_row,
    default_not_castable,
    dependent_objects,
    duplicate_table,
    generation_expression_not_castable,
    notice,
    row_type_in_use,
    type_of_generating_column,
)
from translator.lower.context import Lowering
from translator.lower.dialect import to_sql
from translator.lower.dispatch import lower_expr
from translator.query import Const, Expr, FuncExpr, RelabelType, Var, walk

if TYPE_CHECKING:
    from pgproxy.session import Session


class Alteration:
    """One ALTER TABLE under way: every action changes the relation, the file follows at once."""

    def __init__(self, session: Session, relation: Relation) -> None:
        self.session = session
        self.image = begin(session, "ALTER TABLE")
        found = self.image.relation(relation.oid)
        assert found is not None
        self.relation = found

    @property
    def _table(self) -> str:
        return f"{self.relation.schema}.{quoted(self.relation.physical)}"

    def attribute(self, name: str) -> Attribute:
        found = self.relation.column(name)
        if found is None:
            raise PgError("42703", f'column "{name}" of relation "{self.relation.name}" does not exist')
        return found

    def save(self, relation: Relation, *, schema: bool = True) -> None:
        """Make `relation` the current definition, in the catalog and (with `schema`) in SQLite's table."""
        self.relation = relation
        self.image = publish(self.session, self.image, relation, replace=True)
        if schema:
            rewrite_schema(self.session, self.image, relation)

    def change(self, attribute: Attribute, *, schema: bool = True) -> None:
        attributes = tuple(
            attribute if known.number == attribute.number else known for known in self.relation.attributes
        )
        self.save(replace(self.relation, attributes=attributes), schema=schema)

    def builder(self) -> TableBuilder:
        return TableBuilder(self.session, self.image, self.relation)

    def take(self, builder: TableBuilder) -> None:
        """Take over what a builder added, with its sequences and indexes."""
        if builder.sequences:
            self.image = publish(self.session, self.image, *builder.sequences)
        self.save(builder.relation)
        for index in builder.new_indexes:
            create_index_file(self.session, self.image, self.relation, index)

    def fill(self, attribute: Attribute, value: str) -> None:
        self.session.engine.run(f"UPDATE {self._table} SET {quoted(attribute.physical)} = {value}")

    def recompute(self) -> None:
        """Write every row again, with its stored generated columns."""
        self.session.engine.run(f"UPDATE {self._table} SET rowid = rowid")

    def has_rows(self) -> bool:
        return bool(self.session.engine.run(f"SELECT 1 FROM {self._table} LIMIT 1"))

    def require_not_null(self, attribute: Attribute) -> None:
        if self.session.engine.run(f"SELECT 1 FROM {self._table} WHERE {quoted(attribute.physical)} IS NULL LIMIT 1"):
            raise PgError(
                "23502",
                f'column "{attribute.name}" of relation "{self.relation.name}" contains null values',
                schema=self.schema_name,
                table=self.relation.name,
                column=attribute.name,
            )

    @property
    def schema_name(self) -> str:
        row = self.image.namespace_by_oid(self.relation.namespace)
        return "" if row is None else row.nspname

    def validate(self, constraint: Constraint) -> None:
        """Check the rows that are there against a new CHECK or FOREIGN KEY."""
        if constraint.kind == "c":
            condition = check_condition(self.session, self.image, self.relation, constraint)
            if self.session.engine.run(f"SELECT 1 FROM {self._table} WHERE NOT ({condition}) LIMIT 1"):
                raise check_violated_by_some_row(self.schema_name, self.relation.name, constraint.name)
        elif constraint.kind == "f":
            error = explain_table(self.session, self.image, self.relation, constraint)
            if error is not None:
                raise error
        elif constraint.kind == "x":
            index = next(known for known in self.relation.indexes if known.oid == constraint.index)
            error = existing_conflict(self.session, self.relation, constraint, index)
            if error is not None:
                raise error


def alter_table(session: Session, command: c.AlterTable, portal: Portal) -> None:
    for action in sorted(command.actions, key=_pass):
        relation = session.image.relation(command.relation)
        assert relation is not None
        alter_tree(session, relation, action, _apply, only=command.only)


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
}


def _pass(action: c.AlterAction) -> int:
    """When an action's turn comes; a default goes before its column changes."""
    return 0 if action.kind == "default" and action.expression is None else _PASSES.get(action.kind, 5)


_PASSES = {"drop column": 0, "drop constraint": 0, "drop not null": 0, "type": 1, "add column": 2, "default": 3}
"""PostgreSQL's order of the actions of one statement: what drops first, types next, then additions."""


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
        alteration.recompute()
    domain = alteration.image.type(attribute.type).typtype == "d"
    if not attribute.generated and (attribute.default is not None or attribute.identity or domain):
        alteration.fill(attribute, _default_sql(session, alteration.image, alteration.relation, attribute))
    if wants_not_null:
        alteration.require_not_null(attribute)
        _not_null(alteration, attribute)
    for constraint in action.constraints:
        _add(alteration, constraint)


def _default_sql(session: Session, image: CatalogImage, relation: Relation, attribute: Attribute) -> str:
    analysis = expression_analysis(session, image)
    state, rte = relation_state(analysis, relation, "DEFAULT")
    lowering = Lowering(analysis, lift=False, bare_columns_of=rte)
    return to_sql(lower_expr(lowering, column_default(state, relation, attribute)))


def _not_null(alteration: Alteration, attribute: Attribute, name: str = "") -> None:
    builder = alteration.builder()
    builder.add_constraint(c.NewConstraint("n", name, (attribute.name,)))
    alteration.take(builder)


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
    )
    _drop_computed(alteration, attribute, cascade=action.cascade)
    _drop_reading_views(alteration, attribute, cascade=action.cascade)
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
    sequence = alteration.image.owned_sequence(relation.oid, number)
    # a virtual column has no cells that could stay
    layout = tuple(name for name in relation.layout if attribute.generated != "v" or name != attribute.physical)
    alteration.save(replace(relation, attributes=attributes, constraints=constraints, indexes=indexes, layout=layout))
    if sequence:
        alteration.image = drop_relations(session, alteration.image, [sequence])


def _drop_computed(alteration: Alteration, attribute: Attribute, *, cascade: bool) -> None:
    """Generated columns that read the column go with CASCADE, and forbid its end without (2BP01)."""
    table = alteration.relation.name
    computed = [known.name for known in _computed_from(alteration, attribute)]
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
    column = f"column {attribute.name} of table {relation.name}"
    others = all_dependent_views(image, [view.oid for view in views])
    if not cascade:
        lines = [f"view {view.name} depends on {column}" for view in views]
        for view, oid in others:
            read = image.relation(oid)
            assert read is not None
            lines.append(f"view {view.name} depends on view {read.name}")
        raise dependent_objects([column], lines)
    gone = [*views, *(view for view, _ in others)]
    notice_cascade(alteration.session, [f"view {view.name}" for view in gone])
    alteration.image = drop_relations(alteration.session, image, [view.oid for view in gone])


def _drop_referencing(alteration: Alteration, indexes: list[int], *, cascade: bool, what: str) -> None:
    """Foreign keys that lean on the unique indexes go with CASCADE, and forbid it without (2BP01)."""
    for child in list(alteration.image.relations()):
        leaning = [known for known in child.constraints if known.kind == "f" and known.index in indexes and known.index]
        if not leaning:
            continue
        if not cascade:
            raise PgError(
                "2BP01",
                f"cannot drop {what} because other objects depend on it",
                detail="\n".join(
                    f"constraint {known.name} on table {child.name} depends on {what}" for known in leaning
                ),
                hint="Use DROP ... CASCADE to drop the dependent objects too.",
            )
        kept = tuple(known for known in child.constraints if known not in leaning)
        for known in leaning:
            alteration.session.notice(notice(f"drop cascades to constraint {known.name} on table {child.name}"))
        changed = replace(child, constraints=kept)
        if child.oid == alteration.relation.oid:
            alteration.save(changed)
        else:
            alteration.image = publish(alteration.session, alteration.image, changed, replace=True)
            rewrite_schema(alteration.session, alteration.image, changed)


def _type(alteration: Alteration, action: c.AlterAction) -> None:
    """A new cell for the column in every row, unless the stored form stays the same."""
    session = alteration.session
    attribute = alteration.attribute(action.column)
    relation = alteration.relation
    refuse_type_change(alteration.image, relation, attribute)
    for table, column in holders(alteration.image, relation.type_oid):
        raise row_type_in_use(relation.name, table.name, column.name)
    assert action.expression is not None
    changed = replace(attribute, type=action.type, typmod=action.typmod, collation=action.collation, ndims=action.ndims)
    analysis = expression_analysis(session, alteration.image)
    state, rte = relation_state(analysis, relation, "transform expression")
    for computed in _computed_from(alteration, attribute):
        raise type_of_generating_column(attribute.name, computed.name)
    if attribute.generated:
        _regenerate(alteration, changed)
        return
    if attribute.default is not None:
        changed = replace(changed, default=_converted_default(alteration, changed))
    expr = coerce(analysis, analyze_expr(state, expression_node(action.expression)), action.type, action.typmod, "a")
    assert expr is not None
    if _keeps_values(expr) or not alteration.has_rows():
        same = alteration.image.datatype(alteration.image.base_type(action.type))
        before = alteration.image.datatype(alteration.image.base_type(attribute.type))
        if (same.affinity, same.collation) == (before.affinity, before.collation):
            alteration.change(changed)
            return
    value = sqlite_text(analysis, expr, rte)
    physical = column_physical(attribute.name, {name.lower() for name in relation.layout})
    moved = replace(changed, physical=physical)
    _drop_indexes(alteration, attribute)
    attributes = tuple(
        replace(moved, not_null=False) if known.number == moved.number else known for known in relation.attributes
    )
    checks = tuple(known for known in relation.constraints if known.kind == "n" or moved.number not in known.columns)
    intermediate = replace(relation, attributes=attributes, layout=(*relation.layout, physical), constraints=checks)
    rewrite_schema(session, alteration.image, replace(intermediate, attributes=_with_old(intermediate, attribute)))
    session.engine.run(f"UPDATE {relation.schema}.{quoted(relation.physical)} SET {quoted(physical)} = {value}")
    alteration.save(
        replace(
            relation,
            attributes=tuple(moved if known.number == moved.number else known for known in relation.attributes),
            layout=intermediate.layout,
        )
    )
    _create_indexes(alteration, moved)
    _rewrite_children(alteration)


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


def _computed_from(alteration: Alteration, attribute: Attribute) -> Iterator[Attribute]:
    """The generated columns that read a column."""
    analysis = expression_analysis(alteration.session, alteration.image)
    state, _ = relation_state(analysis, alteration.relation, "generation expression")
    for known in alteration.relation.columns:
        if known.generated and known.default is not None:
            expr = analyze_expr(state, expression_node(known.default))
            if any(isinstance(part, Var) and part.attno == attribute.number for part in walk(expr)):
                yield known


def _regenerate(alteration: Alteration, attribute: Attribute) -> None:
    """Compute a generated column anew, as it is now defined."""
    assert attribute.default is not None
    analysis = expression_analysis(alteration.session, alteration.image)
    state, _ = relation_state(analysis, alteration.relation, "generation expression")
    expr = analyze_expr(state, expression_node(attribute.default))
    if coerce(analysis, expr, attribute.type, attribute.typmod, "a") is None:
        raise generation_expression_not_castable(attribute.name, alteration.image.format_type(attribute.type))
    _drop_indexes(alteration, attribute)
    alteration.change(attribute)
    alteration.recompute()
    _create_indexes(alteration, attribute)
    _rewrite_children(alteration)


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


def _touching(relation: Relation, number: int) -> list[str]:
    return [
        index.physical
        for index in relation.indexes
        if any(key.number in (number, 0) for key in index.columns) or index.predicate
    ]


def _drop_indexes(alteration: Alteration, attribute: Attribute) -> None:
    for physical in _touching(alteration.relation, attribute.number):
        alteration.session.engine.run(f"DROP INDEX IF EXISTS {alteration.relation.schema}.{quoted(physical)}")


def _create_indexes(alteration: Alteration, attribute: Attribute) -> None:
    touched = _touching(alteration.relation, attribute.number)
    for index in alteration.relation.indexes:
        if index.physical in touched:
            create_index_file(alteration.session, alteration.image, alteration.relation, index)


def _rewrite_children(alteration: Alteration) -> None:
    """Foreign keys name the parent's columns in SQLite's text."""
    for child in alteration.image.relations():
        if child.oid != alteration.relation.oid and any(
            known.references == alteration.relation.oid for known in child.constraints
        ):
            rewrite_schema(alteration.session, alteration.image, child)


def _default(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    oid = alteration.session.database.next_oid() if action.expression is not None else 0
    alteration.change(replace(attribute, default=action.expression, default_oid=oid), schema=False)


def _set_not_null(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    if not attribute.not_null:
        alteration.require_not_null(attribute)
        _not_null(alteration, attribute)


def _drop_not_null(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    constraints = tuple(
        known
        for known in alteration.relation.constraints
        if not (known.kind == "n" and known.columns == (attribute.number,))
    )
    alteration.relation = replace(alteration.relation, constraints=constraints)
    alteration.change(replace(attribute, not_null=False))


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
        for name in written.columns:
            attribute = alteration.relation.column(name)
            if attribute is not None and not attribute.not_null:
                alteration.require_not_null(attribute)
    constraint = builder.add_constraint(written)
    if constraint.validated and constraint.kind == "c":
        alteration.validate(constraint)
    alteration.take(builder)
    if constraint.validated and constraint.kind in "fx":
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
    alteration.validate(constraint)
    kept = tuple(
        replace(known, validated=True) if known.oid == constraint.oid else known
        for known in alteration.relation.constraints
    )
    alteration.save(replace(alteration.relation, constraints=kept), schema=False)


def _replica_identity(alteration: Alteration, action: c.AlterAction) -> None:
    changed = replace(alteration.relation, replica_identity=action.identity, replica_index=action.relation)
    alteration.save(changed, schema=False)


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
    owner = owner_oid(session, action.new_name)
    before, after = (session.catalog.role_name(oid) or str(oid) for oid in (relation.owner, owner))
    alteration.save(replace(relation, owner=owner, acl=with_owner(relation.acl, before, after)), schema=False)


def _options(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.save(replace(alteration.relation, options=action.options), schema=False)


def _disable_triggers(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.save(replace(alteration.relation, triggers_disabled=True))
    _rewrite_children(alteration)


def _enable_triggers(alteration: Alteration, action: c.AlterAction) -> None:
    """Foreign keys are enforced from now on; rows that came meanwhile are not looked at."""
    alteration.save(replace(alteration.relation, triggers_disabled=False))
    _rewrite_children(alteration)


def owner_oid(session: Session, role: str) -> int:
    """The oid of a role, the session's own when it is empty.  Raises PgError 42704."""
    name = role or session.user
    if not session.catalog.role_exists(name):
        raise PgError("42704", f'role "{name}" does not exist')
    oid = session.catalog.role_oid(session.catalog.quoted(name))
    assert oid is not None
    return oid


def change_owner(session: Session, command: c.ChangeOwner, portal: Portal) -> None:
    owner_oid(session, command.role)


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
    rewrite_views(session, image, after, relation.oid)


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
    "type": _type,
    "default": _default,
    "set not null": _set_not_null,
    "drop not null": _drop_not_null,
    "add constraint": _add_constraint,
    "drop constraint": _drop_constraint,
    "validate": _validate,
    "alter constraint": _alter_constraint,
    "skip": _skip,
    "skip constraint": _skip_constraint,
    "none": _none,
    "add identity": ddl_identity.add_identity,
    "set identity": ddl_identity.set_identity,
    "drop identity": ddl_identity.drop_identity,
    "skip identity": ddl_identity.skip_identity,
    "owner": _owner,
    "replica identity": _replica_identity,
    "options": _options,
    "disable triggers": _disable_triggers,
    "enable triggers": _enable_triggers,
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


def alter_sequence(session: Session, command: c.AlterSequence, portal: Portal) -> None:
    image = begin(session, "ALTER SEQUENCE")
    relation = image.relation(command.relation)
    assert relation is not None
    changed = replace(relation, sequence=command.sequence)
    publish(session, image, changed, replace=True)
    if command.restart is not None:
        session.database.sequences.setval(changed, command.restart, called=False)


def rename(session: Session, command: c.Rename, portal: Portal) -> None:
    if command.kind == "database":
        _rename_database(session, command)
        return
    if command.kind == "schema":
        rename_schema(session, command)
        return
    image = begin(session, "ALTER TABLE")
    if command.kind == "relation":
        _rename_relation(session, image, command)
        return
    relation = image.relation(command.relation)
    assert relation is not None
    if command.kind == "column":
        for table in (relation, *image.descendants(relation.oid)):
            changed = rename_column_texts(session, session.base_image, table, command.old_name, command.new_name)
            publish(session, session.base_image, changed, replace=True)
        rewrite_views(session, image, session.base_image, relation.oid)
        return
    constraint = next(known for known in relation.constraints if known.name == command.old_name)
    heirs = image.descendants(relation.oid) if constraint.kind in "cn" else ()
    for table in (relation, *heirs):
        _rename_constraint(session, table, command)


def _rename_constraint(session: Session, relation: Relation, command: c.Rename) -> None:
    """A constraint, and the index of the name that enforces it."""
    constraint = next((known for known in relation.constraints if known.name == command.old_name), None)
    if constraint is None:
        return
    constraints = tuple(
        replace(known, name=command.new_name) if known is constraint else known for known in relation.constraints
    )
    indexes = tuple(
        replace(known, name=command.new_name) if known.oid == constraint.index and constraint.kind in "pux" else known
        for known in relation.indexes
    )
    changed = replace(relation, constraints=constraints, indexes=indexes)
    image = publish(session, session.base_image, changed, replace=True)
    rewrite_schema(session, image, changed)


def _rename_relation(session: Session, image: CatalogImage, command: c.Rename) -> None:
    relation = image.relation(command.relation)
    if relation is None:
        table = image.index_relation(command.relation)
        assert table is not None
        if image.name_taken(table.namespace, command.new_name):
            raise duplicate_table(command.new_name)
        indexes = tuple(
            replace(known, name=command.new_name) if known.oid == command.relation else known for known in table.indexes
        )
        constraints = tuple(
            replace(known, name=command.new_name) if known.index == command.relation and known.kind in "pux" else known
            for known in table.constraints
        )
        publish(session, image, replace(table, indexes=indexes, constraints=constraints), replace=True)
        return
    if image.name_taken(relation.namespace, command.new_name):
        raise duplicate_table(command.new_name)
    renamed = publish(session, image, replace(relation, name=command.new_name), replace=True)
    if relation.sequence is not None:
        using = rename_sequence_texts(session, image, renamed, relation.oid)
        renamed = publish(session, renamed, *using, replace=True)
    image = rewrite_views(session, image, renamed, relation.oid)
    row = image.type_by_oid(relation.type_oid)
    if row is not None:
        array = image.type(row.typarray)
        for changed in (replace(row, typname=command.new_name), replace(array, typname=f"_{command.new_name}"[:63])):
            session.engine.run(f"DELETE FROM {relation.schema}.pg_type WHERE oid = ?", (changed.oid,))
            stored_catalog.store_type(session.engine, changed, schema=relation.schema)
            image = image.with_types(changed)
        session.transaction.image = image


def _rename_database(session: Session, command: c.Rename) -> None:
    cluster = session.server.cluster
    if cluster.row(command.old_name) is None:
        raise PgError("3D000", f'database "{command.old_name}" does not exist')
    if command.old_name == session.database.name:
        raise PgError("0A000", "current database cannot be renamed")
    if any(database.name == command.old_name and database.sessions for database in cluster.open_databases()):
        raise PgError("55006", f'database "{command.old_name}" is being accessed by other users')
    cluster.rename(command.old_name, command.new_name)
