"""Assignments to elements and slices of arrays, members of jsonb and fields of rows (manual 8.14 to 8.16)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.families.collections import NUMBER, NUMBERS, WORD, WORDS
from tests.fuzz.families.documents import INDEX, JSONB, KEY
from tests.fuzz.families.form import Fitting, Form

ROW = Fitting("pair", ("(1,x)", "(,)", "(-5,)", '(,"a b")'))
ROWS = Fitting("pair[]", ("{}", '{"(1,x)",NULL}', '[0:1]={"(2,)","(,y)"}'))
CELLS = Fitting("numeric(3,1)[]", ("{}", "{1.5,2}", "{{1,2},{3,4}}"))
NUMERIC = Fitting("numeric", ("1", "9.99", "99.95", "-0.04", "NaN"))


def forms() -> Iterator[Form]:
    """All of them."""
    for array, element in ((NUMBERS, NUMBER), (WORDS, WORD)):
        yield assigned("{0}[{1}] = {2}", array, NUMBER, element)
        yield assigned("{0}[{1}] = {2}, {0}[{3}] = {4}", array, NUMBER, element, NUMBER, element)
        yield assigned("{0}[{1}][{2}] = {3}", array, NUMBER, NUMBER, element)
        yield assigned("{0}[{1}:{2}] = {3}", array, NUMBER, NUMBER, array)
        yield assigned("{0}[{1}:] = {2}", array, NUMBER, array)
        yield assigned("{0}[:{1}] = {2}", array, NUMBER, array)
        yield assigned("{0}[:] = {1}", array, array)
        yield assigned("{0}[{1}:{2}][{1}] = {3}", array, NUMBER, NUMBER, array)
        yield assigned("{0} = {1}", array, array)
    yield assigned("{0}[{1}] = {2}", CELLS, NUMBER, NUMERIC)
    for path in ("['a']", "[{1}]", "[{2}]", "['b'][{1}]", "[{2}]['c']", "[{1}][{2}]", "['x']['y'][{1}]"):
        yield assigned(f"{{0}}{path} = {{3}}", JSONB, INDEX, KEY, JSONB)
    for target, args in (("{0}.a", (NUMBER,)), ("{0}.b", (WORD,)), ("{0}", (ROW,))):
        yield assigned(f"{target} = {{1}}", ROW, *args)
    yield assigned("({0}.b, {0}.a) = ({1}, {2})", ROW, WORD, NUMBER)
    yield assigned("{0}[{1}].a = {2}", ROWS, NUMBER, NUMBER)
    yield assigned("{0}[{1}] = {2}", ROWS, NUMBER, ROW)


def assigned(template: str, *args: Fitting) -> Form:
    """A SET clause over the column that holds the first argument."""
    return Form(template, args, "integer", "assign")
