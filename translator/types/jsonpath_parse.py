"""Text to jsonpath ("The SQL/JSON Path Language")."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from translator.errors import PgError
from translator.errors.statements import syntax_error
from translator.errors.values import invalid_text_representation
from translator.types.jsonpath_regex import path_regex
from translator.types.jsonpath_scan import KEYWORDS, LOWERCASE, Scanner
from translator.types.jsonpath_tree import ANY_LAST, COMPARISONS, Chain, JsonPath, Step, is_predicate
from translator.types.numeric import parse_numeric

METHODS = frozenset(
    [
        "abs",
        "size",
        "type",
        "floor",
        "double",
        "ceiling",
        "keyvalue",
        "bigint",
        "boolean",
        "integer",
        "number",
        "string",
        "date",
        "decimal",
        "datetime",
        "time",
        "time_tz",
        "timestamp",
        "timestamp_tz",
    ]
)
"""Item methods; those below take arguments."""
PRECISIONS = frozenset({"time", "time_tz", "timestamp", "timestamp_tz"})
FLAGS = "ismxq"
LITERALS = {"null": None, "true": True, "false": False}


@lru_cache(maxsize=1024)
def parse_jsonpath(text: str) -> JsonPath:
    """The tree of a jsonpath.  Raises PgError 42601, 22P02."""
    parser = _Parser(text)
    if parser.token.kind == "end":
        raise invalid_text_representation("jsonpath", text)
    strict = parser.mode()
    chain = parser.expression(0)
    if parser.token.kind != "end":
        raise parser.scanner.error()
    if parser.misplaced is not None:
        raise parser.misplaced
    return JsonPath(strict, chain)


class _Parser:
    """Recursive descent; expressions and predicates are told apart as the grammar does."""

    def __init__(self, text: str) -> None:
        self.scanner = Scanner(text)
        self.filters = 0
        self.subscripts = 0
        self.misplaced: PgError | None = None
        """A step that must not stand where it does; a syntax error comes first."""

    @property
    def token(self) -> Any:
        return self.scanner.token

    def advance(self) -> Any:
        return self.scanner.advance()

    def word(self) -> str:
        """The keyword at the present token, '' for anything else."""
        token = self.token
        if token.kind != "word":
            return ""
        if token.value in LOWERCASE:
            return str(token.value)
        lowered = token.value.lower()
        return lowered if lowered in KEYWORDS else ""

    def accept(self, kind: str) -> bool:
        found = bool(self.token.kind == kind or self.word() == kind)
        if found:
            self.advance()
        return found

    def expect(self, kind: str) -> None:
        if not self.accept(kind):
            raise self.scanner.error()

    def mode(self) -> bool:
        if self.accept("strict"):
            return True
        self.accept("lax")
        return False

    def expression(self, level: int) -> Chain:
        """Binary operators by priority, weakest first."""
        if level == len(_LEVELS):
            return self.unary()
        operators, check_left, check_right = _LEVELS[level]
        if level == _COMPARING and (self.token.kind == "!" or self.word() == "exists"):
            return self.denied_or_exists()
        left = self.expression(level + 1)
        if level == _COMPARING and self.word() in ("starts", "like_regex"):
            return self.predicate_tail(left)
        while True:
            kind = self.operator(operators)
            if kind is None or not self.fits(left, check_left):
                return left
            self.advance()
            right = self.expression(level + 1)
            if not self.fits(right, check_right):
                raise self.scanner.error()
            left = (Step(kind, args=(left, right)),)
            if level == _COMPARING:
                return left

    def operator(self, operators: tuple[str, ...]) -> str | None:
        kind = "!=" if self.token.kind == "<>" else str(self.token.kind)
        return kind if kind in operators else None

    def fits(self, chain: Chain, predicate: bool) -> bool:
        return is_predicate(chain) == predicate

    def unary(self) -> Chain:
        if self.token.kind in ("+", "-"):
            sign = self.advance().kind
            operand = self.unary()
            if is_predicate(operand):
                raise self.scanner.error()
            if len(operand) == 1 and operand[0].kind == "number":
                value = operand[0].value
                return (Step("number", value if sign == "+" else _negated(value)),)
            return (Step("plus" if sign == "+" else "minus", args=(operand,)),)
        return self.accessors(self.primary())

    def denied_or_exists(self) -> Chain:
        if self.accept("!"):
            return (Step("!", args=(self.delimited_predicate(),)),)
        return self.exists()

    def delimited_predicate(self) -> Chain:
        if self.word() == "exists":
            return self.exists()
        self.expect("(")
        inner = self.predicate()
        self.expect(")")
        return inner

    def predicate(self) -> Chain:
        inner = self.expression(0)
        if not is_predicate(inner):
            raise self.scanner.error()
        return inner

    def exists(self) -> Chain:
        self.expect("exists")
        self.expect("(")
        inner = self.expression(0)
        if is_predicate(inner):
            raise self.scanner.error()
        self.expect(")")
        return (Step("exists", args=(inner,)),)

    def predicate_tail(self, chain: Chain) -> Chain:
        """`starts with` and `like_regex` after an expression."""
        if is_predicate(chain):
            return chain
        if self.word() == "starts":
            self.advance()
            self.expect("with")
            if self.token.kind not in ("string", "variable"):
                raise self.scanner.error()
            token = self.advance()
            return (Step("starts with", args=(chain, (Step(token.kind, token.value),))),)
        if self.word() == "like_regex":
            self.advance()
            pattern = self.string()
            flags = _flags(self.string()) if self.accept("flag") else ""
            path_regex(pattern, flags)
            return (Step("like_regex", (pattern, flags), (chain,)),)
        return chain

    def string(self) -> str:
        if self.token.kind != "string":
            raise self.scanner.error()
        return str(self.advance().value)

    def primary(self) -> Chain:
        token = self.token
        word = self.word()
        if token.kind == "(":
            return self.parenthesized()
        if token.kind == "@" and not self.filters:
            self.misplaced = self.misplaced or syntax_error("@ is not allowed in root expressions")
        if word == "last" and not self.subscripts:
            self.misplaced = self.misplaced or syntax_error("LAST is allowed only in array subscripts")
        step = _primary(token, word)
        if step is None:
            raise self.scanner.error()
        self.advance()
        return (step,)

    def parenthesized(self) -> Chain:
        self.advance()
        inner = self.expression(0)
        self.expect(")")
        if is_predicate(inner) and self.word() == "is":
            self.advance()
            self.expect("unknown")
            return (Step("is unknown", args=(inner,)),)
        return inner

    def accessors(self, chain: Chain) -> Chain:
        while True:
            kind = self.token.kind
            if kind == ".":
                self.advance()
                chain += (self.member(),)
            elif kind == "[":
                self.advance()
                chain += (self.array(),)
            elif kind == "?":
                self.advance()
                self.expect("(")
                self.filters += 1
                condition = self.predicate()
                self.filters -= 1
                self.expect(")")
                chain += (Step("filter", args=(condition,)),)
            else:
                return chain

    def member(self) -> Step:
        if self.accept("*"):
            return Step("any key")
        if self.accept("**"):
            return Step("any", self.levels())
        token = self.token
        if token.kind not in ("word", "string"):
            raise self.scanner.error()
        method = self.word()
        self.advance()
        if token.kind == "word" and method in METHODS and self.accept("("):
            return self.method(method)
        return Step("key", token.value)

    def levels(self) -> tuple[int, int]:
        if not self.accept("{"):
            return 0, ANY_LAST
        first = last = self.level()
        if self.accept("to"):
            last = self.level()
        self.expect("}")
        return first, last

    def level(self) -> int:
        if self.accept("last"):
            return ANY_LAST
        if self.token.kind != "integer":
            raise self.scanner.error()
        return int(self.advance().value)

    def array(self) -> Step:
        if self.accept("*"):
            self.expect("]")
            return Step("any array")
        self.subscripts += 1
        ranges = [self.subscript()]
        while self.accept(","):
            ranges.append(self.subscript())
        self.subscripts -= 1
        self.expect("]")
        return Step("array", args=tuple(ranges))

    def subscript(self) -> tuple[Chain, Chain | None]:
        low = self.expression(_COMPARING + 1)
        high = self.expression(_COMPARING + 1) if self.accept("to") else None
        if is_predicate(low) or (high is not None and is_predicate(high)):
            raise self.scanner.error()
        return low, high

    def method(self, name: str) -> Step:
        arguments: list[Any] = []
        if name == "datetime" and self.token.kind == "string":
            arguments.append(self.advance().value)
        elif name in PRECISIONS and self.token.kind == "integer":
            arguments.append(int(self.advance().value))
        elif name == "decimal" and self.token.kind != ")":
            arguments.append(self.signed())
            while self.accept(","):
                arguments.append(self.signed())
        self.expect(")")
        if len(arguments) > 2:
            detail = ".decimal() can only have an optional precision[,scale]."
            raise PgError("42601", "invalid input syntax for type jsonpath", detail=detail)
        return Step("method", name, tuple(arguments))

    def signed(self) -> int:
        sign = self.advance().kind if self.token.kind in ("+", "-") else "+"
        if self.token.kind != "integer":
            raise self.scanner.error()
        value = int(self.advance().value)
        return -value if sign == "-" else value


_LEVELS: tuple[tuple[tuple[str, ...], bool, bool], ...] = (
    (("||",), True, True),
    (("&&",), True, True),
    (COMPARISONS, False, False),
    (("+", "-"), False, False),
    (("*", "/", "%"), False, False),
)
"""Operators of each priority, and whether their operands are predicates."""
_COMPARING = 2


def _primary(token: Any, word: str) -> Step | None:
    if token.kind in ("integer", "number"):
        return Step("number", parse_numeric(token.value))
    if token.kind in ("string", "variable"):
        return Step(token.kind, token.value)
    if word in LITERALS:
        return Step("literal", LITERALS[word])
    simple: dict[str, str] = {"$": "root", "@": "current"}
    kind = "last" if word == "last" else simple.get(token.kind)
    return None if kind is None else Step(kind)


def _negated(value: str) -> str:
    if not value.strip("0."):
        return value
    return value.removeprefix("-") if value.startswith("-") else f"-{value}"


def _flags(written: str) -> str:
    for letter in written:
        if letter not in FLAGS:
            raise PgError(
                "42601",
                "invalid input syntax for type jsonpath",
                detail=f'Unrecognized flag character "{letter}" in LIKE_REGEX predicate.',
            )
    return "".join(letter for letter in FLAGS if letter in written)
