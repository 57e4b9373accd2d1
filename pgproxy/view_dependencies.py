"""What changes of relations mean for the views that read them.  Manual: "Dependency Tracking"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from translator.analyze.state import Analysis, ParseState
from translator.analyze.views import view_query
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Constraint, Relation
from translator.deparse_query import deparse_query
from translator.errors import PgError

if TYPE_CHECKING:
    from pgproxy.session import Session


def dependent_views(image: CatalogImage, oid: int, number: int | None = None) -> list[Relation]:
    """The views that read a relation, or one of its columns; not those that read these in turn."""
    return [
        relation
        for relation in image.relations()
        if relation.definition is not None
        and any(known == oid and (number is None or column == number) for known, column in relation.depends_on)
    ]


def all_dependent_views(image: CatalogImage, oids: list[int]) -> list[tuple[Relation, int]]:
    """Every view that reads one of the relations, directly or not, with the relation through which it does."""
    found: dict[int, tuple[Relation, int]] = {}
    waiting = list(oids)
    while waiting:
        oid = waiting.pop(0)
        for view in dependent_views(image, oid):
            if view.oid not in found and view.oid not in oids:
                found[view.oid] = (view, oid)
                waiting.append(view.oid)
    return list(found.values())


def views_grouped_by(session: Session, image: CatalogImage, relation: Relation, key: Constraint) -> Iterator[Relation]:
    """The views that read columns which they do not group by: the table's primary key makes up for that."""
    constraints = tuple(known for known in relation.constraints if known.oid != key.oid)
    without = image.with_relation(replace(relation, constraints=constraints))
    for view in dependent_views(image, relation.oid):
        try:
            view_query(ParseState(Analysis(without, session)), view)
        except PgError as error:
            if error.sqlstate != "42803":
                raise
            yield view


def view_lines(shown: CatalogImage, image: CatalogImage, view: Relation, on: str) -> list[tuple[str, str]]:
    """Lines (what, on what) for a view, and for those that read it in turn; `shown` prints the names."""
    own = shown.described_relation(view)
    lines = [(own, on)]
    for reader in sorted(dependent_views(image, view.oid), key=lambda reader: reader.oid):
        lines += view_lines(shown, image, reader, own)
    return lines


def rewrite_views(session: Session, before: CatalogImage, after: CatalogImage, *changed: int) -> CatalogImage:
    """Put the texts of the views that read the changed relations in terms of their names of now."""
    return _rewritten(session, before, after, [view for oid in changed for view in dependent_views(before, oid)])


def rewrite_views_naming(session: Session, before: CatalogImage, after: CatalogImage, name: str) -> CatalogImage:
    """Put the texts of the views that may speak of a type, or an attribute of one, in terms of its name of now."""
    views = [view for view in before.relations() if view.definition is not None and name in view.definition]
    return _rewritten(session, before, after, views)


def _rewritten(session: Session, before: CatalogImage, after: CatalogImage, views: list[Relation]) -> CatalogImage:
    rewritten = []
    for view in {view.oid: view for view in views}.values():
        analysis = Analysis(before, session)
        query = view_query(ParseState(analysis), view)
        now = after.relation(view.oid) or view
        names = [attribute.name for attribute in now.columns]
        plain = after.with_search_path(())
        rewritten.append(replace(now, definition=deparse_query(plain, query, names, stored=True)))
    for view in rewritten:
        after = after.with_relation(view)
        stored_catalog.store_relation(session.engine, after, view, replace=True)
    session.transaction.image = after
    return after


def refuse_type_change(image: CatalogImage, relation: Relation, attribute: Attribute) -> None:
    """Raise PgError 0A000 for a column that a view reads."""
    for view in dependent_views(image, relation.oid, attribute.number):
        raise PgError(
            "0A000",
            "cannot alter type of a column used by a view or rule",
            detail=f'rule _RETURN on {image.described_relation(view)} depends on column "{attribute.name}"',
        )
