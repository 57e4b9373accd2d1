"""ALTER TABLE on tables that others inherit from: what is done to a table is done to those below it.

PostgreSQL's ATSimpleRecursion and its kin, INHERIT, and ATTACH PARTITION.  Manual: "Inheritance", "Table Partitioning".
"""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.column_dependents import check_columns, columns_that_go
from pgproxy.constraint_parts import add_parts, remove_parts
from pgproxy.ddl_index import copy_keys
from pgproxy.ddl_partition import check_rows, publish_parents, rewrite_default, with_bound
from pgproxy.ddl_table import publish, rewrite_schema
from pgproxy.exclusion import existing_conflict
from pgproxy.late_references import refuse_existing
from pgproxy.violations import explain_table
from translator import command as c
from translator.catalog.relation import Attribute, Constraint, Relation
from translator.errors import PgError
from translator.errors.notices import notice
from translator.errors.objects import wrong_object_type
from translator.errors.statements import datatype_mismatch

if TYPE_CHECKING:
    from pgproxy.session import Session

Apply = Callable[["Session", int, c.AlterAction], None]
"""Carries one action out on one table."""

RECURSING = frozenset(
    {
        "add column", "drop column", "type", "default", "set not null", "drop not null", "add constraint",
        "drop constraint", "validate", "set expression", "drop expression",
        "column statistics", "column storage",
    }
)  # fmt: skip
_ALL_OR_NONE = {
    "add column": "column must be added to child tables too",
    "add constraint": "constraint must be added to child tables too",
    "set not null": "constraint must be added to child tables too",
}
"""What cannot be done to the parent alone."""
_NOT_ONLY = "Do not specify the ONLY keyword."
_HINTS = {"set not null": _NOT_ONLY}


def alter_tree(session: Session, relation: Relation, action: c.AlterAction, apply: Apply, *, only: bool) -> None:
    """One action on a table and, without ONLY, on all below it."""
    _refuse(session, relation, action)
    children = session.image.children(relation.oid)
    takes_part = action.kind in RECURSING and not (action.constraint is not None and action.constraint.no_inherit)
    if only and children and takes_part and action.kind in _ALL_OR_NONE and _is_inheritable(relation, action):
        raise PgError("42P16", _ALL_OR_NONE[action.kind], hint=_HINTS.get(action.kind))
    if only and children and action.kind == "validate" and _is_unvalidated_below(relation, action.constraint_name):
        raise PgError("42P16", "constraint must be validated on child tables too")
    if only and children and action.kind == "drop expression":
        raise PgError("0A000", "ALTER TABLE / DROP EXPRESSION must be applied to child tables too")
    if only and children and action.kind == "drop column" and relation.kind == "p":
        message = "cannot drop column from only the partitioned table when partitions exist"
        raise PgError("42P16", message, hint=_NOT_ONLY)
    if action.kind == "drop column":
        gone = columns_that_go(session.base_image, relation, action.column, only=only)
        check_columns(session, list(gone), cascade=action.cascade)
    _carry_out(session, relation.oid, action, apply, recurse=takes_part and not only)
    if only and children and relation.kind == "p" and action.constraint is not None and action.constraint.kind in "pux":
        _invalidate_key(session, relation)
    if only and action.kind == "drop column":
        for child in children:
            _count_column(session, child.oid, action.column, -1, local=True)


def _is_unvalidated_below(relation: Relation, name: str) -> bool:
    found = (known for known in relation.constraints if known.name == name)
    return any(known.kind in "cn" and not (known.validated or known.no_inherit) for known in found)


def _invalidate_key(session: Session, before: Relation) -> None:
    """A new key of a partitioned table ONLY is not valid until every partition has its part."""
    relation = session.base_image.relation(before.oid)
    assert relation is not None
    known = {index.oid for index in before.indexes}
    indexes = tuple(index if index.oid in known else replace(index, valid=False) for index in relation.indexes)
    publish(session, session.base_image, replace(relation, indexes=indexes), replace=True)


def _is_inheritable(relation: Relation, action: c.AlterAction) -> bool:
    """Whether children get what is added: keys are for partitions alone."""
    if action.constraint is None:
        return True
    return action.constraint.kind in "cn" or (action.constraint.kind == "f" and relation.kind == "p")


def _carry_out(session: Session, oid: int, action: c.AlterAction, apply: Apply, *, recurse: bool) -> None:
    before = session.base_image.relation(oid)
    assert before is not None
    if recurse and action.kind == "drop column":  # the children first: their defaults may use the column's sequence
        for child in session.base_image.children(oid):
            _follow(session, before, before, child.oid, action, apply)
        apply(session, oid, action)
        return
    apply(session, oid, action)
    if not recurse:
        return
    after = session.base_image.relation(oid)
    assert after is not None
    for child in session.base_image.children(oid):
        _follow(session, before, after, child.oid, action, apply)


def _follow(
    session: Session, before: Relation, after: Relation, child: int, action: c.AlterAction, apply: Apply
) -> None:
    """Do to a child what was done to its parent."""
    if action.kind == "add column":
        _follow_new_column(session, after, child, action, apply)
        _follow_constraints(session, before, after, child, apply)
    elif action.kind in ("add constraint", "set not null"):
        _follow_constraints(session, before, after, child, apply)
    elif action.kind == "drop column":
        attribute = _count_column(session, child, action.column, -1)
        if attribute.inherited <= 0 and not attribute.local:
            _carry_out(session, child, action, apply, recurse=True)
    elif action.kind in ("drop constraint", "drop not null"):
        _follow_dropped(session, before, after, child, apply)
    elif action.kind == "validate" and (known := _not_null_below(session, before, child, action.constraint_name)):
        _carry_out(session, child, replace(action, constraint_name=known), apply, recurse=True)
    elif action.kind != "validate" or _has_constraint(session, child, action.constraint_name):
        _carry_out(session, child, action, apply, recurse=True)


def _follow_new_column(session: Session, parent: Relation, child: int, action: c.AlterAction, apply: Apply) -> None:
    """A new column in a child: its own of the same name becomes an inherited one."""
    assert action.new_column is not None
    relation = session.base_image.relation(child)
    assert relation is not None
    wanted = parent.column(action.new_column.attribute.name)
    assert wanted is not None
    known = relation.column(wanted.name)
    if known is not None:
        if (known.type, known.typmod) != (wanted.type, wanted.typmod):
            raise datatype_mismatch(f'child table "{relation.name}" has different type for column "{wanted.name}"')
        if _collation(session, known) != _collation(session, wanted):
            names = [f'"{session.image.collation(_collation(session, each)).collname}"' for each in (wanted, known)]
            message = f'child table "{relation.name}" has different collation for column "{wanted.name}"'
            raise PgError("42P21", message, detail=" versus ".join(names))
        session.notice(notice(f'merging definition of column "{wanted.name}" for child "{relation.name}"'))
        _count_column(session, child, wanted.name, 1)
        return
    attribute = replace(
        wanted, local=False, inherited=1, number=0, physical="", not_null=False,
        identity=wanted.identity if relation.bound is not None else "",
    )  # fmt: skip
    column = c.NewColumn(attribute)
    _carry_out(session, child, replace(action, new_column=column, constraints=()), apply, recurse=True)


def _follow_constraints(session: Session, before: Relation, after: Relation, child: int, apply: Apply) -> None:
    """The constraints that the parent has got, in a child."""
    known = {constraint.oid for constraint in before.constraints}
    for constraint in after.constraints:
        if constraint.oid in known or constraint.no_inherit or constraint.kind not in "cn":
            continue
        columns = tuple(after.attribute(number).name for number in constraint.columns)
        if not _merge_constraint(session, child, after, constraint):
            written = c.NewConstraint(
                constraint.kind, constraint.name, columns, constraint.expression,
                not_valid=not constraint.validated, enforced=constraint.enforced, local=False, inherited=1,
            )  # fmt: skip
            action = c.AlterAction("add constraint", constraint=written)
            _carry_out(session, child, action, apply, recurse=True)
    if len(after.indexes) > len(before.indexes) or any(
        constraint.kind == "f" and constraint.oid not in known for constraint in after.constraints
    ):
        _copy_new_keys(session, before, after, child)


def _copy_new_keys(session: Session, before: Relation, after: Relation, child: int) -> None:
    if after.kind == "p":
        known = {index.oid for index in before.indexes}
        constraints = {constraint.oid for constraint in before.constraints}
        there = {constraint.oid for part in _tree(session, child) for constraint in part.constraints}
        copy_keys(session, child, without=known | constraints)
        _validate_keys(session, child, there)


def _tree(session: Session, oid: int) -> list[Relation]:
    relation = session.base_image.relation(oid)
    assert relation is not None
    return [relation, *session.base_image.descendants(oid)]


def _validate_keys(session: Session, oid: int, known: Set[int]) -> None:
    """Raise PgError 23503 or 23P01 where rows of a partition break what it has got."""
    image = session.base_image
    relation = image.relation(oid)
    assert relation is not None
    for constraint in relation.constraints:
        if constraint.kind == "f" and constraint.validated and constraint.oid not in known and relation.kind == "r":
            if constraint.is_late_key:
                refuse_existing(session, relation, constraint)
            error = explain_table(session, image, relation, constraint)
            if error is not None:
                raise error
        elif constraint.excludes and constraint.oid not in known and relation.kind == "r":
            index = next(item for item in relation.indexes if item.oid == constraint.index)
            error = existing_conflict(session, relation, constraint, index)
            if error is not None:
                raise error
    for child in image.children(oid):
        _validate_keys(session, child.oid, known)


def _merge_constraint(session: Session, child: int, parent: Relation, constraint: Constraint) -> bool:
    """Count a constraint that a child has already as inherited; False where it has none."""
    relation = session.base_image.relation(child)
    assert relation is not None
    names = [parent.attribute(number).name for number in constraint.columns]
    for known in relation.constraints:
        same = (
            [relation.attribute(number).name for number in known.columns] == names
            if constraint.kind == "n"
            else known.name == constraint.name
        )
        if known.kind != constraint.kind or not same:
            continue
        if constraint.kind == "c":
            if known.expression != constraint.expression:
                raise PgError("42710", f'constraint "{known.name}" for relation "{relation.name}" already exists')
            session.notice(notice(f'merging constraint "{known.name}" with inherited definition'))
        _replace_constraint(session, relation, replace(known, inherited=known.inherited + 1))
        return True
    return False


def _follow_dropped(session: Session, before: Relation, after: Relation, child: int, apply: Apply) -> None:
    """The constraints that the parent has lost: a child loses them where nothing else asks for them."""
    kept = {constraint.oid for constraint in after.constraints}
    for gone in before.constraints:
        relation = session.base_image.relation(child)
        assert relation is not None
        if gone.oid in kept or gone.no_inherit:
            continue
        known = _counterpart(before, gone, relation)
        if known is None:
            continue
        changed = replace(known, inherited=known.inherited - 1, parent=0)
        _replace_constraint(session, relation, changed)
        if changed.inherited <= 0 and not changed.local:
            action = c.AlterAction("drop constraint", constraint_name=changed.name, cascade=True)
            _carry_out(session, child, action, apply, recurse=True)


def _counterpart(parent: Relation, constraint: Constraint, child: Relation) -> Constraint | None:
    """What a child has of a parent's constraint."""
    if constraint.kind in "pufx":
        return next((known for known in child.constraints if known.parent == constraint.oid), None)
    names = [parent.attribute(number).name for number in constraint.columns]
    for known in child.constraints:
        if known.kind != constraint.kind or not known.inherited:
            continue
        if constraint.kind == "c" and known.name == constraint.name:
            return known
        if constraint.kind == "n" and [child.attribute(number).name for number in known.columns] == names:
            return known
    return None


def _not_null_below(session: Session, parent: Relation, oid: int, name: str) -> str:
    """What a child calls a NOT NULL constraint of its parent; nothing for constraints of other kinds."""
    constraint = next((known for known in parent.constraints if known.kind == "n" and known.name == name), None)
    child = session.base_image.relation(oid)
    found = None if constraint is None or child is None else _counterpart(parent, constraint, child)
    return "" if found is None else found.name


def _has_constraint(session: Session, oid: int, name: str) -> bool:
    relation = session.base_image.relation(oid)
    return relation is not None and any(known.name == name for known in relation.constraints)


def _replace_constraint(session: Session, relation: Relation, constraint: Constraint) -> None:
    constraints = tuple(constraint if known.oid == constraint.oid else known for known in relation.constraints)
    publish(session, session.base_image, replace(relation, constraints=constraints), replace=True)


def _count_column(session: Session, oid: int, name: str, step: int, *, local: bool | None = None) -> Attribute:
    """Note that a column comes from one parent more or less."""
    relation = session.base_image.relation(oid)
    assert relation is not None
    attribute = relation.column(name)
    assert attribute is not None
    changed = replace(
        attribute, inherited=attribute.inherited + step, local=attribute.local if local is None else local
    )
    attributes = tuple(changed if known.number == changed.number else known for known in relation.attributes)
    publish(session, session.base_image, replace(relation, attributes=attributes), replace=True)
    return changed


def _refuse(session: Session, relation: Relation, action: c.AlterAction) -> None:
    """Raise PgError 42P16 for what belongs to a table above, or to the partition key."""
    attribute = relation.column(action.column) if action.column else None
    inherited = attribute is not None and attribute.inherited > 0
    if action.kind == "add column" and relation.bound is not None:
        raise PgError("42809", "cannot add column to a partition")
    identity = action.new_column is not None and bool(action.new_column.attribute.identity)
    if identity and relation.kind != "p" and session.image.children(relation.oid):
        raise PgError("42P16", "cannot recursively add identity column to table that has child tables")
    if action.kind == "drop column" and inherited:
        raise PgError("42P16", f'cannot drop inherited column "{action.column}"')
    if action.kind == "drop expression" and inherited:
        raise PgError("42P16", "cannot drop generation expression from inherited column")
    if action.kind == "type" and inherited:
        raise PgError("42P16", f'cannot alter inherited column "{action.column}"', location=action.location)
    if action.kind in ("drop column", "type") and attribute is not None:
        doing = "drop" if action.kind == "drop column" else "alter"
        for table in (relation, *session.image.descendants(relation.oid)):
            key = table.partition_key
            if key is not None and any(
                column.number and table.attribute(column.number).name == action.column for column in key.columns
            ):
                raise PgError(
                    "42P16",
                    f'cannot {doing} column "{action.column}" because it is part of the partition key of relation '
                    f'"{table.name}"',
                    location=action.location,
                )
    if action.kind == "drop not null" and relation.bound is not None:
        parent = session.image.relation(relation.parents[0])
        column = None if parent is None else parent.column(action.column)
        if column is not None and column.not_null:
            raise PgError("42P16", f'column "{action.column}" is marked NOT NULL in parent table')
    for constraint in relation.constraints:
        by_name = action.kind == "drop constraint" and constraint.name == action.constraint_name
        not_null = action.kind == "drop not null" and constraint.kind == "n"
        of_column = attribute is not None and constraint.columns == (attribute.number,)
        if constraint.inherited and (by_name or (not_null and of_column)):
            raise PgError(
                "42P16", f'cannot drop inherited constraint "{constraint.name}" of relation "{relation.name}"'
            )


# INHERIT and ATTACH PARTITION


def inherit(session: Session, oid: int, action: c.AlterAction) -> None:
    """ALTER TABLE child INHERIT parent."""
    child, parent = _pair(session, oid, action.relation)
    if parent.kind == "p":
        raise PgError("42809", f'cannot inherit from partitioned table "{parent.name}"')
    if child.kind == "p":
        raise PgError("42809", "cannot change inheritance of partitioned table")
    if parent.oid in child.parents:
        raise PgError("42P07", f'relation "{parent.name}" would be inherited from more than once')
    _refuse_circle(session, child, parent)
    merged = _merged(session, child, parent, partition=False)
    changed = replace(merged, parents=(*child.parents, parent.oid))
    image = publish(session, session.base_image, changed, replace=True)
    publish_parents(session, image, replace(changed, parents=(parent.oid,)))


def disinherit(session: Session, oid: int, action: c.AlterAction) -> None:
    """ALTER TABLE child NO INHERIT parent."""
    child, parent = _pair(session, oid, action.relation)
    if parent.oid not in child.parents:
        what = "partition" if parent.kind == "p" else "parent"
        first, second = (child, parent) if parent.kind == "p" else (parent, child)
        raise PgError("42P01", f'relation "{first.name}" is not a {what} of relation "{second.name}"')
    if child.bound is not None:
        raise PgError("42809", "cannot change inheritance of a partition")
    parents = tuple(known for known in child.parents if known != parent.oid)
    image = publish(session, session.base_image, replace(_parted(child, parent), parents=parents), replace=True)
    publish(session, image, parent, replace=True)


def attach(session: Session, oid: int, action: c.AlterAction) -> None:
    """ALTER TABLE parent ATTACH PARTITION child."""
    assert action.bound is not None
    child, parent = _pair(session, action.relation, oid)
    if child.bound is not None:
        raise PgError("42809", f'"{child.name}" is already a partition')
    if child.parents:
        raise PgError("42809", "cannot attach inheritance child as partition")
    if child.kind in "rf" and session.base_image.children(child.oid):
        raise PgError("42809", "cannot attach inheritance parent as partition")
    _refuse_circle(session, child, parent)
    for attribute in child.columns:
        if attribute.identity:
            raise PgError(
                "55000",
                f'table "{child.name}" being attached contains an identity column "{attribute.name}"',
                detail="The new partition may not contain an identity column.",
            )
        if parent.column(attribute.name) is None:
            raise PgError(
                "42804",
                f'table "{child.name}" contains column "{attribute.name}" not found in parent "{parent.name}"',
                detail="The new partition may contain only the columns present in parent.",
            )
    if child.kind == "f" and any(index.unique for index in parent.indexes):
        raise wrong_object_type(
            f'cannot attach foreign table "{child.name}" as partition of partitioned table "{parent.name}"',
            detail=f'Partitioned table "{parent.name}" contains unique indexes.',
        )
    merged = replace(_merged(session, child, parent, partition=True), parents=(parent.oid,))
    bounded = with_bound(session, session.base_image, merged, action.bound)
    image = publish(session, session.base_image, bounded, replace=True)
    check_rows(session, image, bounded)
    for member in (bounded, *image.descendants(bounded.oid)):
        if member.kind == "r":
            rewrite_schema(session, image, member)
    publish_parents(session, image, bounded)
    there = {constraint.oid for part in _tree(session, bounded.oid) for constraint in part.constraints}
    copy_keys(session, bounded.oid)
    _validate_keys(session, bounded.oid, there)
    add_parts(session, bounded.oid)


def detach(session: Session, oid: int, action: c.AlterAction) -> None:
    """ALTER TABLE parent DETACH PARTITION child."""
    child, parent = _pair(session, action.relation, oid)
    if parent.oid not in child.parents:
        raise PgError("42P01", f'relation "{child.name}" is not a partition of relation "{parent.name}"')
    remove_parts(session, child.oid)
    child, parent = _pair(session, action.relation, oid)
    freed = replace(
        _parted(child, parent), parents=(), bound=None,
        indexes=tuple(replace(index, parent=0) for index in child.indexes),
    )  # fmt: skip
    image = publish(session, session.base_image, freed, replace=True)
    for member in (freed, *image.descendants(freed.oid)):
        if member.kind == "r":
            rewrite_schema(session, image, member)
    kept = tuple(known for known in parent.partitions if known != child.oid)
    image = publish(session, image, replace(parent, partitions=kept), replace=True)
    rewrite_default(session, image, parent)


def _collation(session: Session, attribute: Attribute) -> int:
    return attribute.collation or session.image.type(attribute.type).typcollation


def _pair(session: Session, child: int, parent: int) -> tuple[Relation, Relation]:
    image = session.base_image
    one, other = image.relation(child), image.relation(parent)
    assert one is not None
    assert other is not None
    return one, other


def _refuse_circle(session: Session, child: Relation, parent: Relation) -> None:
    below = [child.oid, *(known.oid for known in session.base_image.descendants(child.oid))]
    if parent.oid in below:
        raise PgError(
            "42P07",
            "circular inheritance not allowed",
            detail=f'"{parent.name}" is already a child of "{child.name}".',
        )


def _merged(session: Session, child: Relation, parent: Relation, *, partition: bool) -> Relation:
    """A child with its columns and constraints counted as inherited.  Raises PgError 42804 where it lacks any."""
    attributes = list(child.attributes)
    for wanted in parent.columns:
        known = child.column(wanted.name)
        if known is None:
            raise datatype_mismatch(f'child table is missing column "{wanted.name}"')
        if (known.type, known.typmod) != (wanted.type, wanted.typmod):
            raise datatype_mismatch(f'child table "{child.name}" has different type for column "{wanted.name}"')
        if _collation(session, known) != _collation(session, wanted):
            message = f'child table "{child.name}" has different collation for column "{wanted.name}"'
            raise PgError("42P21", message)
        not_null = parent.not_null_constraint(wanted.number)
        inherits = wanted.not_null and not (not_null is not None and not_null.no_inherit)
        if inherits and not known.not_null:
            raise datatype_mismatch(f'column "{wanted.name}" in child table "{child.name}" must be marked NOT NULL')
        if bool(wanted.generated) != bool(known.generated):
            what = "must" if wanted.generated else "must not"
            raise datatype_mismatch(f'column "{wanted.name}" in child table {what} be a generated column')
        attributes[known.number - 1] = replace(
            known, inherited=known.inherited + 1, local=known.local and not partition
        )
    constraints = list(child.constraints)
    for constraint in parent.constraints:
        if constraint.kind not in "cn" or constraint.no_inherit:
            continue
        place = _place_of(child, parent, constraint)
        if place is None:
            raise datatype_mismatch(f'child table is missing constraint "{constraint.name}"')
        found = constraints[place]
        _refuse_weaker(child, constraint, found)
        if found.expression != constraint.expression:
            raise datatype_mismatch(
                f'child table "{child.name}" has different definition for check constraint "{constraint.name}"'
            )
        constraints[place] = replace(found, inherited=found.inherited + 1, local=found.local and not partition)
    return replace(child, attributes=tuple(attributes), constraints=tuple(constraints))


def _refuse_weaker(child: Relation, constraint: Constraint, found: Constraint) -> None:
    """Raise PgError 42P17 where a child's constraint says less than its parent's would."""
    conflict = f'constraint "{found.name}" conflicts with'
    if found.no_inherit:
        raise PgError("42P17", f'{conflict} non-inherited constraint on child table "{child.name}"')
    if constraint.validated and found.enforced and not found.validated:
        raise PgError("42P17", f'{conflict} NOT VALID constraint on child table "{child.name}"')


def _place_of(child: Relation, parent: Relation, constraint: Constraint) -> int | None:
    names = [parent.attribute(number).name for number in constraint.columns]
    for place, known in enumerate(child.constraints):
        if known.kind != constraint.kind:
            continue
        if constraint.kind == "c" and known.name == constraint.name:
            return place
        if constraint.kind == "n" and [child.attribute(number).name for number in known.columns] == names:
            return place
    return None


def _parted(child: Relation, parent: Relation) -> Relation:
    """A child whose columns and constraints come from a parent no more."""
    names = {attribute.name for attribute in parent.columns}
    attributes = tuple(
        replace(known, inherited=max(known.inherited - 1, 0), local=known.local or known.inherited <= 1)
        if known.name in names and not known.dropped
        else known
        for known in child.attributes
    )
    kept = []
    for known in child.constraints:
        if known.kind == "f" and known.parent:
            kept.append(replace(known, parent=0, local=True, inherited=0))
        elif known.inherited:
            left = known.inherited - 1
            kept.append(replace(known, inherited=left, local=known.local or not left, parent=0))
        else:
            kept.append(known)
    return replace(child, attributes=attributes, constraints=tuple(kept))
