"""DROP, TRUNCATE and COMMENT, carried out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pgproxy import stored_catalog
from pgproxy.collation_dependents import dependents as collation_dependents
from pgproxy.ddl_collation import forget_collations
from pgproxy.ddl_default_acl import remove_default_acl
from pgproxy.ddl_partition import rewrite_defaults
from pgproxy.ddl_policy import drop_policies, policies_reading
from pgproxy.ddl_publication import without_schema
from pgproxy.ddl_statistics import without_statistics
from pgproxy.ddl_table import begin, publish, quoted, rewrite_schema
from pgproxy.ddl_type import drop_dependents, forget_type
from pgproxy.index_removal import drop_index
from pgproxy.own_row_dependents import dependents as own_row_dependents
from pgproxy.own_row_store import forget_rows
from pgproxy.portal import Portal
from pgproxy.relation_removal import drop_relations, notice_cascade
from pgproxy.relation_size import forget_size
from pgproxy.sequence_users import default_users, sequences_of
from pgproxy.type_dependents import Dependent, dependents
from pgproxy.view_dependencies import all_dependent_views
from translator import command as c
from translator.catalog.image import CatalogImage
from translator.catalog.own_row_text import described
from translator.catalog.own_rows import Key, namespace_of
from translator.catalog.relation import Constraint, Policy, Relation, Statistics
from translator.catalog.rows import PgNamespace, PgType
from translator.errors import PgError
from translator.errors.definitions import dependent_objects
from translator.errors.notices import notice

if TYPE_CHECKING:
    from pgproxy.session import Session

_HINT = "Use DROP ... CASCADE to drop the dependent objects too."


def drop_objects(session: Session, command: c.DropObjects, portal: Portal) -> None:
    if command.concurrently:
        session.transaction.forbid_block("DROP INDEX CONCURRENTLY", in_parts=True)
    for message in command.missing:
        session.notice(notice(message))
    if not command.oids:
        return
    command = replace(command, oids=tuple(dict.fromkeys(command.oids)))  # which may be named several times
    image = begin(session, f"DROP {command.kind.upper()}")
    if command.kind == "schema":
        _drop_schemas(session, image, command)
    elif command.kind == "index":
        for oid in command.oids:
            image = drop_index(session, image, oid)
    else:
        partitions = [child.oid for oid in command.oids for child in image.descendants(oid) if child.bound is not None]
        command = replace(command, oids=tuple(dict.fromkeys([*command.oids, *partitions])))
        left = [found for oid in command.oids if (found := image.relation(oid)) is not None and found.bound is not None]
        views = _check_dependents(session, image, command)
        drop_relations(session, session.transaction.image or image, [*command.oids, *views])
        rewrite_defaults(session, (relation.parents[0] for relation in left))


class Dependents(Struct, frozen=True):
    """What depends on relations that are to go, without being among them.

    lines: (what, on what) in PostgreSQL's words. keys: the tables with foreign keys to them. views: those that read
    them, directly or not. holders: what is made of the types of their rows, and defaults that use sequences. policies:
    those that read them.
    """

    lines: list[tuple[str, str]]
    keys: list[Relation]
    views: list[int]
    holders: list[Dependent]
    policies: list[tuple[Relation, Policy]]


def _dependents(shown: CatalogImage, image: CatalogImage, gone: Sequence[int]) -> Dependents:
    """`shown` prints names as the session's search_path lets them be."""
    lines: list[tuple[int, str, str]] = []
    keys: dict[int, Relation] = {}
    listed: set[int] = set()
    for oid in gone:
        parent = image.relation(oid)
        assert parent is not None
        for child in image.referring(oid):
            found = [known for known in child.constraints if _refers(known, oid) and known.oid not in listed]
            listed.update(known.oid for known in found)
            if found and child.oid not in gone:
                keys[child.oid] = child
                on, to = shown.shown_relation(child), shown.described_relation(parent)
                whole = (known for known in found if not known.parent)
                lines += [(known.oid, f"constraint {known.name} on table {on}", to) for known in whole]
    heirs = [line for oid in gone for line in _heirs(shown, image, oid, gone)]
    going = {*gone, *(oid for oid, _, _ in heirs)}
    users = [
        (entry, sequence)
        for entry, sequence in default_users(image, sequences_of(image, gone))
        if entry.type is not None or (entry.relation is not None and entry.relation.oid not in going)
    ]
    for entry, sequence in sorted(users, key=lambda user: user[0].place):
        lines.append((sequence.oid, entry.described(shown), shown.described_relation(sequence)))
    made_of = [found for entry, _ in users if entry.type is not None for found in dependents(image, [entry.type.oid])]
    lines += [(found.place[0], found.described(shown), found.needed(shown)) for found in made_of]
    policies = [found for oid in gone for found in policies_reading(image, oid) if found[0].oid not in gone]
    for oid in gone:
        read = image.relation(oid)
        assert read is not None
        for table, policy in policies_reading(image, oid):
            if table.oid not in gone:
                shown_policy = f"policy {policy.name} on table {shown.shown_relation(table)}"
                lines.append((policy.oid, shown_policy, shown.described_relation(read)))
    views = all_dependent_views(image, [*gone, *(oid for oid, _, _ in heirs)])
    for view, oid in views:
        read = image.relation(oid)
        assert read is not None
        lines.append((view.oid, shown.described_relation(view), shown.described_relation(read)))
    holders = _row_users(image, gone)
    used = [(entry.described(shown), f"type {shown.format_type(entry.on)}") for entry in holders]
    lines += [line for line in heirs if not _is_partition(image, line[0])]
    in_order = list(_in_order([(what, on) for _, what, on in sorted(lines, key=lambda line: line[0])]))
    relations = [*(oid for oid, _, _ in heirs), *(view.oid for view, _ in views)]
    entries = [*holders, *(entry for entry, _ in users), *made_of]
    return Dependents(used + in_order, list(keys.values()), relations, entries, policies)


def _readers(shown: CatalogImage, image: CatalogImage, gone: list[int]) -> Iterator[tuple[str, str]]:
    """What views read of the relations, and what inherits from them, be it told as something else's or not."""
    lines = [line for oid in gone for line in _heirs(shown, image, oid, gone) if not _is_partition(image, line[0])]
    for view, oid in all_dependent_views(image, gone):
        read = image.relation(oid)
        assert read is not None
        lines.append((view.oid, shown.described_relation(view), shown.described_relation(read)))
    return ((what, on) for _, what, on in sorted(lines))


def _is_partition(image: CatalogImage, oid: int) -> bool:
    """Whether a table goes with its partitioned table without a word."""
    relation = image.relation(oid)
    return relation is not None and relation.bound is not None


def _refers(constraint: Constraint, oid: int) -> bool:
    """Whether a constraint is a foreign key to a table, or to one that it is a partition of."""
    return constraint.kind == "f" and (
        constraint.references == oid or any(part.references == oid for part in constraint.parts)
    )


def _heirs(shown: CatalogImage, image: CatalogImage, oid: int, gone: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """The tables that inherit from one, with what depends on what."""
    parent = image.relation(oid)
    assert parent is not None
    for child in image.children(oid):
        if child.oid not in gone:
            yield child.oid, shown.described_relation(child), shown.described_relation(parent)
            yield from _heirs(shown, image, child.oid, gone)


def _row_users(image: CatalogImage, gone: Sequence[int]) -> list[Dependent]:
    """The columns of other tables that hold rows of these."""
    types = [found.type_oid for oid in gone if (found := image.relation(oid)) is not None and found.type_oid]
    return [
        entry
        for entry in dependents(image, types)
        if not entry.is_view and (entry.relation is None or entry.relation.oid not in gone)
    ]


def _check_dependents(session: Session, image: CatalogImage, command: c.DropObjects) -> list[int]:
    """What depends on the objects to drop goes too with CASCADE, and forbids it without (2BP01).

    Foreign keys are taken away here; gives the oids of the views that must go.
    """
    gone = list(command.oids)
    for oid in gone:
        parent = image.relation(oid)
        if parent is not None and parent.sequence is not None:
            _check_sequence(session.image, parent)
    found = _dependents(session.image, image, gone)
    if found.lines:
        if not command.cascade:
            first = image.relation(gone[0])
            assert first is not None
            named = [oid for oid in gone if not set(_parents(image, oid)) & set(gone)]
            names = [f"{command.kind} {session.image.shown_relation(first)}"] * len(named)
            raise dependent_objects(names, [f"{what} depends on {on}" for what, on in found.lines])
        notice_cascade(session, [what for what, _ in found.lines])
        _drop_foreign_keys(session, image, found.keys, gone)
        drop_policies(session, session.transaction.image or image, found.policies)
        drop_dependents(session, session.transaction.image or image, found.holders)
    return found.views


def _parents(image: CatalogImage, oid: int) -> tuple[int, ...]:
    relation = image.relation(oid)
    return () if relation is None else relation.parents


def _drop_foreign_keys(session: Session, image: CatalogImage, children: Sequence[Relation], gone: list[int]) -> None:
    """Take the foreign keys to relations that go from the tables that have them."""
    for child in children:
        kept = tuple(known for known in child.constraints if not any(_refers(known, oid) for oid in gone))
        changed = replace(child, constraints=kept)
        image = publish(session, session.transaction.image or image, changed, replace=True)
        rewrite_schema(session, image, changed)


def _check_sequence(image: CatalogImage, sequence: Relation) -> None:
    """The sequence of an identity column goes with the column alone (2BP01)."""
    assert sequence.sequence is not None
    owner = sequence.sequence.owner
    table = None if owner is None else image.relation(owner[0])
    if owner is None or table is None or not sequence.sequence.identity:
        return
    column = f"column {table.attribute(owner[1]).name} of {image.described_relation(table)}"
    message = f"cannot drop sequence {image.shown_relation(sequence)} because {column} requires it"
    raise PgError("2BP01", message, hint=f"You can drop {column} instead.")


class _Contents(Struct, frozen=True):
    """What a schema holds: its relations, its types, and what lies outside but is made of the types."""

    relations: list[Relation]
    types: list[PgType]
    outside: list[Dependent]
    statistics: list[tuple[Relation, Statistics]]
    collations: tuple[int, ...]
    rows: tuple[Key, ...]
    """Its operators and aggregates."""
    lines: list[tuple[str, str]]
    """(what, on what) in PostgreSQL's words."""


def _contents(session: Session, image: CatalogImage, row: PgNamespace, gone: Collection[int]) -> _Contents:
    """What one of the schemas that go holds."""
    relations = [relation for relation in image.relations() if relation.namespace == row.oid]
    types = [known for known in image.types.values() if known.typnamespace == row.oid and _stands_alone(image, known)]
    schema = f"schema {row.nspname}"
    entries: list[tuple[int, list[tuple[str, str]]]] = []
    for relation in relations:
        owned = relation.sequence is not None and relation.sequence.owner is not None
        goes_along = relation.bound is not None and any(above.namespace in gone for above in image.ancestors(relation))
        if not owned and not goes_along and relation.kind != "c":
            entries.append((relation.oid, [(session.image.described_relation(relation), schema)]))
    statistics = [
        (relation, known)
        for relation in image.relations()
        for known in relation.statistics
        if known.namespace == row.oid != relation.namespace
    ]
    for _, known_statistics in statistics:
        name = f"statistics object {row.nspname}.{known_statistics.name}"
        entries.append((known_statistics.oid, [(name, schema)]))
    outside: list[Dependent] = []
    for known in types:
        users = [entry for entry in dependents(image, [known.oid]) if not _inside(entry, gone)]
        outside += [entry for entry in users if entry not in outside]
        shown = session.image
        lines = [(entry.described(shown), f"type {shown.format_type(entry.on)}") for entry in users]
        entries.append((known.typrelid or known.oid, [(f"type {shown.format_type(known.oid)}", schema), *lines]))
    collations = [known for known in image.own_collations.values() if known.collnamespace == row.oid]
    for collation in collations:
        users = [entry for entry in collation_dependents(image, [collation.oid]) if not _inside(entry, gone)]
        shown = session.image
        shown_name = f"collation {shown.shown_collation(collation.oid)}"
        used = [(entry.described(shown), entry.needed(shown)) for entry in users if entry not in outside]
        outside += [entry for entry in users if entry not in outside]
        entries.append((collation.oid, [(shown_name, schema), *used]))
    own = [key for key, known in image.own_rows.rows.items() if namespace_of(known) == row.oid]
    for key in own:
        users = [entry for entry in own_row_dependents(image, [key]) if not _inside(entry, gone)]
        shown = session.image
        used = [(entry.described(shown), entry.needed(shown)) for entry in users if entry not in outside]
        outside += [entry for entry in users if entry not in outside]
        entries.append((key[1], [(described(shown, image.own_rows.rows[key]), schema), *used]))
    lines = [line for _, lines in sorted(entries) for line in lines]
    collated = tuple(known.oid for known in collations)
    return _Contents(relations, types, outside, statistics, collated, tuple(own), lines)


def _in_order(lines: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Lines (what, on what), all of them behind the one that they depend on."""
    told = {what for what, _ in lines}
    for what, on in lines:
        if on not in told:
            yield what, on
            yield from _below(what, lines)


def _below(root: str, lines: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Lines (what, on what) with each behind the one that it depends on."""
    for what, on in lines:
        if on == root:
            yield what, on
            yield from _below(what, lines)


def _stands_alone(image: CatalogImage, row: PgType) -> bool:
    """Whether a type was made on its own: not for a table's rows, nor as an array or multirange."""
    relation = image.relation(row.typrelid) if row.typrelid else None
    return row.typtype in "edrp" or (relation is not None and relation.kind == "c")


def _inside(entry: Dependent, namespaces: Collection[int]) -> bool:
    if entry.relation is not None:
        return entry.relation.namespace in namespaces
    if entry.row is not None:
        return namespace_of(entry.row) in namespaces
    return entry.type is not None and entry.type.typnamespace in namespaces


def _drop_schemas(session: Session, image: CatalogImage, command: c.DropObjects) -> None:
    rows = [row for oid in command.oids if (row := image.namespace_by_oid(oid)) is not None]
    contents = [_contents(session, image, row, command.oids) for row in rows]
    relations = [[relation.oid for relation in held.relations if relation.kind != "c"] for held in contents]
    gone = [oid for own in relations for oid in own]
    found = _dependents(session.image, image, gone)
    lines: list[tuple[str, str]] = []
    for held, own in zip(contents, relations, strict=True):
        below = [*found.lines, *_readers(session.image, image, own)]
        told = {what for what, _ in lines}
        parts = [part for line in held.lines for part in (line, *_below(line[0], below))]
        lines = [*(part for part in dict.fromkeys(parts) if part[0] not in told), *lines]
    if lines:
        if not command.cascade:
            names = [f"schema {row.nspname}" for row in rows]
            raise dependent_objects(names, [f"{what} depends on {on}" for what, on in lines])
        notice_cascade(session, [what for what, _ in lines])
        _drop_foreign_keys(session, image, found.keys, gone)
        drop_policies(session, session.transaction.image or image, found.policies)
        outside = [entry for held in contents for entry in held.outside]
        drop_dependents(session, session.transaction.image or image, [*outside, *found.holders])
        image = drop_relations(session, session.transaction.image or image, [*gone, *found.views])
        for held in contents:
            for table, gone_statistics in held.statistics:
                now = image.relation(table.oid)
                if now is not None:
                    image = without_statistics(session, image, now, (gone_statistics,))
            for known in held.types:
                forget_type(session, known.oid)
            image = forget_collations(session, session.transaction.image or image, held.collations)
            image = forget_rows(session, image, [key for key in held.rows if key in image.own_rows.rows])
    for row in rows:
        image = without_schema(session, image, row.oid)
        for entry in image.default_acls:
            if entry.namespace == row.oid:
                image = remove_default_acl(session, image, entry)
        stored_catalog.drop_namespace(session.engine, row)
        image = image.without_namespace(row.nspname)
        session.transaction.image = image


def truncate(session: Session, command: c.Truncate, portal: Portal) -> None:
    image = begin(session, "TRUNCATE TABLE")
    oids = list(command.relations)
    for oid in oids:
        for child in image.referring(oid):
            leaning = [known for known in child.constraints if _refers(known, oid)]
            if not leaning or child.oid in oids:
                continue
            if not command.cascade:
                parent = image.relation(oid)
                assert parent is not None
                raise PgError(
                    "0A000",
                    "cannot truncate a table referenced in a foreign key constraint",
                    detail=f'Table "{child.name}" references "{parent.name}".',
                    hint=f'Truncate table "{child.name}" at the same time, or use TRUNCATE ... CASCADE.',
                )
            session.notice(notice(f'truncate cascades to table "{child.name}"'))
            oids.append(child.oid)
    engine = session.engine
    engine.run("PRAGMA defer_foreign_keys=ON")
    session.transaction.emptied |= frozenset(oids)
    for oid in oids:
        relation = image.relation(oid)
        assert relation is not None
        engine.run(f"DELETE FROM {relation.schema}.{quoted(relation.physical)}")
        image = forget_size(session, image, relation)
        if command.restart_identity:
            for attribute in relation.columns:
                for sequence in map(image.relation, image.owned_sequences(oid, attribute.number)):
                    if sequence is not None and sequence.sequence is not None:
                        session.database.sequences.restart(sequence, sequence.sequence.start)
