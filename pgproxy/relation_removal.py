"""Relations taken out of the catalog and the file, once nothing speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pgproxy import stored_catalog
from pgproxy.ddl_table import quoted
from pgproxy.relation_use import refuse_used_relation
from translator.catalog.image import CatalogImage
from translator.errors.notices import notice

if TYPE_CHECKING:
    from pgproxy.session import Session


def notice_cascade(session: Session, objects: Sequence[str]) -> None:
    """Tell the client what goes besides what it named."""
    if len(objects) == 1:
        session.notice(notice(f"drop cascades to {objects[0]}"))
    else:
        session.notice(
            notice(
                f"drop cascades to {len(objects)} other objects",
                detail="\n".join(f"drop cascades to {name}" for name in objects),
            )
        )


def drop_relations(session: Session, image: CatalogImage, oids: list[int]) -> CatalogImage:
    """Remove relations with everything that is theirs: rows, indexes, types, owned sequences."""
    engine = session.engine
    for relation in list(image.relations()):
        owner = relation.sequence.owner if relation.sequence is not None else None
        if owner is not None and owner[0] in oids and relation.oid not in oids:
            oids.append(relation.oid)
    relations = [found for oid in oids if (found := image.relation(oid)) is not None]
    for relation in relations:
        if relation.kind in "rpmf":
            refuse_used_relation(session, relation.oid, "DROP TABLE")
    for relation in relations:
        if relation.kind in "rpmf":
            with engine.without_keys():  # SQLite would look at each row, though nothing refers to it any more
                engine.run(f"DROP TABLE {relation.schema}.{quoted(relation.physical)}")
        elif relation.kind == "S":
            session.transaction.dropped_sequences.append(relation.oid)
        stored_catalog.forget_relation(engine, relation)
    types = [relation.type_oid for relation in relations if relation.type_oid]
    arrays = [image.type(oid).typarray for oid in types]
    image = image.without_relation(*(relation.oid for relation in relations)).without_types(*types, *arrays)
    session.transaction.image = image
    return image
