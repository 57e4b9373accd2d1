"""Whether rows that are changed can be told to subscribers: PostgreSQL's CheckCmdReplicaIdentity.

Manual: "Publication", "Row Filters", "Column Lists".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from translator.catalog.image import CatalogImage
from translator.catalog.publication import ACTIONS, Publication
from translator.catalog.published import is_publishable, place, publications_of
from translator.catalog.relation import Constraint, Relation
from translator.errors import PgError

_VERBS = {"update": "update", "delete": "delete from"}
_GERUNDS = {"update": "updating", "delete": "deleting from"}
_CHANGING = frozenset("cnd")
_WHERE = "Column used in the publication WHERE expression is not part of the replica identity."
_COLUMNS = "Column list used by the publication does not cover the replica identity."
_GENERATED = "Replica identity must not contain unpublished generated columns."


class Untold(Struct, frozen=True):
    """A change of a table that subscribers could not follow; `detail` is empty where no rows can be told apart."""

    table: str
    command: str
    detail: str = ""

    def error(self) -> PgError:
        """42P10, or 55000 for a table without a replica identity."""
        verb = _VERBS[self.command]
        if self.detail:
            return PgError("42P10", f'cannot {verb} table "{self.table}"', detail=self.detail)
        return PgError(
            "55000",
            f'cannot {verb} table "{self.table}" because it does not have a replica identity '
            f"and publishes {self.command}s",
            hint=f"To enable {_GERUNDS[self.command]} the table, set REPLICA IDENTITY using ALTER TABLE.",
        )


def untold(image: CatalogImage, relation: Relation, command: str) -> Untold | None:
    """What is wrong with UPDATE or DELETE of a table's rows; None where nothing is."""
    if relation.kind == "p" or not is_publishable(relation):
        return None
    publications = [known for known in publications_of(image, relation) if command in known.actions]
    identity = _identity(relation)
    complaints: set[str] = set()
    for known in publications:
        complaints |= _complaints(image, relation, known, identity)
        if complaints and known.actions == ACTIONS:  # PostgreSQL looks no further, and so says what is wrong with this
            break
    for detail in (_WHERE, _COLUMNS, _GENERATED):
        if detail in complaints:
            return Untold(relation.name, command, detail)
    return None if identity or relation.replica_identity == "f" or not publications else Untold(relation.name, command)


class UntoldAction(Struct, frozen=True):
    """A change by which a foreign key's rows follow those of `parent`, when these see `event`: update or delete."""

    parent: Relation
    child: Relation
    constraint: Constraint
    event: str
    untold: Untold

    @property
    def table(self) -> tuple[str, str]:
        """The parent's table as SQLite names it."""
        return self.parent.schema, self.parent.physical


def untold_actions(image: CatalogImage) -> tuple[UntoldAction, ...]:
    """What SQLite would change by itself, although subscribers could not follow."""
    return _published_actions(image) if image.publications else ()  # only these are kept in memory


@lru_cache(maxsize=16)
def _published_actions(image: CatalogImage) -> tuple[UntoldAction, ...]:
    return tuple(_untold_actions(image))


def _untold_actions(image: CatalogImage) -> Iterator[UntoldAction]:
    for relation in image.relations():
        for constraint in relation.constraints:
            parent = image.relation(constraint.references)
            if parent is None or not constraint.is_native or constraint.action_disabled:
                continue
            for event, action in (("delete", constraint.on_delete), ("update", constraint.on_update)):
                command = "delete" if (event, action) == ("delete", "c") else "update"
                found = untold(image, relation, command) if action in _CHANGING else None
                if found is not None:
                    yield UntoldAction(parent, relation, constraint, event, found)


def _identity(relation: Relation) -> frozenset[int]:
    """The columns by which rows are told apart."""
    index = relation.replica_index if relation.replica_identity == "i" else 0
    if relation.replica_identity == "d" and relation.primary_key is not None:
        index = relation.primary_key.index
    return frozenset(key.number for known in relation.indexes if known.oid == index for key in known.columns)


def _complaints(
    image: CatalogImage, relation: Relation, publication: Publication, identity: frozenset[int]
) -> set[str]:
    whole = relation.replica_identity == "f"
    table = _offered_as(image, relation, publication)
    said = None if publication.all_tables else place(table, publication)
    names = {table.attribute(number).name for number in (() if said is None else said.columns)}
    read = {table.attribute(number).name for number in (() if said is None else said.reads)}
    known = {relation.attribute(number).name for number in identity}
    found = set()
    if not whole and not read <= known:
        found.add(_WHERE)
    if names and (whole or not known <= names):
        found.add(_COLUMNS)
    offered = ("", "s") if publication.generated == "s" else ("",)
    asked = relation.columns if whole else [relation.attribute(number) for number in identity]
    if not names and any(attribute.generated not in offered for attribute in asked):
        found.add(_GENERATED)
    return found


def _offered_as(image: CatalogImage, relation: Relation, publication: Publication) -> Relation:
    """The partitioned table as whose rows a partition's are offered, or the table itself."""
    if publication.via_root and relation.bound is not None:
        for above in reversed(image.ancestors(relation)):
            if place(above, publication) is not None or above.namespace in publication.namespaces:
                return above
    return relation
