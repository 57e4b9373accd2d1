"""What depends on casts, operators and aggregates: other ones, and expressions and views that use them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pgproxy.type_dependents import Dependent, below, without_parts
from translator.analyze.defaults import relation_state
from translator.analyze.dispatch import analyze_expr
from translator.analyze.domain_checks import value_of, value_state
from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS, Analysis, ParseState
from translator.analyze.stored import stored_analysis
from translator.analyze.views import view_query
from translator.catalog.image import CatalogImage
from translator.catalog.own_row_dependencies import Object, address, needs, parts
from translator.catalog.own_rows import CatalogRow, Key
from translator.catalog.relation import POLICY_ROW, Relation
from translator.catalog.rows import (
    PgAggregate,
    PgAm,
    PgAmop,
    PgAmproc,
    PgForeignServer,
    PgOpclass,
    PgOperator,
    PgProc,
    PgType,
)
from translator.dependencies import used_objects
from translator.parser import expression_nodes


def dependents(image: CatalogImage, keys: Sequence[Key]) -> list[Dependent]:
    """Everything that would have to go with the rows, these left out."""
    found: list[Dependent] = []
    every = list(image.own_rows.rows.values())
    named = [image.own_rows.rows[key] for key in keys]
    whole = {id(row): [row, *parts(every, row)] for row in named}
    gone = {address(part) for rows in whole.values() for part in rows}
    for part in (part for row in reversed(named) for part in whole[id(row)]):
        for entry in _below(image, part, gone):
            if all((entry.place, entry.relation) != (known.place, known.relation) for known in found):
                found.append(entry)
    return without_parts(found)


def _below(image: CatalogImage, row: CatalogRow, gone: set[Object]) -> Iterator[Dependent]:
    for entry in sorted(_direct(image, row), key=lambda entry: entry.place):
        if entry.row is not None and address(entry.row) in gone:
            continue
        yield entry
        if entry.row is not None:
            yield from _below(image, entry.row, gone)
        else:
            yield from below(image, entry)


def _direct(image: CatalogImage, row: CatalogRow) -> Iterator[Dependent]:
    wanted = address(row)
    for own in image.own_rows.rows.values():
        if wanted in needs(own):
            yield Dependent(wanted[1], row=_whole(image, own), on_row=row)
    if isinstance(row, PgOpclass):
        yield from _keys(image, row)
    if isinstance(row, PgForeignServer):
        tables = (known for known in image.relations() if known.foreign and known.foreign.server == row.oid)
        yield from (Dependent(known.oid, known, on_row=row) for known in tables)
    if isinstance(row, PgAm):
        yield from _tables(image, row)
    if not isinstance(row, PgOperator | PgProc):  # which alone expressions name
        return
    users = _Users(image, row)
    for known in image.types.values():
        yield from users.of_domain(known)
    for relation in image.relations():
        yield from users.of_relation(relation)


def _whole(image: CatalogImage, row: CatalogRow) -> CatalogRow | None:
    """The object that a row is a part of."""
    if isinstance(row, PgAggregate):
        return image.own_rows.find(PgProc, row.aggfnoid)
    return image.opclass(row.ofclass) if isinstance(row, PgAmop | PgAmproc) else row


def _tables(image: CatalogImage, row: PgAm) -> Iterator[Dependent]:
    """The tables of an access method, without the partitions that go with the whole table."""
    users = {known.oid: known for known in image.relations() if known.access_method == row.oid}
    for known in users.values():
        if known.bound is None or known.parents[0] not in users:
            yield Dependent(row.oid, known, on_row=row)


def _keys(image: CatalogImage, row: PgOpclass) -> Iterator[Dependent]:
    """The indexes and partitioned tables that go by an operator class."""
    for relation in image.relations():
        key = relation.partition_key
        if key is not None and any(column.opclass == row.oid for column in key.columns):
            yield Dependent(row.oid, relation, on_row=row)
        for index in relation.indexes:
            if any(column.opclass == row.oid for column in index.columns):
                yield Dependent(row.oid, relation, index=index, on_row=row)


class _Users:
    """The expressions that use an operator or an aggregate."""

    def __init__(self, image: CatalogImage, row: CatalogRow) -> None:
        self.image = image
        self.row = row
        self.object = address(row)
        self.name = row.oprname if isinstance(row, PgOperator) else row.proname if isinstance(row, PgProc) else ""

    def of_domain(self, known: PgType) -> Iterator[Dependent]:
        state = value_state(stored_analysis(self.image), value_of(known))
        if self._used(state, known.typdefault):
            yield Dependent(self.object[1], type=known, on_row=self.row)
        for constraint in self.image.type_details(known.oid).constraints:
            if self._used(state, constraint.expression):
                yield Dependent(self.object[1], type=known, domain_constraint=constraint, on_row=self.row)

    def of_relation(self, relation: Relation) -> Iterator[Dependent]:
        oid, row = self.object[1], self.row
        if relation.definition is not None and self._in_query(relation):
            yield Dependent(oid, relation, on_row=row)
        state, _ = relation_state(stored_analysis(self.image), relation, "POLICY")
        key = relation.partition_key
        if key is not None and any(self._used(state, column.expression) for column in key.columns):
            yield Dependent(oid, relation, on_row=row)
        for attribute in relation.columns:
            if self._used(state, attribute.default):
                generated = bool(attribute.generated)
                yield Dependent(oid, relation, attribute, by_expression=generated, default=not generated, on_row=row)
        for constraint in relation.constraints:
            if oid in constraint.operators or self._used(state, constraint.expression):
                yield Dependent(oid, relation, constraint=constraint, on_row=row)
        for index in relation.indexes:
            texts = [*(column.expression for column in index.columns), index.predicate]
            if any(self._used(state, text) for text in texts):
                yield Dependent(oid, relation, index=index, on_row=row)
        for policy in relation.policies:
            if any(self._used(state, text) for text in (policy.using, policy.check)):
                yield Dependent(oid, relation, policy=policy, on_row=row)

    def _used(self, state: ParseState, text: str | None) -> bool:
        if text is None or self.name not in text:
            return False
        if POLICY_ROW in text:
            state.namespace = [replace(item, alias=POLICY_ROW) for item in state.namespace]
        return any(self.object in used_objects(analyze_expr(state, node)) for node in expression_nodes(text))

    def _in_query(self, relation: Relation) -> bool:
        if self.name not in (relation.definition or ""):
            return False
        state = ParseState(Analysis(self.image, DEFAULT_ANALYZER_SETTINGS))
        return self.object in used_objects(view_query(state, relation))
