"""The catalog as system information functions ask for it: names, visibility, definitions, sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from translator.analyze.partition import partition_condition
from translator.analyze.state import Analysis, ParseState
from translator.analyze.view_update import not_updatable, open_view
from translator.analyze.views import view_query
from translator.catalog.bound_text import bound_text
from translator.catalog.definitions import (
    constraint_definition,
    domain_constraint_definition,
    index_definition,
    partition_key_definition,
    qualified_name,
    relation_name,
    system_index_definition,
)
from translator.catalog.dependency_rows import PG_PROC, PG_TYPE
from translator.catalog.expression_text import expression_text
from translator.catalog.foreign_tables import unusable
from translator.catalog.names import CatalogNames, single_name, split_name
from translator.catalog.published import offers
from translator.catalog.relation import Relation, Statistics
from translator.catalog.statistics_text import statistics_columns, statistics_definition, statistics_expressions
from translator.catalog.system_relations import catalog_parts, database_catalogs, shared_catalogs
from translator.catalog.trigger_text import trigger_definition
from translator.catalog.user_types import DomainConstraint
from translator.deparse import shown_expression
from translator.deparse_query import deparse_query
from translator.errors.objects import undefined_object, undefined_schema
from translator.types.array import load

if TYPE_CHECKING:
    from pgproxy.session import Session
    from translator.catalog.image import CatalogImage
    from translator.catalog.tablespace import Tablespace
    from translator.query import Storage


_LISTED = {
    "database": ("pg_database", "d", "dat"), "language": ("pg_language", "l", "lan"),
    "tablespace": ("pg_tablespace", "t", "spc"), "foreign_data_wrapper": ("pg_foreign_data_wrapper", "F", "fdw"),
    "server": ("pg_foreign_server", "S", "srv"),
}  # fmt: skip
"""Kinds of objects with privileges that the image does not hold: catalog, acldefault's letter, prefix of columns."""


class SessionCatalog(CatalogNames):
    """Implements `translator.context.CatalogView` over the image that the session sees."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._shown: tuple[CatalogImage | None, CatalogImage | None] = None, None

    @property
    def image(self) -> CatalogImage:
        """The session's image, which shows constants under its settings."""
        image, (known, shown) = self.session.image, self._shown
        if shown is None or known is not image:
            shown = image.with_display(self.session)
            self._shown = image, shown
        return shown

    @property
    def database(self) -> str:
        return self.session.database.name

    def constraint_definition(self, oid: int, pretty: bool) -> str | None:
        for relation in self.image.relations():
            for constraint in relation.constraints:
                if constraint.oid == oid:
                    return constraint_definition(self.image, relation, constraint, simplify=pretty)
                for part in constraint.parts:
                    if part.oid == oid:
                        shown = self.image.of_partition(constraint, part)
                        return constraint_definition(self.image, relation, shown, simplify=pretty)
        for row in self.image.types.values():
            for known in self.image.type_details(row.oid).constraints:
                if known.oid == oid:
                    return domain_constraint_definition(self.image, row, known, simplify=pretty)
        return self._system_constraint(oid, pretty)

    def _system_constraint(self, oid: int, pretty: bool) -> str | None:
        row = next(iter(self.image.system.constraints_by_oid[oid]), None)
        if row is None or not (row.contypid and pretty):
            return None if row is None else row.definition
        condition = row.definition.removeprefix("CHECK (").removesuffix(")")
        known = DomainConstraint(row.oid, row.conname, row.contype, condition)
        return domain_constraint_definition(self.image, self.image.type(row.contypid), known, simplify=True)

    def index_definition(self, oid: int, column: int, pretty: bool) -> str | None:
        relation = self.image.index_relation(oid)
        if relation is None:
            return system_index_definition(self.image.system, oid, column, pretty=pretty)
        index = next(index for index in relation.indexes if index.oid == oid)
        return index_definition(self.image, relation, index, column, pretty=pretty)

    def published_tables(self, names: Sequence[str]) -> Iterator[tuple[int, int, list[int], str | None]]:
        found = []
        for name in names:
            publication = self.image.find_publication(name)
            if publication is None:
                raise undefined_object("publication", name)
            found.append(publication)
        for offer in offers(self.image, found):
            yield offer.publication.oid, offer.relation.oid, offer.columns, offer.where

    def statistics_definition(self, oid: int) -> str | None:
        found = self._statistics(oid)
        return None if found is None else statistics_definition(self.image, *found)

    def statistics_columns(self, oid: int) -> str | None:
        found = self._statistics(oid)
        return None if found is None else statistics_columns(self.image, *found)

    def statistics_expressions(self, oid: int) -> Sequence[str] | None:
        found = self._statistics(oid)
        return None if found is None else statistics_expressions(self.image, *found)

    def statistics_visible(self, oid: int) -> bool | None:
        found = self._statistics(oid)
        if found is None:
            return None
        first = self.image.find_statistics(found[1].name)
        return first is not None and first[1].oid == oid

    def _statistics(self, oid: int) -> tuple[Relation, Statistics] | None:
        for relation in self.image.relations():
            for known in relation.statistics:
                if known.oid == oid:
                    return relation, known
        return None

    def view_definition(self, oid: int, pretty: bool, width: int = 0) -> str | None:
        relation = self.image.relation(oid)
        if relation is None or relation.definition is None:
            return None
        query = view_query(ParseState(Analysis(self.image, self.session)), relation)
        names = [attribute.name for attribute in relation.columns]
        return f"{deparse_query(self.image, query, names, stored=False, pretty=pretty, width=width)};"

    def updatable_columns(self, oid: int) -> frozenset[int] | None:
        relation = self.image.relation(oid)
        if relation is None or relation.kind not in "rpvf":
            return None
        if relation.kind == "f":
            raise unusable(self.image, relation)
        if relation.kind != "v":
            return frozenset(attribute.number for attribute in relation.columns)
        if relation.definition is None or relation.schema not in ("main", "temp"):
            return None
        state = ParseState(Analysis(self.image, self.session))
        if not_updatable(state, relation, "update") is not None:
            return None
        view = open_view(state, relation, "update")
        if view.base.relation is not None and view.base.relation.kind == "f":
            raise unusable(self.image, view.base.relation)
        return view.updatable()

    def trigger_definition(self, oid: int, pretty: bool) -> str | None:
        rows = self.catalog_rows("pg_trigger", oid=oid)
        return trigger_definition(self, rows[0], pretty=pretty) if rows else None

    def rule_definition(self, oid: int, pretty: bool) -> str | None:
        """What made a view what it is: no relation has another rule."""
        for relation in self.image.relations():
            query = self.view_definition(relation.oid, pretty) if relation.rule_oid == oid else None
            if query is not None:
                name = (relation_name if pretty else qualified_name)(self.image, relation)
                return f'CREATE RULE "_RETURN" AS\n    ON SELECT TO {name} DO INSTEAD {query}'
        return None

    def partition_key_definition(self, oid: int) -> str | None:
        relation = self.image.relation(oid)
        if relation is None or relation.partition_key is None:
            return None
        return partition_key_definition(self.image, relation)

    def partition_constraint(self, oid: int) -> str | None:
        relation = self.image.relation(oid)
        if relation is None or relation.bound is None:
            return None
        _, condition, _ = partition_condition(self.image, relation)
        return shown_expression(self.image, condition)

    def inheritance(self, oid: int) -> tuple[Sequence[int], Sequence[int], bool]:
        relation = self.image.relation(oid)
        if relation is None:
            return self._index_inheritance(oid)
        bounded = relation.bound is not None
        return (
            relation.parents if bounded else (),
            [child.oid for child in self.image.children(oid)],
            (bounded or relation.kind == "p"),
        )

    def is_partitioned(self, oid: int) -> bool:
        table = self.image.relation(oid) or self.image.index_relation(oid)
        return table is not None and table.kind == "p"

    def _index_inheritance(self, oid: int) -> tuple[Sequence[int], Sequence[int], bool]:
        """The same for an index."""
        table = self.image.index_relation(oid)
        if table is None:
            return (), (), False
        index = next(known for known in table.indexes if known.oid == oid)
        parts = [
            known.oid for child in self.image.children(table.oid) for known in child.indexes if known.parent == oid
        ]
        return (index.parent,) if index.parent else (), parts, bool(index.parent) or table.kind == "p"

    def expression_text(self, expression: str, relation: int, pretty: bool) -> str | None:
        found = self.image.relation(relation) or self.image.index_relation(relation)
        if found is None:
            return expression
        if found.bound is not None and found.bound.text == expression:
            return bound_text(self.image, found, found.bound)
        return expression_text(self.image, found, expression, pretty=pretty)

    def serial_sequence(self, table: str, column: str) -> str | None:
        """pg_get_serial_sequence.  Raises PgError 42P01 or 42703."""
        oid = self.relation_oid(table)
        relation = self.image.relation(oid) if oid else None
        if relation is None:
            parts = split_name(table)
            if len(parts) > 1 and self.image.namespace(parts[-2]) is None:
                raise undefined_schema(parts[-2])
            raise self.no_such_relation(table)
        attribute = relation.column(column)
        if attribute is None:
            raise self.no_such_column(relation, column)
        sequence = self.image.owned_sequence(relation.oid, attribute.number)
        return self.qualified_name(sequence) if sequence else None

    def relation_size(self, oid: int) -> int | None:
        """Bytes of the relation's pages, by SQLite's dbstat where it can tell."""
        relation = self.image.relation(oid)
        if relation is None:
            return self._size(self._index_physical(oid))
        return self._size(relation.physical) if relation.kind in "rm" else 0

    def relation_total_size(self, oid: int) -> int | None:
        relation = self.image.relation(oid)
        if relation is None:
            return self.relation_size(oid)
        if relation.kind == "f":
            return 0
        return sum(
            self._size(name) or 0 for name in (relation.physical, *(index.physical for index in relation.indexes))
        )

    def _index_physical(self, oid: int) -> str | None:
        relation: Relation | None = self.image.index_relation(oid)
        return None if relation is None else next(index.physical for index in relation.indexes if index.oid == oid)

    def _size(self, physical: str | None) -> int | None:
        if physical is None:
            return None
        rows = self.session.engine.run(
            "SELECT sum(pgsize) FROM dbstat WHERE name = ? AND aggregate = TRUE", (physical,)
        )
        return int(rows[0][0] or 0)

    def database_size(self, name_or_oid: str | int) -> int | None:
        cluster = self.session.server.cluster
        column = "datname" if isinstance(name_or_oid, str) else "oid"
        rows = cluster.shared.execute(f"SELECT datname FROM pg_database WHERE {column} = ?", (name_or_oid,)).fetchall()
        return cluster.size(str(rows[0][0])) if rows else None

    def catalog_rows(self, catalog: str, **keys: Storage) -> list[dict[str, Storage]]:
        session = self.session
        shared = catalog in shared_catalogs()
        schemas = ("main",) if shared else catalog_parts(catalog)
        if session.temporary is not None and catalog in database_catalogs():
            schemas = (*schemas, "temp")
        db = session.server.cluster.shared if shared else session.engine.db
        condition = " AND ".join(f"{name} = ?" for name in keys)
        relation = self.image.find_relation(catalog, "pg_catalog")
        assert relation is not None
        names = [column.name for column in relation.columns]
        found: list[dict[str, Storage]] = []
        for schema in schemas:
            sql = f"SELECT {', '.join(names)} FROM {schema}.{catalog} WHERE {condition}"
            found += [dict(zip(names, row, strict=True)) for row in db.execute(sql, tuple(keys.values()))]
        return found

    def tablespace(self, name_or_oid: str | int) -> Tablespace | None:
        known = self.session.server.roles.tablespaces
        return known.by_oid(name_or_oid) if isinstance(name_or_oid, int) else known.find(name_or_oid)

    def databases_in(self, tablespace: int) -> list[int]:
        return self.session.server.cluster.databases_using(tablespace)

    def database_oids(self) -> list[int]:
        rows = self.session.server.cluster.shared.execute("SELECT oid FROM pg_database ORDER BY oid")
        return [int(str(oid)) for (oid,) in rows]

    def shared_size(self) -> int:
        return self.session.server.cluster.shared_size

    def relation_kind(self, oid: int) -> str | None:
        relation = self.image.relation(oid)
        return None if relation is None else relation.kind

    def relation_columns(self, oid: int) -> dict[str, int]:
        relation = self.image.relation(oid)
        return {} if relation is None else {attribute.name: attribute.number for attribute in relation.attributes}

    def plain_namespace_oid(self, name: str) -> int | None:
        row = self.image.namespace(name)
        return None if row is None else row.oid

    def access_lists(self, kind: str, oid: int, column: int) -> list[tuple[str, Sequence[str] | None, int]] | None:
        relation = self.image.relation(oid) if kind in ("table", "column", "any_column", "sequence") else None
        if relation is not None:
            whole = ("s" if relation.kind == "S" else "r", relation.privileges, relation.owner)
            columns = [known for known in relation.columns if kind == "any_column" or known.number == column]
            return [whole, *(("c", known.acl, relation.owner) for known in columns if known.acl)]
        found = self._listed(kind, oid)
        return None if found is None else [found]

    def row_security_active(self, oid: int) -> bool:
        relation = self.image.relation(oid)
        return relation is not None and self.session.authority.is_restricted(relation)

    def parameter_acl(self, name: str) -> Sequence[str] | None:
        return self.session.server.roles.acls.parameter(name)

    def _large_object(self, oid: int) -> tuple[str, Sequence[str] | None, int] | None:
        if not self.session.large_objects.is_there(oid):
            return None
        return "L", *self.session.large_objects.privileges(oid)

    def _listed(self, kind: str, oid: int) -> tuple[str, Sequence[str] | None, int] | None:
        if kind == "schema":
            schema = self.image.namespace_by_oid(oid)
            return None if schema is None else ("n", schema.nspacl, schema.nspowner)
        if kind == "type":
            row = self.image.type_by_oid(oid)
            if row is not None and self.image.array_element(oid) and row.typtype == "b":
                row = self.image.type_by_oid(self.image.array_element(oid)) or row
            return None if row is None else ("T", self.image.acl(PG_TYPE, row.oid, row.typacl), row.typowner)
        if kind == "function":
            proc = self.image.find_proc(oid)
            return None if proc is None else ("f", self.image.acl(PG_PROC, oid, proc.proacl), proc.proowner)
        if kind == "largeobject":
            return self._large_object(oid)
        catalog, letter, prefix = _LISTED[kind]
        rows = self.catalog_rows(catalog, oid=oid)
        if not rows:
            return None
        acl, owner = rows[0][f"{prefix}acl"], rows[0][f"{prefix}owner" if kind != "database" else "datdba"]
        return letter, None if acl is None else load(str(acl)).elements, int(str(owner))

    def description(self, oid: int, catalog: str | None, column: int) -> str | None:
        class_oid = None if catalog is None else self.image.find_oid(catalog, "pg_catalog")
        halves = [
            f"SELECT description, classoid, '{schema}' FROM {schema}.pg_description "
            "WHERE objoid = ?1 AND classoid = coalesce(?2, classoid) AND objsubid = ?3"
            for schema in ("main", "sys", *(() if self.session.temporary is None else ("temp",)))
        ]
        rows = self.session.engine.run(" UNION ALL ".join(halves) + " ORDER BY 2, 3", (oid, class_oid, column))
        return str(rows[0][0]) if rows else None

    def shared_description(self, oid: int, catalog: str) -> str | None:
        return self.session.server.cluster.shared_description(oid, self.image.find_oid(catalog, "pg_catalog"))

    def role_name(self, oid: int) -> str | None:
        name = self.plain_role_name(oid)
        return None if name is None else self.quoted(name)

    def plain_role_name(self, oid: int) -> str | None:
        rows = self.session.server.cluster.shared.execute(
            "SELECT rolname FROM pg_authid WHERE oid = ?", (oid,)
        ).fetchall()
        return str(rows[0][0]) if rows else None

    def role_oid(self, name: str) -> int | None:
        rows = self.session.server.cluster.shared.execute(
            "SELECT oid FROM pg_authid WHERE rolname = ?", (single_name(name),)
        ).fetchall()
        return int(str(rows[0][0])) if rows else None

    def role_exists(self, name: str) -> bool:
        return bool(
            self.session.server.cluster.shared.execute("SELECT 1 FROM pg_authid WHERE rolname = ?", (name,)).fetchall()
        )

    def database_exists(self, name: str) -> bool:
        return self.session.server.cluster.row(name) is not None

    def label_is_uncommitted(self, oid: int, label: str) -> bool:
        committed = self.session.database.image
        if self.session.transaction.image is None or oid not in committed.types:
            return False
        known = {entry.oid for entry in committed.type_details(oid).labels}
        return any(entry.name == label and entry.oid not in known for entry in self.image.type_details(oid).labels)
