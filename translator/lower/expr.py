"""Typed expressions to SQLite expressions, one function per kind of expression."""

from __future__ import annotations

from msgspec.structs import replace
from sqlglot import exp

from translator import query as q
from translator.builtins.like import LIKE, NOT_LIKE
from translator.catalog.rows import PgProc
from translator.errors.statements import feature_not_supported
from translator.lower import build, implementation
from translator.lower.condition import lower_test
from translator.lower.constants import constant_nulls, is_constant, null_test
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_call, lower_expr, lowers
from translator.lower.folding import fails_itself, is_known_null, may_fail, may_fail_inside, null_call
from translator.lower.jsonb import number_member
from translator.lower.nodes import has
from translator.lower.once import KEEP, KEPT, once
from translator.lower.proc import call_proc, lower_operator, row_columns
from translator.lower.quantify import quantify
from translator.lower.sql_function import SECOND_FIRST
from translator.types import oids


@lowers(q.Var)
def _var(lowering: Lowering, expr: q.Var) -> exp.Expression:
    rte = expr.rte
    if rte.kind == "absent":
        return build.null()
    if expr.attno == q.XMAX:
        return lowering.xmax.copy()
    inlined = lowering.inlined.get(rte)
    if expr.attno == q.TABLEOID:
        return (
            lowering.tableoids[rte].copy()
            if rte in lowering.tableoids
            else build.column(lowering.alias(rte), "tableoid")
        )
    if expr.attno == q.XMIN and rte.relation is not None and rte.relation.schema not in ("main", "temp"):
        return build.call("pg_newest_xid")
    if expr.attno == q.XMIN and rte in lowering.xmins:
        return lowering.xmins[rte].copy()
    if expr.attno in (q.CTID, q.XMIN) and (inlined is not None or rte.excluded_of is not None):
        name = "ctid" if expr.attno == q.CTID else "xmin"
        raise feature_not_supported(f"system column {name} in this place", at=expr.location)
    if inlined is not None:
        return inlined[expr.attno - 1].copy()
    if rte.excluded_of is not None:
        return build.column("excluded", column_name(lowering, rte, expr.attno))
    name = column_name(lowering, rte, expr.attno)
    if lowering.bare_columns_of is rte:
        return build.column(None, name)
    return build.column(lowering.alias(rte), name)


def column_name(lowering: Lowering, rte: q.RangeTblEntry, attno: int) -> str:
    """A column's name in SQLite, whose row numbers stand for ctid."""
    if attno == q.CTID and rte.relation is not None:
        columns = {name.lower() for name in rte.relation.layout}
        return next(name for name in ("rowid", "_rowid_", "oid") if name not in columns)
    if attno == q.XMIN and rte.relation is not None:
        return "xmin" if rte.tree else rte.relation.stamp
    if rte.relation is not None and rte.kind == "relation":
        return rte.relation.attribute(attno).physical
    return lowering.columns[rte][attno - 1]


@lowers(q.Const)
def _const(lowering: Lowering, expr: q.Const) -> exp.Expression:
    return lowering.const(expr)


@lowers(q.Param)
def _param(lowering: Lowering, expr: q.Param) -> exp.Expression:
    return lowering.param(expr)


@lowers(q.FuncExpr)
def _func(lowering: Lowering, expr: q.FuncExpr) -> exp.Expression:
    if expr.proc.proretset:
        raise feature_not_supported("a set-returning function in this place", at=expr.location)
    if (known := null_call(lowering, expr.proc, expr.args)) is not None:
        return known
    return _unless_null(lowering, expr, expr.proc, _call(lowering, expr))


def _unless_null(
    lowering: Lowering, expr: q.FuncExpr | q.OpExpr, proc: PgProc, result: exp.Expression
) -> exp.Expression:
    if isinstance(result, _COMPARISONS) and len(expr.args) == 2 and id(expr) not in lowering.filters:
        result = _computing_both(lowering, expr.args, result)
    if proc.signature in _PATTERN_FIRST and all(may_fail_inside(lowering.catalog, arg) for arg in expr.args):
        first, volatile = lowering.noting_volatility(lambda: lower_expr(lowering, expr.args[0]))
        result = result if volatile else build.case([(build.never(first), build.null())], result)
    if proc.signature in SECOND_FIRST and all(may_fail(lowering.catalog, arg) for arg in expr.args):
        result = build.case([(build.never(lower_expr(lowering, expr.args[1])), build.null())], result)
    test = null_test(lowering, proc, expr.args)
    return result if test is None else build.case([(test, build.null())], result)


_PATTERN_FIRST = frozenset((*LIKE, *NOT_LIKE))
"""Functions of which SQLite computes the second argument first."""
_COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)


def _computing_both(lowering: Lowering, args: tuple[q.Expr, ...], result: exp.Expression) -> exp.Expression:
    """A comparison that comes to both operands: SQLite leaves one with a subquery in it out, as casts of arrays have,
    where the other is NULL.
    """
    if not has(result, exp.Select) or build.is_large(result):
        return result
    tests = []
    lowered = [lower_expr(lowering, arg) for arg in args]
    for place, arg in enumerate(args):
        if not has(lowered[place], exp.Select) or not may_fail_inside(lowering.catalog, arg):
            continue
        computed = build.never(lowered[place].copy())
        if place == 1 or not may_fail_inside(lowering.catalog, args[1]):  # else SQLite would compute the other first
            computed = build.conjunction([build.is_null(lowered[1 - place].copy()), computed])
        tests.append((computed, build.null()))
    return build.case(tests, result) if tests else result


def _call(lowering: Lowering, expr: q.FuncExpr) -> exp.Expression:
    if (by_arguments := lower_call(lowering, expr.proc.signature, expr.args)) is not None:
        return by_arguments
    return once(lowering, expr.args, lambda args: _plain_call(lowering, expr, args))


def _plain_call(lowering: Lowering, expr: q.FuncExpr, args: list[exp.Expression]) -> exp.Expression:
    if expr.is_cast and len(args) == 3:
        args = [*args[:2], build.integer(int(expr.explicit))]
    columns: list[implementation.Column] = []
    if implementation.takes_columns(expr.proc.signature):
        is_row = lowering.catalog.row_attributes(expr.type) or expr.columns or not expr.args
        columns = row_columns(lowering, expr.columns, expr.type if is_row else expr.args[0].type)
    spread = expr.variadic and expr.proc.provariadic == oids.ANY
    if spread and expr.proc.proname == "format":  # which takes a NULL array for an empty one
        args[-1] = exp.Coalesce(this=args[-1], expressions=[implementation.array(0, [])])
    types = [arg.type for arg in expr.args]
    result = call_proc(lowering, expr.proc, args, types, expr.location, columns, variadic=spread)
    made_oid = expr.is_cast and expr.proc.prorettype == oids.INT4 and expr.type in (oids.OID, *oids.REG_TYPES)
    return _unsigned(result) if made_oid else result


@lowers(q.OpExpr)
def _operator(lowering: Lowering, expr: q.OpExpr) -> exp.Expression:
    proc = lowering.catalog.proc(expr.operator.oprcode)
    if (known := null_call(lowering, proc, expr.args)) is not None:
        return known
    return _unless_null(lowering, expr, proc, _operation(lowering, expr, proc))


def _operation(lowering: Lowering, expr: q.OpExpr, proc: PgProc) -> exp.Expression:
    if (by_arguments := lower_call(lowering, proc.signature, expr.args)) is not None:
        return by_arguments
    types = [arg.type for arg in expr.args]
    return once(lowering, expr.args, lambda args: lower_operator(lowering, expr.operator, args, types, expr.location))


@lowers(q.DistinctExpr)
def _distinct(lowering: Lowering, expr: q.DistinctExpr) -> exp.Expression:
    return once(lowering, expr.args, lambda args: _are_distinct(lowering, expr, *args))


def _are_distinct(
    lowering: Lowering, expr: q.DistinctExpr, left: exp.Expression, right: exp.Expression
) -> exp.Expression:
    equal = lower_operator(lowering, expr.operator, [left, right], [arg.type for arg in expr.args], expr.location)
    if isinstance(equal, exp.EQ):
        kind = exp.Is(this=equal.this, expression=equal.expression)
        return kind if expr.negated else exp.Is(this=equal.this, expression=exp.Not(this=equal.expression))
    both_null = exp.And(this=build.is_null(left.copy()), expression=build.is_null(right.copy()))
    same = exp.Or(
        this=exp.Paren(this=both_null),
        expression=exp.Paren(this=exp.Is(this=build.wrap(equal), expression=build.integer(1))),
    )
    return same if expr.negated else exp.Not(this=exp.Paren(this=same))


@lowers(q.NullIfExpr)
def _null_if(lowering: Lowering, expr: q.NullIfExpr) -> exp.Expression:
    if is_known_null(lowering.catalog, expr.args[0]):
        return build.null()
    types = [arg.type for arg in expr.args]

    def make(args: list[exp.Expression]) -> exp.Expression:
        equal = lower_operator(lowering, expr.operator, args, types, expr.location)
        return build.case([(equal, build.null())], args[0].copy())

    compared = once(lowering, expr.args, make)
    missing = constant_nulls(lowering, expr.args)
    return compared if missing is None else build.case([(missing, lower_expr(lowering, expr.args[0]))], compared)


@lowers(q.NullTest)
def _null_test(lowering: Lowering, expr: q.NullTest) -> exp.Expression:
    if (fields := expr.fields) is not None:
        tests = tuple(q.NullTest(field, expr.is_null, type=oids.BOOL) for field in fields)
        return lower_expr(lowering, q.BoolExpr("and", tests, type=oids.BOOL)) if tests else build.integer(1)
    arg = lower_expr(lowering, expr.arg)
    if expr.row:
        return build.call("pg_row_test", build.integer(int(expr.is_null)), arg)
    return build.is_null(arg) if expr.is_null else build.is_not_null(arg)


@lowers(q.CurrentOf)
def _current_of(lowering: Lowering, expr: q.CurrentOf) -> exp.Expression:
    relation = expr.rte.relation
    assert relation is not None
    number = build.call("pg_current_row", exp.Literal.string(expr.cursor), build.integer(relation.oid))
    return exp.EQ(this=build.column(lowering.alias(expr.rte), "rowid"), expression=number)


@lowers(q.BooleanTest)
def _boolean_test(lowering: Lowering, expr: q.BooleanTest) -> exp.Expression:
    arg = build.wrap(lower_expr(lowering, expr.arg))
    value = build.null() if expr.value is None else build.integer(expr.value)
    return exp.Is(this=arg, expression=exp.Not(this=value) if expr.negated else value)


@lowers(q.CaseExpr)
def _case(lowering: Lowering, expr: q.CaseExpr) -> exp.Expression:
    subject = _repeated_subject(expr)
    if subject is None:
        return _case_branches(lowering, expr)
    return once(lowering, [subject], lambda args: _case_of(lowering, expr, *args))


def _repeated_subject(expr: q.CaseExpr) -> q.Expr | None:
    """The operand of CASE x WHEN ..., where several conditions hold it and it is more than a value."""
    subjects = [test.args[0] if isinstance(test, q.OpExpr) else None for test, _ in expr.whens]
    first = subjects[0]
    if len(subjects) < 2 or isinstance(first, (q.Var, q.Const, q.Param)) or any(each is not first for each in subjects):
        return None
    return first


def _case_of(lowering: Lowering, expr: q.CaseExpr, subject: exp.Expression) -> exp.Expression:
    """The same with the operand lowered already."""
    placeholder = q.CoerceTestExpr(type=q.children(expr.whens[0][0])[0].type)
    whens = tuple(
        (replace(test, args=(placeholder, test.args[1])), result)
        for test, result in expr.whens
        if isinstance(test, q.OpExpr)
    )
    outer = dict(lowering.placeholders)
    lowering.placeholders[placeholder] = subject
    try:
        return _case_branches(lowering, replace(expr, whens=whens))
    finally:
        lowering.placeholders = outer


def _case_branches(lowering: Lowering, expr: q.CaseExpr) -> exp.Expression:
    branches = [(lower_test(lowering, test), lower_expr(lowering, result)) for test, result in expr.whens]
    return build.case(branches, lower_expr(lowering, expr.default))


@lowers(q.CoalesceExpr)
def _coalesce(lowering: Lowering, expr: q.CoalesceExpr) -> exp.Expression:
    args = [lower_expr(lowering, arg) for arg in expr.args]
    return args[0] if len(args) == 1 else exp.Coalesce(this=args[0], expressions=args[1:])


@lowers(q.MinMaxExpr)
def _min_max(lowering: Lowering, expr: q.MinMaxExpr) -> exp.Expression:
    """GREATEST and LEAST skip nulls: the winner of the pairwise comparisons, folded from the left."""
    if expr.operator is None:
        return implementation.incomparable(lowering.catalog.format_type(expr.type))
    return once(lowering, expr.args, lambda args: _best(lowering, expr, args))


_SIMPLE = (exp.Column, exp.Literal, exp.Placeholder, exp.Null)
FEW = 3
"""Simple operands of which each may be named several times."""


def _best(lowering: Lowering, expr: q.MinMaxExpr, args: list[exp.Expression]) -> exp.Expression:
    few = len(args) <= FEW and all(isinstance(arg, _SIMPLE) for arg in args)
    best = args[0]
    for arg in args[1:]:
        if few or not lowering.lift:
            best = _better(lowering, expr, best, arg)
            continue
        keeps, kept = [], []
        for value in (best, arg):  # each computed once and noted
            number = build.integer(lowering.keep())
            simple = isinstance(value, _SIMPLE)
            keeps += [] if simple else [build.call(KEEP, number, value)]
            kept.append(value if simple else build.call(KEPT, number.copy()))
        better = _better(lowering, expr, *kept)
        best = build.case([(build.is_not_null(build.in_order(keeps)), better)], None) if keeps else better
    return best


def _better(lowering: Lowering, expr: q.MinMaxExpr, best: exp.Expression, arg: exp.Expression) -> exp.Expression:
    """The one of two that wins, NULL losing to any other."""
    assert expr.operator is not None
    wins = lower_operator(lowering, expr.operator, [arg.copy(), best.copy()], [expr.type, expr.type], expr.location)
    return build.case([(build.is_null(best.copy()), arg.copy()), (wins, arg.copy())], best.copy())


@lowers(q.RelabelType)
def _relabel(lowering: Lowering, expr: q.RelabelType) -> exp.Expression:
    arg = lower_expr(lowering, expr.arg)
    if _keeps_datum(expr):
        return arg
    if expr.type == oids.INT4:
        shifted = build.binary(exp.BitwiseLeftShift, arg, build.integer(32))  # 32 bits, of which the first is a sign
        return build.binary(exp.BitwiseRightShift, shifted, build.integer(32))
    return _unsigned(arg)


def _keeps_datum(expr: q.Expr) -> bool:
    """Whether a value gets another type and nothing else; between int4 and the unsigned numbers its sign changes."""
    if not isinstance(expr, q.RelabelType):
        return False
    types = (expr.type, expr.arg.type)
    return oids.INT4 not in types or not any(oid in (oids.OID, *oids.REG_TYPES) for oid in types)


def _unsigned(value: exp.Expression) -> exp.Expression:
    """An integer as an oid, which has no sign."""
    if isinstance(value, exp.Literal):
        return value
    return exp.BitwiseAnd(this=build.wrap(value), expression=build.integer(2**32 - 1))


@lowers(q.CollateExpr)
def _collate(lowering: Lowering, expr: q.CollateExpr) -> exp.Expression:
    return lower_expr(lowering, expr.arg)


@lowers(q.CoerceViaIO)
def _via_io(lowering: Lowering, expr: q.CoerceViaIO) -> exp.Expression:
    """Out through the text form of the one type, in through that of the other."""
    lowering.uses.add("stable")
    if (member := number_member(lowering, expr)) is not None:
        return member
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


@lowers(q.ArrayExpr)
def _array(lowering: Lowering, expr: q.ArrayExpr) -> exp.Expression:
    element = lowering.catalog.base_type(lowering.catalog.array_element(expr.type))
    members = [lower_expr(lowering, member) for member in expr.elements]
    if expr.nested:
        return implementation.nested_array(members)
    return implementation.array(element, members)


@lowers(q.SubscriptExpr)
def _subscript(lowering: Lowering, expr: q.SubscriptExpr) -> exp.Expression:
    bounds = [bound for bound in (*(expr.lower or ()), *expr.upper) if bound is not None]
    if not any(may_fail(lowering.catalog, bound) for bound in bounds):
        return _subscripted(lowering, expr, lower_expr(lowering, expr.container))
    return once(  # bounds are not computed for a container that is NULL
        lowering, [expr.container], lambda args: _null_for_null(args[0], _subscripted(lowering, expr, args[0]))
    )


def _subscripted(lowering: Lowering, expr: q.SubscriptExpr, container: exp.Expression) -> exp.Expression:
    upper = [None if bound is None else lower_expr(lowering, bound) for bound in expr.upper]
    fixed = lowering.catalog.fixed_element(lowering.catalog.base_type(expr.container.type))
    if fixed and expr.lower is not None:
        lower = [None if bound is None else lower_expr(lowering, bound) for bound in expr.lower]
        return build.call("pg_fixed_slice", container, *[bound for bound in (*upper, *lower) if bound is not None])
    if fixed:
        subscripts = [bound for bound in upper if bound is not None]
        if fixed == oids.CHAR and len(subscripts) == 1:
            place = exp.Add(this=build.wrap(subscripts[0]), expression=build.integer(1))  # a name counts from 0
            return build.call("substr", container, place, build.integer(1))
        return build.call("pg_fixed_element", build.integer(fixed), container, *subscripts)
    if expr.lower is None:
        return implementation.array_element(
            lowering.catalog.base_type(expr.type), container, [bound for bound in upper if bound is not None]
        )
    lower = [None if bound is None else lower_expr(lowering, bound) for bound in expr.lower]
    sliced = implementation.array_slice(container, lower, upper)
    if not any(may_fail(lowering.catalog, bound) for bound in expr.lower if bound is not None):
        return sliced
    failing = [bound for bound in expr.upper if bound is not None and may_fail(lowering.catalog, bound)]
    first = [(build.never(lower_expr(lowering, bound)), build.null()) for bound in failing]
    return build.case(first, sliced) if first else sliced


@lowers(q.ArrayCoerceExpr)
def _array_coerce(lowering: Lowering, expr: q.ArrayCoerceExpr) -> exp.Expression:
    """Every element cast on its own, through json_each; a cast that keeps the datum keeps the array."""
    arg = lower_expr(lowering, expr.arg)
    if _keeps_datum(expr.element):
        return arg
    source_element = _stored_element_type(lowering, expr.arg.type)
    return implementation.map_array(
        arg,
        source_element,
        _stored_element_type(lowering, expr.type),
        lambda value: _with_placeholder(lowering, expr, value),
    )


def _stored_element_type(lowering: Lowering, array: int) -> int:
    catalog = lowering.catalog
    return catalog.base_type(catalog.array_element(catalog.base_type(array)))


def _with_placeholder(lowering: Lowering, expr: q.ArrayCoerceExpr, value: exp.Expression) -> exp.Expression:
    lowering.placeholders[expr.placeholder] = value
    try:
        return lower_expr(lowering, expr.element)
    finally:
        del lowering.placeholders[expr.placeholder]


@lowers(q.ScalarArrayOpExpr)
def _scalar_array(lowering: Lowering, expr: q.ScalarArrayOpExpr) -> exp.Expression:
    """`scalar op ANY (array)`: IN over the elements where `op` is SQLite's own equality, else a quantified
    comparison.
    """
    return once(lowering, [expr.scalar], lambda scalar: _quantified(lowering, expr, scalar[0]))


def _quantified(lowering: Lowering, expr: q.ScalarArrayOpExpr, scalar: exp.Expression) -> exp.Expression:
    element = lowering.catalog.array_element(lowering.catalog.base_type(expr.array.type))
    members = _written_members(expr.array)
    if members:
        tests = [
            lower_operator(
                lowering,
                expr.operator,
                [scalar.copy(), lower_expr(lowering, member)],
                [expr.scalar.type, element],
                expr.location,
            )
            for member in members
        ]
        return build.conjunction(tests, exp.Or if expr.any else exp.And)
    array = implementation.flat_array(lower_expr(lowering, expr.array))
    each = lowering.name("each")
    value = implementation.stored_element(lowering.catalog.base_type(element), build.column(each, "value"))
    source = exp.Table(this=build.call("json_each", array), alias=exp.TableAlias(this=build.identifier(each)))
    types = [expr.scalar.type, element]
    test = lower_operator(lowering, expr.operator, [scalar, value], types, expr.location)
    if expr.any and isinstance(test, exp.EQ) and test.expression == value:
        elements = exp.Subquery(this=exp.Select(expressions=[value], from_=exp.From(this=source)))
        found: exp.Expression = exp.In(this=test.this, query=elements)
        # a NULL array makes NULL of it, which a filter need not tell from false: there an index can serve it
        if id(expr) in lowering.filters:
            return found
    else:
        rows = exp.Select(
            expressions=[exp.Alias(this=test, alias=build.identifier("hit"))], from_=exp.From(this=source)
        )
        found = quantify(lowering, rows, any_=expr.any, may_fail=fails_itself(lowering.catalog, expr))
    # what may fail is computed also where there is no element to compare it with
    never = [(build.never(scalar.copy()), build.null())] if may_fail_inside(lowering.catalog, expr.scalar) else []
    return build.case([*never, (build.is_null(array.copy()), build.null())], found)


def _null_for_null(value: exp.Expression, otherwise: exp.Expression) -> exp.Case:
    return build.case([(build.is_null(value.copy()), build.null())], otherwise)


def _written_members(array: q.Expr) -> tuple[q.Expr, ...]:
    """The members of ARRAY[...], through casts that keep them as they are; empty for any other array."""
    while isinstance(array, (q.RelabelType, q.ArrayCoerceExpr)):
        if isinstance(array, q.ArrayCoerceExpr) and not _keeps_datum(array.element):
            return ()
        array = array.arg
    return array.elements if isinstance(array, q.ArrayExpr) and not array.nested else ()


_PLAIN = (exp.Placeholder, exp.Literal, exp.Null)
"""Members that are all compared alike."""


@lowers(q.InListExpr)
def _in_list(lowering: Lowering, expr: q.InListExpr) -> exp.Expression:
    members = [lower_expr(lowering, member) for member in expr.members]
    listed = once(lowering, [expr.scalar], lambda scalar: _is_listed(lowering, expr, scalar[0], members))
    failing = [part for part in expr.members if may_fail(lowering.catalog, part) and not is_constant(lowering, part)]
    if not failing or id(expr) in lowering.filters:
        return listed
    if may_fail_inside(lowering.catalog, expr.scalar):  # which comes first
        failing.insert(0, expr.scalar)
    return build.case(
        [(build.never(build.in_order([lower_expr(lowering, part) for part in failing])), build.null())], listed
    )


def _is_listed(
    lowering: Lowering, expr: q.InListExpr, scalar: exp.Expression, members: list[exp.Expression]
) -> exp.Expression:
    types = [expr.scalar.type, expr.members[0].type]  # that of all members

    def test(member: exp.Expression) -> exp.Expression:
        return lower_operator(lowering, expr.operator, [scalar.copy(), member], types, expr.location)

    plain = [member for member in members if isinstance(member, _PLAIN)]
    different = [*plain[:1], *(member for member in members if not isinstance(member, _PLAIN))]
    tests = [test(member) for member in different]
    if all(isinstance(made, exp.EQ) and made.expression == one for made, one in zip(tests, different, strict=True)):
        listed: exp.Expression = exp.In(this=tests[0].this, expressions=members)
    else:
        listed = build.conjunction([test(member) for member in members], exp.Or)
    return exp.Not(this=exp.Paren(this=listed)) if expr.negated else listed


@lowers(q.RowExpr)
def _row(lowering: Lowering, expr: q.RowExpr) -> exp.Expression:
    if expr.whole is not None and expr.whole.kind == "absent":
        return build.null()
    fields = [lower_expr(lowering, arg) for arg in expr.args]
    if expr.type == oids.RECORD:
        return implementation.row([arg.type for arg in expr.args], fields, expr.names)
    cells = iter(fields)
    layout = lowering.catalog.row_layout(expr.type)
    row = implementation.composite(
        lowering.catalog.base_type(expr.type),
        [build.null() if attribute.dropped else next(cells, build.null()) for attribute in layout],
    )
    return _null_where_absent(lowering, expr, row)


def _null_where_absent(lowering: Lowering, expr: q.RowExpr, row: exp.Expression) -> exp.Expression:
    """The row of a table is NULL where an outer join found none."""
    rte = expr.whole
    if rte in lowering.present:
        return build.case([(lowering.present[rte].copy(), row)], None)
    if rte is None or rte.kind != "relation" or rte.relation is None or rte.relation.kind not in "rp":
        return row
    if rte.relation.parts or lowering.bare_columns_of is rte or rte.excluded_of is not None:
        return row
    rowid = build.column(lowering.alias(rte), "rowid")
    return build.case([(build.is_null(rowid), build.null())], row)


@lowers(q.RowCompareExpr)
def _row_compare(lowering: Lowering, expr: q.RowCompareExpr) -> exp.Expression:
    """`(a, b) < (c, d)`: a < c, or a = c and b < d, from the last pair inwards. A pair that may fail is only computed
    where the ones before it are equal.
    """
    strict = expr.op.rstrip("=")
    in_order = any(may_fail_inside(lowering.catalog, side) for side in (*expr.left[1:], *expr.right[1:]))
    result: exp.Expression | None = None
    for place in range(len(expr.left) - 1, -1, -1):
        one, other = expr.left[place], expr.right[place]
        operands = [lower_expr(lowering, one), lower_expr(lowering, other)]
        types = [one.type, other.type]
        if result is None:
            result = lower_operator(lowering, expr.operators[place], operands, types, expr.location)
            result = _computing_both(lowering, (one, other), result) if in_order else result
            continue
        smaller = lowering.catalog.same_family_operator(expr.operators[place], strict)
        equal = lowering.catalog.same_family_operator(expr.operators[place], "=")
        first = lower_operator(lowering, smaller, [operand.copy() for operand in operands], types, expr.location)
        second = lower_operator(lowering, equal, operands, types, expr.location)
        if in_order:
            result = build.case([(_computing_both(lowering, (one, other), second), result)], first)
        else:
            result = build.conjunction([first, build.conjunction([second, result])], exp.Or)
    assert result is not None
    one, other = expr.left[0], expr.right[0]
    sides = [side for side in (one, other) if may_fail_inside(lowering.catalog, side)]
    computed = [lower_expr(lowering, side) for side in sides]
    if not any(has(part, exp.Select) for part in computed) or build.is_large(result):
        return result
    return build.case([(build.never(build.in_order(computed)), build.null())], result)


@lowers(q.FieldSelect)
def _field(lowering: Lowering, expr: q.FieldSelect) -> exp.Expression:
    catalog = lowering.catalog
    if isinstance(expr.arg, q.RowExpr) and expr.arg.whole is None:  # whose other fields planning drops
        return lower_expr(lowering, expr.arg.args[expr.index])
    live = catalog.row_attributes(expr.arg.type)
    place = live[expr.index].number - 1 if live else expr.index
    return implementation.field(catalog.base_type(expr.type), lower_expr(lowering, expr.arg), place)


@lowers(q.ConvertRowtypeExpr)
def _convert_rowtype(lowering: Lowering, expr: q.ConvertRowtypeExpr) -> exp.Expression:
    places = [build.integer(place) for place in expr.places]
    return build.call("pg_row_as", build.integer(expr.type), lower_expr(lowering, expr.arg), *places)


@lowers(q.FieldStore)
def _field_store(lowering: Lowering, expr: q.FieldStore) -> exp.Expression:
    catalog = lowering.catalog
    base = catalog.base_type(expr.type)
    row, value = lower_expr(lowering, expr.arg), lower_expr(lowering, expr.value)
    width = len(catalog.row_layout(base))
    return build.call(
        "pg_row_set", build.integer(base), build.integer(width), row, build.integer(expr.number - 1), value
    )


@lowers(q.JsonbStore)
def _jsonb_store(lowering: Lowering, expr: q.JsonbStore) -> exp.Expression:
    container, value = lower_expr(lowering, expr.container), lower_expr(lowering, expr.value)
    path = [lower_expr(lowering, step) for step in expr.path]
    return build.call("pg_jsonb_subscript_set", container, value, build.integer(int(expr.numbered)), *path)


@lowers(q.SubscriptStore)
def _subscript_store(lowering: Lowering, expr: q.SubscriptStore) -> exp.Expression:
    container, value = lower_expr(lowering, expr.container), lower_expr(lowering, expr.value)
    upper = [None if bound is None else lower_expr(lowering, bound) for bound in expr.upper]
    lower = [None if bound is None else lower_expr(lowering, bound) for bound in expr.lower or ()]
    bounds = [bound.copy() for bound in (*upper, *lower) if bound is not None]
    fixed = lowering.catalog.fixed_element(lowering.catalog.base_type(expr.container.type))
    if fixed and expr.lower is not None:
        stored = build.call("pg_fixed_set_slice", container, value)
    elif fixed:
        subscripts = [bound for bound in upper if bound is not None]
        stored = build.call("pg_fixed_set", build.integer(fixed), container, value, *subscripts)
    elif expr.lower is None:
        stored = build.call("pg_array_set", container, value, *[bound for bound in upper if bound is not None])
    else:
        stored = build.call("pg_array_set_slice", container, value, *implementation.slice_bounds(lower, upper))
    if not bounds or not may_fail_inside(lowering.catalog, expr.value):
        return stored
    return build.case([(build.call("pg_array_bounds_given", *bounds), stored)], None)  # the value is computed last
