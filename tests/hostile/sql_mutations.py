"""Ways to spoil the text of a statement, token by token."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

TOKEN = re.compile(
    r"\s+|--[^\n]*|/\*.*?\*/|[eEbBxX]?'(?:[^'\\]|\\.|'')*'|\$(\w*)\$.*?\$\1\$|\"[^\"]*\"|\$\d+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
    r"|\w+|::|[-+*/<>=~!@#%^&|`?]+|.",
    re.DOTALL,
)
LITERALS = (
    "NULL", "0", "-1", "1", "2147483647", "-2147483648", "2147483648", "9223372036854775807", "9223372036854775808",
    "1e400",
    "1.5", "0.0", "-0.0", "1e-400", "''", "'x'", "'NaN'", "'Infinity'", "'-infinity'", "true", "false", "'{}'",
    "'{1,NULL,3}'",
    "'[]'", "'{\"a\": [1, {\"b\": null}]}'", "'2024-02-30'", "'4714-11-24 BC'", "'294276-12-31'", "'24:00:00'",
    "'1 year -3 days'",
    "'[1,5)'", "'empty'", "'(1,2)'", "'\\x00ff'", "E'\\\\x'", "E'\\u00e9\\n'", "b'101'", "x'FF'",
    "'zażółć 日本 \U0001f600'",
    "interval '1' month", "date 'today'", "array[1,2]", "array[]::int[]", "row(1,'a')", "'$.a[*] ? (@ > 1)'", "'a & b'",
    "'(' ", "'%'", "'\\'", "'[[:alpha:]'", "'.*'", "repeat('x', 1000)", "$1", "$2", "$100000", "default", "*",
    "(select 1)",
    "1_000", "0x7fffffff", "0b11", "0o17", "'00000000-0000-0000-0000-000000000000'", "'127.0.0.1/8'",
    "'08:00:2b:01:02:03'",
)  # fmt: skip
TYPES = (
    "int", "int2", "bigint", "text", "varchar(3)", "char(2)", "\"char\"", "name", "numeric", "numeric(4,2)",
    "numeric(3,-2)",
    "float4", "float8", "bool", "bytea", "uuid", "date", "time", "timetz", "timestamp(2)", "timestamptz", "interval",
    "interval hour to second", "json", "jsonb", "jsonpath", "int[]", "text[][]", "int4range", "nummultirange",
    "regclass",
    "regproc", "regtype", "oid", "xid", "inet", "cidr", "macaddr", "bit(3)", "varbit", "money", "record", "anyelement",
    "void",
    "point", "xml", "tsvector", "tsquery", "pg_lsn", "unknown", "cstring", "internal", "oidvector", "aclitem",
    "nosuch", "pg_class",
)  # fmt: skip
PHRASES = (
    "where", "group by 1", "group by ()", "group by rollup (1, 2)", "order by 1 desc nulls first", "limit 1",
    "limit null",
    "offset -1", "fetch first 2 rows with ties", "for update", "for share skip locked", "returning *", "union all",
    "except",
    "intersect all", "distinct", "distinct on (1)", "over ()", "over (partition by 1 order by 1 rows 1 preceding)",
    "over (order by 1 range between 1 preceding and current row)", "filter (where true)", "within group (order by 1)",
    "lateral",
    "with ordinality", "tablesample system (1)", "collate \"C\"", "at time zone 'UTC'", "is not distinct from",
    "is json",
    "between symmetric", "not", "exists", "any", "all", "in", "like", "similar to", "as x", "as x(a, b)", "using (a)",
    "natural join", "cross join", "left join", "full join", "on true", "with recursive x as", "materialized",
    "values (1), (2)",
    "on conflict do nothing", "default values", "overriding system value", "if exists", "if not exists", "cascade",
    "temp",
    "unlogged", "concurrently", "only", "set (a = 1)", "primary key", "unique nulls not distinct", "references",
    "check (true)",
    "generated always as identity", "generated always as (1) stored", "not valid", "deferrable initially deferred",
    "partition by range (a)", "partition of", "inherits", "case when true then 1 end", "cast(1 as", "null", "begin",
    "rollback",
    "explain", "explain (analyze, format json)", "create view v as", "create table x as", "copy",
    "declare c cursor for", ";",
    "; select 1", "table", "current_date", "session_user", "tableoid", "ctid", "xmin", "grouping(1)", "merge into",
    "when matched",
    "prepare p as", "execute p", "old.*", "excluded.a", "array(select 1)", "(", ")", ",", "[1]", "[1:2]", ".", "::",
    "=", "||", "->>",
)  # fmt: skip
NESTED = (
    ("(", ")"), ("array[", "]"), ("row(", ")"), ("- ", ""), ("not ", ""), ("coalesce(", ")"), ("(select ", ")"),
    ("case when true then ", " end"), ("lower(", ")"), ("(", ")::text"), ("cast(", " as int)"), ("exists (select ",
     ")"),
    ("1 + ", ""), ("abs(", ")"), ("jsonb_build_array(", ")"), ("(", ").a"), ("", "[1]"),
     ("with x as (select 1) select ", ""),
)  # fmt: skip
MAX_SIZE = 100_000
"""Characters of a text that is not made any longer."""
DEPTHS = (2, 5, 20, 60, 150, 400, 1000, 5000)


def tokens(sql: str) -> list[str]:
    """The statement cut into its tokens, space included."""
    return [found[0] for found in TOKEN.finditer(sql)]


def spoiled(dice: Random, sql: str, other: str, words: list[str]) -> str:
    """The statement with some things changed. other: a statement to take from; words: names, literals and keywords."""
    parts = tokens(sql)
    for _ in range(dice.choice((1, 1, 1, 2, 2, 4))):
        if parts and sum(map(len, parts)) < MAX_SIZE:
            dice.choice(_MUTATIONS)(dice, parts, other, words)
    return "".join(parts)


def _place(dice: Random, parts: list[str]) -> int:
    """Where something happens; mostly at a token that is no space."""
    at = dice.randrange(len(parts))
    return at if not parts[at].isspace() else dice.randrange(len(parts))


def _delete(dice: Random, parts: list[str], _other: str, _words: list[str]) -> None:
    at = _place(dice, parts)
    del parts[at : at + dice.choice((1, 1, 1, 2, 5))]


def _swap(dice: Random, parts: list[str], _other: str, _words: list[str]) -> None:
    one, two = _place(dice, parts), _place(dice, parts)
    parts[one], parts[two] = parts[two], parts[one]


def _double(dice: Random, parts: list[str], _other: str, _words: list[str]) -> None:
    at = _place(dice, parts)
    end = at + dice.choice((1, 2, 3, 8, 20))
    parts[end:end] = [" ", *parts[at:end]]


def _splice(dice: Random, parts: list[str], other: str, _words: list[str]) -> None:
    taken = tokens(other)
    start = dice.randrange(len(taken) + 1)
    at = _place(dice, parts)
    parts[at : at + dice.choice((0, 0, 1, 100))] = [" ", *taken[start : start + dice.choice((1, 3, 10, 100))], " "]


def _replace_literal(dice: Random, parts: list[str], _other: str, words: list[str]) -> None:
    places = [at for at, part in enumerate(parts) if part[0].isdigit() or part[0] in "'$" or part.endswith("'")]
    if places:
        parts[dice.choice(places)] = dice.choice(LITERALS)
    else:
        _insert(dice, parts, "", words)


def _replace_word(dice: Random, parts: list[str], _other: str, words: list[str]) -> None:
    places = [at for at, part in enumerate(parts) if part[0].isalpha() or part[0] in '_"']
    if places:
        parts[dice.choice(places)] = dice.choice((dice.choice(words), dice.choice(TYPES), dice.choice(LITERALS)))


def _replace_operator(dice: Random, parts: list[str], _other: str, _words: list[str]) -> None:
    operators = ("=", "<>", "<", ">=", "||", "->", "->>", "#>", "@>", "<@", "&&", "~", "!~*", "~~", "+", "-", "/", "%",
                 "^", "|/",
                 "&", "#", "<<", ">>", "-|-", "?", "?|", "@?", "@@", "<->", "= any", "<> all", "is", ":=", "=>",
                 "..")  # fmt: skip
    places = [at for at, part in enumerate(parts) if part in operators]
    if places:
        parts[dice.choice(places)] = f" {dice.choice(operators)} "


def _insert(dice: Random, parts: list[str], _other: str, words: list[str]) -> None:
    at = _place(dice, parts)
    pool = dice.choice((LITERALS, TYPES, PHRASES, PHRASES, words))
    parts.insert(at, f" {dice.choice(pool)} ")


def _cast(dice: Random, parts: list[str], _other: str, _words: list[str]) -> None:
    parts.insert(_place(dice, parts) + 1, f"::{dice.choice(TYPES)}")


def _call(dice: Random, parts: list[str], _other: str, words: list[str]) -> None:
    """Wraps a token in a call of something."""
    at = _place(dice, parts)
    parts[at] = f"{dice.choice(words)}({parts[at]})"


def _nest(dice: Random, parts: list[str], _other: str, _words: list[str]) -> None:
    at = _place(dice, parts)
    before, after = dice.choice(NESTED)
    depth = dice.choice(DEPTHS)
    parts[at] = before * depth + parts[at] + after * depth


def _long(dice: Random, parts: list[str], _other: str, _words: list[str]) -> None:
    """Repeats a piece many times, as lists and chains of operators do."""
    at = _place(dice, parts)
    piece = "".join(parts[at : at + dice.choice((1, 2, 4))])
    between = dice.choice((", ", " ", " + ", " and ", " || ", " union all "))
    count = min(dice.choice((3, 30, 300, 2000)), MAX_SIZE // (len(piece) + 1) + 1)
    parts[at] = between.join([piece] * count)


def _character(dice: Random, parts: list[str], _other: str, _words: list[str]) -> None:
    at = _place(dice, parts)
    inside = dice.randrange(len(parts[at]) + 1)
    character = dice.choice("\0\1\n\t'\"$;()[]{}\\%é\ufeff\U0001f600\u00a0/*--")
    parts[at] = parts[at][:inside] + character + parts[at][inside + dice.randrange(2) :]


_MUTATIONS: tuple[Callable[[Random, list[str], str, list[str]], None], ...] = (
    _delete, _delete, _swap, _double, _splice, _splice, _replace_literal, _replace_literal, _replace_word,
    _replace_word,
    _replace_word, _replace_operator, _insert, _insert, _cast, _call, _call, _nest, _long, _character,
)  # fmt: skip
