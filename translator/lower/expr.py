"""Typed expressions to SQLite expressions, one function per kind of expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from translator import query as q
from translator.catalog.rows import PgOperator, PgProc
from translator.errors import feature_not_supported
from translator.lower import aggregate, build, implementation, sublink
from translator.lower.context import Lowering
from translator.types import oids


def lower_expr(lowering: Lowering, expr: q.Expr) -> exp.Expression:
    """A SQLite expression that gives `expr` in storage form.  Raises PgError 0A000 for what is not implemented."""
    replaced = lowering.placeholders.get(expr) if lowering.placeholders else None
    if replaced is not None:
        return replaced.copy()
    return _BY_TYPE[type(expr)](lowering, expr)


def _var(lowering: Lowering, expr: q.Var) -> exp.Expression:
    rte = expr.rte
    inlined = lowering.inlined.get(rte)
    if inlined is not None:
        return inlined[expr.attno - 1].copy()
    if rte.excluded_of is not None:
        return build.column("excluded", column_name(lowering, rte, expr.attno))
    name = column_name(lowering, rte, expr.attno)
    if lowering.bare_columns_of is rte:
        return build.column(None, name)
    return build.column(lowering.alias(rte), name)


def column_name(lowering: Lowering, rte: q.RangeTblEntry, attno: int) -> str:
    """A column's name in SQLite."""
    if rte.relation is not None and rte.kind == "relation":
        return rte.relation.attribute(attno).physical
    return lowering.columns[rte][attno - 1]


def _const(lowering: Lowering, expr: q.Const) -> exp.Expression:
    return lowering.const(expr)


def _param(lowering: Lowering, expr: q.Param) -> exp.Expression:
    return lowering.param(expr)


def call_proc(
    lowering: Lowering, proc: PgProc, args: list[exp.Expression], types: list[int], location: int
) -> exp.Expression:
    """A function on arguments that are lowered already: its native form if it has one, else a call of its Python body."""
    _note_volatility(lowering, proc)
    lowered = implementation.scalar(proc.signature, args, types)
    if lowered is None:
        raise feature_not_supported(f"function {proc.signature}", at=location)
    return lowered


def _note_volatility(lowering: Lowering, proc: PgProc) -> None:
    if proc.provolatile != "i":
        lowering.uses.add("volatile" if proc.provolatile == "v" else "stable")


def _func(lowering: Lowering, expr: q.FuncExpr) -> exp.Expression:
    if expr.proc.proretset:
        raise feature_not_supported("a set-returning function in this place", at=expr.location)
    if expr.is_cast and len(expr.args) == 3:
        args = [*(lower_expr(lowering, arg) for arg in expr.args[:2]), build.integer(int(expr.explicit))]
    else:
        args = [lower_expr(lowering, arg) for arg in expr.args]
    return call_proc(lowering, expr.proc, args, [arg.type for arg in expr.args], expr.location)


def lower_operator(
    lowering: Lowering, operator: PgOperator, args: list[exp.Expression], types: list[int], location: int
) -> exp.Expression:
    """An operator on lowered operands: the function that pg_operator names."""
    return call_proc(lowering, lowering.catalog.proc(operator.oprcode), args, types, location)


def _operator(lowering: Lowering, expr: q.OpExpr) -> exp.Expression:
    args = [lower_expr(lowering, arg) for arg in expr.args]
    return lower_operator(lowering, expr.operator, args, [arg.type for arg in expr.args], expr.location)


def _distinct(lowering: Lowering, expr: q.DistinctExpr) -> exp.Expression:
    left, right = (lower_expr(lowering, arg) for arg in expr.args)
    equal = lower_operator(lowering, expr.operator, [left, right], [arg.type for arg in expr.args], expr.location)
    if isinstance(equal, exp.EQ):
        kind = exp.Is(this=equal.this, expression=equal.expression)
        return kind if expr.negated else exp.Is(this=equal.this, expression=exp.Not(this=equal.expression))
    both_null = exp.And(this=build.is_null(left.copy()), expression=build.is_null(right.copy()))
    same = exp.Or(this=exp.Paren(this=both_null), expression=exp.Paren(this=exp.Is(this=build.wrap(equal), expression=build.integer(1))))
    return same if expr.negated else exp.Not(this=exp.Paren(this=same))


def _null_if(lowering: Lowering, expr: q.NullIfExpr) -> exp.Expression:
    left, right = (lower_expr(lowering, arg) for arg in expr.args)
    equal = lower_operator(lowering, expr.operator, [left, right], [arg.type for arg in expr.args], expr.location)
    return build.case([(equal, build.null())], left.copy())


def _bool(lowering: Lowering, expr: q.BoolExpr) -> exp.Expression:
    args = [lower_expr(lowering, arg) for arg in expr.args]
    if expr.op == "not":
        return exp.Not(this=build.wrap(args[0]))
    return build.conjunction(args, exp.And if expr.op == "and" else exp.Or)


def _null_test(lowering: Lowering, expr: q.NullTest) -> exp.Expression:
    arg = lower_expr(lowering, expr.arg)
    return build.is_null(arg) if expr.is_null else build.is_not_null(arg)


def _boolean_test(lowering: Lowering, expr: q.BooleanTest) -> exp.Expression:
    arg = build.wrap(lower_expr(lowering, expr.arg))
    value = build.null() if expr.value is None else build.integer(expr.value)
    return exp.Is(this=arg, expression=exp.Not(this=value) if expr.negated else value)


def _case(lowering: Lowering, expr: q.CaseExpr) -> exp.Expression:
    branches = [(lower_expr(lowering, test), lower_expr(lowering, result)) for test, result in expr.whens]
    return build.case(branches, lower_expr(lowering, expr.default))


def _coalesce(lowering: Lowering, expr: q.CoalesceExpr) -> exp.Expression:
    args = [lower_expr(lowering, arg) for arg in expr.args]
    return args[0] if len(args) == 1 else exp.Coalesce(this=args[0], expressions=args[1:])


def _min_max(lowering: Lowering, expr: q.MinMaxExpr) -> exp.Expression:
    """GREATEST and LEAST skip nulls: the winner of the pairwise comparisons, folded from the left."""
    args = [lower_expr(lowering, arg) for arg in expr.args]
    best = args[0]
    for arg in args[1:]:
        wins = lower_operator(lowering, expr.operator, [best.copy(), arg.copy()], [expr.type, expr.type], expr.location)
        best = build.case(
            [(build.is_null(arg.copy()), best.copy()), (build.is_null(best.copy()), arg.copy()), (wins, best.copy())], arg
        )
    return best


def _relabel(lowering: Lowering, expr: q.RelabelType) -> exp.Expression:
    return lower_expr(lowering, expr.arg)


def _collate(lowering: Lowering, expr: q.CollateExpr) -> exp.Expression:
    return lower_expr(lowering, expr.arg)


def _via_io(lowering: Lowering, expr: q.CoerceViaIO) -> exp.Expression:
    """Out through the text form of the one type, in through that of the other."""
    lowering.uses.add("stable")
    text = _as_text(lowering, expr.arg)
    if lowering.catalog.base_type(expr.type) in (oids.TEXT, oids.VARCHAR, oids.UNKNOWN, oids.CSTRING):
        return text
    return implementation.input_call(lowering.catalog.base_type(expr.type), text)


def _as_text(lowering: Lowering, arg: q.Expr) -> exp.Expression:
    lowered = lower_expr(lowering, arg)
    source = lowering.catalog.base_type(arg.type)
    if source in (oids.TEXT, oids.VARCHAR, oids.UNKNOWN, oids.CSTRING, oids.JSON, oids.NAME):
        return lowered
    return implementation.output_call(source, lowered)


def _array(lowering: Lowering, expr: q.ArrayExpr) -> exp.Expression:
    element = lowering.catalog.array_element(expr.type)
    members = [lower_expr(lowering, member) for member in expr.elements]
    if expr.nested:
        return implementation.nested_array(members)
    return implementation.array(element, members)


def _subscript(lowering: Lowering, expr: q.SubscriptExpr) -> exp.Expression:
    container = lower_expr(lowering, expr.container)
    upper = [None if bound is None else lower_expr(lowering, bound) for bound in expr.upper]
    if expr.lower is None:
        return implementation.array_element(expr.container.type, container, [bound for bound in upper if bound is not None])
    lower = [None if bound is None else lower_expr(lowering, bound) for bound in expr.lower]
    return implementation.array_slice(container, lower, upper)


def _array_coerce(lowering: Lowering, expr: q.ArrayCoerceExpr) -> exp.Expression:
    """Every element cast on its own, through json_each; a cast that keeps the datum keeps the array."""
    arg = lower_expr(lowering, expr.arg)
    if isinstance(expr.element, q.RelabelType):
        return arg
    source_element = lowering.catalog.array_element(lowering.catalog.base_type(expr.arg.type))
    return implementation.map_array(
        arg, source_element, lowering.catalog.array_element(expr.type), lambda value: _with_placeholder(lowering, expr, value)
    )


def _with_placeholder(lowering: Lowering, expr: q.ArrayCoerceExpr, value: exp.Expression) -> exp.Expression:
    lowering.placeholders[expr.placeholder] = value
    try:
        return lower_expr(lowering, expr.element)
    finally:
        del lowering.placeholders[expr.placeholder]


def _scalar_array(lowering: Lowering, expr: q.ScalarArrayOpExpr) -> exp.Expression:
    """`scalar op ANY (array)`: IN over the elements where `op` is SQLite's own equality, else a quantified comparison."""
    scalar = lower_expr(lowering, expr.scalar)
    element = lowering.catalog.array_element(lowering.catalog.base_type(expr.array.type))
    array = implementation.flat_array(lower_expr(lowering, expr.array))
    each = lowering.name("each")
    value = implementation.stored_element(element, build.column(each, "value"))
    source = exp.Table(this=build.call("json_each", array), alias=exp.TableAlias(this=build.identifier(each)))
    types = [expr.scalar.type, element]
    test = lower_operator(lowering, expr.operator, [scalar, value], types, expr.location)
    if expr.any and isinstance(test, exp.EQ) and test.expression == value:
        return exp.In(this=test.this, query=exp.Subquery(this=exp.Select(expressions=[value], from_=exp.From(this=source))))
    rows = exp.Select(expressions=[exp.Alias(this=test, alias=build.identifier("hit"))], from_=exp.From(this=source))
    return sublink.quantify(lowering, rows, any_=expr.any)


def _in_list(lowering: Lowering, expr: q.InListExpr) -> exp.Expression:
    scalar = lower_expr(lowering, expr.scalar)
    members = [lower_expr(lowering, member) for member in expr.members]
    tests = [
        lower_operator(lowering, expr.operator, [scalar.copy(), member], [expr.scalar.type, written.type], expr.location)
        for member, written in zip(members, expr.members, strict=True)
    ]
    if all(isinstance(test, exp.EQ) and test.expression == member for test, member in zip(tests, members, strict=True)):
        listed: exp.Expression = exp.In(this=tests[0].this, expressions=members)
    else:
        listed = build.conjunction(tests, exp.Or)
    return exp.Not(this=exp.Paren(this=listed)) if expr.negated else listed


def _row(lowering: Lowering, expr: q.RowExpr) -> exp.Expression:
    return implementation.row([arg.type for arg in expr.args], [lower_expr(lowering, arg) for arg in expr.args])


def _row_compare(lowering: Lowering, expr: q.RowCompareExpr) -> exp.Expression:
    """`(a, b) < (c, d)`: a < c, or a = c and b < d, from the last pair inwards."""
    strict = expr.op.rstrip("=")
    result: exp.Expression | None = None
    for place in range(len(expr.left) - 1, -1, -1):
        one, other = expr.left[place], expr.right[place]
        operands = [lower_expr(lowering, one), lower_expr(lowering, other)]
        types = [one.type, other.type]
        if result is None:
            result = lower_operator(lowering, expr.operators[place], operands, types, expr.location)
            continue
        smaller = lowering.catalog.same_family_operator(expr.operators[place], strict)
        equal = lowering.catalog.same_family_operator(expr.operators[place], "=")
        first = lower_operator(lowering, smaller, [operand.copy() for operand in operands], types, expr.location)
        second = lower_operator(lowering, equal, operands, types, expr.location)
        result = build.conjunction([first, build.conjunction([second, result])], exp.Or)
    assert result is not None
    return result


def _field(lowering: Lowering, expr: q.FieldSelect) -> exp.Expression:
    return implementation.field(lower_expr(lowering, expr.arg), expr.index)


def _window(lowering: Lowering, expr: q.WindowFunc) -> exp.Expression:
    return aggregate.lower_window(lowering, expr)


def _aggregate(lowering: Lowering, expr: q.Aggref) -> exp.Expression:
    return aggregate.lower_aggregate(lowering, expr)


def _sublink(lowering: Lowering, expr: q.SubLink) -> exp.Expression:
    return sublink.lower_sublink(lowering, expr)


def lower_sort(lowering: Lowering, keys: tuple[q.SortKey, ...], targets: tuple[q.TargetEntry, ...] = ()) -> exp.Order | None:
    """ORDER BY; a key that is an output column is given by its position, so that it is computed once."""
    if not keys:
        return None
    ordered = []
    for key in keys:
        place = next((n for n, entry in enumerate(targets, start=1) if entry.expr == key.expr), None)
        lowered = build.integer(place) if place is not None and not isinstance(key.expr, q.Var) else lower_expr(lowering, key.expr)
        ordered.append(
            exp.Ordered(this=sortable(lowering, lowered, key.expr.type), desc=key.descending, nulls_first=key.nulls_first)
        )
    return exp.Order(expressions=ordered)


def sortable(lowering: Lowering, lowered: exp.Expression, oid: int) -> exp.Expression:
    """The expression with the collation that makes SQLite compare it as the type does."""
    return build.collate(lowered, lowering.catalog.datatype(lowering.catalog.base_type(oid)).collation)


_BY_TYPE: dict[type, Callable[[Lowering, Any], exp.Expression]] = {
    q.Var: _var,
    q.Const: _const,
    q.Param: _param,
    q.FuncExpr: _func,
    q.OpExpr: _operator,
    q.DistinctExpr: _distinct,
    q.NullIfExpr: _null_if,
    q.BoolExpr: _bool,
    q.NullTest: _null_test,
    q.BooleanTest: _boolean_test,
    q.CaseExpr: _case,
    q.CoalesceExpr: _coalesce,
    q.MinMaxExpr: _min_max,
    q.RelabelType: _relabel,
    q.CollateExpr: _collate,
    q.CoerceViaIO: _via_io,
    q.ArrayExpr: _array,
    q.SubscriptExpr: _subscript,
    q.ArrayCoerceExpr: _array_coerce,
    q.ScalarArrayOpExpr: _scalar_array,
    q.InListExpr: _in_list,
    q.RowExpr: _row,
    q.RowCompareExpr: _row_compare,
    q.FieldSelect: _field,
    q.WindowFunc: _window,
    q.Aggref: _aggregate,
    q.SubLink: _sublink,
}
