"""Functions, aggregates, operators and casts by oid and by name, and what else is named so: access methods with their
operator classes, languages, conversions.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from translator.catalog.rows import (
    PgAggregate,
    PgAm,
    PgCast,
    PgConversion,
    PgLanguage,
    PgOpclass,
    PgOperator,
    PgOpfamily,
    PgProc,
)
from translator.catalog.type_lookups import TypeLookups

RowT = TypeVar("RowT")


class RoutineLookups(TypeLookups):
    """Look-ups of routines and operators."""

    def procs_named(self, name: str, schema: str | None = None) -> Sequence[PgProc]:
        known: Sequence[PgProc] = self.system.procs_by_name.get(name, ())
        own = (*self._constructors.get(name, ()), *self.own_rows.procs.get(name, ()))
        if schema is None and not own:
            return known
        return self._in_path((*known, *own), schema, lambda proc: (proc.pronamespace, proc.proargtypes))

    def _in_path(
        self, rows: Sequence[RowT], schema: str | None, place: Callable[[RowT], tuple[int, tuple[int, ...]]]
    ) -> list[RowT]:
        """The rows that the search_path finds, without those that it finds others of the same arguments before.

        place: the schema of a row, and the types of its arguments.
        """
        ranks = {oid: rank for rank, oid in reversed(list(enumerate(self.path(schema))))}
        found: dict[tuple[int, ...], RowT] = {}
        for row in sorted((row for row in rows if place(row)[0] in ranks), key=lambda row: ranks[place(row)[0]]):
            found.setdefault(place(row)[1], row)
        return list(found.values())

    def procs_in(self, namespace: int) -> Iterator[PgProc]:
        """The functions of a schema."""
        own = (proc for procs in self._constructors.values() for proc in procs)
        every = itertools.chain(self.system.procs.values(), own, self.own_rows.of(PgProc))
        return (proc for proc in every if proc.pronamespace == namespace)

    def proc(self, oid: int) -> PgProc:
        found = self.find_proc(oid)
        if found is None:
            raise KeyError(oid)
        return found

    def find_proc(self, oid: int) -> PgProc | None:
        found: PgProc | None = self.system.procs.get(oid)
        if found is not None:
            return found
        made = next((proc for procs in self._constructors.values() for proc in procs if proc.oid == oid), None)
        return made or self.own_rows.find(PgProc, oid)

    # access methods

    def access_methods(self) -> Iterator[PgAm]:
        """The system's access methods and the database's own."""
        yield from self.system.access_methods.values()
        yield from self.own_rows.of(PgAm)

    def access_method(self, name: str) -> PgAm | None:
        return next((row for row in self.access_methods() if row.amname == name), None)

    def access_method_name(self, oid: int) -> str:
        return next(row.amname for row in self.access_methods() if row.oid == oid)

    def built_in_method(self, oid: int) -> PgAm:
        """The system's access method that works as the one of an oid does."""
        handler = next(row.amhandler for row in self.access_methods() if row.oid == oid)
        return next(row for row in self.system.access_methods.values() if row.amhandler == handler)

    def opclass(self, oid: int) -> PgOpclass | None:
        found: PgOpclass | None = self.system.opclasses.get(oid)
        return found or self.own_rows.find(PgOpclass, oid)

    def opclasses(self, method: int) -> Iterator[PgOpclass]:
        """The operator classes of an access method."""
        yield from self.system.opclasses_by_method[method]
        yield from (row for row in self.own_rows.of(PgOpclass) if row.opcmethod == method)

    def find_opclass(self, method: int, name: str, schema: str | None = None) -> PgOpclass | None:
        named = [row for row in self.opclasses(method) if row.opcname == name]
        places = ((row, namespace) for namespace in self.path(schema) for row in named)
        return next((row for row, namespace in places if row.opcnamespace == namespace), None)

    def opfamily(self, oid: int) -> PgOpfamily | None:
        found: PgOpfamily | None = self.system.opfamilies.get(oid)
        return found or self.own_rows.find(PgOpfamily, oid)

    def find_opfamily(self, method: int, name: str, schema: str | None = None) -> PgOpfamily | None:
        every = (*self.system.opfamilies.values(), *self.own_rows.of(PgOpfamily))
        named = [row for row in every if (row.opfmethod, row.opfname) == (method, name)]
        places = ((row, namespace) for namespace in self.path(schema) for row in named)
        return next((row for row, namespace in places if row.opfnamespace == namespace), None)

    # languages, conversions

    def languages(self) -> Iterator[PgLanguage]:
        """The system's languages and the database's own."""
        yield from self.system.languages.values()
        yield from self.own_rows.of(PgLanguage)

    def language(self, oid: int) -> PgLanguage:
        """A language that is known to exist."""
        return next(row for row in self.languages() if row.oid == oid)

    def conversions(self) -> Iterator[PgConversion]:
        """The system's conversions and the database's own."""
        yield from self.system.conversions.values()
        yield from self.own_rows.of(PgConversion)

    def find_conversion(self, name: str, schema: str | None = None) -> PgConversion | None:
        named = [row for row in self.conversions() if row.conname == name]
        places = ((row, namespace) for namespace in self.path(schema) for row in named)
        return next((row for row, namespace in places if row.connamespace == namespace), None)

    # aggregates, operators, casts

    def aggregate(self, proc: int) -> PgAggregate:
        return self.own_rows.find(PgAggregate, proc) or self.system.aggregates[proc]

    def operators_named(self, name: str, schema: str | None = None) -> Sequence[PgOperator]:
        """The operators of a name, those among them that only a COMMUTATOR or NEGATOR has named so far."""
        known: Sequence[PgOperator] = self.system.operators_by_name.get(name, ())
        own = self.own_rows.operators.get(name, ())
        if not own:
            return () if schema not in (None, "pg_catalog") else known
        return self._in_path(
            (*known, *own), schema, lambda operator: (operator.oprnamespace, (operator.oprleft, operator.oprright))
        )

    def operator(self, oid: int) -> PgOperator:
        """An operator that is known to exist."""
        found = self.find_operator(oid)
        assert found is not None
        return found

    def find_operator(self, oid: int) -> PgOperator | None:
        found: PgOperator | None = self.system.operators.get(oid)
        return found or self.own_rows.find(PgOperator, oid)

    def operator_of(self, namespace: int, name: str, left: int, right: int) -> PgOperator | None:
        """The operator of a schema for these operands, be it only a shell."""
        named = (*self.system.operators_by_name.get(name, ()), *self.own_rows.operators.get(name, ()))
        wanted = (namespace, left, right)
        return next((row for row in named if (row.oprnamespace, row.oprleft, row.oprright) == wanted), None)

    def cast(self, source: int, target: int) -> PgCast | None:
        found: PgCast | None = self.system.casts.get((source, target)) or self.own_rows.casts.get((source, target))
        if found is None and target in self._details:
            own = self._details[target].cast
            return own if own is not None and own.castsource == source else None
        return found

    def implicitly_castable(self, source: int, target: int) -> bool:
        if source == target:
            return True
        cast = self.cast(self.base_type(source), target)
        return cast is not None and cast.castcontext == "i"
