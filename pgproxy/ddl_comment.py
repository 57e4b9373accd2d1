"""COMMENT ON, carried out: pg_description, and pg_shdescription for what all databases share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgproxy.ddl_table import begin
from pgproxy.portal import Portal
from translator import command as c
from translator.catalog.image import CatalogImage
from translator.catalog.system_relations import catalog_parts, shared_catalogs
from translator.errors import PgError
from translator.errors.objects import undefined_object

if TYPE_CHECKING:
    from pgproxy.session import Session


def comment(session: Session, command: c.Comment, portal: Portal) -> None:
    begin(session, "COMMENT")
    catalog = f"{_schema(session.image, command.objoid)}.pg_description"
    key = (command.objoid, command.classoid, command.objsubid)
    engine = session.engine
    engine.run(f"DELETE FROM {catalog} WHERE objoid = ? AND classoid = ? AND objsubid = ?", key)
    if command.text is not None:
        engine.run(
            f"INSERT INTO {catalog}(objoid, classoid, objsubid, description) VALUES (?, ?, ?, ?)", (*key, command.text)
        )


def _schema(image: CatalogImage, oid: int) -> str:
    """Where the object has its rows: those of temporary relations and their parts go with the session."""
    for relation in image.relations():
        if relation.schema == "temp":
            parts = [known.oid for known in relation.indexes] + [known.oid for known in relation.constraints]
            parts += [known.oid for known in relation.statistics] + [known.oid for known in relation.policies]
            if oid in (relation.oid, relation.type_oid, *parts):
                return "temp"
    return "main"


def named_query(command: c.CommentOnNamed) -> tuple[str, tuple[str]]:
    """A query for the oid of the object, with its parameters."""
    (schema,) = catalog_parts(command.catalog)
    return f"SELECT oid FROM {schema}.{command.catalog} WHERE {command.column} = ?", (command.name,)


def comment_on_named(session: Session, command: c.CommentOnNamed, portal: Portal) -> None:
    """Raises PgError 42704; a database that does not exist is only worth a warning."""
    shared = command.catalog in shared_catalogs()
    rows = session.engine.run(*named_query(command))
    if not rows:
        if command.catalog == "pg_database":
            session.notice(PgError("3D000", f'database "{command.name}" does not exist', severity="WARNING"))
            return
        raise undefined_object(command.word, command.name)
    oid, classoid = int(str(rows[0][0])), session.image.find_oid(command.catalog, "pg_catalog")
    if not shared:
        comment(session, c.Comment(classoid, oid, 0, command.text), portal)
        return
    begin(session, "COMMENT")
    before = session.server.cluster.shared_description(oid, classoid)
    session.server.cluster.describe_shared(oid, classoid, command.text)
    session.transaction.undo.append(lambda: session.server.cluster.describe_shared(oid, classoid, before))
