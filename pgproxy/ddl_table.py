"""A relation as SQLite's schema: the text of its table and indexes, made anew from the relation whenever that changes.

No ALTER ever rebuilds a table: the new text replaces the old one in SQLite's schema, a new column is filled by UPDATE,
and a column that is no longer used stays in the file without a name (SQLITE.md and "ALTER TABLE" in SQLite's
documentation say why this is sound).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw
from sqlglot import exp

from pgproxy import stored_catalog
from translator.analyze.coerce import coerce
from translator.analyze.defaults import check_expression, column_default, index_expression, relation_state
from translator.analyze.dispatch import analyze_expr
from translator.analyze.partition import partition_condition
from translator.analyze.state import Analysis
from translator.analyze.stored import stored_analysis
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Constraint, Index, Relation
from translator.catalog.rows import PgNamespace
from translator.errors import PgError
from translator.errors.constraints import unique_index_not_built
from translator.lower import build
from translator.lower.condition import lower_condition
from translator.lower.context import Lowering
from translator.lower.dialect import to_sql
from translator.lower.dispatch import lower_expr, sortable
from translator.lower.stored import as_stored
from translator.parser import expression_node
from translator.query import Expr, RangeTblEntry

if TYPE_CHECKING:
    from pgproxy.session import Session

_ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}


PARTITION = "pgproxy partition"
"""SQLite's name of the check that a row is one of the partition's."""


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def expression_analysis(session: Session, image: CatalogImage) -> Analysis:
    """Stored expressions mean what they meant under a plain search_path."""
    return stored_analysis(image, session)


def sqlite_text(analysis: Analysis, expr: Expr, rte: RangeTblEntry, *, tested: bool = False) -> str:
    """An expression over one table's columns as SQLite text without variables or qualifiers.

    tested: SQLite only branches on it.
    """
    return to_sql(_lowered(analysis, expr, rte, tested=tested))


def immutable_text(analysis: Analysis, expr: Expr, rte: RangeTblEntry, *, tested: bool = False) -> str:
    """The same for an immutable expression, where SQLite asks for one."""
    return to_sql(as_stored(_lowered(analysis, expr, rte, tested=tested)))


def _lowered(analysis: Analysis, expr: Expr, rte: RangeTblEntry, *, tested: bool) -> exp.Expression:
    lowering = Lowering(analysis, lift=False, bare_columns_of=rte)
    lowered = lower_condition(lowering, expr) if tested else lower_expr(lowering, expr)
    if lowering.binds:
        raise PgError("42P02", "there is no parameter $1")
    return lowered


def table_text(session: Session, image: CatalogImage, relation: Relation, *, schema: str = "") -> str:
    """CREATE TABLE as SQLite keeps it, or to be run, with the schema (and a dot) in front of the name."""
    by_physical = {attribute.physical: attribute for attribute in relation.columns}
    parts = []
    for name in relation.layout:
        attribute = by_physical.get(name)
        parts.append(f"{quoted(name)} ANY" if attribute is None else _column_text(session, image, relation, attribute))
    for constraint in sorted(relation.constraints, key=_place):
        if not constraint.enforced:
            continue
        if constraint.kind == "n" and not constraint.validated:
            parts.append(_not_null_text(relation, constraint))
        elif constraint.kind == "c":
            parts.append(_check_text(session, image, relation, constraint))
        elif constraint.is_native and not constraint.check_disabled:
            parts.append(_foreign_text(image, relation, constraint))
    if relation.bound is not None and relation.kind == "r":
        analysis, expr, rte = partition_condition(image, relation, settings=session)
        parts.append(f"CONSTRAINT {quoted(PARTITION)} CHECK ({sqlite_text(analysis, expr, rte, tested=True)})")
    return f"CREATE TABLE {schema}{quoted(relation.physical)}({', '.join(parts)}) STRICT"


def _place(constraint: Constraint) -> tuple[bool, str]:
    """PostgreSQL checks in this order."""
    return constraint.kind != "n", constraint.name


def _column_text(session: Session, image: CatalogImage, relation: Relation, attribute: Attribute) -> str:
    datatype = image.datatype(image.base_type(attribute.type))
    text = f"{quoted(attribute.physical)} {datatype.affinity}"
    if datatype.collation:
        text += f" COLLATE {datatype.collation}"
    if attribute.not_null and _is_validated(relation, attribute):
        text += " NOT NULL"
    if attribute.default is not None and not attribute.generated and is_set_by_foreign_key(relation, attribute):
        analysis = expression_analysis(session, image)
        state, rte = relation_state(analysis, relation, "DEFAULT")
        text += f" DEFAULT ({sqlite_text(analysis, column_default(state, relation, attribute), rte)})"
    if attribute.generated and attribute.default is not None:
        analysis = expression_analysis(session, image)
        state, rte = relation_state(analysis, relation, "generation expression")
        written = analyze_expr(state, expression_node(attribute.default))
        expr = coerce(analysis, written, attribute.type, attribute.typmod, "a")
        assert expr is not None
        kind = "STORED" if attribute.generated == "s" else "VIRTUAL"
        text += f" GENERATED ALWAYS AS ({immutable_text(analysis, expr, rte)}) {kind}"
    return text


def is_set_by_foreign_key(relation: Relation, attribute: Attribute) -> bool:
    """Whether SET DEFAULT of a foreign key makes SQLite itself use the column's default."""
    return any(
        constraint.kind == "f"
        and attribute.number in constraint.columns
        and "d" in (constraint.on_delete, constraint.on_update)
        for constraint in relation.constraints
    )


def check_condition(session: Session, image: CatalogImage, relation: Relation, constraint: Constraint) -> str:
    """A CHECK's condition as SQLite text."""
    assert constraint.expression is not None
    analysis = expression_analysis(session, image)
    expr, rte = check_expression(analysis, relation, expression_node(constraint.expression))
    return sqlite_text(analysis, expr, rte, tested=True)


def _check_text(session: Session, image: CatalogImage, relation: Relation, constraint: Constraint) -> str:
    condition = check_condition(session, image, relation, constraint)
    if not constraint.validated:
        condition = f"({condition}){_looked_at_always(relation)}"
    return f"CONSTRAINT {quoted(constraint.name)} CHECK ({condition})"


def _not_null_text(relation: Relation, constraint: Constraint) -> str:
    """What is asked of new rows alone: SQLite takes it for granted that a NOT NULL column has no nulls."""
    column = quoted(relation.attribute(constraint.columns[0]).physical)
    return f"CONSTRAINT {quoted(constraint.name)} CHECK ({column} IS NOT NULL{_looked_at_always(relation)})"


def _is_validated(relation: Relation, attribute: Attribute) -> bool:
    constraint = relation.not_null_constraint(attribute.number)
    return constraint is None or constraint.validated


def _looked_at_always(relation: Relation) -> str:
    """Nothing, in terms of all columns: SQLite passes over a check that no changed column is in, although rows of
    before may break it.
    """
    names = [quoted(attribute.physical) for attribute in relation.columns if not attribute.generated]
    return f" OR ({' IS '.join([*names, 'NULL'])}) > 1" if names else ""


def _foreign_text(image: CatalogImage, relation: Relation, constraint: Constraint) -> str:
    parent = relation if constraint.references == relation.oid else image.relation(constraint.references)
    assert parent is not None
    columns = ", ".join(quoted(relation.attribute(number).physical) for number in constraint.columns)
    referenced = ", ".join(quoted(parent.attribute(number).physical) for number in constraint.referenced_columns)
    text = f"CONSTRAINT {quoted(constraint.name)} FOREIGN KEY ({columns})"
    text += f" REFERENCES {quoted(parent.physical)}({referenced})"
    text += f" ON DELETE {_ACTIONS[constraint.on_delete]} ON UPDATE {_ACTIONS[constraint.on_update]}"
    if constraint.deferrable:
        text += f" DEFERRABLE INITIALLY {'DEFERRED' if constraint.deferred else 'IMMEDIATE'}"
    return text


def create_table_file(session: Session, image: CatalogImage, relation: Relation) -> None:
    session.engine.run(table_text(session, image, relation, schema=f"{relation.schema}."))


def rewrite_schema(session: Session, image: CatalogImage, relation: Relation) -> None:
    """Put a table's new text in the place of its old one, from which SQLite reads its definition."""
    engine, schema, text = session.engine, relation.schema, table_text(session, image, relation)
    kept = f"SELECT 1 FROM {schema}.sqlite_schema WHERE type = 'table' AND name = ? AND sql = ?"
    if engine.run(kept, (relation.physical, text)):
        return
    with engine.undisturbed():
        version = int(engine.run(f"PRAGMA {schema}.schema_version")[0][0] or 0)
        engine.run(f"PRAGMA {schema}.writable_schema=ON")
        try:
            engine.run(
                f"UPDATE {schema}.sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?",
                (text, relation.physical),
            )
        finally:
            engine.run(f"PRAGMA {schema}.writable_schema=OFF")
        # SQLite then reads this schema anew, and after a ROLLBACK again, once a statement (no PRAGMA) asks for it
        engine.run(f"PRAGMA {schema}.schema_version={version + 1}")
        engine.run(f"SELECT 0 FROM {schema}.sqlite_schema LIMIT 0")


def create_index_file(session: Session, image: CatalogImage, relation: Relation, index: Index) -> None:
    """CREATE INDEX in SQLite.  Raises PgError 23505 where rows are not unique.

    Methods other than B-trees and hashes speed up operators that SQLite has no index for: they leave no trace there.
    """
    if index.method not in ("btree", "hash"):
        return
    analysis = expression_analysis(session, image)
    keys = []
    for column in index.columns:
        if column.number:
            attribute = relation.attribute(column.number)
            key = quoted(attribute.physical)
            if index.nulls_not_distinct:
                blob = image.datatype(image.base_type(attribute.type)).affinity == "BLOB"
                key = f"ifnull({key}, {chr(39) + '~null' + chr(39) if blob else 'x' + chr(39) + '00' + chr(39)})"
        else:
            assert column.expression is not None
            expr, rte = index_expression(analysis, relation, expression_node(column.expression), "index expression")
            lowering = Lowering(analysis, lift=False, bare_columns_of=rte)
            lowered = lower_expr(lowering, expr)
            if lowered.is_string:  # which SQLite would take for a column's name
                lowered = build.call("concat", lowered)
            key = to_sql(as_stored(build.wrap(sortable(lowering, lowered, expr.type))))
        keys.append(key + (" DESC" if column.descending else ""))
    where = ""
    if index.predicate is not None:
        expr, rte = index_expression(analysis, relation, expression_node(index.predicate), "index predicate")
        where = f" WHERE {immutable_text(analysis, expr, rte, tested=True)}"
    unique = "UNIQUE " if index.unique and not index.deferrable else ""
    try:
        session.engine.run(
            f"CREATE {unique}INDEX {relation.schema}.{quoted(index.physical)} ON "
            f"{quoted(relation.physical)}({', '.join(keys)}){where}"
        )
    except apsw.ConstraintError:
        raise _not_built(image, relation, index, _duplicate(session, image, relation, index, where)) from None
    if index.deferrable and (duplicate := _duplicate(session, image, relation, index, where)) is not None:
        raise _not_built(image, relation, index, duplicate)


def _not_built(image: CatalogImage, relation: Relation, index: Index, duplicate: str | None) -> PgError:
    return unique_index_not_built(_schema(image, relation), relation.name, index.name, duplicate)


def _schema(image: CatalogImage, relation: Relation) -> str:
    row = image.namespace_by_oid(relation.namespace)
    return "" if row is None else row.nspname


def _duplicate(session: Session, image: CatalogImage, relation: Relation, index: Index, where: str) -> str | None:
    """`Key (a)=(1) is duplicated.`, for an index over columns."""
    if not all(column.number for column in index.columns):
        return None
    attributes = [relation.attribute(column.number) for column in index.columns]
    columns = ", ".join(quoted(attribute.physical) for attribute in attributes)
    table = f"{relation.schema}.{quoted(relation.physical)}"
    if not index.nulls_not_distinct:
        known = " AND ".join(f"{quoted(attribute.physical)} IS NOT NULL" for attribute in attributes)
        where = f"{where} AND {known}" if where else f" WHERE {known}"
    rows = session.engine.run(f"SELECT {columns} FROM {table}{where} GROUP BY {columns} HAVING count(*) > 1 LIMIT 1")
    if not rows:
        return None
    values = [
        "null" if value is None else image.datatype(attribute.type).output(value, session)
        for value, attribute in zip(rows[0], attributes, strict=True)
    ]
    return f"Key ({', '.join(attribute.name for attribute in attributes)})=({', '.join(values)}) is duplicated."


def publish(session: Session, image: CatalogImage, *relations: Relation, replace: bool = False) -> CatalogImage:
    """Put relations into the transaction's catalog and its stored form."""
    image = image.with_relation(*relations)
    for relation in relations:
        stored_catalog.store_relation(session.engine, image, relation, replace=replace)
    session.transaction.image = image
    return image


def publish_namespace(session: Session, image: CatalogImage, row: PgNamespace) -> CatalogImage:
    """The same for a schema, in the place of its former row; the name stays."""
    stored_catalog.forget_namespace(session.engine, row)
    stored_catalog.store_namespace(session.engine, row)
    session.transaction.image = image = image.with_namespace(row)
    return image


def begin(session: Session, tag: str) -> CatalogImage:
    """Become the writer for a change of the catalog; gives the image to start from."""
    session.transaction.begin_write(tag)
    for portal in session.portals.values():
        portal.materialize()
    return session.base_image
