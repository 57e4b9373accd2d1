"""The catalogs as initdb leaves them, from the facts recorded under `data/`, with the look-ups that resolution needs.

Everything here is read-only, the same for every database, and loaded on first use: a file is parsed once, a row
becomes an object when somebody asks for it. What users create is not here. Mirrors the chapter "System Catalogs".
"""

from collections.abc import Hashable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.json import Decoder

from translator.catalog.fixed_oids import BTREE
from translator.catalog.own_settings import OWN_SETTINGS
from translator.catalog.rows import (
    PgAggregate,
    PgAm,
    PgAmop,
    PgAttribute,
    PgAuthid,
    PgCast,
    PgClass,
    PgCollation,
    PgConstraint,
    PgConversion,
    PgDatabase,
    PgIndex,
    PgLanguage,
    PgNamespace,
    PgOpclass,
    PgOperator,
    PgOpfamily,
    PgProc,
    PgRange,
    PgTablespace,
    PgType,
)

DATA = Path(__file__).parent / "data"
_DECODER: Decoder[dict[str, Any]] = Decoder(dict[str, Any])

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")


class Facts(Struct, frozen=True):
    """One file of facts: `rows` name only the columns that differ from `defaults`."""

    catalog: str
    server: str
    columns: tuple[str, ...]
    defaults: dict[str, Any]
    rows: list[dict[str, Any]]

    def complete(self) -> Iterator[dict[str, Any]]:
        """Every row with every column, in PostgreSQL's column order; vectors and arrays are lists."""
        for row in self.rows:
            yield self.defaults | row

    def column(self, name: str) -> Iterator[Any]:
        """The values of one column, row by row."""
        default = self.defaults[name]
        for row in self.rows:
            yield row.get(name, default)


@cache
def load(catalog: str) -> Facts:
    """The facts of one catalog, as `pg_type`, or of `errcodes`, `pg_settings`, `pg_keywords`, `pg_timezone_abbrevs`."""
    about, *rows = _DECODER.decode_lines((DATA / f"{catalog}.jsonl").read_bytes())
    return Facts(about["catalog"], about["server"], tuple(about["columns"]), about["defaults"], rows)


class Rows(Generic[R]):
    """The rows of one catalog as objects, each built when first asked for."""

    def __init__(self, catalog: str, row_class: type[R]) -> None:
        self.facts = load(catalog)
        self._row_class = row_class
        self._built: dict[int, R] = {}
        self._tuples = [name for name, kind in row_class.__annotations__.items() if "tuple" in str(kind)]

    def __len__(self) -> int:
        return len(self.facts.rows)

    def __iter__(self) -> Iterator[R]:
        return map(self.at, range(len(self)))

    def at(self, position: int) -> R:
        """The row at a position of the file."""
        row = self._built.get(position)
        if row is None:
            values = self.facts.defaults | self.facts.rows[position]
            for name in self._tuples:
                if values[name] is not None:
                    values[name] = tuple(values[name])
            row = self._built[position] = self._row_class(**values)
        return row

    def value(self, position: int, column: str) -> Any:
        """One column of the row at a position, as the file has it."""
        return self.facts.rows[position].get(column, self.facts.defaults[column])

    def keys(self, columns: tuple[str, ...]) -> Iterator[Any]:
        """The values of one column, or tuples of the values of several."""
        if len(columns) == 1:
            return self.facts.column(columns[0])
        return zip(*map(self.facts.column, columns), strict=True)


class UniqueIndex(Mapping[K, R]):
    """Key -> row."""

    def __init__(self, rows: Rows[R], *columns: str) -> None:
        self._rows = rows
        self._positions: dict[K, int] = {key: i for i, key in enumerate(rows.keys(columns))}
        self._found: dict[K, R] = {}

    def __getitem__(self, key: K) -> R:
        row = self._found.get(key)
        if row is None:
            row = self._found[key] = self._rows.at(self._positions[key])
        return row

    def get(self, key: K, default: Any = None) -> Any:
        """The row, or the default."""
        row = self._found.get(key)
        return row if row is not None else self[key] if key in self._positions else default

    def value(self, key: K, column: str) -> Any:
        """One column of a row, without the row. Raises KeyError."""
        return self._rows.value(self._positions[key], column)

    def __contains__(self, key: object) -> bool:
        return key in self._positions

    def __iter__(self) -> Iterator[K]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._positions)


class Index(Mapping[K, tuple[R, ...]]):
    """Key -> the rows that have it, in the order of their object ids; a key that no row has gives ()."""

    def __init__(self, rows: Rows[R], *columns: str) -> None:
        self._rows = rows
        self._positions: dict[K, list[int]] = {}
        self._found: dict[K, tuple[R, ...]] = {}
        for i, key in enumerate(rows.keys(columns)):
            self._positions.setdefault(key, []).append(i)

    def __getitem__(self, key: K) -> tuple[R, ...]:
        found = self._found.get(key)
        if found is None:
            if key not in self._positions:
                return ()
            found = self._found[key] = tuple(map(self._rows.at, self._positions[key]))
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._positions

    def __iter__(self) -> Iterator[K]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._positions)


class SystemCatalog:
    """PostgreSQL's own objects. Indexes are mappings built on first use; all rows are shared and immutable."""

    # --- data types
    @cached_property
    def types(self) -> UniqueIndex[int, PgType]:
        """Type by oid."""
        return UniqueIndex(self._types, "oid")

    @cached_property
    def types_by_name(self) -> UniqueIndex[tuple[int, str], PgType]:
        """Type by (namespace oid, name)."""
        return UniqueIndex(self._types, "typnamespace", "typname")

    @cached_property
    def ranges(self) -> UniqueIndex[int, PgRange]:
        """pg_range by range type."""
        return UniqueIndex(Rows("pg_range", PgRange), "rngtypid")

    @cached_property
    def multiranges(self) -> UniqueIndex[int, PgRange]:
        """pg_range by multirange type."""
        return UniqueIndex(Rows("pg_range", PgRange), "rngmultitypid")

    @cached_property
    def casts(self) -> UniqueIndex[tuple[int, int], PgCast]:
        """Cast by (source type, target type)."""
        return UniqueIndex(Rows("pg_cast", PgCast), "castsource", "casttarget")

    @cached_property
    def collations(self) -> UniqueIndex[int, PgCollation]:
        """Collation by oid."""
        return UniqueIndex(Rows("pg_collation", PgCollation), "oid")

    # --- functions and operators
    @cached_property
    def procs(self) -> UniqueIndex[int, PgProc]:
        """Function by oid."""
        return UniqueIndex(self._procs, "oid")

    @cached_property
    def procs_by_name(self) -> Index[str, PgProc]:
        """Functions by name, over all namespaces (look at `pronamespace`)."""
        return Index(self._procs, "proname")

    @cached_property
    def procs_by_signature(self) -> UniqueIndex[str, PgProc]:
        """Function by its regprocedure text: `lpad(text,integer,text)`; outside pg_catalog with its schema."""
        return UniqueIndex(self._procs, "signature")

    @cached_property
    def aggregates(self) -> UniqueIndex[int, PgAggregate]:
        """pg_aggregate by the function's oid."""
        return UniqueIndex(Rows("pg_aggregate", PgAggregate), "aggfnoid")

    @cached_property
    def operators(self) -> UniqueIndex[int, PgOperator]:
        """Operator by oid."""
        return UniqueIndex(self._operators, "oid")

    def operator_columns(self, *columns: str) -> Iterator[Any]:
        """Columns of pg_operator, row by row."""
        return self._operators.keys(columns)

    @cached_property
    def operators_by_name(self) -> Index[str, PgOperator]:
        """Operators by name."""
        return Index(self._operators, "oprname")

    @cached_property
    def operators_by_operands(self) -> UniqueIndex[tuple[str, int, int], PgOperator]:
        """Operator by (name, left type, right type); the left type of a prefix operator is 0."""
        return UniqueIndex(self._operators, "oprname", "oprleft", "oprright")

    # --- access methods
    @cached_property
    def access_methods(self) -> UniqueIndex[int, PgAm]:
        """Access method by oid."""
        return UniqueIndex(Rows("pg_am", PgAm), "oid")

    @cached_property
    def opclasses(self) -> UniqueIndex[int, PgOpclass]:
        """Operator class by oid."""
        return UniqueIndex(self._opclasses, "oid")

    @cached_property
    def default_opclasses(self) -> dict[tuple[int, int], PgOpclass]:
        """The default operator class by (access method, input type); of binary-coercible types, see
        `opclass_stand_ins`.
        """
        return {(row.opcmethod, row.opcintype): row for row in self._opclasses if row.opcdefault}

    @cached_property
    def opclass_stand_ins(self) -> dict[tuple[int, int], int]:
        """The type whose default operator class serves another one that has none and is binary-coercible to it, by
        (access method, type): of several the preferred one, as text for varchar.
        """
        found: dict[tuple[int, int], int] = {}
        methods: dict[int, list[int]] = {}
        for method, served in self.default_opclasses:
            methods.setdefault(served, []).append(method)
        for row in self.casts.values():
            if row.castmethod == "b" and row.castcontext == "i":
                for method in methods.get(row.casttarget, ()):
                    key = method, row.castsource
                    if key in self.default_opclasses:
                        continue
                    if key not in found or self.types[row.casttarget].typispreferred:
                        found[key] = row.casttarget
        return found

    @cached_property
    def opclasses_by_method(self) -> Index[int, PgOpclass]:
        """Operator classes by access method."""
        return Index(self._opclasses, "opcmethod")

    @cached_property
    def amops(self) -> UniqueIndex[tuple[int, int, int, int], PgAmop]:
        """Operator of a family by (family, left type, right type, strategy)."""
        return UniqueIndex(self._amops, "amopfamily", "amoplefttype", "amoprighttype", "amopstrategy")

    @cached_property
    def opfamilies(self) -> UniqueIndex[int, PgOpfamily]:
        """Operator family by oid."""
        return UniqueIndex(Rows("pg_opfamily", PgOpfamily), "oid")

    @cached_property
    def family_operators(self) -> frozenset[tuple[int, int]]:
        """(family, operator) for each operator of a family."""
        rows = self._amops
        return frozenset((rows.value(place, "amopfamily"), rows.value(place, "amopopr")) for place in range(len(rows)))

    @cached_property
    def btree_operators(self) -> frozenset[int]:
        """The oids of the operators by which types sort."""
        rows = self._amops
        places = (place for place in range(len(rows)) if rows.value(place, "amopmethod") == BTREE)
        return frozenset(rows.value(place, "amopopr") for place in places)

    # --- relations
    @cached_property
    def classes(self) -> UniqueIndex[int, PgClass]:
        """Relation by oid."""
        return UniqueIndex(self._classes, "oid")

    @cached_property
    def classes_by_name(self) -> UniqueIndex[tuple[int, str], PgClass]:
        """Relation by (namespace oid, name)."""
        return UniqueIndex(self._classes, "relnamespace", "relname")

    @cached_property
    def attributes(self) -> Index[int, PgAttribute]:
        """The attributes of a relation, in order of attnum (system attributes first)."""
        return Index(Rows("pg_attribute", PgAttribute), "attrelid")

    @cached_property
    def indexes(self) -> Index[int, PgIndex]:
        """pg_index by the table's oid."""
        return Index(Rows("pg_index", PgIndex), "indrelid")

    @cached_property
    def index_rows(self) -> UniqueIndex[int, PgIndex]:
        """pg_index by the index's oid."""
        return UniqueIndex(Rows("pg_index", PgIndex), "indexrelid")

    @cached_property
    def constraints(self) -> Index[int, PgConstraint]:
        """Constraints by the table's oid."""
        return Index(Rows("pg_constraint", PgConstraint), "conrelid")

    @cached_property
    def constraints_by_oid(self) -> Index[int, PgConstraint]:
        return Index(Rows("pg_constraint", PgConstraint), "oid")

    # --- the cluster
    @cached_property
    def namespaces(self) -> UniqueIndex[int, PgNamespace]:
        """Schema by oid."""
        return UniqueIndex(self._namespaces, "oid")

    @cached_property
    def roles(self) -> UniqueIndex[int, PgAuthid]:
        """Role by oid."""
        return UniqueIndex(Rows("pg_authid", PgAuthid), "oid")

    @cached_property
    def databases(self) -> UniqueIndex[int, PgDatabase]:
        """Database by oid: template1, template0 and postgres."""
        return UniqueIndex(Rows("pg_database", PgDatabase), "oid")

    @cached_property
    def tablespaces(self) -> UniqueIndex[int, PgTablespace]:
        """Tablespace by oid."""
        return UniqueIndex(Rows("pg_tablespace", PgTablespace), "oid")

    @cached_property
    def languages(self) -> UniqueIndex[int, PgLanguage]:
        """Language by oid."""
        return UniqueIndex(Rows("pg_language", PgLanguage), "oid")

    @cached_property
    def conversions(self) -> UniqueIndex[int, PgConversion]:
        """Conversion between encodings by oid."""
        return UniqueIndex(Rows("pg_conversion", PgConversion), "oid")

    # --- the files behind several indexes
    @cached_property
    def _types(self) -> Rows[PgType]:
        return Rows("pg_type", PgType)

    @cached_property
    def _procs(self) -> Rows[PgProc]:
        return Rows("pg_proc", PgProc)

    @cached_property
    def _operators(self) -> Rows[PgOperator]:
        return Rows("pg_operator", PgOperator)

    @cached_property
    def _opclasses(self) -> Rows[PgOpclass]:
        return Rows("pg_opclass", PgOpclass)

    @cached_property
    def _amops(self) -> Rows[PgAmop]:
        return Rows("pg_amop", PgAmop)

    @cached_property
    def _classes(self) -> Rows[PgClass]:
        return Rows("pg_class", PgClass)

    @cached_property
    def _namespaces(self) -> Rows[PgNamespace]:
        return Rows("pg_namespace", PgNamespace)


@cache
def system_catalog() -> SystemCatalog:
    """The one SystemCatalog of this process."""
    return SystemCatalog()


@cache
def sqlstates() -> Mapping[str, str]:
    """SQLSTATE by condition name: `sqlstates()["division_by_zero"]` is `22012`."""
    facts = load("errcodes")
    return dict(zip(facts.column("name"), facts.column("sqlstate"), strict=True))


@cache
def settings() -> Mapping[str, Mapping[str, Any]]:
    """The rows of pg_settings by lower-case name: name, boot_val, setting, unit, category, context, vartype, min_val,
    max_val, enumvals, flags.  Those of pgproxy are among them.
    """
    return {row["name"].lower(): row for row in (*load("pg_settings").complete(), *OWN_SETTINGS)}
