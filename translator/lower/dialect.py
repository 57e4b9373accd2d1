"""The SQLite text: sqlglot's SQLite generator with the few things it spells differently from what we need.

They are told to the generator, not written into a class derived from it: sqlglot's may be compiled (`sqlglot[c]`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import ErrorLevel, exp
from sqlglot.generators.sqlite import SQLiteGenerator

from translator.pause import pause

MAX_VARIABLES = 32_766
"""SQLite's limit."""
SHARED_VALUE = "pg_shared_value"
"""The function that takes a value out of the first variable, which carries those that no other one is left for.

It is the first because SQLite looks for a variable's number among all those that it has met.
"""
Printer = Callable[[SQLiteGenerator, Any], str]
"""Prints one kind of expression."""


def _placeholder(generator: SQLiteGenerator, expression: exp.Placeholder) -> str:
    number = int(expression.name)
    return f"?{number}" if number > 0 else f"{SHARED_VALUE}(?1, {-number})"


def _hexstring(generator: SQLiteGenerator, expression: exp.HexString) -> str:
    return f"x'{expression.name}'"


def _ordered(generator: SQLiteGenerator, expression: exp.Ordered) -> str:
    descending, nulls_first = expression.args.get("desc"), expression.args.get("nulls_first")
    direction = " DESC" if descending else ""
    # SQLite takes NULL as the smallest value
    nulls = (
        ""
        if nulls_first is None or bool(nulls_first) != bool(descending)
        else (" NULLS FIRST" if nulls_first else " NULLS LAST")
    )
    return f"{generator.sql(expression, 'this')}{direction}{nulls}"


def _collate(generator: SQLiteGenerator, expression: exp.Collate) -> str:
    return f"{generator.sql(expression, 'this')} COLLATE {expression.expression.name}"


def _cast(generator: SQLiteGenerator, expression: exp.Cast) -> str:
    return f"CAST({generator.sql(expression, 'this')} AS {expression.args['to'].name})"


def _is(generator: SQLiteGenerator, expression: exp.Is) -> str:
    return generator.binary(expression, "IS")


def _values(generator: SQLiteGenerator, expression: exp.Values) -> str:
    rows = ", ".join([generator.sql(row) for row in expression.expressions])
    alias = generator.sql(expression, "alias")
    return f"(VALUES {rows}) AS {alias}" if alias else f"VALUES {rows}"


def _tuple(generator: SQLiteGenerator, expression: exp.Tuple) -> str:
    return f"({generator.expressions(expression, flat=True)})"


def _anonymous(generator: SQLiteGenerator, expression: exp.Anonymous) -> str:
    arguments = ", ".join([generator.sql(argument) for argument in expression.expressions])
    return f"{expression.this}({arguments})"


_SPELLED: dict[type[exp.Expr], Printer] = {
    exp.Anonymous: _anonymous,
    exp.Cast: _cast,
    exp.Collate: _collate,
    exp.HexString: _hexstring,
    exp.Is: _is,
    exp.Ordered: _ordered,
    exp.Placeholder: _placeholder,
    exp.Tuple: _tuple,
    exp.Values: _values,
}
"""What is printed in another way: as it was built, since the lowering has decided already."""
_LEAVES = (exp.Identifier, exp.Literal, exp.Null, exp.Placeholder)
"""What long texts have in masses."""


def _pausing(printed: Printer) -> Printer:
    def print_(generator: SQLiteGenerator, expression: exp.Expr) -> str:
        pause()
        return printed(generator, expression)

    return print_


def _new_generator() -> SQLiteGenerator:
    generator = SQLiteGenerator(identify=False, unsupported_level=ErrorLevel.RAISE, comments=False)
    printers: dict[type[exp.Expr], Printer] = {**generator._dispatch, **_SPELLED}
    generator._dispatch = printers | {kind: _pausing(printers[kind]) for kind in _LEAVES}
    return generator


_idle: list[SQLiteGenerator] = []
"""Those that print nothing at present; a pause may let another translation print."""


def to_sql(expression: exp.Expression) -> str:
    """SQLite text of an expression tree; raises where sqlglot could not express something."""
    generator = _idle.pop() if _idle else _new_generator()
    text = generator.generate(expression, copy=False)
    _idle.append(generator)
    return text
