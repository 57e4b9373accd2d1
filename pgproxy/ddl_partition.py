"""Partitions: their bounds computed and compared.  Manual: "Table Partitioning"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from pgproxy.ddl_table import publish, quoted, rewrite_schema, sqlite_text
from translator import command as c
from translator.analyze.partition import bound_value, partition_condition
from translator.analyze.partition_bound import key_types
from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS
from translator.analyze.stored import stored_analysis
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_literal
from translator.catalog.relation import PartitionBound, Relation
from translator.errors import PgError
from translator.errors.notices import warning
from translator.planning import plan_query
from translator.query import Query, Storage, TargetEntry
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session

_BARE = re.compile(r"\d+(\.\d+)?(e[+-]?\d+)?\Z")
_NUMBERS = frozenset({oids.INT2, oids.INT4, oids.INT8, oids.OID, oids.FLOAT4, oids.FLOAT8, oids.NUMERIC})
_LEAST, _VALUE, _GREATEST = -1, 0, 1
_RANKS = {"MINVALUE": _LEAST, "MAXVALUE": _GREATEST}

Ends = tuple[tuple[Any, ...], ...]


def computed_bound(session: Session, written: c.NewBound) -> PartitionBound:
    """The bound with its values, in the text that PostgreSQL shows."""
    values: list[Storage] = []
    if written.plan is not None:
        (values,) = [list(row) for row in session.engine.run(written.plan.sql)]
    texts = iter([_text(session.image, oid, value) for oid, value in zip(written.types, values, strict=True)])
    lower = tuple(mark or next(texts) for mark in written.lower)
    upper = tuple(mark or next(texts) for mark in written.upper)
    if written.strategy == "l":
        return PartitionBound("l", written.default, values=tuple(dict.fromkeys(lower)))
    return PartitionBound(
        written.strategy, written.default, lower=lower, upper=upper, modulus=written.modulus,
        remainder=written.remainder,
    )  # fmt: skip


def _text(image: CatalogImage, oid: int, value: Storage) -> str:
    """A value as a literal without its type."""
    if value is None:
        return "NULL"
    text = image.datatype(oid).output(value, DEFAULT_ANALYZER_SETTINGS)
    if image.base_type(oid) == oids.BOOL:
        return "true" if value else "false"
    if image.base_type(oid) in _NUMBERS and _BARE.match(text):
        return text
    return quote_literal(text)


class Bounds:
    """The bounds of a table's partitions, in an order of their own."""

    def __init__(self, session: Session, image: CatalogImage, parent: Relation) -> None:
        self._session = session
        self._image = image
        self._types = [(oid, typmod) for _, oid, typmod in key_types(stored_analysis(image, session), parent)]
        self.parent = parent

    def _keys(self, texts: Sequence[str]) -> list[Any]:
        """The values of a list, or of one end of a range, as Python compares them; each is computed once."""
        known = self._session.database.partition_keys
        key = (tuple(self._types), tuple(texts))
        if key not in known:
            known[key] = self._computed_keys(texts)
        return known[key]

    def _computed_keys(self, texts: Sequence[str]) -> list[Any]:
        types = self._types if len(texts) == len(self._types) else self._types * len(texts)
        analysis = stored_analysis(self._image, self._session)
        given = [
            TargetEntry(bound_value(analysis, text, *key), "v")
            for text, key in zip(texts, types, strict=True)
            if text not in _RANKS
        ]
        row: Sequence[Storage] = ()
        if given:
            plan = plan_query(analysis, Query(command="select", targets=tuple(given)))
            (row,) = self._session.engine.run(plan.sql)
        values = iter(row)
        found: list[Any] = []
        for text, (oid, _) in zip(texts, types, strict=True):
            if text in _RANKS:
                found.append((_RANKS[text],))
                continue
            value = next(values)
            key = None if value is None else self._image.datatype(self._image.base_type(oid)).key(value)
            found.append((_GREATEST, 0) if key is None else (_VALUE, key))
        return found

    def range(self, bound: PartitionBound) -> tuple[Any, Any]:
        return self._keys(bound.lower), self._keys(bound.upper)

    def list(self, bound: PartitionBound) -> list[Any]:
        return self._keys(bound.values) if len(self._types) == 1 else []

    def rank(self, partition: Relation) -> tuple[Any, ...]:
        """Sorts partitions as PostgreSQL scans them, the default one last."""
        bound = partition.bound
        assert bound is not None
        if bound.default:
            return (1,)
        if bound.strategy == "h":
            return 0, bound.modulus, bound.remainder
        if bound.strategy == "l":
            return 0, min(self.list(bound))
        return 0, self.range(bound)[0]

    def siblings(self, but: int = 0) -> Iterator[tuple[Relation, PartitionBound]]:
        for child in self._image.children(self.parent.oid):
            if child.bound is not None and child.oid != but:
                yield child, child.bound

    def check(self, name: str, bound: PartitionBound, written: c.NewBound, but: int = 0) -> None:
        """Raise PgError 42P17 where a new bound is empty or meets one that is there."""
        siblings = [(child, known) for child, known in self.siblings(but) if not known.default]
        if bound.default:
            for child, known in self.siblings(but):
                if known.default:
                    raise PgError(
                        "42P17",
                        f'partition "{name}" conflicts with existing default partition "{child.name}"',
                        location=written.location,
                    )
        elif bound.strategy == "h":
            self._check_modulus(bound, siblings)
            for child, known in siblings:
                step = min(known.modulus, bound.modulus)
                if known.remainder % step == bound.remainder % step:
                    raise _overlap(name, child, written.location)
        elif bound.strategy == "l":
            own = self.list(bound)
            for child, known in siblings:
                if any(key in own for key in self.list(known)):
                    raise _overlap(name, child, written.location)
        else:
            self._check_range(name, bound, siblings, written.location)

    def _check_range(
        self, name: str, bound: PartitionBound, siblings: Sequence[tuple[Relation, PartitionBound]], location: int
    ) -> None:
        lower, upper = self.range(bound)
        if lower >= upper:
            raise PgError(
                "42P17",
                f'empty range bound specified for partition "{name}"',
                detail=f"Specified lower bound ({', '.join(bound.lower)}) is greater than or equal to upper bound "
                f"({', '.join(bound.upper)}).",
                location=location,
            )
        for child, known in siblings:
            start, end = self.range(known)
            if lower < end and start < upper:
                raise _overlap(name, child, location)

    def _check_modulus(self, bound: PartitionBound, siblings: Sequence[tuple[Relation, PartitionBound]]) -> None:
        rule = "every hash partition modulus must be a factor of the next larger modulus"
        own = bound.modulus, bound.remainder
        known_bounds = [((known.modulus, known.remainder), child) for child, known in siblings]
        smaller = [found for found in known_bounds if found[0] <= own]
        larger = [found for found in known_bounds if found[0] > own]
        if smaller:
            (modulus, _), child = max(smaller, key=lambda found: found[0])
            if bound.modulus % modulus:
                raise PgError(
                    "42P17",
                    rule,
                    detail=f"The new modulus {bound.modulus} is not divisible by {modulus}, the modulus of existing "
                    f'partition "{child.name}".',
                )
        if larger:
            (modulus, _), child = min(larger, key=lambda found: found[0])
            if modulus % bound.modulus:
                raise PgError(
                    "42P17",
                    rule,
                    detail=f"The new modulus {bound.modulus} is not a factor of {modulus}, the modulus of existing "
                    f'partition "{child.name}".',
                )

    def in_order(self, children: Sequence[Relation]) -> tuple[int, ...]:
        return tuple(child.oid for child in sorted(children, key=self.rank))


def _overlap(name: str, other: Relation, location: int) -> PgError:
    return PgError("42P17", f'partition "{name}" would overlap partition "{other.name}"', location=location)


def check_default_rows(session: Session, image: CatalogImage, parent: Relation, bound: PartitionBound) -> None:
    """Raise PgError 23514 where the default partition has rows of a new one."""
    default = next((child for child in image.children(parent.oid) if child.bound and child.bound.default), None)
    if default is None or bound.default:
        return
    for member in (default, *image.descendants(default.oid)):
        if member.kind == "f":
            of = f'which is a partition of default partition "{default.name}"'
            session.notice(warning(f'skipped scanning foreign table "{member.name}" {of}', sqlstate="23514"))
            continue
        newcomer = replace(member, bound=bound, parents=(parent.oid,))
        analysis, condition, rte = partition_condition(image, newcomer, over=member, settings=session)
        test = sqlite_text(analysis, condition, rte, tested=True)
        if session.engine.run(f"SELECT 1 FROM {member.schema}.{quoted(member.physical)} WHERE {test} LIMIT 1"):
            namespace = image.namespace_by_oid(member.namespace)
            raise PgError(
                "23514",
                f'updated partition constraint for default partition "{member.name}" would be violated by some row',
                schema="" if namespace is None else namespace.nspname,
                table=member.name,
            )


def rewrite_default(session: Session, image: CatalogImage, parent: Relation) -> None:
    """The default partition takes what the others leave: its table's check is written anew."""
    for child in image.children(parent.oid):
        if child.bound is not None and child.bound.default:
            for member in (child, *image.descendants(child.oid)):
                if member.kind == "r":
                    rewrite_schema(session, image, member)


def rewrite_defaults(session: Session, parents: Iterable[int]) -> None:
    """The same for tables that have lost partitions, and may be gone themselves."""
    for oid in dict.fromkeys(parents):
        parent = session.base_image.relation(oid)
        if parent is not None:
            rewrite_default(session, session.base_image, parent)


def check_rows(session: Session, image: CatalogImage, relation: Relation) -> None:
    """Raise PgError 23514 where a table has rows that its bound does not take."""
    for member in (relation, *image.descendants(relation.oid)):
        if member.kind != "r":
            continue
        analysis, condition, rte = partition_condition(image, relation, over=member, settings=session)
        test = sqlite_text(analysis, condition, rte, tested=True)
        if session.engine.run(f"SELECT 1 FROM {member.schema}.{quoted(member.physical)} WHERE NOT ({test}) LIMIT 1"):
            namespace = image.namespace_by_oid(member.namespace)
            raise PgError(
                "23514",
                f'partition constraint of relation "{member.name}" is violated by some row',
                schema="" if namespace is None else namespace.nspname,
                table=member.name,
            )


def with_bound(session: Session, image: CatalogImage, relation: Relation, written: c.NewBound) -> Relation:
    """A table with the bound that makes it a partition of its parent.  Raises PgError 42P17 or 23514."""
    parent = image.relation(relation.parents[0])
    assert parent is not None
    bound = computed_bound(session, written)
    Bounds(session, image, parent).check(relation.name, bound, written, relation.oid)
    check_default_rows(session, image, parent, bound)
    return replace(relation, bound=bound)


def publish_parents(session: Session, image: CatalogImage, relation: Relation) -> CatalogImage:
    """Let the parents of a new child know of it."""
    for oid in relation.parents:
        parent = image.relation(oid)
        assert parent is not None
        if relation.bound is not None:
            order = Bounds(session, image, parent).in_order(image.children(oid))
            image = publish(session, image, replace(parent, partitions=order), replace=True)
            rewrite_default(session, image, parent)
        else:
            image = publish(session, image, parent, replace=True)
    return image
