"""Small constructors for SQLite expressions, with the parentheses that sqlglot's generator does not add by itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator.lower.nodes import has, is_longer, nodes
from translator.query import Storage

_ATOMS = (
    exp.Column,
    exp.Literal,
    exp.Placeholder,
    exp.Anonymous,
    exp.Paren,
    exp.Null,
    exp.Case,
    exp.Subquery,
    exp.Cast,
    exp.Exists,
    exp.Identifier,
    exp.HexString,
    exp.Boolean,
    exp.Coalesce,
)


def wrap(expression: exp.Expression) -> exp.Expression:
    """The expression as an operand: in parentheses unless it binds tightest."""
    return expression if isinstance(expression, _ATOMS) else exp.Paren(this=expression)


def binary(kind: type[exp.Expression], left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return kind(this=wrap(left), expression=wrap(right))


def call(name: str, *arguments: exp.Expression) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def cast(value: exp.Expression, affinity: str) -> exp.Cast:
    """CAST to one of SQLite's own types."""
    return exp.Cast(this=wrap(value), to=exp.Var(this=affinity))


def null() -> exp.Null:
    return exp.Null()


def is_null(expression: exp.Expression) -> exp.Expression:
    return exp.Is(this=wrap(expression), expression=exp.Null())


def is_not_null(expression: exp.Expression) -> exp.Expression:
    return exp.Is(this=wrap(expression), expression=exp.Not(this=exp.Null()))


def never(value: exp.Expression) -> exp.Expression:
    """A test that computes a value and does not hold."""
    return is_null(is_null(value))


MAX_TWICE = 400
"""Nodes of the largest expression that may be stated twice only for which of several errors comes."""


def is_large(expression: exp.Expression) -> bool:
    """Whether to state it twice would cost too much: expressions inside each other would double with each level."""
    return is_longer(expression, MAX_TWICE)


MAX_REPEATED = 24
"""Nodes of the largest expression that is written several times instead of handed to a function in Python."""


def is_short(expression: exp.Expression) -> bool:
    """Whether it may be written several times, of which one is computed."""
    return not is_longer(expression, MAX_REPEATED) and not has(expression, exp.Query)


def is_plain(expression: exp.Expression) -> bool:
    """Whether it may be computed several times, since it is short and calls nothing in Python."""
    calls = (node for node in nodes(expression) if isinstance(node, exp.Anonymous))
    return is_short(expression) and not any(str(call.this).startswith("pg_") for call in calls)


def is_cheap(expression: exp.Expression) -> bool:
    """Whether it costs next to nothing to compute it several times."""
    return isinstance(expression, (exp.Column, exp.Placeholder, exp.Literal))


def is_ascii(text: exp.Expression) -> exp.Expression:
    """A test that a text has ASCII alone, the only letters that SQLite knows."""
    octets, length = (call(name, text.copy()) for name in ("octet_length", "length"))
    return binary(exp.EQ, octets, length)


def collate(expression: exp.Expression, collation: str | None) -> exp.Expression:
    """The expression with a collation, where its type has one.

    SQLite lets a collation inside an expression, as that of a comparison of numerics, stand for the whole of it, CASE
    and function calls included: BINARY says otherwise.
    """
    if collation is None:
        if isinstance(expression, (exp.Column, exp.Literal)) or not has(expression, exp.Collate):
            return expression
        collation = "BINARY"
    return exp.Collate(this=wrap(expression), expression=exp.Var(this=collation))


def compare(
    kind: type[exp.Expression], left: exp.Expression, right: exp.Expression, collation: str | None
) -> exp.Expression:
    """A comparison under a collation, which is the left operand's; a collation inside the right one counts for
    nothing.

    SQLite computes constants before the query unless they call a function, which it does not see through COLLATE: one
    on the other side, which does nothing, tells it.
    """
    if collation is None and has(right, exp.Collate):
        collation = "BINARY"
    collated = collate(left, collation)
    if isinstance(collated, exp.Collate) and has(left, exp.Anonymous) and not has(left, exp.Column):
        right = call("likely", right)
    return binary(kind, collated, right)


def identifier(name: str) -> exp.Identifier:
    """A name, quoted unless it is plain and no SQLite keyword could be meant."""
    return exp.Identifier(this=name, quoted=True)


def column(table: str | None, name: str) -> exp.Column:
    return exp.Column(this=identifier(name), table=identifier(table) if table else None)


def integer(value: int) -> exp.Expression:
    if value == -(2**63):
        return exp.Paren(this=exp.Sub(this=exp.Literal.number(-(2**63 - 1)), expression=exp.Literal.number(1)))
    if value < 0:
        return exp.Paren(this=exp.Literal(this=str(value), is_string=False))
    return exp.Literal(this=str(value), is_string=False)


def value(datum: Storage) -> exp.Expression:
    """A storage value as a SQLite literal."""
    if datum is None:
        return exp.Null()
    if isinstance(datum, int):
        return integer(int(datum))
    if isinstance(datum, float):
        return _real(datum)
    if isinstance(datum, bytes):
        return exp.HexString(this=datum.hex())
    return exp.Literal.string(datum)


def _real(datum: float) -> exp.Expression:
    text = {float("inf"): "9e999", float("-inf"): "-9e999"}.get(datum) or repr(datum)
    literal = exp.Literal(this=text, is_string=False)
    return exp.Paren(this=literal) if text.startswith("-") else literal


def not_a_position(key: exp.Expression) -> exp.Expression:
    """A key of ORDER BY or GROUP BY; a number there, or what SQLite makes one, would be the place of a column, and a
    constant sorts nothing.
    """
    varies = any(isinstance(part, _VARYING) and not isinstance(part, exp.Connector) for part in nodes(key))
    if varies and isinstance(key.unnest(), exp.Connector):  # which SQLite may find to be constant after all
        return exp.Add(this=wrap(key), expression=integer(0))
    return key if varies else null()


_VARYING = (exp.Column, exp.Placeholder, exp.Func, exp.Query)


def conjunction(tests: Sequence[exp.Expression], kind: type[exp.And | exp.Or] = exp.And) -> exp.Expression:
    """All of (or with exp.Or any of) the tests, as a balanced tree: SQLite bounds the depth of expressions."""
    if len(tests) == 1:
        return tests[0]
    middle = len(tests) // 2
    left, right = wrap(conjunction(tests[:middle], kind)), wrap(conjunction(tests[middle:], kind))
    return kind(this=left, expression=right)


def boolean(op: str, args: Sequence[exp.Expression]) -> exp.Expression:
    """AND, OR or NOT."""
    if op == "not":
        return exp.Not(this=wrap(args[0]))
    return conjunction(args, exp.And if op == "and" else exp.Or)


def case(branches: Sequence[tuple[exp.Expression, exp.Expression]], default: exp.Expression | None) -> exp.Case:
    return exp.Case(ifs=[exp.If(this=test, true=result) for test, result in branches], default=default)


MAX_ARGUMENTS = 100
"""How many arguments a call is given, of the 1000 that SQLite takes."""


def in_order(values: Sequence[exp.Expression]) -> exp.Expression:
    """What computes all of several values, one after the other: of an operator's operands SQLite takes one with a
    subquery last.
    """
    if len(values) > MAX_ARGUMENTS:
        middle = len(values) // 2
        values = [in_order(values[:middle]), in_order(values[middle:])]
    if len(values) == 1:
        return values[0]
    return call("max", *map(is_null, values))
