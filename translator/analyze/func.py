"""Functions: which one a call means, and the call with its arguments in place.

Manual: "Function Type Resolution"; PostgreSQL's parse_func.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from translator.analyze.candidates import select_candidate
from translator.analyze.coerce import coerce_type, common_type, pathway
from translator.analyze.dispatch import analyze_expr
from translator.analyze.other_database import refuse_name_elsewhere
from translator.analyze.polymorphic import resolve
from translator.analyze.state import Analysis, ParseState
from translator.analyze.stored import stored_analysis
from translator.catalog.rows import PgProc
from translator.catalog.signature import input_names
from translator.errors import located_at
from translator.errors.objects import ambiguous_function, undefined_aggregate, undefined_function, undefined_schema
from translator.errors.statements import datatype_mismatch
from translator.parser import parse
from translator.query import ArrayExpr, Expr
from translator.types import oids


class Argument(Struct, frozen=True):
    """An actual argument; `name` when written `name => value`."""

    expr: Expr
    name: str | None = None


class Candidate(Struct, frozen=True):
    """One way to call a function: `types` are the declared types in the order of `order`, which says which argument
    goes where.

    `order[i]` is the place among the actual arguments of the i-th declared one, None for a default.
    """

    proc: PgProc
    types: tuple[int, ...]
    order: tuple[int | None, ...]
    spread: int = 0
    """How many trailing actual arguments a variadic parameter takes in."""


class Call(Struct, frozen=True):
    """A resolved call: the function, its arguments coerced, and its actual result type."""

    proc: PgProc
    args: tuple[Expr, ...]
    result: int
    defaults: int
    """How many trailing arguments come from the function's defaults."""
    variadic: bool


def _candidates(procs: Sequence[PgProc], arguments: Sequence[Argument], *, expand: bool) -> list[Candidate]:
    found = []
    for proc in procs:
        candidate = _candidate(proc, arguments, expand=expand)
        if candidate is not None:
            found.append(candidate)
    plain = {candidate.types for candidate in found if not candidate.spread}
    return [candidate for candidate in found if not candidate.spread or candidate.types not in plain]


def _candidate(proc: PgProc, arguments: Sequence[Argument], *, expand: bool) -> Candidate | None:
    given = len(arguments)
    positional = sum(argument.name is None for argument in arguments)
    if positional < given:
        return None if proc.provariadic and expand else _named_candidate(proc, arguments, positional)
    if proc.provariadic and expand and given >= proc.pronargs:
        spread = given - proc.pronargs + 1
        element = proc.provariadic
        types = (*proc.proargtypes[:-1], *([element] * spread))
        return Candidate(proc, types, tuple(range(given)), spread)
    if given > proc.pronargs or given < proc.pronargs - proc.pronargdefaults:
        return None
    order = (*range(given), *([None] * (proc.pronargs - given)))
    return Candidate(proc, tuple(proc.proargtypes), order)


def _named_candidate(proc: PgProc, arguments: Sequence[Argument], positional: int) -> Candidate | None:
    names = input_names(proc)
    if not names:
        return None
    order: list[int | None] = [*range(positional), *([None] * (proc.pronargs - positional))]
    for place in range(positional, len(arguments)):
        name = arguments[place].name
        if name not in names or len(order) > proc.pronargs:
            return None
        slot = names.index(name)
        if order[slot] is not None:
            return None
        order[slot] = place
    required = proc.pronargs - proc.pronargdefaults
    if any(order[slot] is None for slot in range(required)):
        return None
    return Candidate(proc, tuple(proc.proargtypes), tuple(order))


def _ordered_types(candidate: Candidate, arguments: Sequence[Argument]) -> list[int]:
    """The declared types in the order in which the actual arguments were written."""
    types = [0] * len(arguments)
    for slot, place in enumerate(candidate.order):
        if place is not None:
            types[place] = candidate.types[slot]
    return types


def find_function(
    analysis: Analysis,
    name: str,
    schema: str | None,
    arguments: Sequence[Argument],
    location: int,
    *,
    expand: bool = True,
) -> Candidate | int | None:
    """The one candidate that the arguments choose, a type oid when the call is a cast, None when nothing fits.

    Raises PgError 42725 when several fit.
    """
    with located_at(location):
        known = analysis.catalog.procs_named(name, schema)
    candidates = _candidates(known, arguments, expand=expand)
    types = [argument.expr.type for argument in arguments]
    for candidate in candidates:
        if _ordered_types(candidate, arguments) == types:
            return candidate
    cast = _cast_target(analysis, name, schema, arguments)
    if cast:
        return cast
    fitting = select_candidate(analysis, candidates, types, lambda candidate: _ordered_types(candidate, arguments))
    if len(fitting) > 1:
        fitting = [candidate for candidate in fitting if not candidate.spread] or fitting
        fewest = min(len(candidate.order) for candidate in fitting)
        fitting = (
            [candidate for candidate in fitting if len(candidate.order) == fewest]
            if any(None in c.order for c in fitting)
            else fitting
        )
    if len(fitting) > 1:
        written = name if schema is None else f"{schema}.{name}"
        raise ambiguous_function(written, argument_names(analysis, arguments), at=location)
    return fitting[0] if fitting else None


def argument_names(analysis: Analysis, arguments: Sequence[Argument]) -> list[str]:
    """The argument types as error messages print them: `integer`, `x => text`."""
    parts = []
    for argument in arguments:
        kind = analysis.catalog.format_type(argument.expr.type)
        parts.append(f"{argument.name} => {kind}" if argument.name else kind)
    return parts


def resolve_call(
    analysis: Analysis,
    names: Sequence[str],
    arguments: Sequence[Argument],
    location: int,
    *,
    variadic: bool = False,
    ordered: bool = False,
) -> Call | int:
    """The call of a function by its written name; a type oid when it is really a cast, as in `date(x)`.

    ordered: whether ORDER BY among the arguments has several keys, of which some may be meant as arguments.

    Raises PgError 42883 when no function fits, 42725 when the choice is not clear.
    """
    refuse_name_elsewhere(analysis, names, location)
    schema, name = (names[-2], names[-1]) if len(names) > 1 else (None, names[-1])
    candidate = find_function(analysis, name, schema, arguments, location, expand=not variadic)
    if candidate is None:
        if schema is not None and analysis.catalog.namespace(schema) is None:
            raise undefined_schema(schema, at=location)
        undefined = undefined_aggregate if ordered else undefined_function
        raise undefined(".".join(names), argument_names(analysis, arguments), at=location)
    if isinstance(candidate, int):
        return candidate
    return _build(analysis, candidate, arguments, location, variadic=variadic)


def _build(
    analysis: Analysis, candidate: Candidate, arguments: Sequence[Argument], location: int, *, variadic: bool
) -> Call:
    proc = candidate.proc
    slots = range(max((slot + 1 for slot, place in enumerate(candidate.order) if place is not None), default=0))
    places = [candidate.order[slot] for slot in slots]
    given = [
        _default(analysis, proc, slot) if place is None else arguments[place].expr
        for slot, place in zip(slots, places, strict=True)
    ]
    declared = [candidate.types[slot] for slot in slots]
    actual, result = resolve(analysis.catalog, [expr.type for expr in given], declared, proc.prorettype, location)
    if (
        variadic
        and proc.provariadic == oids.ANY
        and not analysis.catalog.array_element(analysis.catalog.base_type(given[-1].type))
    ):
        raise datatype_mismatch("VARIADIC argument must be an array", at=given[-1].at)
    coerced = [coerce_type(analysis, expr, target, -1, "i") for expr, target in zip(given, actual, strict=True)]
    if candidate.spread and proc.provariadic != oids.ANY:
        head, tail = coerced[: -candidate.spread], coerced[-candidate.spread :]
        coerced = [*head, _variadic_array(analysis, tail)]
    defaults = len(candidate.order) - len(slots)
    return Call(proc, tuple(coerced), result, defaults, variadic)


def _default(analysis: Analysis, proc: PgProc, slot: int) -> Expr:
    """What an argument in front of a given one is when it is left out."""
    assert proc.proargdefaults is not None
    text = proc.proargdefaults[slot - proc.pronargs + proc.pronargdefaults]
    node = parse(f"SELECT {text}")[0].node.target_list[0].val
    return analyze_expr(ParseState(stored_analysis(analysis.catalog, analysis.settings), clause="DEFAULT"), node)


def _variadic_array(analysis: Analysis, members: Sequence[Expr]) -> Expr:
    element = common_type(analysis, members, "VARIADIC")
    coerced = tuple(coerce_type(analysis, member, element, -1, "i") for member in members)
    return ArrayExpr(coerced, nested=False, type=analysis.catalog.array_of(element))


def _cast_target(analysis: Analysis, name: str, schema: str | None, arguments: Sequence[Argument]) -> int:
    """The type when a one-argument call is really a cast written as a function, else 0."""
    if len(arguments) != 1 or arguments[0].name is not None:
        return 0
    target = analysis.catalog.find_type(name, schema)
    if target is None:
        return 0
    source = arguments[0].expr.type
    if source == oids.UNKNOWN:
        return target.oid
    found = pathway(analysis, source, target.oid, "e")
    if found is None or found[0] not in ("relabel", "io"):
        return 0
    if found[0] == "io" and analysis.catalog.type(source).typtype == "c" and target.typcategory == "S":
        return 0
    return target.oid
