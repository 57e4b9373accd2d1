"""Function calls in expressions: plain functions, aggregates, window functions, and casts written as calls."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze import dispatch as expressions
from translator.analyze.aggregate_call import (
    analyze_aggregate,
    analyze_filter,
    analyze_ordered_set,
)
from translator.analyze.clause import NO_SETS, NO_WINDOWS
from translator.analyze.coerce import coerce_or_fail
from translator.analyze.func import Argument, Call, argument_names, find_function, resolve_call
from translator.analyze.polymorphic import is_polymorphic, resolve
from translator.analyze.state import ParseState
from translator.analyze.window import analyze_window
from translator.catalog.signature import output_columns
from translator.errors import PgError
from translator.errors.statements import set_inside_aggregate, set_not_allowed
from translator.parser import Node, strings
from translator.query import ColumnDef, Expr, FieldSelect, FuncExpr, Param, RowExpr, WindowFunc, sets_in, walk
from translator.types import oids

MAX_ARGUMENTS = 100


@expressions.expression("FuncCall")
def analyze_call(state: ParseState, node: Node) -> Expr:
    names = strings(node.funcname)
    arguments = written_arguments(state, node)
    if node.agg_within_group:
        return analyze_ordered_set(state, node, names, arguments)
    if node.agg_star and not arguments:
        return _aggregate_or_window(state, node, names, _call(state, names, [], node), star=True)
    if len(arguments) == 1 and len(names) == 1 and not node.has("agg_distinct") and not node.over:
        field = _field_as_function(state, names[0], arguments[0].expr)
        if field is not None:
            return field
    return _called(state, node, names, arguments, _call(state, names, arguments, node))


def written_arguments(state: ParseState, node: Node) -> list[Argument]:
    arguments: list[Argument] = []
    wrong: PgError | None = None
    for arg in node.args:
        named = arg.tag == "NamedArgExpr"
        expr = expressions.analyze_expr(state, arg.arg if named else arg)
        if named and any(known.name == arg.name for known in arguments):
            wrong = wrong or PgError("42601", f'argument name "{arg.name}" used more than once', location=arg.location)
        elif not named and arguments and arguments[-1].name is not None:
            wrong = wrong or PgError("42601", "positional argument cannot follow named argument", location=expr.at)
        elif named:
            arguments.append(Argument(expr, arg.name))
        elif not (isinstance(expr, Param) and expr.type == oids.VOID):  # JDBC's place for the result
            arguments.append(Argument(expr))
    if wrong is not None:  # what is wrong with any of them comes first
        raise wrong
    if len(arguments) > MAX_ARGUMENTS:
        message = f"cannot pass more than {MAX_ARGUMENTS} arguments to a function"
        raise PgError("54023", message, location=node.location)
    return arguments


def _call(state: ParseState, names: Sequence[str], arguments: Sequence[Argument], node: Node) -> Call | int:
    keys = 0 if node.agg_within_group else len(node.agg_order)
    return resolve_call(state.analysis, names, arguments, node.location, variadic=node.func_variadic, ordered=keys > 1)


def _field_as_function(state: ParseState, name: str, arg: Expr) -> Expr | None:
    """`column(row)` is another spelling of `row.column`."""
    if isinstance(arg, RowExpr) and name in arg.names:
        place = arg.names.index(name)
        field = arg.args[place]
        return (
            field if arg.whole else FieldSelect(arg, place, name, type=field.type, typmod=field.typmod, location=arg.at)
        )
    for index, attribute in enumerate(state.catalog.row_attributes(arg.type)):
        if attribute.name == name:
            return FieldSelect(arg, index, name, type=attribute.type, typmod=attribute.typmod, location=arg.at)
    return None


def column_as_function(state: ParseState, arg: Expr, name: str, location: int) -> Expr | None:
    """`arg.name` is another spelling of `name(arg)` where `arg` has no such column; None where no function fits."""
    node = Node("FuncCall", {"funcname": (Node("String", {"sval": name}),), "location": location})
    arguments = [Argument(arg)]
    try:
        if find_function(state.analysis, name, None, arguments, location) is None:
            return None
    except PgError as error:
        if error.sqlstate != "42725":
            raise
        return None
    return _called(state, node, [name], arguments, _call(state, [name], arguments, node))


def _called(
    state: ParseState, node: Node, names: Sequence[str], arguments: Sequence[Argument], call: Call | int
) -> Expr:
    """The call of what was found: a cast, an aggregate, a window function or another function."""
    if isinstance(call, int):
        only = arguments[0].expr
        return coerce_or_fail(state.analysis, only, call, -1, "e", explicit=True, location=node.location)
    if call.proc.prokind in ("a", "w") or node.over is not None:
        return _aggregate_or_window(state, node, names, call, star=False)
    return _plain(state, node, names, call)


def _plain(state: ParseState, node: Node, names: Sequence[str], call: Call) -> Expr:
    for field, word in (
        ("agg_distinct", "DISTINCT"),
        ("agg_order", "ORDER BY"),
        ("agg_filter", "FILTER"),
        ("agg_star", "(*)"),
    ):
        if not getattr(node, field):
            continue
        name = ".".join(names)
        if field == "agg_star":
            raise PgError(
                "42809", f"{name}(*) specified, but {name} is not an aggregate function", location=node.location
            )
        raise PgError("42809", f"{word} specified, but {name} is not an aggregate function", location=node.location)
    if call.proc.prokind == "p":
        raise PgError(
            "42809",
            f"{_signature(state, call, names)} is a procedure",
            hint="To call a procedure, use CALL.",
            location=node.location,
        )
    if call.proc.proretset:
        _check_set_place(state, node)
    return _func_expr(state, call, node.location, sql_syntax=node.funcformat == "COERCE_SQL_SYNTAX")


def _check_set_place(state: ParseState, node: Node) -> None:
    """Not every clause may hold a set-returning function."""
    state.analysis.sets += 1
    place = NO_SETS.get(state.clause)
    if place is not None:
        raise set_not_allowed(place, at=node.location)


def _signature(state: ParseState, call: Call, names: Sequence[str]) -> str:
    return f"{'.'.join(names)}({', '.join(argument_names(state.analysis, [Argument(arg) for arg in call.args]))})"


def _func_expr(state: ParseState, call: Call, location: int, *, sql_syntax: bool = False) -> FuncExpr:
    columns = _resolved_outputs(state, call)
    return FuncExpr(
        call.proc, call.args, columns=columns, variadic=call.variadic, sql_syntax=sql_syntax,
        type=call.result, location=location,
    )  # fmt: skip


def _resolved_outputs(state: ParseState, call: Call) -> tuple[ColumnDef, ...]:
    """The columns of a row-valued call some of whose types depend on the arguments'; else none."""
    outputs = output_columns(call.proc)
    if len(outputs) < 2 or not any(is_polymorphic(oid) for _, oid in outputs):
        return ()
    given, declared = [arg.type for arg in call.args], call.proc.proargtypes
    return tuple(ColumnDef(name, resolve(state.catalog, given, declared, oid, -1)[1]) for name, oid in outputs)


def call_function(
    state: ParseState, name: str, args: Sequence[Expr], location: int, *, variadic: bool = False
) -> FuncExpr:
    """A call of a pg_catalog function that the grammar implies."""
    arguments = [Argument(arg) for arg in args]
    call = resolve_call(state.analysis, ["pg_catalog", name], arguments, location, variadic=variadic)
    assert not isinstance(call, int)
    return _func_expr(state, call, location)


def _aggregate_or_window(state: ParseState, node: Node, names: Sequence[str], call: Call | int, *, star: bool) -> Expr:
    name = ".".join(names)
    assert not isinstance(call, int)
    if any(arg.tag == "NamedArgExpr" for arg in node.args):
        word = "aggregates" if call.proc.prokind == "a" else "window functions"
        raise PgError("0A000", f"{word} cannot use named arguments", location=node.location)
    if star and call.proc.prokind not in ("a", "w"):
        raise PgError("42809", f"{name}(*) specified, but {name} is not an aggregate function", location=node.location)
    if not star and call.proc.prokind == "a" and not call.args and not node.over:
        raise PgError(
            "42809", f"{name}(*) must be used to call a parameterless aggregate function", location=node.location
        )
    if node.over is not None:
        return _window_function(state, node, name, call, star=star)
    if call.proc.prokind == "w":
        raise PgError("42809", f"window function {name} requires an OVER clause", location=node.location)
    return analyze_aggregate(state, node, call, star=star)


def _window_function(state: ParseState, node: Node, name: str, call: Call, *, star: bool) -> Expr:
    if call.proc.prokind not in ("a", "w"):
        raise PgError(
            "42809",
            f"OVER specified, but {name} is not a window function nor an aggregate function",
            location=node.location,
        )
    if node.agg_distinct:
        raise PgError("0A000", "DISTINCT is not implemented for window functions", location=node.location)
    if node.agg_order:
        raise PgError("0A000", "aggregate ORDER BY is not implemented for window functions", location=node.location)
    if state.clause not in ("SELECT", "ORDER BY", "DISTINCT ON"):
        where = NO_WINDOWS.get(state.clause, state.clause)
        raise PgError("42P20", f"window functions are not allowed in {where}", location=node.location)
    for nested in (part for arg in call.args for part in walk(arg) if isinstance(part, WindowFunc)):
        raise PgError("42P20", "window function calls cannot be nested", location=nested.location)
    for inner in (found for arg in call.args for found in sets_in(arg)):
        raise set_inside_aggregate("window", at=inner.location)
    if call.proc.prokind == "w" and node.agg_filter is not None:
        raise PgError("0A000", "FILTER is not implemented for non-aggregate window functions", location=node.location)
    if call.proc.prokind == "a" and state.catalog.aggregate(call.proc.oid).aggkind != "n":
        raise PgError("0A000", f"OVER is not supported for ordered-set aggregate {name}", location=node.location)
    window = analyze_window(state, node.over)
    state.has_windows = True
    return WindowFunc(
        call.proc,
        call.args,
        star,
        analyze_filter(state, node),
        window,
        level=state.level,
        type=call.result,
        location=node.location,
    )
