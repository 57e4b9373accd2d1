"""CREATE AGGREGATE: raw tree to command.  PostgreSQL's DefineAggregate and AggregateCreate."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator import command as c
from translator import own_row_command as o
from translator.analyze.aggregate_arguments import AggregateArguments, aggregate_arguments
from translator.analyze.aggregate_options import AggregateOptions, aggregate_options, require_complete
from translator.analyze.aggregate_support import require_determined, support_function
from translator.analyze.binary_coercible import binary_coercible
from translator.analyze.ddl_drop import Result
from translator.analyze.ddl_operator import exact_operator
from translator.analyze.polymorphic import is_polymorphic
from translator.analyze.privilege import require_owner, require_types
from translator.analyze.qualified_name import new_object_place
from translator.analyze.state import Analysis
from translator.catalog.rows import PgAggregate, PgNamespace, PgProc
from translator.errors import PgError
from translator.errors.objects import invalid_function_definition
from translator.errors.statements import datatype_mismatch
from translator.parser import Node, strings
from translator.types import oids

INTERNAL_LANGUAGE = 12


def create_aggregate(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42P13, 42804, 42883 for what makes no aggregate, 42723, 42501."""
    _ = node.if_not_exists
    name, namespace = new_object_place(analysis, strings(node.defnames), "an aggregate")
    options = aggregate_options(node)
    try:
        rows = _made(analysis, node, name, namespace, options)
    except PgError as error:
        if not options.warnings:
            raise
        node.accept()
        return c.Denied(error, warnings=options.warnings), "CREATE AGGREGATE", None
    return o.StoreRows("CREATE AGGREGATE", rows, options.warnings), "CREATE AGGREGATE", None


def _made(
    analysis: Analysis, node: Node, name: str, namespace: PgNamespace, options: AggregateOptions
) -> tuple[PgProc, PgAggregate]:
    if "hypothetical" in options.flags and (node.oldstyle or int(node.args[1].ival) < 0):
        raise invalid_function_definition("only ordered-set aggregates can be hypothetical")
    require_complete(options)
    arguments = aggregate_arguments(analysis, node, options)
    state = _state_type(analysis, options, "stype")
    _require_serialization(analysis, options, state)
    moving = _state_type(analysis, options, "mstype") if "mstype" in options.types else 0
    _require_initial(analysis, state, options.texts.get("initcond"))
    _require_initial(analysis, moving, options.texts.get("minitcond"))
    parallel = options.parallel
    facts, result = _facts(analysis, arguments, options, state, moving)
    require_types(analysis, (*arguments.types, *filter(None, (state, moving)), result))
    proc = PgProc(
        -1, name, namespace.oid, 0, INTERNAL_LANGUAGE, provariadic=arguments.variadic, prokind="a", proisstrict=False,
        proparallel=parallel, pronargs=len(arguments.types), prorettype=result, proargtypes=arguments.types,
        proallargtypes=arguments.types if arguments.modes else None, proargmodes=arguments.modes,
        proargnames=arguments.names, prosrc="aggregate_dummy",
    )  # fmt: skip
    return _in_place(analysis, proc, facts, replaces=node.replace)


def _state_type(analysis: Analysis, options: AggregateOptions, name: str) -> int:
    """Raises PgError 42P13 for what no state can be of."""
    oid = options.type(analysis, name)
    authority = analysis.settings.authority
    is_internal = oid == oids.INTERNAL and (authority is None or authority.superuser)
    if analysis.catalog.type(oid).typtype == "p" and not is_polymorphic(oid) and not is_internal:
        shown = analysis.catalog.format_type(oid)
        raise invalid_function_definition(f"aggregate transition data type cannot be {shown}")
    return oid


def _require_serialization(analysis: Analysis, options: AggregateOptions, state: int) -> None:
    given = [name in options.names for name in ("serialfunc", "deserialfunc")]
    if all(given) and state != oids.INTERNAL:
        raise invalid_function_definition(
            "serialization functions may be specified only when the aggregate transition data type is internal"
        )
    if any(given) and not all(given):
        raise invalid_function_definition("must specify both or neither of serialization and deserialization functions")


def _require_initial(analysis: Analysis, state: int, text: str | None) -> None:
    """Raises what the type's input function raises for the text of a first state."""
    if text is not None and state and analysis.catalog.type(state).typtype != "p":
        analysis.catalog.datatype(analysis.catalog.base_type(state)).parse(text, analysis.settings)


def _facts(
    analysis: Analysis, arguments: AggregateArguments, options: AggregateOptions, state: int, moving: int
) -> tuple[PgAggregate, int]:
    """The row of pg_aggregate, and the type of the result."""
    kind = "h" if "hypothetical" in options.flags else arguments.kind
    types, direct = arguments.types, arguments.direct
    require_determined(analysis, state, types, "transition")
    require_determined(analysis, moving, types, "transition")
    _require_ordered_set(arguments, kind)
    aggregated = types if kind == "n" else types[direct:] or types[-1:] if arguments.variadic else types[direct:]
    initial, mobile_initial = options.texts.get("initcond"), options.texts.get("minitcond")
    step = _step(analysis, options, "sfunc", arguments, aggregated, state, initial)
    facts = PgAggregate(
        -1, kind, direct, step.oid, aggtranstype=state, aggtransspace=options.spaces.get("sspace", 0),
        aggmtranstype=moving, aggmtransspace=options.spaces.get("msspace", 0), agginitval=initial,
        aggminitval=mobile_initial, aggfinalextra="finalfunc_extra" in options.flags,
        aggmfinalextra="mfinalfunc_extra" in options.flags,
        aggfinalmodify=options.modifies.get("finalfunc_modify", "r" if kind == "n" else "w"),
        aggmfinalmodify=options.modifies.get("mfinalfunc_modify", "r" if kind == "n" else "w"),
    )  # fmt: skip
    if moving:
        forward = _step(analysis, options, "msfunc", arguments, aggregated, moving, mobile_initial)
        back, made = _support(analysis, options, "minvfunc", (moving, *aggregated), arguments.variadic)
        _require_result(analysis, options, "minvfunc", made, moving, "inverse transition")
        if forward.proisstrict != back.proisstrict:
            raise invalid_function_definition(
                "strictness of aggregate's forward and inverse transition functions must match"
            )
        facts = replace(facts, aggmtransfn=forward.oid, aggminvtransfn=back.oid)
    final, result = _final(analysis, options, "finalfunc", arguments, kind, state)
    facts = replace(facts, aggfinalfn=final, **_partial(analysis, options, state))
    require_determined(analysis, result, types, "result")
    if result == oids.INTERNAL and oids.INTERNAL not in types:
        detail = "A result of type internal requires at least one input of type internal."
        raise invalid_function_definition('unsafe use of pseudo-type "internal"', detail=detail)
    if moving:
        mobile, mobile_result = _final(analysis, options, "mfinalfunc", arguments, kind, moving)
        if mobile_result != result:
            name = analysis.catalog.format_type
            raise invalid_function_definition(
                f"moving-aggregate implementation returns type {name(mobile_result)}, "
                f"but plain implementation returns type {name(result)}"
            )
        facts = replace(facts, aggmfinalfn=mobile)
    return replace(facts, aggsortop=_sort_operator(analysis, options, types)), result


def _require_ordered_set(arguments: AggregateArguments, kind: str) -> None:
    types, direct = arguments.types, arguments.direct
    if kind != "n" and arguments.variadic and arguments.variadic != oids.ANY and direct < len(types):
        raise PgError("0A000", "a variadic ordered-set aggregate must use VARIADIC type ANY")
    if kind == "h" and not arguments.variadic and types[:direct][-(len(types) - direct) :] != types[direct:]:
        raise invalid_function_definition(
            "a hypothetical-set aggregate must have direct arguments matching its aggregated arguments"
        )


def _support(
    analysis: Analysis, options: AggregateOptions, name: str, types: Sequence[int], variadic: int = 0
) -> tuple[PgProc, int]:
    return support_function(analysis, options.names[name], types, variadic)


def _require_result(
    analysis: Analysis, options: AggregateOptions, name: str, made: int, wanted: int, word: str
) -> None:
    if made != wanted:
        shown = ".".join(options.names[name])
        raise datatype_mismatch(f"return type of {word} function {shown} is not {analysis.catalog.format_type(wanted)}")


def _step(
    analysis: Analysis, options: AggregateOptions, name: str, arguments: AggregateArguments,
    aggregated: Sequence[int], state: int, initial: str | None,
) -> PgProc:  # fmt: skip
    """The transition function."""
    proc, made = _support(analysis, options, name, (state, *aggregated), arguments.variadic)
    _require_result(analysis, options, name, made, state, "transition")
    first = arguments.types[:1]
    if proc.proisstrict and initial is None and not (first and binary_coercible(analysis.catalog, first[0], state)):
        raise invalid_function_definition(
            "must not omit initial value when transition function is strict and transition type is not compatible "
            "with input type"
        )
    return proc


def _final(
    analysis: Analysis, options: AggregateOptions, name: str, arguments: AggregateArguments, kind: str, state: int
) -> tuple[int, int]:
    """The final function, 0 for none, and the type of what it makes."""
    if name not in options.names:
        return 0, state
    extra = f"{name}_extra" in options.flags
    takes = arguments.types if extra else arguments.types[: arguments.direct] if kind != "n" else ()
    proc, result = _support(analysis, options, name, (state, *takes), arguments.variadic if extra else 0)
    if extra and proc.proisstrict:
        raise invalid_function_definition("final function with extra arguments must not be declared STRICT")
    return proc.oid, result


def _partial(analysis: Analysis, options: AggregateOptions, state: int) -> dict[str, int]:
    """The functions that put together what was aggregated in parts."""
    found: dict[str, int] = {}
    for name, column, takes, makes, word in (
        ("combinefunc", "aggcombinefn", (state, state), state, "combine"),
        ("serialfunc", "aggserialfn", (oids.INTERNAL,), oids.BYTEA, "serialization"),
        ("deserialfunc", "aggdeserialfn", (oids.BYTEA, oids.INTERNAL), oids.INTERNAL, "deserialization"),
    ):
        if name not in options.names:
            continue
        proc, made = _support(analysis, options, name, takes)
        _require_result(analysis, options, name, made, makes, word)
        if name == "combinefunc" and state == oids.INTERNAL and proc.proisstrict:
            raise invalid_function_definition(
                "combine function with transition type internal must not be declared STRICT"
            )
        found[column] = proc.oid
    return found


def _sort_operator(analysis: Analysis, options: AggregateOptions, types: Sequence[int]) -> int:
    if "sortop" not in options.names:
        return 0
    if len(types) != 1:
        raise invalid_function_definition("sort operator can only be specified for single-argument aggregates")
    return exact_operator(analysis, options.names["sortop"], types[0], types[0]).oid


def _in_place(analysis: Analysis, proc: PgProc, facts: PgAggregate, *, replaces: bool) -> tuple[PgProc, PgAggregate]:
    """The rows of a new aggregate, or those that OR REPLACE puts in the place of an old one."""
    catalog = analysis.catalog
    named = (known for known in catalog.procs_in(proc.pronamespace) if known.proname == proc.proname)
    old = next((known for known in named if known.proargtypes == proc.proargtypes), None)
    if old is None:
        return proc, facts
    if not replaces:
        raise PgError("42723", f'function "{proc.proname}" already exists with same argument types')
    require_owner(analysis, old.proowner, "aggregate" if old.prokind == "a" else "function", old.proname)
    if old.prokind != "a":
        detail = f'"{proc.proname}" is a {"window " if old.prokind == "w" else ""}function.'
        raise PgError("42809", "cannot change routine kind", detail=detail)
    if old.prorettype != proc.prorettype:
        raise invalid_function_definition(
            "cannot change return type of existing function", hint=_drop_first(analysis, old)
        )
    before = catalog.aggregate(old.oid)
    if (before.aggkind, before.aggnumdirectargs) != (facts.aggkind, facts.aggnumdirectargs):
        raise PgError("42809", "cannot change routine kind", detail=_kind_of(old.proname, before.aggkind))
    for before_name, name in zip(old.proargnames or (), proc.proargnames or ("",) * proc.pronargs, strict=False):
        if before_name and before_name != name:
            message = f'cannot change name of input parameter "{before_name}"'
            raise invalid_function_definition(message, hint=_drop_first(analysis, old))
    kept = replace(proc, oid=old.oid, proowner=old.proowner, proacl=old.proacl)
    return kept, replace(facts, aggfnoid=old.oid)


def _drop_first(analysis: Analysis, old: PgProc) -> str:
    types = ",".join(map(analysis.catalog.format_type, old.proargtypes))
    return f"Use DROP AGGREGATE {old.proname}({types}) first."


def _kind_of(name: str, kind: str) -> str:
    words = {"n": "an ordinary aggregate", "o": "an ordered-set aggregate", "h": "a hypothetical-set aggregate"}
    return f'"{name}" is {words[kind]}.'
