"""Everything that an expression can be made of: functions, operators, casts and SQL's own constructs, as templates.

Functions and operators come from the recorded catalogs as far as pgproxy implements them; polymorphic ones are spelled
out for some types. An entry whose argument has no value set is not made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import translator.builtins.all  # noqa: F401  registers every implementation
from tests.cases.value_sets import value_sets
from tests.fuzz import constructs
from tests.fuzz.arguments import BY_NAME, LEFT_OUT_NAMES, LEFT_OUT_SIGNATURES, SHOWING_OIDS, STATISTICS, Hints
from tests.fuzz.entry import Entry
from tests.fuzz.families.all import families
from tests.fuzz.tree import Kind
from translator.builtins import declare
from translator.catalog.bootstrap import system_catalog
from translator.catalog.format_type import format_type
from translator.catalog.image import empty_image
from translator.catalog.quote import quote_identifier
from translator.catalog.rows import PgOperator, PgProc

ELEMENTS = ("integer", "text", "numeric", "boolean", "double precision", "timestamp without time zone", "uuid", "bytea",
            "interval", "date", "jsonb", "bigint", "mood", "pair", "positive", "smallint", "real", "character", "inet",
            "timestamp with time zone", "money")  # fmt: skip
"""What polymorphic arguments stand for."""


@dataclass(frozen=True, slots=True)
class Repertoire:
    """The entries in groups, each as likely as its weight, and those that make a type's values within a larger
    expression.
    """

    groups: tuple[tuple[Entry, ...], ...]
    makers: dict[str, tuple[Entry, ...]]


@cache
def repertoire() -> Repertoire:
    """All entries."""
    names = [*type_names().values(), *constructs.MADE]
    weighted = (
        (6, functions()), (4, operators()), (2, casts()), (4, general(names)), (4, aggregates()), (2, windows()),
        (2, constructs.special_syntax()), (2, constructs.json_syntax()), (2, constructs.made_types()),
        (3, constructs.over_queries(names, relations())), (1, constructs.variadic_arrays()), (1, named_arguments()),
        (1, constructs.every_cast(names)),
    )  # fmt: skip
    groups = [(weight, tuple(dict.fromkeys(entries))) for weight, entries in weighted]
    makers: dict[str, list[Entry]] = defaultdict(list)
    fitting = [(4, group) for group in families()]
    for _, group in (*groups[:-1], *fitting):
        for entry in group:
            if entry.kind == "scalar":
                makers[entry.type].append(entry)
    groups += fitting
    return Repertoire(
        tuple(group for weight, group in groups for _ in range(weight)),
        {name: tuple(found) for name, found in makers.items()},
    )


@cache
def type_names() -> dict[int, str]:
    """The names of the types that have a value set, by oid."""
    image = empty_image()
    names = {oid: format_type(image, oid) for oid in system_catalog().types}
    return {oid: name for oid, name in names.items() if name in value_sets()}


PSEUDO = {2275: "cstring", 2249: "record"}
"""Pseudo-types that functions take, by oid: texts of any kind, and rows, which are written as rows of a named type."""
CSTRINGS = ("", "0", "abc", "-1.5", "{1,2}", "2024-02-29 12:34:56", "(1,x)", " t ", "[1,5)", "1 day", "é", "0x1F")


def values_of(name: str) -> tuple[str, ...]:
    """The texts of a type's values."""
    if name == "cstring":
        return CSTRINGS
    return value_sets()["pair" if name == "record" else name].values


FAMILIES = {
    2283: "element", 2776: "element", 3500: "enum", 2277: "array", 3831: "range", 4537: "multirange",
    5077: "element", 5079: "element", 5078: "array", 5080: "range", 4538: "multirange",
}  # fmt: skip
"""Polymorphic pseudo-types by oid, and how each stands to the element type."""
ANY = 2276


def spelled_out(oids: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """The names of argument (and result) types, once for each choice of what polymorphic ones stand for."""
    names = type_names() | PSEUDO
    if not any(oid in FAMILIES or oid == ANY for oid in oids):
        if all(oid in names for oid in oids):
            yield tuple(names[oid] for oid in oids)
        return
    relatives = relations()
    for element in ELEMENTS:
        bound = relatives[element] | {"any": element}
        chosen = [bound.get(FAMILIES.get(oid, "any" if oid == ANY else "")) or names.get(oid) for oid in oids]
        if all(chosen):
            yield tuple(name for name in chosen if name)


@cache
def relations() -> dict[str, dict[str, str]]:
    """Element type -> its array, range and multirange type, as far as these have value sets."""
    names = type_names()
    catalog = system_catalog()
    result: dict[str, dict[str, str]] = {}
    for oid, name in names.items():
        found = {"element": name, "array": names.get(catalog.types[oid].typarray, "")}
        for row in catalog.ranges.values():
            if row.rngsubtype == oid:
                found |= {"range": names.get(row.rngtypid, ""), "multirange": names.get(row.rngmultitypid, "")}
        result[name] = {family: each for family, each in found.items() if each}
    result |= {name: {"element": name, **relatives} for name, relatives in constructs.MADE.items()}
    return result


def left_out(proc: PgProc) -> str | None:
    """Why a function is not called."""
    if proc.provolatile == "v":
        return "volatile"
    if proc.proname.startswith(STATISTICS):
        return "the server's work so far"
    return LEFT_OUT_NAMES.get(proc.proname) or LEFT_OUT_SIGNATURES.get(proc.signature)


def hints(name: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The hints for a function's arguments."""
    found: Hints = BY_NAME.get(name, {})
    return tuple(found.items())


MODIFIERS = {"numeric": "655366", "character": "6", "character varying": "6", "interval": "2147418115"}
"""A modifier of a type as its input function takes it, where 5 is none or says little."""


def input_hints(result: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The hints for a type's input function: texts of that type, no other type, and modifiers."""
    known = value_sets().get(result)
    texts = CSTRINGS if known is None else (*known.values, *known.spellings, *known.malformed)
    return (0, texts), (1, ("0",)), (2, ("-1", MODIFIERS.get(result, "5")))


def implemented() -> Iterator[PgProc]:
    """The functions that pgproxy implements, without those left out."""
    signatures = {*declare.FUNCTIONS, *declare.LOWERINGS, *declare.TYPED_LOWERINGS, *declare.SET_RETURNING}
    for signature in sorted(signatures):
        proc = system_catalog().procs_by_signature[signature]
        if not left_out(proc) and proc.prokind == "f":
            yield proc


def functions() -> Iterator[Entry]:
    """Calls of functions."""
    for proc in implemented():
        declared = list(proc.proargtypes)
        if proc.provariadic and declared and proc.provariadic != ANY:
            declared[-1:] = [system_catalog().types[declared[-1]].typelem or declared[-1]] * 2
        for count in range(len(declared) - proc.pronargdefaults, len(declared) + 1):
            for *args, result in spelled_out([*declared[:count], proc.prorettype]):
                if proc.proname in SHOWING_OIDS and not constructs.MADE.keys().isdisjoint(args):
                    continue
                places = ", ".join(f"{{{i}}}" for i in range(len(args)))
                label = f"{proc.proname}({','.join(args)})"
                kind: Kind = "set" if proc.proretset else "scalar"
                name = quote_identifier(proc.proname)
                found = input_hints(result) if args[:1] == ["cstring"] else hints(proc.proname)
                yield Entry(label, f"pg_catalog.{name}({places})", tuple(args), result, found, kind)


def named_arguments() -> Iterator[Entry]:
    """Calls that name their arguments."""
    for proc in implemented():
        for *args, result in spelled_out([*proc.proargtypes, proc.prorettype]):
            yield from constructs.named_arguments(proc, args, result)


def operators() -> Iterator[Entry]:
    """Operators over functions that pgproxy implements."""
    catalog = system_catalog()
    usable = {proc.oid for proc in implemented()}
    for row in catalog.operators.values():
        if row.oprcode in usable:
            yield from operator(row)


def operator(row: PgOperator) -> Iterator[Entry]:
    """The entries of one operator."""
    proc = system_catalog().procs[row.oprcode]
    operands = [row.oprright] if row.oprkind == "l" else [row.oprleft, row.oprright]
    template = f"({row.oprname} {{0}})" if row.oprkind == "l" else f"({{0}} {row.oprname} {{1}})"
    for *args, result in spelled_out([*operands, row.oprresult]):
        label = f"{row.oprname}({','.join(args)})"
        yield Entry(label, template, tuple(args), result, hints(proc.proname))
        if row.oprkind == "b" and result == "boolean":
            array = relations()[args[1]].get("array") if args[1] in relations() else None
            if array:
                for word in ("ANY", "ALL"):
                    yield Entry(f"{word} {label}", f"({{0}} {row.oprname} {word} ({{1}}))", (args[0], array), "boolean")


def casts() -> Iterator[Entry]:
    """Casts between types, to and from text, and to types with modifiers."""
    names = type_names()
    for source, target in system_catalog().casts:
        if source in names and target in names:
            yield cast(names[source], names[target], names[target])
    for name in names.values():
        yield cast(name, "text", "text")
        yield cast("text", name, name)
    for name in names.values():
        for form in value_sets()[name].modified:
            for source in dict.fromkeys((name, "text")):
                yield cast(source, form, name)
    arrays = {name: each["array"] for name, each in relations().items() if "array" in each}
    for source, target in system_catalog().casts:
        if names.get(source) in arrays and names.get(target) in arrays:
            yield cast(arrays[names[source]], arrays[names[target]], arrays[names[target]])


def cast(source: str, written: str, target: str) -> Entry:
    """One cast."""
    return Entry(f"cast({source} as {written})", f"CAST({{0}} AS {written})", (source,), target)


def general(names: Sequence[str]) -> Iterator[Entry]:
    """SQL's own constructs, for every type that they make sense for."""
    for name in names:
        yield Entry(f"CASE {name}", "CASE WHEN {0} THEN {1} ELSE {2} END", ("boolean", name, name), name)
        yield Entry(f"COALESCE {name}", "COALESCE({0}, {1})", (name, name), name)
        yield Entry(f"IS NULL {name}", "({0} IS NULL)", (name,), "boolean")
        for words in ("IS DISTINCT FROM", "IS NOT DISTINCT FROM"):
            yield Entry(f"{words} {name}", f"({{0}} {words} {{1}})", (name, name), "boolean")
        yield Entry(f"IN {name}", "({0} IN ({1}, {2}))", (name, name, name), "boolean")
        yield Entry(f"NOT IN {name}", "({0} NOT IN ({1}, {2}))", (name, name, name), "boolean")
        yield Entry(f"NULLIF {name}", "NULLIF({0}, {1})", (name, name), name)
        yield Entry(f"simple CASE {name}", "CASE {0} WHEN {1} THEN {2} END", (name, name, "text"), "text")
        for word in ("GREATEST", "LEAST"):
            yield Entry(f"{word} {name}", f"{word}({{0}}, {{1}}, {{2}})", (name, name, name), name)
        yield Entry(f"BETWEEN {name}", "({0} BETWEEN {1} AND {2})", (name, name, name), "boolean")
        yield Entry(f"BETWEEN SYMMETRIC {name}", "({0} BETWEEN SYMMETRIC {1} AND {2})", (name, name, name), "boolean")
        yield Entry(f"row < {name}", "(ROW({0}, {1}) < ROW({2}, {3}))", (name, "integer", name, "integer"), "boolean")
        yield Entry(f"row = {name}", "(ROW({0}, {1}) = ROW({2}, {3}))", (name, "text", name, "text"), "boolean")
        yield Entry(f"subquery {name}", "(SELECT {0})", (name,), name)
        yield Entry(f"row to text {name}", "CAST(ROW({0}, {1}) AS text)", (name, "text"), "text")
        array = relations()[name].get("array")
        if array:
            yield Entry(f"ARRAY {name}", "ARRAY[{0}, {1}]", (name, name), array)
            yield Entry(f"ARRAY query {name}", "ARRAY(SELECT {0})", (name,), array)
            yield Entry(f"subscript {name}", "({0})[{1}]", (array, "integer"), name)
            yield Entry(f"slice {name}", "({0})[{1}:{2}]", (array, "integer", "integer"), array)
    yield Entry("AND", "({0} AND {1})", ("boolean", "boolean"), "boolean")
    yield Entry("OR", "({0} OR {1})", ("boolean", "boolean"), "boolean")
    yield Entry("NOT", "(NOT {0})", ("boolean",), "boolean")
    for words in ("IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN"):
        yield Entry(words, f"({{0}} {words})", ("boolean",), "boolean")
    yield Entry("SIMILAR TO", "({0} SIMILAR TO {1})", ("text", "text"), "boolean", ((1, ("a%", "(a|b)_*", "", "%\\")),))
    yield Entry("subscript jsonb", "({0})[{1}]", ("jsonb", "text"), "jsonb", ((1, ("a", "x", "0", "1")),))


def aggregates() -> Iterator[Entry]:
    """Aggregates, plain and with their clauses, and as window functions."""
    signatures = {*declare.AGGREGATES, *declare.AGGREGATE_LOWERINGS, *declare.TYPED_AGGREGATE_LOWERINGS}
    for signature in sorted(signatures):
        proc = system_catalog().procs_by_signature[signature]
        row = system_catalog().aggregates[proc.oid]
        for *args, result in spelled_out([*proc.proargtypes, proc.prorettype]):
            places = [f"{{{i}}}" for i in range(len(args))]
            make = plain_aggregate if row.aggkind == "n" else ordered_set
            for template, kind in make(f"pg_catalog.{proc.proname}", places, row.aggnumdirectargs):
                label = f"{proc.proname}({','.join(args)})"
                yield Entry(label, template, tuple(args), result, hints(proc.proname), kind)


def plain_aggregate(name: str, places: list[str], _direct: int) -> Iterator[tuple[str, Kind]]:
    """The ways of calling an ordinary aggregate."""
    args = ", ".join(places) or "*"
    yield f"{name}({args})", "aggregate"
    yield f"{name}({args}) FILTER (WHERE n < 3)", "aggregate"
    yield f"{name}({args}) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)", "window"
    yield f"{name}({args}) OVER (ORDER BY n DESC)", "window"
    if places:
        yield f"{name}({args} ORDER BY n DESC)", "aggregate"
        yield f"{name}({args} ORDER BY {places[0]}, n)", "aggregate"
    if len(places) == 1:
        yield f"{name}(DISTINCT {args})", "aggregate"


def ordered_set(name: str, places: list[str], direct: int) -> Iterator[tuple[str, Kind]]:
    """The ways of calling an ordered-set aggregate; a hypothetical-set aggregate takes one value and one key."""
    if direct == len(places):
        places = [*places, *places]
    given, keys = ", ".join(places[:direct]), ", ".join(places[direct:])
    if keys:
        yield f"{name}({given}) WITHIN GROUP (ORDER BY {keys})", "aggregate"
        yield f"{name}({given}) WITHIN GROUP (ORDER BY {keys} DESC) FILTER (WHERE n > 1)", "aggregate"


def windows() -> Iterator[Entry]:
    """Window functions."""
    frames = ("ORDER BY n", "PARTITION BY {0} ORDER BY n", "ORDER BY n ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING")
    for proc in (proc for proc in system_catalog().procs.values() if proc.prokind == "w"):
        for *args, result in spelled_out([*proc.proargtypes, proc.prorettype]):
            places = ", ".join(f"{{{i}}}" for i in range(len(args)))
            for frame in frames if args else frames[:1]:
                label = f"{proc.proname}({','.join(args)})"
                template = f"{proc.proname}({places}) OVER ({frame})"
                yield Entry(label, template, tuple(args), result, hints(proc.proname), "window")
