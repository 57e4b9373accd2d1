"""Evaluation of jsonpath over JSON items ("The SQL/JSON Path Language")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from translator.builtins import declare
from translator.builtins.jsonpath_datetime import compare_datetimes, datetime_method
from translator.builtins.jsonpath_method import DATETIME_METHODS, METHODS, NUMERIC_METHODS, keyvalue
from translator.builtins.jsonpath_values import DateTime, PathError, compare, is_string, item_type
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types.json import JsonNumber
from translator.types.jsonpath_regex import path_regex
from translator.types.jsonpath_tree import ANY_LAST, COMPARISONS, PREDICATES, Chain, JsonPath, Step

ARITHMETIC = {"+": "numeric_add", "-": "numeric_sub", "*": "numeric_mul", "/": "numeric_div", "%": "numeric_mod"}
MAX_INT4 = 2**31


class Sought(list[Any]):
    """Items of which it only counts whether there are any."""


class Execution:
    """One evaluation; `with_zone` lets datetimes of different kinds meet by the session's time zone."""

    def __init__(
        self, path: JsonPath, root: Any, variables: Any, context: ExecutionContext, *, with_zone: bool
    ) -> None:
        self.path = path
        self.lax = not path.strict
        self.root = root
        self.current = root
        self.variables = variables
        self.context = context
        self.with_zone = with_zone
        self.forgiving = self.lax
        """Whether structural errors are passed over."""
        self.size = -1
        """The length of the array being subscripted."""
        self.silent = False
        """Whether errors are passed over."""

    def run(self, *, silent: bool) -> list[Any]:
        """All items; with `silent` those found before an error."""
        found: list[Any] = []
        self.silent |= silent
        try:
            self.walk(self.path.chain, self.root, found, unwrap=self.lax)
        except PathError:
            if not silent:
                raise
        return found

    def exists(self, *, silent: bool) -> bool | None:
        """Whether there is an item; None where an error was passed over."""
        found = self._sought()
        self.silent |= silent
        try:
            self.walk(self.path.chain, self.root, found, unwrap=self.lax)
        except PathError:
            if self.lax and found:
                return True
            if not silent:
                raise
            return None
        return bool(found)

    def _sought(self) -> list[Any]:
        """Where items go that only have to be there: strict mode looks at all of them nevertheless."""
        return Sought() if self.lax else []

    def walk(self, chain: Chain, item: Any, found: list[Any], *, unwrap: bool) -> None:
        """Apply a chain to an item and append what it gives."""
        step, rest = chain[0], chain[1:]
        if step.kind in PREDICATES:
            self.proceed(rest, self.test(step, item), found)
            return
        _STEPS[step.kind](self, step, rest, item, found, unwrap)

    def proceed(self, rest: Chain, item: Any, found: list[Any], *, unwrap: bool | None = None) -> None:
        if rest:
            self.walk(rest, item, found, unwrap=self.lax if unwrap is None else unwrap)
        else:
            found.append(item)

    def each(self, chain: Chain, items: Sequence[Any], found: list[Any]) -> None:
        """The same chain over an array's elements, which are not unwrapped again."""
        for element in items:
            self.walk(chain, element, found, unwrap=False)

    def items(self, chain: Chain, item: Any, *, unwrap: bool) -> list[Any]:
        """What a chain gives, arrays taken apart in lax mode if asked."""
        found: list[Any] = []
        self.walk(chain, item, found, unwrap=self.lax)
        if not (unwrap and self.lax):
            return found
        return [part for one in found for part in (one if isinstance(one, list) else [one])]

    # predicates: True, False, None for unknown

    def test(self, step: Step, item: Any) -> bool | None:
        before, self.silent = self.silent, True
        try:
            return self._tested(step, item)
        finally:
            self.silent = before

    def _tested(self, step: Step, item: Any) -> bool | None:
        kind, args = step.kind, step.args
        if kind == "&&":
            left = self.test(args[0][0], item)
            if left is False:
                return False
            right = self.test(args[1][0], item)
            return left if right is True else right
        if kind == "||":
            left = self.test(args[0][0], item)
            if left is True:
                return True
            right = self.test(args[1][0], item)
            return left if right is False else right
        if kind == "!":
            inner = self.test(args[0][0], item)
            return None if inner is None else not inner
        if kind == "is unknown":
            return self.test(args[0][0], item) is None
        if kind == "exists":
            return self._exists(args[0], item)
        return self._predicate(step, item)

    def _exists(self, chain: Chain, item: Any) -> bool | None:
        found = self._sought()
        try:
            self.walk(chain, item, found, unwrap=self.lax)
        except PathError:
            return True if self.lax and found else None
        return bool(found)

    def _predicate(self, step: Step, item: Any) -> bool | None:
        """A comparison of each left item with each right one."""
        try:
            lefts = self.items(step.args[0], item, unwrap=True)
            if step.kind == "like_regex":
                rights: list[Any] = [None]
            else:
                rights = self.items(step.args[1], item, unwrap=step.kind in COMPARISONS)
        except PathError:
            return None
        seen_true = seen_unknown = False
        for left in lefts:
            for right in rights:
                result = self._compare(step, left, right)
                if result is None:
                    if not self.lax:
                        return None
                    seen_unknown = True
                elif result:
                    if self.lax:
                        return True
                    seen_true = True
        return True if seen_true else None if seen_unknown else False

    def _compare(self, step: Step, left: Any, right: Any) -> bool | None:
        if step.kind == "like_regex":
            return path_regex(*step.value).matches(left) if is_string(left) else None
        if step.kind == "starts with":
            return left.startswith(right) if is_string(left) and is_string(right) else None
        if isinstance(left, DateTime) and isinstance(right, DateTime):
            order = compare_datetimes(left, right, self.context, with_zone=self.with_zone)
            return None if order is None else compare(step.kind, left, right, order=order)
        return compare(step.kind, left, right)

    def _filtered(self, step: Step, item: Any) -> bool:
        before, self.current = self.current, item
        try:
            return self.test(step.args[0][0], item) is True
        finally:
            self.current = before

    # subscripts

    def _index(self, chain: Chain, item: Any) -> int:
        found: list[Any] = []
        self.walk(chain, item, found, unwrap=self.lax)
        if len(found) != 1 or not isinstance(found[0], JsonNumber):
            raise PathError("22033", "jsonpath array subscript is not a single numeric value")
        truncated = str(declare.FUNCTIONS["trunc(numeric,integer)"].body(found[0], 0))
        index = int(truncated) if truncated.lstrip("-").isdigit() else MAX_INT4
        if not -MAX_INT4 <= index < MAX_INT4:
            raise PathError("22033", "jsonpath array subscript is out of integer range")
        return index

    def _descend(
        self, rest: Chain, item: Any, found: list[Any], level: int, first: int, last: int, *, forgiving: bool
    ) -> None:
        """The members and elements at levels `first` to `last` below an item."""
        children = list(item.values()) if isinstance(item, dict) else item if isinstance(item, list) else []
        leaves = first == ANY_LAST and last == ANY_LAST
        for child in children:
            nested = isinstance(child, (dict, list))
            if (first != ANY_LAST and level >= first) or (leaves and not nested):
                before = self.forgiving
                self.forgiving = self.forgiving or forgiving
                try:
                    self.proceed(rest, child, found)
                finally:
                    self.forgiving = before
            if nested and (last == ANY_LAST or level < last):
                self._descend(rest, child, found, level + 1, first, last, forgiving=forgiving)


StepFunction = Callable[[Execution, Step, Chain, Any, list[Any], bool], None]
_STEPS: dict[str, StepFunction] = {}


def _step(*kinds: str) -> Callable[[StepFunction], StepFunction]:
    def register(function: StepFunction) -> StepFunction:
        for kind in kinds:
            _STEPS[kind] = function
        return function

    return register


@_step("root", "current", "last", "number", "string", "literal", "variable")
def _primary(run: Execution, step: Step, rest: Chain, item: Any, found: list[Any], unwrap: bool) -> None:
    match step.kind:
        case "root":
            value = run.root
        case "current":
            value = run.current
        case "last":
            value = JsonNumber(run.size - 1)
        case "number":
            value = JsonNumber(step.value)
        case "variable":
            value = _variable(run, step.value)
        case _:
            value = step.value
    run.proceed(rest, value, found)


def _variable(run: Execution, name: str) -> Any:
    if not isinstance(run.variables, dict) or name not in run.variables:
        raise PgError("42704", f'could not find jsonpath variable "{name}"')
    return run.variables[name]


@_step("key")
def _key(run: Execution, step: Step, rest: Chain, item: Any, found: list[Any], unwrap: bool) -> None:
    if isinstance(item, dict):
        if step.value in item:
            run.proceed(rest, item[step.value], found)
        elif not run.forgiving:
            raise PathError("2203A", f'JSON object does not contain key "{step.value}"')
    elif unwrap and isinstance(item, list):
        run.each((step, *rest), item, found)
    elif not run.forgiving:
        raise PathError("2203A", "jsonpath member accessor can only be applied to an object")


@_step("any key")
def _any_key(run: Execution, step: Step, rest: Chain, item: Any, found: list[Any], unwrap: bool) -> None:
    if isinstance(item, dict):
        for value in item.values():
            run.proceed(rest, value, found)
    elif unwrap and isinstance(item, list):
        run.each((step, *rest), item, found)
    elif not run.forgiving:
        raise PathError("2203C", "jsonpath wildcard member accessor can only be applied to an object")


@_step("any array")
def _any_array(run: Execution, step: Step, rest: Chain, item: Any, found: list[Any], unwrap: bool) -> None:
    if isinstance(item, list):
        for element in item:
            run.proceed(rest, element, found)
    elif run.lax:
        run.proceed(rest, item, found)
    elif not run.forgiving:
        raise PathError("22039", "jsonpath wildcard array accessor can only be applied to an array")


@_step("array")
def _array(run: Execution, step: Step, rest: Chain, item: Any, found: list[Any], unwrap: bool) -> None:
    if not isinstance(item, list) and not run.lax:
        if not run.forgiving:
            raise PathError("22039", "jsonpath array accessor can only be applied to an array")
        return
    elements = item if isinstance(item, list) else [item]
    before, run.size = run.size, len(elements)
    try:
        for low, high in step.args:
            first = run._index(low, item)
            last = first if high is None else run._index(high, item)
            if not run.forgiving and (first < 0 or first > last or last >= len(elements)):
                raise PathError("22033", "jsonpath array subscript is out of bounds")
            for index in range(max(first, 0), min(last, len(elements) - 1) + 1):
                run.proceed(rest, elements[index], found)
    finally:
        run.size = before


@_step("any")
def _any(run: Execution, step: Step, rest: Chain, item: Any, found: list[Any], unwrap: bool) -> None:
    first, last = step.value
    if first == 0:
        before, run.forgiving = run.forgiving, True
        try:
            run.proceed(rest, item, found)
        except PathError:
            if not (run.silent and isinstance(item, (dict, list))):  # what is inside is looked at nevertheless
                raise
        finally:
            run.forgiving = before
    if last != 0:
        run._descend(rest, item, found, 1, first, last, forgiving=True)


@_step("filter")
def _filter(run: Execution, step: Step, rest: Chain, item: Any, found: list[Any], unwrap: bool) -> None:
    if unwrap and isinstance(item, list):
        run.each((step, *rest), item, found)
    elif run._filtered(step, item):
        run.proceed(rest, item, found)


@_step(*ARITHMETIC)
def _arithmetic(run: Execution, step: Step, rest: Chain, item: Any, found: list[Any], unwrap: bool) -> None:
    operands = []
    found_by_side = [run.items(chain, item, unwrap=True) for chain in step.args]
    for side, values in zip(("left", "right"), found_by_side, strict=True):
        if len(values) != 1 or not isinstance(values[0], JsonNumber):
            raise PathError("22038", f"{side} operand of jsonpath operator {step.kind} is not a single numeric value")
        operands.append(values[0])
    body = declare.FUNCTIONS[f"{ARITHMETIC[step.kind]}(numeric,numeric)"].body
    try:
        result = JsonNumber(body(*operands))
    except PgError as error:
        raise PathError(error.sqlstate, error.message) from None
    run.proceed(rest, result, found)


@_step("plus", "minus")
def _sign(run: Execution, step: Step, rest: Chain, item: Any, found: list[Any], unwrap: bool) -> None:
    for value in run.items(step.args[0], item, unwrap=True):
        if not isinstance(value, JsonNumber):
            if isinstance(found, Sought) and not rest:
                continue
            sign = "+" if step.kind == "plus" else "-"
            raise PathError("2203B", f"operand of unary jsonpath operator {sign} is not a numeric value")
        result = value
        if step.kind == "minus":
            result = JsonNumber(declare.FUNCTIONS["numeric_uminus(numeric)"].body(value))
        run.proceed(rest, result, found)


@_step("method")
def _method(run: Execution, step: Step, rest: Chain, item: Any, found: list[Any], unwrap: bool) -> None:
    name = step.value
    if name == "type":
        run.proceed(rest, item_type(item), found)
    elif name == "size":
        _size(run, rest, item, found)
    elif unwrap and isinstance(item, list):
        run.each((step, *rest), item, found)
    elif name == "keyvalue":
        for pair in keyvalue(item, run.root):
            run.proceed(rest, pair, found)
    elif name in DATETIME_METHODS:
        result = datetime_method(name, item, step.args, run.context, with_zone=run.with_zone)
        run.proceed(rest, result, found)
    else:
        run.proceed(rest, (METHODS | NUMERIC_METHODS)[name](item, step.args), found)


def _size(run: Execution, rest: Chain, item: Any, found: list[Any]) -> None:
    if not isinstance(item, list) and not run.lax:
        if run.forgiving:
            return
        raise PathError("22039", "jsonpath item method .size() can only be applied to an array")
    run.proceed(rest, JsonNumber(len(item) if isinstance(item, list) else 1), found)
