"""INHERITS and PARTITION OF in CREATE TABLE: the columns and constraints that come from the tables above.

PostgreSQL's MergeAttributes.  Manual: "Inheritance".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager

from msgspec import Struct, field
from msgspec.structs import replace

from translator import command as c
from translator.analyze.column_storage import require_same_storage
from translator.analyze.existing_relation import existing_relation
from translator.analyze.not_null_inheritance import conflicting_inheritance, refuse_other_inheritance
from translator.analyze.state import Analysis, ParseState
from translator.catalog.relation import Attribute, Constraint, Relation
from translator.errors import PgError, without_location
from translator.errors.notices import notice
from translator.errors.statements import datatype_mismatch
from translator.parser import Node


class Inherited(Struct):
    """What a new table has from those above it, with the notices that merging gives."""

    parents: list[Relation] = field(default_factory=list)
    columns: list[c.NewColumn] = field(default_factory=list)
    constraints: list[c.NewConstraint] = field(default_factory=list)
    notices: list[tuple[str, str | None]] = field(default_factory=list)
    """Message and detail."""
    partition: bool = False
    complete: bool = False
    """Whether the table may have no columns besides."""
    conflicts: set[str] = field(default_factory=set)
    """The columns for which parents have different defaults."""

    def column(self, name: str) -> c.NewColumn | None:
        return next((column for column in self.columns if column.attribute.name == name), None)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Errors within come behind the notices that there are until then."""
        try:
            yield
        except PgError as error:
            error.notices = tuple(notice(message, detail=detail) for message, detail in self.notices)
            raise


def inherited(analysis: Analysis, nodes: Sequence[Node], *, partition: bool, persistence: str) -> Inherited:
    """Raises PgError 42P01, 42809 for what cannot be inherited from, 42804 where columns do not fit together."""
    found = Inherited(partition=partition, complete=partition)
    with found.told():
        _inherit(analysis, found, nodes, persistence)
    return found


def _inherit(analysis: Analysis, found: Inherited, nodes: Sequence[Node], persistence: str) -> None:
    for node in nodes:
        parent = _parent(analysis, node, partition=found.partition, persistence=persistence)
        if parent in found.parents:
            raise PgError("42P07", f'relation "{parent.name}" would be inherited from more than once')
        found.parents.append(parent)
    for parent in found.parents:
        for attribute in parent.columns:
            known = parent.not_null_constraint(attribute.number)
            own = known is not None and known.no_inherit
            _merge_inherited(analysis, found, replace(attribute, not_null=False) if own else attribute)
        for constraint in parent.constraints:
            _inherit_constraint(found, parent, constraint)


def _parent(analysis: Analysis, node: Node, *, partition: bool, persistence: str) -> Relation:
    _ = node.inh, node.relpersistence
    with without_location():
        parent = existing_relation(ParseState(analysis), node)
    if partition and parent.kind != "p":
        raise PgError("42P17", f'"{parent.name}" is not partitioned')
    if not partition and parent.kind == "p":
        raise PgError("42809", f'cannot inherit from partitioned table "{parent.name}"')
    if not partition and parent.bound is not None:
        raise PgError("42809", f'cannot inherit from partition "{parent.name}"')
    if parent.kind not in "rpf":
        raise PgError("42809", f'inherited relation "{parent.name}" is not a table or foreign table')
    if parent.schema not in ("main", "temp"):
        raise PgError("42501", f'permission denied: "{parent.name}" is a system catalog')
    if parent.persistence == "t" and persistence != "t":
        what = (
            "cannot create a permanent relation as partition of temporary relation"
            if partition
            else ("cannot inherit from temporary relation")
        )
        raise PgError("42809", f'{what} "{parent.name}"')
    return parent


def _merge_inherited(analysis: Analysis, found: Inherited, attribute: Attribute) -> None:
    """A parent's column, which an earlier parent may have as well."""
    known = found.column(attribute.name)
    identity = attribute.identity if found.partition else ""
    copied = Attribute(
        attribute.name, len(found.columns) + 1, attribute.type, attribute.typmod, not_null=attribute.not_null,
        default=attribute.default, generated=attribute.generated, identity=identity, ndims=attribute.ndims,
        collation=attribute.collation, local=False, inherited=1, storage=attribute.storage,
        compression=attribute.compression,
    )  # fmt: skip
    if known is None:
        found.columns.append(c.NewColumn(copied))
        return
    found.notices.append((f'merging multiple inherited definitions of column "{attribute.name}"', None))
    _same_type(analysis, f'inherited column "{attribute.name}" has a type conflict', known.attribute, attribute)
    _same_collation(
        analysis, f'inherited column "{attribute.name}" has a collation conflict', known.attribute, attribute
    )
    require_same_storage(analysis.catalog, known.attribute, attribute)
    default = known.attribute.default if attribute.default is None else attribute.default
    if known.attribute.default not in (None, default):
        found.conflicts.add(attribute.name)
    merged = replace(
        known.attribute,
        inherited=known.attribute.inherited + 1,
        not_null=known.attribute.not_null or attribute.not_null,
        default=default,
    )
    found.columns[merged.number - 1] = c.NewColumn(merged)


def _same_collation(analysis: Analysis, message: str, one: Attribute, other: Attribute) -> None:
    oids = [each.collation or analysis.catalog.type(each.type).typcollation for each in (one, other)]
    if oids[0] != oids[1]:
        names = [f'"{analysis.catalog.collation(oid).collname}"' for oid in oids]
        raise PgError("42P21", message, detail=" versus ".join(names))


def _same_type(analysis: Analysis, message: str, one: Attribute, other: Attribute) -> None:
    if (one.type, one.typmod) != (other.type, other.typmod):
        names = analysis.catalog.format_type
        raise datatype_mismatch(
            message, detail=f"{names(one.type, one.typmod)} versus {names(other.type, other.typmod)}"
        )


def _inherit_constraint(found: Inherited, parent: Relation, constraint: Constraint) -> None:
    if constraint.kind not in "cn" or constraint.no_inherit:
        return
    columns = tuple(parent.attribute(number).name for number in constraint.columns)
    for place, known in enumerate(found.constraints):
        same = known.columns == columns if constraint.kind == "n" else known.name == constraint.name
        if known.kind == constraint.kind and same:
            found.constraints[place] = replace(known, inherited=known.inherited + 1)
            return
    found.constraints.append(
        c.NewConstraint(
            constraint.kind, constraint.name, columns, constraint.expression, not_valid=not constraint.enforced,
            enforced=constraint.enforced, local=False, inherited=1,
        )
    )  # fmt: skip


def merge_own(
    analysis: Analysis, found: Inherited, own: c.NewColumn, place: int, *, keeps_default: bool = False
) -> c.NewColumn:
    """A column that the table itself defines and inherits as well; `place` is where it is written.

    keeps_default: whether it has the inherited default now, if none of its own.  Raises PgError 42804, 42P21.
    """
    known = found.column(own.attribute.name)
    assert known is not None
    name, before = own.attribute.name, known.attribute
    if before.number == place:
        found.notices.append((f'merging column "{name}" with inherited definition', None))
    else:
        detail = "User-specified column moved to the position of the inherited column."
        found.notices.append((f'moving and merging column "{name}" with inherited definition', detail))
    _same_type(analysis, f'column "{name}" has a type conflict', before, own.attribute)
    _same_collation(analysis, f'column "{name}" has a collation conflict', before, own.attribute)
    if keeps_default and own.attribute.default is None:
        own = replace(own, attribute=replace(own.attribute, default=before.default, generated=before.generated))
    return replace(
        own,
        attribute=replace(
            own.attribute, number=before.number, local=True, inherited=before.inherited,
            not_null=own.attribute.not_null or before.not_null, collation=before.collation,
            storage=before.storage, compression=before.compression,
        ),
    )  # fmt: skip


def require_defaults(found: Inherited, given: Set[str]) -> None:
    """Raise PgError 42611 where the parents' defaults differ and the table says nothing itself."""
    for column in found.columns:
        name = column.attribute.name
        if name in found.conflicts and name not in given:
            raise PgError(
                "42611",
                f'column "{name}" inherits conflicting default values',
                hint="To resolve the conflict, specify a default explicitly.",
            )


def all_constraints(
    found: Inherited, columns: Sequence[c.NewColumn], own: Sequence[c.NewConstraint], table: str
) -> tuple[c.NewConstraint, ...]:
    """The inherited constraints and the table's own, those of one name merged.  Raises PgError 42710, 42601, 42804."""
    refuse_other_inheritance(columns, own, found.constraints)
    result = list(found.constraints)
    for constraint in own:
        same = [
            place
            for place, known in enumerate(result)
            if known.kind == constraint.kind
            and (known.columns == constraint.columns if constraint.kind == "n" else known.name == constraint.name)
        ]
        if constraint.kind == "c" and constraint.name and same:
            if not result[same[0]].inherited:
                raise PgError("42710", f'check constraint "{constraint.name}" already exists')
            if result[same[0]].expression != constraint.expression:
                raise PgError("42710", f'constraint "{constraint.name}" for relation "{table}" already exists')
            found.notices.append((f'merging constraint "{constraint.name}" with inherited definition', None))
            result[same[0]] = replace(result[same[0]], local=True)
        elif constraint.kind == "n" and same:
            names = result[same[0]].name, constraint.name
            if result[same[0]].local and all(names) and names[0] != names[1]:
                raise PgError("42601", f'conflicting not-null constraint names "{names[0]}" and "{names[1]}"')
            if result[same[0]].local and result[same[0]].no_inherit != constraint.no_inherit:
                raise conflicting_inheritance(constraint.columns[0])
            result[same[0]] = replace(result[same[0]], local=True, name=constraint.name or result[same[0]].name)
        else:
            result.append(constraint)
    return tuple(result)
