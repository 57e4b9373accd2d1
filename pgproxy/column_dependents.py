"""What depends on a column that is to go: keys, generated columns, views, defaults, policies, publications.

Manual: "Dependency Tracking".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from pgproxy import ddl_publication
from pgproxy.ddl_generated import computed_from
from pgproxy.ddl_policy import policies_reading
from pgproxy.relation_removal import notice_cascade
from pgproxy.sequence_users import default_users
from pgproxy.view_dependencies import dependent_views, view_lines
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Constraint, Relation
from translator.errors.definitions import dependent_objects

if TYPE_CHECKING:
    from pgproxy.session import Session

Line = tuple[str, str]
"""What depends, and on what, in the words of messages."""
Target = tuple[Relation, Attribute]


def columns_that_go(image: CatalogImage, relation: Relation, name: str, *, only: bool) -> Iterator[Target]:
    """A column of a table, and without ONLY those below it that nothing else keeps."""
    attribute = relation.column(name)
    if attribute is not None:
        yield relation, attribute
    for child in () if only else image.children(relation.oid):
        below = child.column(name)
        if below is not None and below.inherited == 1 and not below.local:
            yield from columns_that_go(image, child, name, only=False)


def check_columns(session: Session, targets: Sequence[Target], *, cascade: bool) -> None:
    """What depends on columns that go together is told with CASCADE, and forbids their end without (2BP01)."""
    going = {(relation.oid, attribute.number) for relation, attribute in targets}
    lines = [line for relation, attribute in targets for line in _lines(session, relation, attribute, going)]
    lines = list({what: (what, on) for what, on in reversed(lines)}.values())[::-1]
    if lines and not cascade:
        names = [described_column(session.image, *target) for target in targets]
        raise dependent_objects(names, [f"{what} depends on {on}" for what, on in lines])
    if lines:
        notice_cascade(session, [what for what, _ in lines])


def described_column(image: CatalogImage, relation: Relation, attribute: Attribute) -> str:
    """A column in the words of messages."""
    return f"column {attribute.name} of {image.described_relation(relation)}"


def leaning_keys(image: CatalogImage, indexes: Sequence[int]) -> list[tuple[Relation, Constraint]]:
    """The foreign keys that lean on unique indexes, with their tables."""
    return [
        (child, known)
        for child in image.relations()
        for known in child.constraints
        if known.kind == "f" and known.index and known.index in indexes
    ]


def described_keys(image: CatalogImage, keys: Sequence[tuple[Relation, Constraint]]) -> list[str]:
    """Foreign keys in the words of messages, without the parts that partitions have of them."""
    whole = sorted(((child, known) for child, known in keys if not known.parent), key=lambda key: key[1].oid)
    return [f"constraint {known.name} on table {image.shown_relation(child)}" for child, known in whole]


def keys_on(relation: Relation, attribute: Attribute) -> list[int]:
    """The indexes of the primary key and the unique and exclusion constraints that a column is in."""
    return [known.index for known in relation.constraints if attribute.number in known.columns and known.kind in "pux"]


def other_defaults(
    image: CatalogImage, relation: Relation, attribute: Attribute
) -> Iterator[tuple[Relation, Attribute, Relation]]:
    """The other columns whose defaults use a column's own sequence, with their tables, and the sequence."""
    own = (relation.oid, attribute.number)
    for entry, sequence in default_users(image, image.owned_sequences(*own)):
        table, column = entry.relation, entry.attribute
        if table is not None and column is not None and (table.oid, column.number) != own:
            yield table, column, sequence


def publications_naming(relation: Relation, attribute: Attribute) -> list[int]:
    """The publications in which the table is with this column."""
    return [known.publication for known in relation.publications if attribute.number in (*known.reads, *known.columns)]


def _lines(
    session: Session, relation: Relation, attribute: Attribute, going: Collection[tuple[int, int]]
) -> list[Line]:
    """The lines of everything that depends on a column, older things first, each before what depends on it.

    going: the columns that go anyway, by their table's oid and their number.
    """
    shown, base = session.image, session.base_image
    column = described_column(shown, relation, attribute)
    found: list[tuple[int, list[Line]]] = []
    for child, known in leaning_keys(base, keys_on(relation, attribute)):
        if child.oid != relation.oid or attribute.number not in known.columns:
            found.append((known.oid, [(what, column) for what in described_keys(shown, [(child, known)])]))
    for computed in computed_from(session, base, relation, attribute):
        own = (described_column(shown, relation, computed), column)
        found.append((relation.oid, [own, *_lines(session, relation, computed, going)]))
    for view in dependent_views(base, relation.oid, attribute.number):
        found.append((view.oid, view_lines(shown, base, view, column)))
    for user, default, sequence in other_defaults(base, relation, attribute):
        if (user.oid, default.number) not in going:
            what = f"default value for {described_column(shown, user, default)}"
            found.append((sequence.oid, [(what, shown.described_relation(sequence))]))
    for table, policy in policies_reading(base, relation.oid, attribute.number):
        found.append((policy.oid, [(f"policy {policy.name} on table {shown.shown_relation(table)}", column)]))
    for publication in publications_naming(relation, attribute):
        found.append((publication, [(ddl_publication.described(shown, relation, publication), column)]))
    return [line for _, lines in sorted(found, key=lambda entry: entry[0]) for line in lines]
