"""The SQLite text: sqlglot's SQLite generator with the few things it spells differently from what we need."""

from __future__ import annotations

from sqlglot import ErrorLevel, exp
from sqlglot.generators.sqlite import SQLiteGenerator

from translator.pause import pause

MAX_VARIABLES = 32_766
"""SQLite's limit."""
SHARED_VALUE = "pg_shared_value"
"""The function that takes a value out of the first variable, which carries those that no other one is left for.

It is the first because SQLite looks for a variable's number among all those that it has met.
"""


class Generator(SQLiteGenerator):
    """Prints what the lowering built, rewriting nothing: the lowering has decided already."""

    def sql(self, expression: str | exp.Expr | None, key: str | None = None, comment: bool = True) -> str:
        pause()
        return super().sql(expression, key, comment)

    def placeholder_sql(self, expression: exp.Placeholder) -> str:
        number = int(expression.name)
        return f"?{number}" if number > 0 else f"{SHARED_VALUE}(?1, {-number})"

    def hexstring_sql(self, expression: exp.HexString, binary_function_repr: str | None = None) -> str:
        return f"x'{expression.name}'"

    def ordered_sql(self, expression: exp.Ordered) -> str:
        descending, nulls_first = expression.args.get("desc"), expression.args.get("nulls_first")
        direction = " DESC" if descending else ""
        # SQLite takes NULL as the smallest value
        nulls = (
            ""
            if nulls_first is None or bool(nulls_first) != bool(descending)
            else (" NULLS FIRST" if nulls_first else " NULLS LAST")
        )
        return f"{self.sql(expression, 'this')}{direction}{nulls}"

    def collate_sql(self, expression: exp.Collate) -> str:
        return f"{self.sql(expression, 'this')} COLLATE {expression.expression.name}"

    def cast_sql(self, expression: exp.Cast, safe_prefix: str | None = None) -> str:
        return f"CAST({self.sql(expression, 'this')} AS {expression.args['to'].name})"

    def is_sql(self, expression: exp.Is) -> str:
        return self.binary(expression, "IS")

    def values_sql(self, expression: exp.Values, values_as_table: bool = True) -> str:
        rows = ", ".join(self.sql(row) for row in expression.expressions)
        alias = self.sql(expression, "alias")
        return f"(VALUES {rows}) AS {alias}" if alias else f"VALUES {rows}"

    def tuple_sql(self, expression: exp.Tuple) -> str:
        return f"({self.expressions(expression, flat=True)})"

    def anonymous_sql(self, expression: exp.Anonymous) -> str:
        arguments = ", ".join(self.sql(argument) for argument in expression.expressions)
        return f"{expression.this}({arguments})"


def to_sql(expression: exp.Expression) -> str:
    """SQLite text of an expression tree; raises where sqlglot could not express something."""
    return Generator(identify=False, unsupported_level=ErrorLevel.RAISE, comments=False).generate(
        expression, copy=False
    )
