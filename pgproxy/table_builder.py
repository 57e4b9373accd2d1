"""What one CREATE or ALTER TABLE adds to a relation: constraints with chosen names, indexes, sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.constraint_parts import partition_parts
from pgproxy.ddl_default_acl import initial_privileges
from pgproxy.ddl_names import choose, column_physical, physical_name
from pgproxy.foreign_key_types import require_comparable
from pgproxy.partition_key import require_partition_columns
from translator import command as c
from translator.analyze.index_key import refuse_virtual
from translator.catalog.foreign_operators import is_mixed
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_literal, quote_qualified
from translator.catalog.relation import Attribute, Constraint, Index, IndexColumn, Relation
from translator.errors import PgError
from translator.errors.definitions import deferrable_key_referenced, invalid_foreign_key
from translator.errors.notices import debug
from translator.errors.objects import duplicate_table
from translator.errors.statements import feature_not_supported
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session


_NOT_NULL = c.NewConstraint("n")


class TableBuilder:
    """Collects what one CREATE or ALTER TABLE adds to a relation: constraints with chosen names, indexes, sequences."""

    def __init__(
        self, session: Session, image: CatalogImage, relation: Relation, statement: str = "ALTER TABLE"
    ) -> None:
        """`statement`: the one that runs, in the words of the messages about what it makes."""
        self.statement = statement
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
            self._require_free(written)
            return written.name
        return choose(self.relation.name, second, label, self._constraint_taken)

    def _require_free(self, written: c.NewConstraint) -> None:
        """Raise PgError 42710 for the name of another constraint; a new table's checks are complained of otherwise."""
        taken = [known.kind for known in self.relation.constraints if known.name == written.name]
        if taken == ["c"] and written.kind == "c" and self.image.relation(self.relation.oid) is None:
            raise PgError("42710", f'check constraint "{written.name}" already exists')
        if taken:
            raise PgError("42710", f'constraint "{written.name}" for relation "{self.relation.name}" already exists')

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

    def hold_rows(self) -> None:
        """SQLite's tables need a column that is no expression: one that no attribute uses, where none is."""
        if all(attribute.generated for attribute in self.relation.attributes):
            name = column_physical("no column", {name.lower() for name in self.relation.layout})
            self.relation = replace(self.relation, layout=(name, *self.relation.layout))

    def add_sequence(self, attribute: Attribute, column: c.NewColumn) -> Relation:
        """The sequence of a serial or identity column."""
        assert column.sequence is not None
        if column.sequence_name and self._relation_taken(column.sequence_name):
            raise duplicate_table(column.sequence_name)
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
            acl=initial_privileges(self.session, self.image, "S", self.relation.namespace, self.relation.owner) or (),
            persistence=self.relation.persistence,
        )
        self.sequences.append(made)
        of = f'"{self.relation.name}.{attribute.name}"'
        self.session.notice(debug(f'{self.statement} will create implicit sequence "{name}" for serial column {of}'))
        return made

    def add_not_null(self, attribute: Attribute, name: str = "", like: c.NewConstraint = _NOT_NULL) -> None:
        """The constraint that stands for a NOT NULL column in pg_constraint."""
        if any(known.kind == "n" and known.columns == (attribute.number,) for known in self.relation.constraints):
            return
        chosen = self._constraint_name(c.NewConstraint("n", name), attribute.name, "not_null")
        made = Constraint(
            self.session.database.next_oid(), chosen, "n", (attribute.number,), validated=not like.not_valid,
            no_inherit=like.no_inherit, local=like.local, inherited=like.inherited,
        )  # fmt: skip
        self._add(made)

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
        oid = self.session.database.next_constraint_oid(written.kind)
        if written.kind == "n":
            attribute = self.relation.attribute(numbers[0])
            self._replace_attribute(replace(attribute, not_null=True))
            self.add_not_null(attribute, written.name, written)
            return next(known for known in self.relation.constraints if known.kind == "n" and known.columns == numbers)
        if written.kind == "c":
            second = written.columns[0] if len(written.columns) == 1 else ""
            made = Constraint(
                oid, self._constraint_name(written, second, "check"), "c", numbers, written.expression,
                validated=not written.not_valid, enforced=written.enforced, no_inherit=written.no_inherit,
                local=written.local, inherited=written.inherited,
            )  # fmt: skip
        elif written.kind == "f":
            made = self._foreign_key(oid, written, numbers)
        elif written.kind == "x":
            made = self._exclusion(oid, written)
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
        primary = written.kind == "p"
        of = (*numbers, *self._numbers(written.included))
        refuse_virtual(self.relation, of, "primary keys" if primary else "unique constraints")
        if primary:
            if any(index.primary for index in self.relation.indexes):
                message = f'multiple primary keys for table "{self.relation.name}" are not allowed'
                raise PgError("42P16", message)
            for number in numbers:
                attribute = self.relation.attribute(number)
                self._replace_attribute(replace(attribute, not_null=True))
                self.add_not_null(attribute)
        if written.index:
            return self._key_of_index(oid, written, numbers)
        if written.name:
            if self._relation_taken(written.name):
                raise duplicate_table(written.name)
            self._require_free(written)
            name = written.name
            self._names.add(name)
        elif primary:
            name = self.choose_relation_name("", "pkey")
        else:
            name = self.choose_relation_name("_".join((*written.columns, *written.included)), "key")
        columns = written.keys or tuple(
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
            deferrable=written.deferrable or written.deferred, method=written.method, tablespace=written.tablespace,
        )  # fmt: skip
        require_partition_columns(
            self.image, self.relation, index, "PRIMARY KEY" if primary else "UNIQUE", written.operators
        )
        self._take_index(index, "PRIMARY KEY" if primary else "UNIQUE")
        return Constraint(
            oid, name, written.kind, numbers, index=index.oid, deferrable=index.deferrable, deferred=written.deferred,
            local=written.local, inherited=written.inherited, parent=written.parent, operators=written.operators,
            period=written.period,
        )  # fmt: skip

    def _take_index(self, index: Index, constraint: str) -> None:
        """An index that comes with a constraint, of which clients that listen to such details are told."""
        words = constraint if self.statement == "CREATE TABLE" else f"ADD {constraint}"
        made = f'will create implicit index "{index.name}" for table "{self.relation.name}"'
        self.session.notice(debug(f"{self.statement} / {words} {made}"))
        self.new_indexes.append(index)
        self.relation = replace(self.relation, indexes=(*self.relation.indexes, index))

    def _exclusion(self, oid: int, written: c.NewConstraint) -> Constraint:
        """EXCLUDE: the constraint and its index, which does not enforce it."""
        name = written.name
        if name and self._relation_taken(name):
            raise duplicate_table(name)
        if name:
            self._names.add(name)
        else:
            name = self.choose_relation_name("_".join(key.name for key in written.keys), "excl")
        index = Index(
            self.session.database.next_oid(), name, self.physical(name), self.relation.oid, written.keys,
            predicate=written.expression, method=written.method, deferrable=written.deferrable or written.deferred,
            tablespace=written.tablespace,
        )  # fmt: skip
        require_partition_columns(self.image, self.relation, index, "EXCLUDE", written.operators)
        self._take_index(index, "EXCLUDE")
        return Constraint(
            oid, name, "x", tuple(key.number for key in written.keys), index=index.oid, operators=written.operators,
            deferrable=index.deferrable, deferred=written.deferred, local=written.local, inherited=written.inherited,
            parent=written.parent,
        )  # fmt: skip

    def _key_of_index(self, oid: int, written: c.NewConstraint, numbers: tuple[int, ...]) -> Constraint:
        """A key that takes over an index, whose name becomes the constraint's."""
        index = next(known for known in self.relation.indexes if known.oid == written.index)
        if written.name != index.name and self._relation_taken(written.name):
            raise duplicate_table(written.name)
        changed = replace(index, name=written.name, primary=written.kind == "p")
        word = "PRIMARY KEY" if changed.primary else "UNIQUE"
        require_partition_columns(self.image, self.relation, changed, word, ())
        kept = tuple(changed if known is index else known for known in self.relation.indexes)
        self.relation = replace(self.relation, indexes=kept)
        return Constraint(oid, written.name, written.kind, numbers, index=index.oid)

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
        if parent.kind not in "rp":
            raise PgError("42809", f'referenced relation "{parent.name}" is not a table')
        kind, allowed, named = _REFERENCED[self.relation.persistence]
        if parent.persistence not in allowed:
            raise PgError("42P16", f"constraints on {kind} tables may reference only {named} tables")
        refuse_virtual(self.relation, numbers, "foreign key constraints")
        referenced = self._referenced(parent, written)
        self._check_period(parent, written)
        if len(referenced) != len(numbers):
            raise invalid_foreign_key("number of referencing and referenced columns for foreign key disagree")
        fitting = [
            known
            for known in parent.indexes
            if known.unique and not known.predicate and sorted(k.number for k in known.columns) == sorted(referenced)
        ]
        if not written.period and any(known.method != "btree" for known in fitting):
            raise invalid_foreign_key(
                "foreign key must use PERIOD when referencing a primary key using WITHOUT OVERLAPS"
            )
        fitting = [known for known in fitting if (known.method != "btree") == written.period]
        index = next((known for known in fitting if not known.deferrable), None)
        if index is None and fitting:
            raise deferrable_key_referenced(parent.name, primary=not written.referenced_columns)
        if index is None:
            raise invalid_foreign_key(
                f'there is no unique constraint matching given keys for referenced table "{parent.name}"'
            )
        if written.period:
            _refuse_actions(written)
        if self.relation.stamp and parent.kind != "p" and {written.on_update, written.on_delete} & set("cnd"):
            raise feature_not_supported("such a foreign key of a table that was asked for xmin")
        name = self._constraint_name(written, "_".join(written.columns), "fkey")
        made = Constraint(
            oid, name, "f", numbers, index=index.oid, references=parent.oid, referenced_columns=referenced,
            on_update=written.on_update,
            on_delete=written.on_delete, match=written.match, deferrable=written.deferrable or written.deferred,
            deferred=written.deferred,
            validated=not written.not_valid,
            enforced=written.enforced,
            set_columns=self._numbers(written.set_columns), period=written.period,
            to_partitions=parent.kind == "p",
            parts=partition_parts(self.session, self.image, self.relation, (oid, name, index.oid), parent),
        )  # fmt: skip
        require_comparable(self.image, self.relation, parent, made)
        return replace(made, mixed=is_mixed(self.image.with_relation(self.relation), self.relation, made))

    def _check_period(self, parent: Relation, written: c.NewConstraint) -> None:
        """Raise PgError 42830 where only one side of a foreign key has a PERIOD."""
        key = parent.primary_key
        other = written.referenced_period if written.referenced_columns else key is not None and key.period
        if other and not written.period:
            raise invalid_foreign_key("foreign key uses PERIOD on the referenced table but not the referencing table")
        if written.period and not other:
            raise invalid_foreign_key("foreign key uses PERIOD on the referencing table but not the referenced table")

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


_REFERENCED = {
    "p": ("permanent", "p", "permanent"),
    "u": ("unlogged", "pu", "permanent or unlogged"),
    "t": ("temporary", "t", "temporary"),
}
"""By relpersistence: what a table is called, and what it may refer to."""


def _refuse_actions(written: c.NewConstraint) -> None:
    """A PERIOD takes no referential actions."""
    for event, action in (("UPDATE", written.on_update), ("DELETE", written.on_delete)):
        if action != "a":
            raise PgError("0A000", f"unsupported ON {event} action for foreign key constraint using PERIOD")


SEQUENCE_ATTRIBUTES = (
    Attribute("last_value", 1, oids.INT8, not_null=True, physical="last_value"),
    Attribute("log_cnt", 2, oids.INT8, not_null=True, physical="log_cnt"),
    Attribute("is_called", 3, oids.BOOL, not_null=True, physical="is_called"),
)
