"""CREATE INDEX, and the indexes and keys that a partition has from its table ("Table Partitioning")."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import begin, create_index_file, publish, rewrite_schema
from pgproxy.partition_key import require_partition_columns
from pgproxy.portal import Portal
from pgproxy.relation_size import measured_built
from pgproxy.table_builder import TableBuilder
from translator import command as c
from translator.catalog.foreign_tables import require_plain_index
from translator.catalog.object_rows import unique_column_names
from translator.catalog.relation import Constraint, Index, Relation
from translator.errors import PgError
from translator.errors.objects import wrong_object_type

if TYPE_CHECKING:
    from pgproxy.session import Session


def create_index(session: Session, command: c.CreateIndex, portal: Portal) -> None:
    if command.concurrently:
        session.transaction.forbid_block("CREATE INDEX CONCURRENTLY", in_parts=True)
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
        parent=command.parent, tablespace=command.tablespace, valid=not (command.only and image.children(relation.oid)),
    )  # fmt: skip
    if index.unique:
        require_partition_columns(image, relation, index, "UNIQUE", ())
    changed = replace(relation, indexes=(*relation.indexes, index))
    create_index_file(session, image.with_relation(changed), changed, index)
    if relation.kind != "p":
        changed = measured_built(session, changed, [index.oid])
    image = publish(session, image, changed, replace=True)
    for child in image.children(relation.oid) if relation.kind == "p" and not command.only else ():
        if child.kind == "f":
            require_plain_index(relation, index)
        elif not _adopt_index(session, child.oid, changed, index):
            copy_index(session, relation.oid, child.oid, index, part=True)


def _index_words(relation: Relation, command: c.CreateIndex) -> str:
    included = (relation.attribute(number).name for number in command.included)
    return "_".join(unique_column_names([*(column.name for column in command.columns), *included]))


def copy_index(session: Session, source_oid: int, oid: int, index: Index, *, part: bool = False) -> None:
    """An index like that of another table, its columns found by name; part: of the other table's."""
    source, relation = session.base_image.relation(source_oid), session.base_image.relation(oid)
    assert source is not None
    assert relation is not None
    numbers = _numbers_by_name(source, relation)
    columns = tuple(replace(key, number=numbers[key.number]) for key in index.columns)
    included = tuple(numbers[number] for number in index.included)
    command = c.CreateIndex(
        "", oid, columns, index.unique, index.nulls_not_distinct, index.predicate, index.method, included, False,
        index.options, parent=index.oid if part else 0, tablespace=index.tablespace,
    )  # fmt: skip
    make_index(session, command)


def copy_keys(session: Session, oid: int, without: Set[int] = frozenset(), *, statement: str = "ALTER TABLE") -> None:
    """A partition's indexes, keys and foreign keys, like those of its table, where it has none like them.

    without: the indexes and foreign keys of the table to leave out.  statement: the one that runs.
    """
    relation = session.base_image.relation(oid)
    assert relation is not None
    parent = session.base_image.relation(relation.parents[0])
    assert parent is not None
    for index in (known for known in parent.indexes if known.oid not in without):
        if relation.kind == "f":
            require_plain_index(parent, index)
        elif not _adopt_index(session, oid, parent, index):
            _copy_partition_index(session, oid, parent, index, _constraint_of(parent, index), statement)
    for constraint in parent.constraints:
        if constraint.kind == "f" and constraint.oid not in without:
            if relation.kind == "f":
                raise wrong_object_type("foreign key constraints are not supported on foreign tables")
            _copy_foreign_key(session, oid, parent, constraint)


def attach_index(session: Session, command: c.AttachIndex, portal: Portal) -> None:
    """ALTER INDEX ... ATTACH PARTITION.  Raises PgError 42P17 for an index that is none like it."""
    image = begin(session, "ALTER INDEX")
    parent, relation = image.index_relation(command.index), image.index_relation(command.part)
    assert parent is not None
    assert relation is not None
    index = next(known for known in parent.indexes if known.oid == command.index)
    part = next(known for known in relation.indexes if known.oid == command.part)
    if part.parent == index.oid:
        return
    detail = ""
    if part.parent:
        detail = f'Index "{part.name}" is already attached to another index.'
    elif parent.oid not in relation.parents:
        detail = f'Index "{part.name}" is not an index on any partition of table "{parent.name}".'
    elif any(known.parent == index.oid for known in relation.indexes):
        detail = f'Another index is already attached for partition "{relation.name}".'
    elif not _alike(parent, index, relation, part):
        detail = "The index definitions do not match."
    if detail:
        message = f'cannot attach index "{part.name}" as a partition of index "{index.name}"'
        raise PgError("42P17" if detail.startswith("The index") else "55000", message, detail=detail)
    _adopt(session, parent, index, relation, part)


def alter_index(session: Session, command: c.AlterIndex, portal: Portal) -> None:
    """ALTER INDEX ... SET, RESET."""
    image = begin(session, "ALTER INDEX")
    relation = image.index_relation(command.index)
    assert relation is not None
    indexes = tuple(
        replace(known, options=command.options, tablespace=command.tablespace) if known.oid == command.index else known
        for known in relation.indexes
    )
    publish(session, image, replace(relation, indexes=indexes), replace=True)


def _constraint_of(relation: Relation, index: Index) -> Constraint | None:
    found = (known for known in relation.constraints if known.index == index.oid and known.kind in "pux")
    return next(found, None)


def _alike(parent: Relation, index: Index, relation: Relation, part: Index) -> bool:
    """Whether the index of a partition could be a part of its table's."""
    numbers = _numbers_by_name(parent, relation)
    keys = [(numbers[key.number], key.expression, key.descending) for key in index.columns]
    own, whole = _constraint_of(relation, part), _constraint_of(parent, index)
    return [(key.number, key.expression, key.descending) for key in part.columns] == keys and (
        part.unique,
        part.predicate,
        part.method,
        own and (own.kind, own.operators),
    ) == (index.unique, index.predicate, index.method, whole and (whole.kind, whole.operators))


def _adopt(session: Session, parent: Relation, index: Index, relation: Relation, part: Index) -> None:
    """Note that an index of a partition is a part of its table's, and so is its constraint."""
    indexes = tuple(replace(item, parent=index.oid) if item is part else item for item in relation.indexes)
    own, whole = _constraint_of(relation, part), _constraint_of(parent, index)
    constraints = relation.constraints
    if own is not None and whole is not None:
        adopted = replace(own, parent=whole.oid, local=False, inherited=1)
        constraints = tuple(adopted if item is own else item for item in constraints)
    changed = replace(relation, indexes=indexes, constraints=constraints)
    image = publish(session, session.base_image, changed, replace=True)
    known = [item for child in image.children(parent.oid) for item in child.indexes if item.parent == index.oid]
    if len(known) == len(image.children(parent.oid)) and not index.valid:
        whole_table = image.relation(parent.oid)
        assert whole_table is not None
        parts = tuple(replace(item, valid=True) if item.oid == index.oid else item for item in whole_table.indexes)
        publish(session, image, replace(whole_table, indexes=parts), replace=True)


def _adopt_index(session: Session, oid: int, parent: Relation, index: Index) -> bool:
    """Make an index that a partition has already a part of its table's."""
    relation = session.base_image.relation(oid)
    assert relation is not None
    for part in relation.indexes:
        if not part.parent and _alike(parent, index, relation, part):
            _adopt(session, parent, index, relation, part)
            return True
    return False


def _copy_partition_index(
    session: Session, oid: int, parent: Relation, index: Index, constraint: Constraint | None, statement: str
) -> None:
    if constraint is None:
        copy_index(session, parent.oid, oid, index, part=True)
        return
    image = session.base_image
    relation = image.relation(oid)
    assert relation is not None
    builder = TableBuilder(session, image, relation, statement)
    columns = tuple(parent.attribute(number).name for number in constraint.columns if number)
    numbers = _numbers_by_name(parent, relation)
    keys = tuple(replace(key, number=numbers[key.number]) for key in index.columns) if constraint.excludes else ()
    included = tuple(parent.attribute(number).name for number in index.included)
    written = c.NewConstraint(
        constraint.kind, "", columns, deferrable=constraint.deferrable, deferred=constraint.deferred,
        nulls_not_distinct=index.nulls_not_distinct, included=included, local=False, inherited=1,
        parent=constraint.oid, keys=keys, operators=constraint.operators, method=index.method,
        expression=index.predicate, period=constraint.period, tablespace=index.tablespace,
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
        copy_keys(session, child.oid, statement=statement)


def _copy_foreign_key(session: Session, oid: int, parent: Relation, constraint: Constraint) -> None:
    image = session.base_image
    relation = image.relation(oid)
    assert relation is not None
    numbers = _numbers_by_name(parent, relation)
    columns = tuple(numbers[number] for number in constraint.columns)
    builder = TableBuilder(session, image, relation)
    name = builder.foreign_key_name(constraint.name, tuple(relation.attribute(number).name for number in columns))
    copied = replace(
        constraint, oid=session.database.next_constraint_oid("f"), name=name, columns=columns, local=False, inherited=1,
        parent=constraint.oid, parts=(),
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
