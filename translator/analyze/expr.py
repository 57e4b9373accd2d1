"""Expressions: raw parse tree to typed expression, one function per node kind.  PostgreSQL's parse_expr."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator.analyze.coerce import (
    coerce,
    coerce_or_fail,
    coerce_to_boolean,
    coerce_to_common,
    coerce_to_specific,
    common_type,
    common_typmod,
)
from translator.analyze.collation import named_collation
from translator.analyze.column import find_relation, resolve_column, whole_row
from translator.analyze.constant import analyze_constant
from translator.analyze.dispatch import analyze_expr, analyze_exprs, expression
from translator.analyze.funccall import call_function, column_as_function
from translator.analyze.oper import make_operator
from translator.analyze.state import Analysis, ParseState
from translator.analyze.typename import resolve_type
from translator.catalog.signature import output_columns
from translator.errors import PgError
from translator.errors.notices import precision_reduced
from translator.errors.objects import wrong_object_type
from translator.errors.statements import (
    MAX_ENTRIES,
    cannot_cast,
    datatype_mismatch,
    feature_not_supported,
    set_as_argument,
    set_not_allowed,
    too_many_entries,
    undefined_column,
    unsupported_xml,
)
from translator.parser import Node, strings
from translator.query import (
    ArrayExpr,
    BooleanTest,
    BoolExpr,
    CaseExpr,
    CoalesceExpr,
    CollateExpr,
    ColumnDef,
    Const,
    CurrentOf,
    Expr,
    FieldSelect,
    FuncExpr,
    MinMaxExpr,
    NullTest,
    RowExpr,
    SetToDefault,
    SubscriptExpr,
    Var,
    sets_in,
)
from translator.types import oids
from translator.types.array import too_many_dimensions
from translator.types.array_literal import MAX_DIMENSIONS


@expression("A_Const")
def _constant(state: ParseState, node: Node) -> Expr:
    return analyze_constant(state.analysis, node)


@expression("ParamRef")
def _param(state: ParseState, node: Node) -> Expr:
    return state.analysis.param(node.number, node.location)


@expression("ColumnRef")
def _column(state: ParseState, node: Node) -> Expr:
    fields = node.fields
    if fields[-1].tag == "A_Star":
        names = strings(fields[:-1])
        item = find_relation(state, names[-1], names[-2] if len(names) > 1 else None, node.location) if names else None
        if item is None:
            raise PgError("42601", 'row expansion via "*" is not supported here', location=node.location)
        return whole_row(state, item, node.location)
    return resolve_column(state, strings(fields), node.location)


@expression("BoolExpr")
def _bool_expr(state: ParseState, node: Node) -> Expr:
    name = {"AND_EXPR": "and", "OR_EXPR": "or", "NOT_EXPR": "not"}[node.boolop]
    args = [coerce_to_boolean(state.analysis, analyze_expr(state, arg), name.upper()) for arg in node.args]
    return BoolExpr(name, tuple(args), type=oids.BOOL, location=node.location)


@expression("NullTest")
def _null_test(state: ParseState, node: Node) -> Expr:
    arg = analyze_expr(state, node.arg)
    is_null = node.nulltesttype == "IS_NULL"
    row = state.catalog.holds_rows(arg.type)
    return NullTest(arg, is_null, row, type=oids.BOOL, location=node.location)


_BOOLEAN_TESTS = {
    "IS_TRUE": (1, False, "IS TRUE"),
    "IS_NOT_TRUE": (1, True, "IS NOT TRUE"),
    "IS_FALSE": (0, False, "IS FALSE"),
    "IS_NOT_FALSE": (0, True, "IS NOT FALSE"),
    "IS_UNKNOWN": (None, False, "IS UNKNOWN"),
    "IS_NOT_UNKNOWN": (None, True, "IS NOT UNKNOWN"),
}


@expression("BooleanTest")
def _boolean_test(state: ParseState, node: Node) -> Expr:
    value, negated, name = _BOOLEAN_TESTS[node.booltesttype]
    arg = coerce_to_boolean(state.analysis, analyze_expr(state, node.arg), name)
    return BooleanTest(arg, value, negated, type=oids.BOOL, location=node.location)


@expression("CaseExpr")
def _case(state: ParseState, node: Node) -> Expr:
    analysis = state.analysis
    sets = analysis.sets
    subject = analyze_expr(state, node.arg) if node.arg is not None else None
    if subject is not None and subject.type == oids.UNKNOWN:
        subject = coerce_or_fail(analysis, subject, oids.TEXT, -1, "i", explicit=False)
    conditions, results = [], []
    for when in node.args:
        condition = analyze_expr(state, when.expr)
        if subject is None:
            conditions.append(coerce_to_boolean(analysis, condition, "CASE/WHEN"))
        else:
            compared = make_operator(analysis, "=", subject, condition, when.location)
            conditions.append(coerce_to_specific(analysis, compared, oids.BOOL, "CASE/WHEN"))
            if analysis.sets > sets and any(sets_in(condition)):
                raise set_as_argument("CASE/WHEN", at=when.location)
        results.append(analyze_expr(state, when.result))
    default: Expr = Const(None, type=oids.UNKNOWN, location=node.location)
    if node.defresult is not None:
        default = analyze_expr(state, node.defresult)
    chosen = common_type(analysis, [default, *results], "CASE")
    default = coerce_to_common(analysis, default, chosen, "CASE/ELSE")
    results = [coerce_to_common(analysis, result, chosen, "CASE/WHEN") for result in results]
    typmod = common_typmod([default, *results], chosen)
    case = CaseExpr(
        tuple(zip(conditions, results, strict=True)), default, simple=subject is not None,
        type=chosen, typmod=typmod, location=node.location,
    )  # fmt: skip
    return _without_sets(analysis, sets, case, "CASE")


def _without_sets(analysis: Analysis, before: int, expr: Expr, construct: str) -> Expr:
    """The expression, unless set-returning calls were met in it since there were `before`."""
    if analysis.sets > before:
        for call in sets_in(expr):
            raise set_not_allowed(construct, at=call.location, movable=True)
    return expr


@expression("CoalesceExpr")
def _coalesce(state: ParseState, node: Node) -> Expr:
    sets = state.analysis.sets
    args = analyze_exprs(state, node.args)
    chosen = common_type(state.analysis, args, "COALESCE")
    coerced = tuple(coerce_to_common(state.analysis, arg, chosen, "COALESCE") for arg in args)
    coalesce = CoalesceExpr(coerced, type=chosen, typmod=common_typmod(coerced, chosen), location=node.location)
    return _without_sets(state.analysis, sets, coalesce, "COALESCE")


@expression("MinMaxExpr")
def _min_max(state: ParseState, node: Node) -> Expr:
    name = "GREATEST" if node.op == "IS_GREATEST" else "LEAST"
    args = analyze_exprs(state, node.args)
    chosen = common_type(state.analysis, args, name)
    coerced = tuple(coerce_to_common(state.analysis, arg, chosen, name) for arg in args)
    operator = state.catalog.btree_operator(chosen, 5 if name == "GREATEST" else 1)
    return MinMaxExpr(
        name == "GREATEST",
        operator,
        coerced,
        type=chosen,
        typmod=common_typmod(coerced, chosen),
        location=node.location,
    )


@expression("TypeCast")
def _cast(state: ParseState, node: Node) -> Expr:
    analysis = state.analysis
    target, typmod = resolve_type(analysis, node.type_name)
    element = analysis.catalog.array_element(target)
    if element and node.arg.tag == "A_ArrayExpr":
        arg = array_expr(state, node.arg, element, target)
    else:
        arg = analyze_expr(state, node.arg)
    location = node.location if node.location >= 0 else node.type_name.location
    result = coerce(analysis, arg, target, typmod, "e", explicit=True, location=location)
    if result is None:
        names = analysis.catalog.format_type
        raise cannot_cast(names(arg.type), names(target), at=location)
    return result


@expression("CollateClause")
def _collate(state: ParseState, node: Node) -> Expr:
    arg = analyze_expr(state, node.arg)
    catalog = state.catalog
    if arg.type == oids.UNKNOWN:
        arg = coerce_or_fail(state.analysis, arg, oids.TEXT, -1, "i", explicit=False)
    if not catalog.type(catalog.base_type(arg.type)).typcollation:
        raise datatype_mismatch(
            f"collations are not supported by type {catalog.format_type(arg.type)}", at=node.location
        )
    names = strings(node.collname)
    collation = named_collation(state.analysis, names, node.location)
    state.analysis.collates = True
    return CollateExpr(arg, collation, type=arg.type, typmod=arg.typmod, location=node.location)


@expression("RowExpr")
def _row(state: ParseState, node: Node) -> Expr:
    args: list[Expr] = []
    for arg in node.args:
        expr = analyze_expr(state, arg)
        if arg.tag == "ColumnRef" and arg.fields[-1].tag == "A_Star" and isinstance(expr, RowExpr):
            args.extend(expr.args)
        else:
            args.append(expr)
    if node.row_format == "COERCE_IMPLICIT_CAST" and node.colnames:
        raise feature_not_supported("named row fields", at=node.location)
    if len(args) > MAX_ENTRIES:
        raise too_many_entries("ROW expressions", at=node.location)
    return RowExpr(
        tuple(args), tuple(f"f{i}" for i in range(1, len(args) + 1)), type=oids.RECORD, location=node.location
    )


@expression("A_ArrayExpr")
def _array(state: ParseState, node: Node) -> Expr:
    return array_expr(state, node, 0, 0)


def array_expr(state: ParseState, node: Node, element: int, array: int) -> Expr:
    """ARRAY[...]; `element` and `array` are the types a cast around it asks for, 0 where nothing does."""
    analysis = state.analysis
    members: list[Expr] = []
    nested = False
    for item in node.elements:
        if item.tag == "A_ArrayExpr":
            members.append(array_expr(state, item, element, array))
            nested = True
        else:
            member = analyze_expr(state, item)
            is_vector = member.type in (oids.INT2VECTOR, oids.OIDVECTOR)
            nested = nested or (not is_vector and bool(analysis.catalog.array_element(member.type)))
            members.append(member)
    if not members and not array:
        raise PgError(
            "42P18",
            "cannot determine type of empty array",
            hint="Explicitly cast to the desired type, for example ARRAY[]::integer[].",
            location=node.location,
        )
    if array:
        target = array if nested else element
        coerced = [coerce_or_fail(analysis, member, target, -1, "e", explicit=True) for member in members]
    else:
        target = common_type(analysis, members, "ARRAY")
        array = target if nested else analysis.catalog.array_of(target)
        if not array:
            raise PgError(
                "42704",
                f"could not find array type for data type {analysis.catalog.format_type(target)}",
                location=node.location,
            )
        coerced = [coerce_to_common(analysis, member, target, "ARRAY") for member in members]
    typmod = common_typmod(coerced, array if nested else target)
    return ArrayExpr(tuple(coerced), nested, type=array, typmod=typmod, location=node.location)


@expression("A_Indirection")
def _indirection(state: ParseState, node: Node) -> Expr:
    base = analyze_expr(state, node.arg)
    return apply_indirection(state, base, node.indirection)


def apply_indirection(state: ParseState, base: Expr, steps: Sequence[Node]) -> Expr:
    """Subscripts and field selections after an expression."""
    position = 0
    while position < len(steps):
        if steps[position].tag == "A_Indices":
            end = position
            while end < len(steps) and steps[end].tag == "A_Indices":
                end += 1
            base = _subscript(state, base, steps[position:end])
            position = end
        elif steps[position].tag == "String":
            base = select_field(state, base, steps[position].sval)
            position += 1
        else:
            raise PgError("42601", 'row expansion via "*" is not supported here', location=base.at)
    return base


def _subscript(state: ParseState, base: Expr, steps: Sequence[Node]) -> Expr:
    analysis = state.analysis
    element = analysis.catalog.array_element(analysis.catalog.base_type(base.type))
    if not element:
        if analysis.catalog.base_type(base.type) == oids.JSONB:
            return _jsonb_subscript(state, base, steps)
        if fixed := analysis.catalog.fixed_element(analysis.catalog.base_type(base.type)):
            lower, upper = subscript_bounds(state, steps)
            return SubscriptExpr(base, lower, upper, type=fixed if lower is None else base.type, location=base.at)
        raise datatype_mismatch(
            f"cannot subscript type {analysis.catalog.format_type(base.type)} because it does not support subscripting",
            at=base.at,
        )
    lower, upper = subscript_bounds(state, steps)
    sliced = lower is not None
    vector_element = analysis.catalog.type(base.type).typelem
    vector = base.type in (oids.INT2VECTOR, oids.OIDVECTOR)
    whole = analysis.catalog.array_of(element) if vector else base.type
    return SubscriptExpr(
        base,
        lower,
        upper,
        type=whole if sliced else vector_element or element,
        typmod=base.typmod,
        location=base.at,
    )


def _jsonb_subscript(state: ParseState, base: Expr, steps: Sequence[Node]) -> Expr:
    """`document['key'][0]`: what stands at that path."""
    path, _ = jsonb_path(state, steps)
    array = ArrayExpr(path, nested=False, type=state.catalog.array_of(oids.TEXT))
    base = coerce_or_fail(state.analysis, base, oids.JSONB, -1, "i", explicit=False)
    call = call_function(state, "jsonb_extract_path", [base, array], base.at, variadic=True)
    return replace(call, sql_syntax=True) if isinstance(call, FuncExpr) else call


def jsonb_path(state: ParseState, steps: Sequence[Node]) -> tuple[tuple[Expr, ...], bool]:
    """The subscripts of a jsonb document as text, and whether the first is an integer.  Raises PgError 42804."""
    numbered = False
    path: list[Expr] = []
    if any(step.is_slice for step in steps):
        bound = steps[0].uidx or steps[0].lidx
        at = -1 if bound is None else analyze_expr(state, bound).at
        raise datatype_mismatch("jsonb subscript does not support slices", at=at)
    for step in steps:
        index = _subscripted_by(state, step.uidx)
        target = oids.INT4 if index.type in (oids.INT2, oids.INT4) else oids.TEXT
        coerced = coerce(state.analysis, index, target, -1, "i")
        if coerced is None:
            raise datatype_mismatch(
                f"subscript type {state.catalog.format_type(index.type)} is not supported",
                hint="jsonb subscript must be coercible to either integer or text.",
                at=index.at,
            )
        numbered = numbered or (not path and target == oids.INT4)
        path.append(coerce_or_fail(state.analysis, coerced, oids.TEXT, -1, "e", explicit=True))
    return tuple(path), numbered


def _subscripted_by(state: ParseState, node: Node) -> Expr:
    if node.tag == "SetToDefault":
        raise _misplaced_default(node)
    return analyze_expr(state, node)


Bounds = tuple[Expr | None, ...]


def subscript_bounds(state: ParseState, steps: Sequence[Node]) -> tuple[Bounds | None, Bounds]:
    """Lower bounds, None unless there is a slice, and upper ones; a single subscript among slices goes from 1."""

    def bound(node: Node | None) -> Expr | None:
        if node is None:
            return None
        index = _subscripted_by(state, node)
        coerced = coerce(state.analysis, index, oids.INT4, -1, "a")
        if coerced is None:
            raise datatype_mismatch("array subscript must have type integer", at=index.at)
        return coerced

    if len(steps) > MAX_DIMENSIONS:
        raise too_many_dimensions(len(steps))
    sliced = any(step.is_slice for step in steps)
    lower = tuple(bound(step.lidx) if step.is_slice else Const(1, type=oids.INT4) for step in steps) if sliced else None
    return lower, tuple(bound(step.uidx) for step in steps)


def _origin(expr: Expr) -> Expr:
    """What a column of a subquery or a join is computed from, as far down as it is handed through."""
    while isinstance(expr, Var) and expr.attno > 0:
        query = expr.rte.subquery if expr.rte.cte is None else expr.rte.cte.query
        if expr.rte.join_columns:
            expr = expr.rte.join_columns[expr.attno - 1]
        elif query is not None and expr.attno <= len(query.columns):
            expr = query.columns[expr.attno - 1].expr
        else:
            break
    return expr


def row_columns(state: ParseState, base: Expr) -> Sequence[ColumnDef]:
    """The columns of a row value: those of its type, or of the function or the ROW() that gives it."""
    attributes = state.catalog.row_attributes(base.type)
    if attributes:
        return [ColumnDef(attribute.name, attribute.type, attribute.typmod) for attribute in attributes]
    base = _origin(base)
    if isinstance(base, RowExpr):
        return [ColumnDef(name, arg.type, arg.typmod) for name, arg in zip(base.names, base.args, strict=True)]
    if not isinstance(base, FuncExpr):
        return ()
    if base.columns:
        return base.columns
    outputs = output_columns(base.proc)
    return [ColumnDef(name, oid) for name, oid in outputs] if len(outputs) > 1 else ()


def select_field(state: ParseState, base: Expr, name: str) -> Expr:
    """`(row).name`."""
    if isinstance(base, RowExpr) and base.whole is not None and name in base.names:
        return base.args[base.names.index(name)]
    for index, field in enumerate(row_columns(state, base)):
        if field.name == name:
            return FieldSelect(base, index, name, type=field.type, typmod=field.typmod, location=base.at)
    if (call := column_as_function(state, base, name, base.at)) is not None:
        return call
    names = state.catalog.format_type
    if base.type == oids.RECORD and not (isinstance(base, RowExpr) and base.whole):
        raise PgError("42703", f'could not identify column "{name}" in record data type', location=base.at)
    if isinstance(base, RowExpr) and base.whole is not None:
        raise undefined_column(name, qualifier=base.whole.alias, at=base.at)
    if state.catalog.holds_rows(base.type):
        raise PgError("42703", f'column "{name}" not found in data type {names(base.type)}', location=base.at)
    raise wrong_object_type(
        f"column notation .{name} applied to type {names(base.type)}, which is not a composite type", at=base.at
    )


_VALUE_FUNCTIONS: dict[str, tuple[str, int]] = {
    "SVFOP_CURRENT_DATE": ("current_date", oids.DATE),
    "SVFOP_CURRENT_TIME": ("current_time", oids.TIMETZ),
    "SVFOP_CURRENT_TIME_N": ("current_time", oids.TIMETZ),
    "SVFOP_CURRENT_TIMESTAMP": ("now", oids.TIMESTAMPTZ),
    "SVFOP_CURRENT_TIMESTAMP_N": ("now", oids.TIMESTAMPTZ),
    "SVFOP_LOCALTIME": ("localtime", oids.TIME),
    "SVFOP_LOCALTIME_N": ("localtime", oids.TIME),
    "SVFOP_LOCALTIMESTAMP": ("localtimestamp", oids.TIMESTAMP),
    "SVFOP_LOCALTIMESTAMP_N": ("localtimestamp", oids.TIMESTAMP),
    "SVFOP_CURRENT_ROLE": ("current_user", oids.NAME),
    "SVFOP_CURRENT_USER": ("current_user", oids.NAME),
    "SVFOP_USER": ("current_user", oids.NAME),
    "SVFOP_SESSION_USER": ("session_user", oids.NAME),
    "SVFOP_CURRENT_CATALOG": ("current_database", oids.NAME),
    "SVFOP_CURRENT_SCHEMA": ("current_schema", oids.NAME),
}


@expression("SQLValueFunction")
def _value_function(state: ParseState, node: Node) -> Expr:
    """CURRENT_DATE and its kin: the function of that meaning, or now() in the shape asked for."""
    name, target = _VALUE_FUNCTIONS[node.op]
    precision = node.typmod
    typmod = _reduced(state.analysis, precision, target) if node.op.endswith("_N") else -1
    if name in ("current_date", "current_time", "localtime", "localtimestamp"):
        name = "now"
    call: Expr = call_function(state, name, [], node.location)
    if target != call.type or typmod >= 0:
        call = coerce_or_fail(state.analysis, call, target, typmod, "e", explicit=True, location=node.location)
    assert isinstance(call, FuncExpr)
    keyword = node.op.removeprefix("SVFOP_").removesuffix("_N")
    return replace(call, location=node.location, keyword=f"{keyword}({typmod})" if typmod >= 0 else keyword)


def _reduced(analysis: Analysis, precision: int, oid: int) -> int:
    datatype = analysis.catalog.datatype(oid)
    reduced = datatype.reduced_precision([str(precision)])
    if reduced is not None:
        analysis.warn(precision_reduced(reduced, at=None))
    return datatype.typmod_in([str(precision)])


@expression("CurrentOfExpr")
def _current_of(state: ParseState, node: Node) -> Expr:
    target = next(item.rte for item in state.namespace if item.is_target)
    assert target is not None
    _ = node.cvarno
    return CurrentOf(target, node.cursor_name, type=oids.BOOL)


def _misplaced_default(node: Node) -> PgError:
    return PgError("42601", "DEFAULT is not allowed in this context", location=node.location)


@expression("SetToDefault")
def _default(state: ParseState, node: Node) -> Expr:
    inside = state.analysis.depth > 1
    if inside or state.clause not in ("VALUES", "single VALUES", "MERGE VALUES", "INSERT", "UPDATE"):
        raise _misplaced_default(node)
    return SetToDefault(type=oids.UNKNOWN, location=node.location)


@expression("XmlExpr", "XmlSerialize")
def xml_expression(state: ParseState, node: Node) -> Expr:
    """Raises PgError 0A000, whatever its arguments are."""
    raise unsupported_xml()
