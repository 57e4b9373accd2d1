"""What PostgreSQL computes while it plans: immutable calls of constants, wherever they stand.

Such a call fails although no row is read or its branch is never taken, unless another constant has removed that branch.
All of them become one SQLite statement that runs before the query. Mirrors eval_const_expressions: whether a part is
constant may depend on the values of literals and parameters, which only SQLite knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct, field
from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import query_expressions
from translator.catalog.image import CatalogImage
from translator.catalog.rows import PgProc
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr
from translator.lower.folding import (
    HOLDS_NULL,
    fails_itself,
    is_immutable,
    is_known_null,
    is_strict,
    kept_parts,
    may_fail,
    may_fail_inside,
    range_of_element,
)
from translator.lower.pull_up import append_members, entries, keeps_outputs, merged, named_by, planned_apart
from translator.lower.sql_function import SECOND_FIRST, inlined
from translator.pause import pause
from translator.remembered import remembered
from translator.types import oids

Known = bool | exp.Expression
"""Whether a part is a constant: for certain, or by a test."""


class Folded(Struct, frozen=True):
    """`checks` computes what planning computes of a part, first things first. With `plain` computing the part does."""

    known: Known
    plain: bool
    checks: tuple[exp.Expression, ...] = ()


_LEAF = Folded(True, True)
_FOLDED_WITH_PARTS = (q.FuncExpr, q.OpExpr, q.DistinctExpr, q.NullIfExpr, q.ScalarArrayOpExpr, q.InListExpr, q.NullTest,
                      q.BooleanTest, q.MinMaxExpr, q.ArrayExpr, q.SubscriptExpr, q.RowExpr, q.FieldSelect,
                      q.RelabelType, q.CoerceViaIO, q.ArrayCoerceExpr, q.CollateExpr)  # fmt: skip
"""Expressions that are constants when all their parts are, if what they call is immutable."""
_LAZY = (q.InListExpr, q.ScalarArrayOpExpr, q.MinMaxExpr, q.SubscriptExpr, q.NullIfExpr, q.FieldSelect)
"""Expressions whose SQLite form does not always come to all parts, although PostgreSQL computes them."""


def is_constant(lowering: Lowering, expr: q.Expr, *, certainly: bool = False) -> bool:
    """Whether planning may find the value of an expression; `certainly`: whatever the values of its parts are."""
    known = constancy(lowering, expr)
    return known is True if certainly else known is not False


def constancy(lowering: Lowering, expr: q.Expr) -> Known:
    """The same, with the test that tells where the values of its parts decide."""
    return _Constants(lowering, by_strictness=False).fold(expr).known


_MAY_BE_NULL = (q.FuncExpr, q.CaseExpr, q.CoalesceExpr, q.NullIfExpr, q.SubscriptExpr, q.InListExpr,
                q.ScalarArrayOpExpr, q.BoolExpr)  # fmt: skip
MOST_BEHIND = 50
"""Nodes that a column may stand for, and parts of an AND or OR: they are looked at from all levels above, and more than
once.
"""
_NEVER_NULL = frozenset("+-*/%")
"""Operators that give NULL for NULL alone."""


def null_test(lowering: Lowering, proc: PgProc, args: Sequence[q.Expr]) -> exp.Expression | None:
    """Whether planning finds a strict call to be NULL by the value of a constant argument; then the others, which may
    fail, are not computed. None where that need not be asked.
    """
    return None if not proc.proisstrict or proc.prorettype == oids.RECORD else constant_nulls(lowering, args)


def constant_nulls(lowering: Lowering, args: Sequence[q.Expr]) -> exp.Expression | None:
    """Whether one of the arguments is NULL by a constant, None where that need not be asked: no other one can fail."""
    if lowering.is_deep or not any(_may_be_null(part) for arg in args for part in q.walk(arg)):
        return None
    constants = _Constants(lowering)
    if not any(constants.fold(arg).known is not True and may_fail_inside(lowering.catalog, arg) for arg in args):
        return None
    tests = [test for arg in args for test in constants.nulls(arg)]
    return build.conjunction(tests, exp.Or) if tests else None


def _may_be_null(arg: q.Expr) -> bool:
    if isinstance(arg, (q.RelabelType, q.CoerceViaIO, q.ArrayCoerceExpr, q.CollateExpr)):
        return _may_be_null(arg.arg)
    if isinstance(arg, q.FuncExpr) and arg.is_cast:
        return arg.args[0].type == oids.JSONB or _may_be_null(arg.args[0])  # which may hold a null of its own
    if isinstance(arg, q.OpExpr):
        return arg.operator.oprname not in _NEVER_NULL
    if isinstance(arg, q.MinMaxExpr):
        return all(_may_be_null(part) or _is_null(part) for part in arg.args)
    return isinstance(arg, _MAY_BE_NULL)


def _is_null(part: q.Expr) -> bool:
    return isinstance(part, q.Const) and part.value is None


def is_all_constant(lowering: Lowering, query: q.Query) -> bool:
    """Whether running a query does nothing but compute constants."""
    constants = _Constants(lowering)
    return _is_alone(query) and all(constants.fold(entry.expr).plain for entry in query.targets)


def _is_alone(query: q.Query) -> bool:
    """Whether there is nothing but a target list to compute, for one row."""
    if query.from_items or query.values or query.set_operation is not None:
        return False
    several = any(next(q.sets_in(entry.expr), None) for entry in query.targets)
    return not several and all(part is None for part in (query.where, query.having, query.offset, query.limit))


def compute_constants(lowering: Lowering, query: q.Query) -> exp.Select | None:
    """The statement that computes a query's constants, None where running the query does as well."""
    if lowering.is_deep:
        return None
    used, lowering.uses = lowering.uses, set()
    try:
        constants = _Constants(lowering)
        checks = constants.query(query, outermost=_is_alone(query))
        if query.command == "select":  # whose first rows are given before others are computed
            checks += constants.values(query)
        if any(_incomparable(lowering, query)):
            checks += _Constants(lowering, "comparisons").query(query, outermost=True)
    finally:
        lowering.uses = used
    return exp.Select(expressions=[_sequence(checks)]).copy() if checks else None  # parts of it stand in several places


def compute_assigned(lowering: Lowering, query: q.Query) -> exp.Select | None:
    """The statement that computes the constants which an UPDATE assigns, None where it assigns none that may fail."""
    if lowering.is_deep or query.command != "update":
        return None
    used, lowering.uses = lowering.uses, set()
    try:
        checks = _Constants(lowering).assigned(query)
    finally:
        lowering.uses = used
    return exp.Select(expressions=[_sequence(checks)]).copy() if checks else None


def _incomparable(lowering: Lowering, query: q.Query) -> Iterator[q.MinMaxExpr]:
    """GREATEST and LEAST of a type without comparisons, which is found out when execution begins, or by computing
    constants.
    """
    for expr in query_expressions(query):
        if not any(isinstance(part, (q.MinMaxExpr, q.SubLink)) for part in q.walk(expr)):
            continue
        for part in kept_parts(lowering.catalog, expr):
            if isinstance(part, q.MinMaxExpr) and part.operator is None and not is_constant(lowering, part):
                yield part
            elif isinstance(part, q.SubLink):
                yield from _incomparable(lowering, part.subquery)


class _Constants(Struct, frozen=True):
    """Finds the constants of one statement."""

    lowering: Lowering
    looked_for: Literal["constants", "queries", "comparisons"] = "constants"
    """What is looked for in the parts of an expression that planning keeps: its own constants; what is planned of its
    subqueries, to which PostgreSQL comes when all constants of their clause are computed; or GREATEST and LEAST of
    a type without comparisons, to which it comes when execution begins.
    """
    by_strictness: bool = True
    """Whether a strict call counts as constant where one of its arguments is, and is NULL."""
    known: dict[int, Folded] = field(default_factory=dict)
    """What was found of a part, by its identity."""
    bodies: list[q.Expr] = field(default_factory=list)
    """Those of inlined functions, which must live as long as their identities count."""
    nullable: set[q.RangeTblEntry] = field(default_factory=set)
    """Entries whose rows an outer join may leave out."""

    @property
    def is_own(self) -> bool:
        return self.looked_for == "constants"

    def query(self, query: q.Query, *, outermost: bool = False, outputs: bool = True) -> list[exp.Expression]:
        """The checks of a query, in the order in which its clauses are planned."""
        targets: list[q.Expr] = []
        certain: list[q.Expr] = []
        checks: list[exp.Expression] = []
        for item in query.from_items:
            self._note_nullable(item)
        if outputs:
            targets += [entry.expr for entry in (*query.targets, *query.returning)]
            targets += [*query.group, *query.distinct_on, *(key.expr for key in query.sort)]
            certain += [assignment.expr for assignment in query.assignments]
        if outputs or len(query.values) > 1:
            certain += [value for row in query.values for value in row]
        alone = outermost and not query.from_items and query.where is None and query.having is None
        calls = list(_calls(query.from_items))
        checks += self._clause([call for call in calls if not isinstance(call, q.JsonTable)])
        checks += self._clause(targets, computed_anyway=alone)
        tests = [test for item in query.from_items for test in self._tests(item)]
        tests += [test for test in (query.where, query.having) if test is not None]
        tests += [count for count in (query.offset, query.limit) if count is not None and not alone]
        tests += [action.condition for action in query.merge_actions if action.condition is not None]
        checks += [check for test in tests for check in self._clause([test])]
        checks += self._clause([call for call in calls if isinstance(call, q.JsonTable)])
        checks += self._clause(certain, computed_anyway=outputs)
        if not outputs:
            checks += self._clause(query.group)
        for item in query.from_items:
            behind = self.looked_for == "comparisons"
            checks += [check for inner in planned_apart(item) for check in self.query(inner, outputs=behind)]
        if query.source is not None:
            checks += self.query(query.source)
        if query.set_operation is not None and outputs:
            checks += self._operands(query)
        return checks

    def assigned(self, query: q.Query) -> list[exp.Expression]:
        """The checks of what is assigned."""
        for item in query.from_items:
            self._note_nullable(item)
        return self._clause([assignment.expr for assignment in query.assignments])

    def _operands(self, query: q.Query) -> list[exp.Expression]:
        """The checks of what a set operation joins."""
        assert query.set_operation is not None
        members = append_members(query)
        values = [value for member in members for row in member.values for value in row]
        checks = self._clause([entry.expr for member in members for entry in member.targets] + values)
        together = {id(member) for member in members}
        for part in q.operands(query.set_operation):
            if id(part) not in together:
                checks += self.query(part)
        apart = [inner for member in members for item in member.from_items for inner in planned_apart(item)]
        return checks + [check for inner in apart for check in self.query(inner, outputs=False)]

    def values(self, query: q.Query) -> list[exp.Expression]:
        """The checks of the rows of VALUES."""
        return self._clause([value for row in query.values for value in row])

    def _clause(self, exprs: Sequence[q.Expr], *, computed_anyway: bool = False) -> list[exp.Expression]:
        """The checks of a clause: its constants, then its subqueries."""
        if self.looked_for == "comparisons":
            return [check for expr in exprs for check in self.fold(expr).checks]
        linked = [expr for expr in exprs if any(isinstance(part, q.SubLink) for part in q.walk(expr))]
        queries = _Constants(self.lowering, "queries", nullable=self.nullable)
        behind = [check for expr in linked for check in queries.fold(expr).checks]
        needed = [expr for expr in exprs if behind or not (computed_anyway and self.fold(expr).plain)]
        return [*(check for expr in needed for check in self._all(expr)), *behind]

    def _note_nullable(self, item: q.FromItem) -> None:
        if isinstance(item, q.JoinExpr):
            self.nullable.update(entries(item.left) if item.kind in ("right", "full") else ())
            self.nullable.update(entries(item.right) if item.kind in ("left", "full") else ())
            self._note_nullable(item.left)
            self._note_nullable(item.right)
        elif (subquery := merged(item.rte)) is not None:
            for inner in subquery.from_items:
                self._note_nullable(inner)

    def _tests(self, item: q.FromItem) -> Iterator[q.Expr]:
        """The conditions in FROM."""
        if isinstance(item, q.JoinExpr):
            yield from self._tests(item.left)
            yield from self._tests(item.right)
            if item.quals is not None:
                yield item.quals
        elif (subquery := merged(item.rte)) is not None:
            for inner in subquery.from_items:
                yield from self._tests(inner)
            if subquery.where is not None:
                yield subquery.where

    def _all(self, expr: q.Expr) -> list[exp.Expression]:
        """The checks of a part by itself."""
        folded = self.fold(expr)
        if not folded.plain:
            return list(folded.checks)
        return [self.value(expr)] if self.is_own and may_fail(self.lowering.catalog, expr) else []

    def value(self, expr: q.Expr) -> exp.Expression:
        """A constant's value; parts that are no constants do not count in it."""
        lowering = self.lowering
        outer = lowering.placeholders
        found: list[tuple[q.Expr, q.Expr | None]] = []
        if isinstance(expr, q.Var):
            found.append((expr, self._behind(expr)))
        else:
            found += [pair for part in _parts(expr) for pair in self._replaced(part)]
        lowering.placeholders = outer | {
            part: build.null() if behind is None else self.value(behind) for part, behind in found
        }
        try:
            return lower_expr(lowering, expr)
        finally:
            lowering.placeholders = outer

    def nulls(self, arg: q.Expr) -> Iterator[exp.Expression]:
        """Tests of which each finds an argument to be NULL by a constant in it."""
        known = self.fold(arg).known
        if known is not False and _may_be_null(arg):
            missing = build.is_null(self.value(arg))
            yield missing if isinstance(known, bool) else build.conjunction([known, missing])
        else:
            for part in _nulling(self.lowering.catalog, arg):
                yield from self.nulls(part)

    def _replaced(self, expr: q.Expr) -> Iterator[tuple[q.Expr, q.Expr | None]]:
        """Parts that are no constants, and columns with the constants behind them."""
        if self.fold(expr).known is False:
            yield expr, None
        elif isinstance(expr, q.Var):
            yield expr, self._behind(expr)
        else:
            for part in _parts(expr):
                yield from self._replaced(part)

    def _behind(self, var: q.Var) -> q.Expr | None:
        """The expression that planning puts in a column's place; None for one too large to be looked at."""
        behind = named_by(var)
        return None if behind is None or _size(self.lowering.catalog, behind) > MOST_BEHIND else behind

    def fold(self, expr: q.Expr) -> Folded:
        """What planning computes of an expression."""
        pause()
        found = self.known.get(id(expr))
        if found is None:
            found = self.known[id(expr)] = self._fold(expr)
        return found

    def _fold(self, expr: q.Expr) -> Folded:
        match expr:
            case q.Const() if self.lowering.catalog.base_type(expr.type) != expr.type:
                return Folded(False, False)
            case q.Const() | q.Param() | q.CoerceTestExpr():
                return _LEAF
            case q.Var():
                return self._column(expr)
            case q.CaseExpr():
                return self._case(expr)
            case q.CoalesceExpr():
                return self._coalesce(expr.args)
            case q.BoolExpr() if expr.op != "not":
                return self._and_or(expr)
            case q.NullTest() if expr.row:
                return self._row_test(expr)
            case q.SubLink():
                parts = self._checks(tuple(q.children(expr)))
                return Folded(False, False, (*parts, *self._linked(expr)))
            case q.FuncExpr() | q.OpExpr() if is_known_null(self.lowering.catalog, expr):
                return self._with_parts(expr)
            case q.FuncExpr() | q.OpExpr() if (held := range_of_element(self.lowering.catalog, expr)) is not None:
                return self._in_range(expr, held)
            case q.FuncExpr() if (body := inlined(self.lowering.catalog, expr)) is not None:
                self.bodies.append(body)
                return self._called_or_inlined(expr, body)
            case q.FuncExpr() if expr.proc.signature in SECOND_FIRST:
                return self._inlined(expr, self._with_parts(expr))
            case q.OpExpr() if self.lowering.catalog.proc(expr.operator.oprcode).signature in SECOND_FIRST:
                return self._inlined(expr, self._with_parts(expr))
        return self._with_parts(expr)

    def _called_or_inlined(self, call: q.FuncExpr, body: q.Expr) -> Folded:
        """A call of constants is computed as it stands; only the body of another one takes its place."""
        called = self._with_parts(call)
        if called.known is True and called.plain and any(may_fail(self.lowering.catalog, arg) for arg in call.args):
            return Folded(True, False, (*self._checks(call.args), self.value(call)))
        if called.known is True:
            return called
        replaced = self._inlined(call, self.fold(body))
        if called.known is False:
            return replaced
        known = _either(called.known, True, replaced.known)
        return Folded(known, False, tuple(_choice([(called.known, list(called.checks))], list(replaced.checks))))

    def _inlined(self, call: q.FuncExpr | q.OpExpr, body: Folded) -> Folded:
        """Arguments are computed in their own order before the body takes the place of the call."""
        if not any(may_fail(self.lowering.catalog, arg) for arg in call.args):
            return body
        checks = (self.value(call),) if body.plain else body.checks
        return Folded(body.known, False, (*self._checks(call.args), *checks))

    def _in_range(self, expr: q.FuncExpr | q.OpExpr, held: q.Expr) -> Folded:
        """All elements are in a constant range without bounds, and none in an empty one."""
        folded, known = self._with_parts(expr), self.fold(held).known
        if known is False or folded.known is True:
            return folded
        decided = build.is_not_null(build.call(HOLDS_NULL, self.value(held)))
        test = decided if known is True else build.conjunction([known, decided])
        return Folded(_either(test, True, folded.known), False, folded.checks)

    def _row_test(self, test: q.NullTest) -> Folded:
        """Planning tests the constants among a row's fields, but no row that is a constant as a whole."""
        checks = self._checks((test.arg,))
        fields = test.fields
        if fields is None:
            return Folded(False, False, checks)
        folded = [self.fold(part) for part in fields]
        complete = _both([part.known for part in folded])
        if complete is True:
            return Folded(False, False, checks)
        decides = build.is_not_null if test.is_null else build.is_null
        tests = []
        for part, found in zip(fields, folded, strict=True):
            if found.known is not False:
                decided = decides(self.value(part))
                tests.append(decided if found.known is True else build.conjunction([found.known, decided]))
        if not tests:
            return Folded(False, False, checks)
        known = build.conjunction(tests, exp.Or)
        if complete is not False:
            known = build.conjunction([exp.Not(this=build.wrap(complete)), known])
        return Folded(known, False, checks)

    def _linked(self, link: q.SubLink) -> list[exp.Expression]:
        if self.is_own:
            return []
        inside = self.looked_for if self.looked_for == "comparisons" else "constants"
        outputs = link.kind != "exists" or keeps_outputs(link.subquery)
        return _Constants(self.lowering, inside).query(link.subquery, outputs=outputs)

    def _column(self, var: q.Var) -> Folded:
        behind = self._behind(var)
        if behind is None:
            return Folded(False, False)
        known = False if var.rte in self.nullable else self.fold(behind).known
        return Folded(known, False, tuple(self._all(behind)))

    def _with_parts(self, expr: q.Expr) -> Folded:
        children = _parts(expr)
        folded = [self.fold(child) for child in children]
        if is_known_null(self.lowering.catalog, expr):
            return Folded(True, False, self._checks(children) if self.is_own else ())
        if isinstance(expr, q.RowExpr) and expr.whole is not None:
            return Folded(False, False)
        foldable = isinstance(expr, (*_FOLDED_WITH_PARTS, q.BoolExpr)) and is_immutable(self.lowering.catalog, expr)
        if isinstance(expr, q.FuncExpr) and expr.proc.prorettype == oids.RECORD:
            foldable = False  # planning computes no rows whose columns nobody has named
        known = _both([part.known for part in folded]) if foldable else False
        if known is False and self.by_strictness and (nulling := _nulling(self.lowering.catalog, expr)):
            tests = [test for child in nulling for test in self.nulls(child)]
            checks = self._checks(children)
            if not tests:
                return Folded(False, False, checks)
            is_null = build.conjunction(tests, exp.Or)
            if not self.is_own:  # which are dropped then
                checks = tuple(_choice([(is_null, [])], list(checks)))
            return Folded(is_null, False, checks)
        if known is True and all(part.plain for part in folded) and not isinstance(expr, _LAZY):
            return _LEAF
        return Folded(known, False, (*self._checks(children), *self._when(known, expr)))

    def _checks(self, exprs: Sequence[q.Expr]) -> tuple[exp.Expression, ...]:
        return tuple(check for expr in exprs for check in self._all(expr))

    def _when(self, known: Known, expr: q.Expr) -> list[exp.Expression]:
        """The value of a part where it is a constant, the failure of one that cannot be computed where it is none."""
        if self.looked_for == "comparisons" and isinstance(expr, q.MinMaxExpr) and expr.operator is None:
            failure = lower_expr(self.lowering, expr)
            return [] if known is True else [build.case([(known, build.null())], failure) if known else failure]
        if known is False or not self.is_own or not fails_itself(self.lowering.catalog, expr):
            return []
        value = self.value(expr)
        return [value if known is True else build.case([(known, value)], None)]

    def _tested(self, known: Known, value: exp.Expression) -> exp.Expression | None:
        """What a test computes, where that counts."""
        if known is False or not self.is_own:
            return None
        return value if known is True else build.case([(known.copy(), value.copy())], None)

    def _case(self, expr: q.CaseExpr) -> Folded:
        """Conditions that are constants choose; what they leave over is computed all through."""
        known = self.fold(expr.default).known
        rest = list(self._checks((expr.default,)))
        for test, result in reversed(expr.whens):
            folded, chosen = self.fold(test), self.fold(result)
            results = self._all(result)
            before = [] if folded.plain else list(folded.checks)
            if folded.known is False:
                known, rest = False, [*self._all(test), *results, *rest]
            elif folded.known is True:
                value = self.value(test)
                known = _either(value, chosen.known, known)
                rest = [*before, *_choice([(value, results)], rest, self._tested(folded.known, value))]
            else:
                value = build.conjunction([folded.known, self.value(test)])
                known = _either(value, chosen.known, _either(folded.known, known, False))
                rest = [*before, *_choice([(value, results), (folded.known, rest)], [*results, *rest])]
        return Folded(known, False, tuple(rest))

    def _coalesce(self, args: Sequence[q.Expr]) -> Folded:
        """The first argument, where it is a constant other than NULL, is all that is left."""
        known: Known = True
        rest: list[exp.Expression] = []
        for arg in reversed(args):
            folded = self.fold(arg)
            if isinstance(arg, q.Const):
                known, rest = (known, rest) if arg.value is None else (True, [])
            elif folded.known is False:
                known, rest = False, [*self._all(arg), *rest]
            else:
                found = build.is_not_null(self.value(arg))
                test = found if folded.known is True else build.conjunction([folded.known, found])
                before = [] if folded.plain else list(folded.checks)
                known = _either(test, True, known if folded.known is True else _either(folded.known, known, False))
                rest = [*before, *_choice([(test, [])], rest, self._tested(folded.known, self.value(arg)))]
        return Folded(known, False, tuple(rest))

    def _and_or(self, expr: q.BoolExpr) -> Folded:
        """A constant that decides the whole ends it: what comes before it is computed, but for subqueries."""
        if len(expr.args) > MOST_BEHIND:
            return Folded(False, False)
        decides = build.integer(0 if expr.op == "and" else 1)
        deciding: list[exp.Expression] = []
        rest: list[exp.Expression] = []
        folds = [self.fold(arg) for arg in expr.args]
        for arg, folded in zip(reversed(expr.args), reversed(folds), strict=True):
            if folded.known is False:
                rest = [*self._all(arg), *rest]
                continue
            value = self.value(arg)
            test: exp.Expression = exp.Is(this=build.wrap(value), expression=decides)
            if folded.known is not True:
                test = build.conjunction([folded.known, test])
            before = [] if folded.plain else list(folded.checks)
            deciding.append(test)
            rest = [*before, *_choice([(test, [])], rest, self._tested(folded.known, value))]
        deciding.reverse()  # one that decides spares those behind it
        if deciding and not self.is_own:
            rest = _choice([(test, []) for test in deciding], rest)
        known = _both([folded.known for folded in folds])
        if deciding and known is not True:
            known = build.case([(test.copy(), build.integer(1)) for test in deciding], _as_test(known))
        return Folded(known, False, tuple(rest))


def _calls(items: Sequence[q.FromItem]) -> Iterator[q.Expr]:
    """The functions in FROM, those of subqueries that planning merges behind the others."""
    for rte in q.entries(items):
        yield from rte.functions
    for rte in q.entries(items):
        subquery = merged(rte)
        if subquery is not None:
            yield from _calls(subquery.from_items)


def _parts(expr: q.Expr) -> tuple[q.Expr, ...]:
    """The parts that are computed once, in the order of planning; the cast of an array's elements is none."""
    if isinstance(expr, q.SubscriptExpr):
        bounds = (*expr.upper, *(expr.lower or ()))
        return (*(bound for bound in bounds if bound is not None), expr.container)
    if isinstance(expr, q.NullTest) and (fields := expr.fields) is not None:
        return fields
    return (expr.arg,) if isinstance(expr, q.ArrayCoerceExpr) else tuple(q.children(expr))


def _nulling(catalog: CatalogImage, expr: q.Expr) -> tuple[q.Expr, ...]:
    """The parts of which one that is NULL makes the whole NULL, without a look at the others."""
    if isinstance(expr, q.NullIfExpr):
        return expr.args[:1]
    return _parts(expr) if is_strict(catalog, expr) else ()


@remembered
def _size(catalog: CatalogImage, expr: q.Expr) -> int:
    """The nodes of an expression with those behind its columns."""
    behind = named_by(expr) if isinstance(expr, q.Var) else None
    parts = q.children(expr) if behind is None else (behind,)
    return 1 + sum(_size(catalog, part) for part in parts)


def _both(parts: Sequence[Known]) -> Known:
    """Whether all of the parts are constants."""
    tests = [part for part in parts if not isinstance(part, bool)]
    if False in [part for part in parts if isinstance(part, bool)]:
        return False
    return build.conjunction(tests) if tests else True


def _either(test: exp.Expression, then: Known, otherwise: Known) -> Known:
    if isinstance(then, bool) and isinstance(otherwise, bool) and then == otherwise:
        return then
    return build.case([(test.copy(), _as_test(then))], _as_test(otherwise))


def _as_test(known: Known) -> exp.Expression:
    return build.integer(int(known)) if isinstance(known, bool) else known.copy()


def _choice(
    branches: Sequence[tuple[exp.Expression, list[exp.Expression]]],
    otherwise: list[exp.Expression],
    tested: exp.Expression | None = None,
) -> list[exp.Expression]:
    """The checks of the branch that is taken; with `tested` what the test computes counts by itself."""
    if any(checks for _, checks in branches) or otherwise:
        return [build.case([(test, _sequence(checks)) for test, checks in branches], _sequence(otherwise))]
    return [] if tested is None or isinstance(tested, (exp.Placeholder, exp.Literal, exp.Null)) else [tested]


def _sequence(checks: Sequence[exp.Expression]) -> exp.Expression:
    """One expression that computes all of them in their order."""
    if not checks:
        return build.null()
    return build.in_order([check.copy() for check in checks])
