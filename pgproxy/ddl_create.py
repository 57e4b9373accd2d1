"""CREATE TABLE, INDEX, SEQUENCE and SCHEMA, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog, temporary
from pgproxy.ddl_names import choose, column_physical, physical_name
from pgproxy.ddl_partition import Bounds, check_default_rows, computed_bound, rewrite_default
from pgproxy.ddl_table import begin, create_index_file, create_table_file, publish, rewrite_schema
from pgproxy.portal import Portal
from translator import command as c
from translator.catalog.image import CatalogImage
from translator.catalog.object_rows import unique_column_names
from translator.catalog.quote import quote_literal, quote_qualified
from translator.catalog.relation import Attribute, Constraint, Index, IndexColumn, Relation
from translator.catalog.rows import PgNamespace
from translator.catalog.type_rows import array_type, composite_type
from translator.errors import (
    PgError,
    deferrable_key_referenced,
    duplicate_table,
    feature_not_supported,
    invalid_foreign_key,
    notice,
)
from translator.planning import plan_filling
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session


class TableBuilder:
    """Collects what one CREATE or ALTER TABLE adds to a relation: constraints with chosen names, indexes, sequences."""

    def __init__(self, session: Session, image: CatalogImage, relation: Relation) -> None:
        self.session = session
        self.image = image
        self.relation = relation
        self.sequences: list[Relation] = []
        self.new_indexes: list[Index] = []
        self._names: set[str] = set()
        self._physical: set[str] = set()

    @property
    def _namespace_name(self) -> str:
        row = self.image.namespace_by_oid(self.relation.namespace)
        return "public" if row is None else row.nspname

    def _relation_taken(self, name: str) -> bool:
        return name in self._names or self.image.name_taken(self.relation.namespace, name)

    def _constraint_taken(self, name: str) -> bool:
        return any(constraint.name == name for constraint in self.relation.constraints)

    def choose_relation_name(self, second: str, label: str) -> str:
        name = choose(self.relation.name, second, label, self._relation_taken)
        self._names.add(name)
        return name

    def _constraint_name(self, written: c.NewConstraint, second: str, label: str) -> str:
        if written.name:
            if self._constraint_taken(written.name):
                raise PgError(
                    "42710", f'constraint "{written.name}" for relation "{self.relation.name}" already exists'
                )
            return written.name
        return choose(self.relation.name, second, label, self._constraint_taken)

    def physical(self, name: str) -> str:
        return physical_name(self.image, self._namespace_name, name, self._physical)

    def add_column(self, column: c.NewColumn) -> None:
        """A column with its physical name, its sequence and the oid of its default."""
        attribute = column.attribute
        taken = {name.lower() for name in self.relation.layout}
        physical = column_physical(attribute.name, taken)
        attribute = replace(attribute, physical=physical, number=len(self.relation.attributes) + 1)
        if column.sequence is not None:
            sequence = self.add_sequence(attribute, column)
            if column.serial:
                name = quote_qualified(
                    None if self._namespace_name == "public" or sequence.schema == "temp" else self._namespace_name,
                    sequence.name,
                )
                attribute = replace(attribute, default=f"nextval({quote_literal(name)}::regclass)")
        if attribute.default is not None:
            attribute = replace(attribute, default_oid=self.session.database.next_oid())
        self.relation = replace(
            self.relation,
            attributes=(*self.relation.attributes, attribute),
            layout=(*self.relation.layout, physical),
        )

    def add_sequence(self, attribute: Attribute, column: c.NewColumn) -> Relation:
        """The sequence of a serial or identity column."""
        assert column.sequence is not None
        name = column.sequence_name or self.choose_relation_name(attribute.name, "seq")
        owned = replace(column.sequence, owner=(self.relation.oid, attribute.number))
        made = Relation(
            self.session.database.next_oid(),
            name,
            self.relation.namespace,
            "S",
            SEQUENCE_ATTRIBUTES,
            physical="",
            sequence=owned,
            schema=self.relation.schema,
            owner=self.relation.owner,
            persistence=self.relation.persistence,
        )
        self.sequences.append(made)
        return made

    def add_not_null(self, attribute: Attribute, name: str = "", *, local: bool = True, inherited: int = 0) -> None:
        """The constraint that stands for a NOT NULL column in pg_constraint."""
        if any(known.kind == "n" and known.columns == (attribute.number,) for known in self.relation.constraints):
            return
        chosen = self._constraint_name(c.NewConstraint("n", name), attribute.name, "not_null")
        made = Constraint(self.session.database.next_oid(), chosen, "n", (attribute.number,))
        self._add(replace(made, local=local, inherited=inherited))

    def _add(self, constraint: Constraint) -> None:
        self.relation = replace(self.relation, constraints=(*self.relation.constraints, constraint))

    def _numbers(self, names: tuple[str, ...]) -> tuple[int, ...]:
        numbers = []
        for name in names:
            attribute = self.relation.column(name)
            if attribute is None:
                raise PgError("42703", f'column "{name}" named in key does not exist')
            numbers.append(attribute.number)
        return tuple(numbers)

    def add_constraint(self, written: c.NewConstraint) -> Constraint:
        """A constraint with its name chosen; a key comes with its index."""
        numbers = self._numbers(written.columns)
        oid = self.session.database.next_oid()
        if written.kind == "n":
            attribute = self.relation.attribute(numbers[0])
            self._replace_attribute(replace(attribute, not_null=True))
            self.add_not_null(attribute, written.name, local=written.local, inherited=written.inherited)
            return next(known for known in self.relation.constraints if known.kind == "n" and known.columns == numbers)
        if written.kind == "c":
            second = written.columns[0] if len(written.columns) == 1 else ""
            made = Constraint(
                oid, self._constraint_name(written, second, "check"), "c", numbers, written.expression,
                validated=not written.not_valid, no_inherit=written.no_inherit,
                local=written.local, inherited=written.inherited,
            )  # fmt: skip
        elif written.kind == "f":
            made = self._foreign_key(oid, written, numbers)
        else:
            made = self._key(oid, written, numbers)
        self._add(made)
        return made

    def _replace_attribute(self, attribute: Attribute) -> None:
        attributes = tuple(
            attribute if known.number == attribute.number else known for known in self.relation.attributes
        )
        self.relation = replace(self.relation, attributes=attributes)

    def _key(self, oid: int, written: c.NewConstraint, numbers: tuple[int, ...]) -> Constraint:
        """PRIMARY KEY or UNIQUE: the constraint, and the index that enforces it."""
        if written.index_name:
            raise feature_not_supported("a constraint USING INDEX")
        primary = written.kind == "p"
        if primary:
            for number in numbers:
                attribute = self.relation.attribute(number)
                self._replace_attribute(replace(attribute, not_null=True))
                self.add_not_null(attribute)
        if written.name:
            if self._relation_taken(written.name):
                raise duplicate_table(written.name)
            name = written.name
            self._names.add(name)
        elif primary:
            name = self.choose_relation_name("", "pkey")
        else:
            name = self.choose_relation_name("_".join((*written.columns, *written.included)), "key")
        columns = tuple(
            IndexColumn(
                number,
                opclass=self._opclass(number),
                collation=self._collation(number),
                name=self.relation.attribute(number).name,
            )
            for number in numbers
        )
        index = Index(
            self.session.database.next_oid(), name, self.physical(name), self.relation.oid, columns, unique=True,
            primary=primary,
            nulls_not_distinct=written.nulls_not_distinct, included=self._numbers(written.included),
            deferrable=written.deferrable or written.deferred,
        )  # fmt: skip
        self.require_partition_columns(index, "PRIMARY KEY" if primary else "UNIQUE")
        self.new_indexes.append(index)
        self.relation = replace(self.relation, indexes=(*self.relation.indexes, index))
        return Constraint(
            oid, name, written.kind, numbers, index=index.oid, deferrable=index.deferrable, deferred=written.deferred,
            local=written.local, inherited=written.inherited, parent=written.parent,
        )  # fmt: skip

    def require_partition_columns(self, index: Index, word: str) -> None:
        """Raise PgError 0A000 for a key of a partitioned table that does not hold its partition key."""
        key = self.relation.partition_key
        if key is None:
            return
        held = {column.number for column in index.columns if column.number}
        for column in key.columns:
            if column.expression is not None:
                raise PgError(
                    "0A000",
                    f"unsupported {word} constraint with partition key definition",
                    detail=f"{word} constraints cannot be used when partition keys include expressions.",
                )
            if column.number not in held:
                raise PgError(
                    "0A000",
                    "unique constraint on partitioned table must include all partitioning columns",
                    detail=f'{word} constraint on table "{self.relation.name}" lacks column "{column.name}" which is '
                    "part of the partition key.",
                )

    def foreign_key_name(self, wanted: str, columns: tuple[str, ...]) -> str:
        """The name of a partition's part of a foreign key: that of its table's, where it is free."""
        if not self._constraint_taken(wanted):
            return wanted
        return choose(self.relation.name, "_".join(columns), "fkey", self._constraint_taken)

    def _opclass(self, number: int) -> int:
        oid = self.image.base_type(self.relation.attribute(number).type)
        found = self.image.default_opclass(oid)
        if found is None:
            raise PgError(
                "42704",
                f'data type {self.image.format_type(oid)} has no default operator class for access method "btree"',
                hint="You must specify an operator class for the index or define a default operator class for "
                "the data type.",
            )
        return found.oid

    def _collation(self, number: int) -> int:
        attribute = self.relation.attribute(number)
        return attribute.collation or self.image.type(self.image.base_type(attribute.type)).typcollation

    def _foreign_key(self, oid: int, written: c.NewConstraint, numbers: tuple[int, ...]) -> Constraint:
        parent = self.relation if written.references == 0 else self.image.relation(written.references)
        assert parent is not None
        if parent.kind == "p":
            raise feature_not_supported("a foreign key to a partitioned table")
        if parent.kind != "r":
            raise PgError("42809", f'referenced relation "{parent.name}" is not a table')
        referenced = self._referenced(parent, written)
        if len(referenced) != len(numbers):
            raise invalid_foreign_key("number of referencing and referenced columns for foreign key disagree")
        fitting = [
            known
            for known in parent.indexes
            if known.unique and not known.predicate and sorted(k.number for k in known.columns) == sorted(referenced)
        ]
        index = next((known for known in fitting if not known.deferrable), None)
        if index is None and fitting:
            raise deferrable_key_referenced(parent.name, primary=not written.referenced_columns)
        if (parent.persistence == "t") != (self.relation.persistence == "t"):
            kind = "temporary" if self.relation.persistence == "t" else "permanent"
            raise PgError("42P16", f"constraints on {kind} tables may reference only {kind} tables")
        if index is None:
            raise invalid_foreign_key(
                f'there is no unique constraint matching given keys for referenced table "{parent.name}"'
            )
        name = self._constraint_name(written, "_".join(written.columns), "fkey")
        self._check_types(name, numbers, parent, referenced)
        return Constraint(
            oid, name, "f", numbers, index=index.oid, references=parent.oid, referenced_columns=referenced,
            on_update=written.on_update,
            on_delete=written.on_delete, match=written.match, deferrable=written.deferrable or written.deferred,
            deferred=written.deferred,
            validated=not written.not_valid,
        )  # fmt: skip

    def _referenced(self, parent: Relation, written: c.NewConstraint) -> tuple[int, ...]:
        if written.referenced_columns:
            numbers = []
            for name in written.referenced_columns:
                attribute = parent.column(name)
                if attribute is None:
                    raise PgError("42703", f'column "{name}" referenced in foreign key constraint does not exist')
                numbers.append(attribute.number)
            return tuple(numbers)
        key = parent.primary_key
        if key is None:
            raise PgError("42704", f'there is no primary key for referenced table "{parent.name}"')
        return key.columns

    def _check_types(self, name: str, numbers: tuple[int, ...], parent: Relation, referenced: tuple[int, ...]) -> None:
        """The two sides must be comparable, and stored in the same form."""
        for mine, theirs in zip(numbers, referenced, strict=True):
            one, other = self.relation.attribute(mine), parent.attribute(theirs)
            a, b = self.image.base_type(one.type), self.image.base_type(other.type)
            same = self.image.type(a).typcategory == self.image.type(b).typcategory
            if not same:
                names = self.image.format_type
                raise PgError(
                    "42804",
                    f'foreign key constraint "{name}" cannot be implemented',
                    detail=f'Key columns "{one.name}" of the referencing table and "{other.name}" of the '
                    "referenced table are of "
                    f"incompatible types: {names(one.type)} and {names(other.type)}.",
                )
            if self.image.datatype(a).affinity != self.image.datatype(b).affinity:
                raise feature_not_supported(
                    f"a foreign key from {self.image.format_type(a)} to {self.image.format_type(b)}"
                )


SEQUENCE_ATTRIBUTES = (
    Attribute("last_value", 1, oids.INT8, not_null=True, physical="last_value"),
    Attribute("log_cnt", 2, oids.INT8, not_null=True, physical="log_cnt"),
    Attribute("is_called", 3, oids.BOOL, not_null=True, physical="is_called"),
)


def create_table(session: Session, command: c.CreateTable, portal: Portal) -> None:
    make_table(session, command)


def create_table_as(session: Session, command: c.CreateTableAs, portal: Portal) -> None:
    """A table of a query's columns, filled with its rows."""
    relation = make_table(session, command.table)
    if command.query is None:
        if relation.kind == "m":
            publish(session, session.base_image, replace(relation, populated=False), replace=True)
        return
    plan = plan_filling(session.image, session, relation, command.query)
    parameters = portal.parameters
    if command.arguments is not None:
        parameters = session.arguments(command.arguments, parameters)
    session.execution.compute_constants(plan, parameters)
    session.execution.write(plan, parameters if plan.steps else [parameters[bind.number - 1] for bind in plan.binds])
    portal.tag = f"SELECT {session.engine.changes}"


def refresh_view(session: Session, command: c.RefreshView, portal: Portal) -> None:
    """A materialized view filled anew, or emptied."""
    image = begin(session, "REFRESH MATERIALIZED VIEW")
    relation = image.relation(command.relation)
    assert relation is not None
    session.engine.run(f'DELETE FROM {relation.schema}."{relation.physical}"')
    populated = command.query is not None
    if relation.populated != populated:
        relation = replace(relation, populated=populated)
        publish(session, image, relation, replace=True)
    if command.query is not None:
        session.engine.run(plan_filling(session.image, session, relation, command.query).sql)


def make_table(session: Session, command: c.CreateTable) -> Relation:
    """The new table, in the catalog and in the file."""
    for message in command.notices:
        session.notice(notice(message))
    image = begin(session, "CREATE TABLE")
    database = session.database
    image, namespace = creation_schema(session, image, command.namespace, command.persistence)
    oid, type_oid, array_oid = database.next_oid(), database.next_oid(), database.next_oid()
    physical = physical_name(image, namespace.nspname, command.name, set())
    relation = Relation(
        oid,
        command.name,
        namespace.oid,
        "m" if command.definition is not None else "r" if command.partition_key is None else "p",
        physical=physical,
        schema="temp" if command.persistence == "t" else "main",
        type_oid=type_oid,
        owner=session.role.oid,
        persistence=command.persistence,
        options=command.options,
        on_commit=command.on_commit,
        definition=command.definition,
        depends_on=command.depends_on,
        rule_oid=0 if command.definition is None else database.next_oid(),
        parents=command.parents,
        partition_key=command.partition_key,
    )
    if command.bound is not None:
        relation = with_bound(session, image, relation, command.bound)
    builder = TableBuilder(session, image, relation)
    for column in command.columns:
        builder.add_column(column)
    for constraint in (item for item in command.constraints if item.kind == "n"):
        builder.add_constraint(constraint)
    for attribute in builder.relation.attributes:
        if attribute.not_null:
            builder.add_not_null(attribute)
    for kind in "cpuf":
        for constraint in command.constraints:
            if constraint.kind == kind:
                builder.add_constraint(constraint)
    image = add_row_types(session, image, builder.relation, array_oid)
    image = publish(session, image, *builder.sequences, builder.relation)
    create_table_file(session, image, builder.relation)
    image = publish_parents(session, image, builder.relation)
    for index in builder.new_indexes:
        create_index_file(session, image, builder.relation, index)
    if command.bound is not None:
        copy_keys(session, builder.relation.oid)
    for oid, indexes in command.likes:
        for index in indexes:
            _copy_index(session, oid, builder.relation.oid, index)
    made = session.base_image.relation(builder.relation.oid)
    assert made is not None
    return made


def with_bound(session: Session, image: CatalogImage, relation: Relation, written: c.NewBound) -> Relation:
    """A table with the bound that makes it a partition of its parent.  Raises PgError 42P17 or 23514."""
    parent = image.relation(relation.parents[0])
    assert parent is not None
    bound = computed_bound(session, written)
    Bounds(session, image, parent).check(relation.name, bound, written, relation.oid)
    check_default_rows(session, image, parent, bound)
    return replace(relation, bound=bound)


def publish_parents(session: Session, image: CatalogImage, relation: Relation) -> CatalogImage:
    """Let the parents of a new child know of it."""
    for oid in relation.parents:
        parent = image.relation(oid)
        assert parent is not None
        if relation.bound is not None:
            order = Bounds(session, image, parent).in_order(image.children(oid))
            image = publish(session, image, replace(parent, partitions=order), replace=True)
            rewrite_default(session, image, parent)
        else:
            image = publish(session, image, parent, replace=True)
    return image


def copy_keys(session: Session, oid: int) -> None:
    """A partition's indexes, keys and foreign keys, like those of its table, where it has none like them."""
    relation = session.base_image.relation(oid)
    assert relation is not None
    parent = session.base_image.relation(relation.parents[0])
    assert parent is not None
    for index in parent.indexes:
        constraint = next(
            (known for known in parent.constraints if known.index == index.oid and known.kind in "pu"), None
        )
        if not _adopt_index(session, oid, parent, index, constraint):
            _copy_partition_index(session, oid, parent, index, constraint)
    for constraint in parent.constraints:
        if constraint.kind == "f":
            _copy_foreign_key(session, oid, parent, constraint)


def _adopt_index(session: Session, oid: int, parent: Relation, index: Index, constraint: Constraint | None) -> bool:
    """Make an index that a partition has already a part of its table's."""
    relation = session.base_image.relation(oid)
    assert relation is not None
    numbers = _numbers_by_name(parent, relation)
    keys = [(numbers[key.number], key.expression, key.descending) for key in index.columns]
    for known in relation.indexes:
        own = next((item for item in relation.constraints if item.index == known.oid and item.kind in "pu"), None)
        same = [(key.number, key.expression, key.descending) for key in known.columns] == keys
        kinds = (own.kind if own else None) == (constraint.kind if constraint else None)
        if known.parent or not (same and kinds and known.unique == index.unique and known.predicate == index.predicate):
            continue
        indexes = tuple(replace(item, parent=index.oid) if item is known else item for item in relation.indexes)
        constraints = relation.constraints
        if own is not None and constraint is not None:
            adopted = replace(own, parent=constraint.oid, local=False, inherited=1)
            constraints = tuple(adopted if item is own else item for item in constraints)
        changed = replace(relation, indexes=indexes, constraints=constraints)
        publish(session, session.base_image, changed, replace=True)
        return True
    return False


def _copy_partition_index(
    session: Session, oid: int, parent: Relation, index: Index, constraint: Constraint | None
) -> None:
    if constraint is None:
        _copy_index(session, parent.oid, oid, index, part=True)
        return
    image = session.base_image
    relation = image.relation(oid)
    assert relation is not None
    builder = TableBuilder(session, image, relation)
    columns = tuple(parent.attribute(number).name for number in constraint.columns)
    included = tuple(parent.attribute(number).name for number in index.included)
    written = c.NewConstraint(
        constraint.kind, "", columns, deferrable=constraint.deferrable, deferred=constraint.deferred,
        nulls_not_distinct=index.nulls_not_distinct, included=included, local=False, inherited=1,
        parent=constraint.oid,
    )  # fmt: skip
    builder.add_constraint(written)
    changed = replace(
        builder.relation,
        indexes=tuple(
            replace(known, parent=index.oid) if known in builder.new_indexes else known
            for known in builder.relation.indexes
        ),
    )
    image = publish(session, image, changed, replace=True)
    if relation.layout:
        rewrite_schema(session, image, changed)
    for known in changed.indexes:
        if known.parent == index.oid:
            create_index_file(session, image, changed, known)
    for child in image.children(oid):
        copy_keys(session, child.oid)


def _copy_foreign_key(session: Session, oid: int, parent: Relation, constraint: Constraint) -> None:
    image = session.base_image
    relation = image.relation(oid)
    assert relation is not None
    numbers = _numbers_by_name(parent, relation)
    columns = tuple(numbers[number] for number in constraint.columns)
    builder = TableBuilder(session, image, relation)
    name = builder.foreign_key_name(constraint.name, tuple(relation.attribute(number).name for number in columns))
    copied = replace(
        constraint, oid=session.database.next_oid(), name=name, columns=columns, local=False, inherited=1,
        parent=constraint.oid,
    )  # fmt: skip
    changed = replace(relation, constraints=(*relation.constraints, copied))
    image = publish(session, image, changed, replace=True)
    rewrite_schema(session, image, changed)
    for child in image.children(oid):
        _copy_foreign_key(session, child.oid, changed, copied)


def _numbers_by_name(source: Relation, relation: Relation) -> dict[int, int]:
    """The columns of one table by the numbers of another's; 0 stands for an expression."""
    numbers = {0: 0}
    for attribute in source.columns:
        column = relation.column(attribute.name)
        assert column is not None
        numbers[attribute.number] = column.number
    return numbers


def _copy_index(session: Session, source_oid: int, oid: int, index: Index, *, part: bool = False) -> None:
    """An index like that of another table, its columns found by name; part: of the other table's."""
    source, relation = session.base_image.relation(source_oid), session.base_image.relation(oid)
    assert source is not None
    assert relation is not None
    numbers = _numbers_by_name(source, relation)
    columns = tuple(replace(key, number=numbers[key.number]) for key in index.columns)
    included = tuple(numbers[number] for number in index.included)
    command = c.CreateIndex(
        "", oid, columns, index.unique, index.nulls_not_distinct, index.predicate, index.method, included, False,
        index.options, parent=index.oid if part else 0,
    )  # fmt: skip
    make_index(session, command)


def creation_schema(
    session: Session, image: CatalogImage, namespace: int, persistence: str
) -> tuple[CatalogImage, PgNamespace]:
    """The schema that a new relation goes into; that of temporary objects is made with the first of them."""
    if persistence == "t":
        return temporary.require_schema(session, image)
    row = image.namespace_by_oid(namespace)
    assert row is not None
    return image, row


def add_row_types(session: Session, image: CatalogImage, relation: Relation, array_oid: int) -> CatalogImage:
    """The composite type of a table's rows, and the array of it."""
    row = composite_type(relation.type_oid, relation.name, relation.namespace, array_oid, relation.oid)
    array = array_type(image, row)
    for made in (row, array):
        stored_catalog.store_type(session.engine, made, schema=relation.schema)
    return image.with_types(row, array)


def create_index(session: Session, command: c.CreateIndex, portal: Portal) -> None:
    make_index(session, command)


def make_index(session: Session, command: c.CreateIndex) -> None:
    image = begin(session, "CREATE INDEX")
    relation = image.relation(command.relation)
    assert relation is not None
    builder = TableBuilder(session, image, relation)
    name = command.name or builder.choose_relation_name(_index_words(relation, command), "idx")
    index = Index(
        session.database.next_oid(), name, builder.physical(name), relation.oid, command.columns, command.unique, False,
        command.nulls_not_distinct, command.predicate, command.method, command.included, command.options,
        parent=command.parent,
    )  # fmt: skip
    if index.unique:
        builder.require_partition_columns(index, "UNIQUE")
    changed = replace(relation, indexes=(*relation.indexes, index))
    image = publish(session, image, changed, replace=True)
    create_index_file(session, image, changed, index)
    for child in image.children(relation.oid) if relation.kind == "p" and not command.only else ():
        if not _adopt_index(session, child.oid, changed, index, None):
            _copy_index(session, relation.oid, child.oid, index, part=True)


def _index_words(relation: Relation, command: c.CreateIndex) -> str:
    included = (relation.attribute(number).name for number in command.included)
    return "_".join(unique_column_names([*(column.name for column in command.columns), *included]))


def create_sequence(session: Session, command: c.CreateSequence, portal: Portal) -> None:
    image = begin(session, "CREATE SEQUENCE")
    image, namespace = creation_schema(session, image, command.namespace, command.persistence)
    relation = Relation(
        session.database.next_oid(),
        command.name,
        namespace.oid,
        "S",
        SEQUENCE_ATTRIBUTES,
        schema="temp" if command.persistence == "t" else "main",
        owner=session.role.oid,
        persistence=command.persistence,
        sequence=command.sequence,
    )
    publish(session, image, relation)


def create_schema(session: Session, command: c.CreateSchema, portal: Portal) -> None:
    image = begin(session, "CREATE SCHEMA")
    row = PgNamespace(oid=session.database.next_oid(), nspname=command.name, nspowner=session.role.oid)
    stored_catalog.store_namespace(session.engine, row)
    session.transaction.image = image.with_namespace(row)
