"""Random expressions of jsonb, arrays, ranges and intervals."""

from __future__ import annotations

from tests.query_fuzz.choices import Choices
from tests.query_fuzz.expressions import Maker, Scope, cast, expression
from tests.query_fuzz.schema import LITERALS

KEYS = ("'a'", "'b'", "'c'", "'no'")
PATHS = (
    "'$.a'",
    "'$.b[*]'",
    "'$.b[*] ? (@ > 1)'",
    "'$.*'",
    "'$.c.d'",
    "'$.b.size()'",
    "'strict $.c'",
    "'$.** ? (@ == 1)'",
)
WRAPPERS = ("", " WITH WRAPPER", " WITH CONDITIONAL WRAPPER")


def _json(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "json", depth)  # noqa: E731
    of = lambda *types: expression(c, scope, c.pick(types), depth)  # noqa: E731
    return c.weighted(
        (3, lambda: f"({part()} -> {c.pick(KEYS)})"),
        (1, lambda: f"({part()} -> {c.pick(('0', '1', '-1'))})"),
        (1, lambda: f"({part()} #> '{{b,{c.pick(('0', '-1', 'x'))}}}')"),
        (2, lambda: f"({part()} || {part()})"),
        (1, lambda: f"({part()} - {c.pick(KEYS)}::text)"),
        (2, lambda: f"to_jsonb({of('int', 'text', 'list', 'date', 'num', 'bool', 'span')})"),
        (1, lambda: f"jsonb_build_object({c.pick(KEYS)}, {of('int', 'text')}, {c.pick(KEYS)}, {part()})"),
        (1, lambda: f"jsonb_build_array({of('int', 'text')}, {of('num', 'json')})"),
        (1, lambda: f"JSON_OBJECT({c.pick(KEYS)}: {of('int', 'text')}{c.pick(('', ' ABSENT ON NULL'))})::jsonb"),
        (1, lambda: f"JSON_ARRAY({of('int', 'text')}, {part()}{c.pick(('', ' NULL ON NULL'))})::jsonb"),
        (1, lambda: f"jsonb_path_query_array({part()}, {c.pick(PATHS[:6])})"),
        (1, lambda: f"jsonb_path_query_first({part()}, {c.pick(PATHS[:6])})"),
        (1, lambda: f"JSON_QUERY({part()}, {c.pick(PATHS)}{c.pick(WRAPPERS)})"),
        (1, lambda: f"jsonb_set({part()}, '{{b,1}}', {part()})"),
        (1, lambda: f"jsonb_strip_nulls({part()})"),
        (1, lambda: f"({part()})['b'][{c.below(2)}]"),
    )  # fmt: skip


def _list(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "list", depth)  # noqa: E731
    number = lambda: expression(c, scope, "int", depth)  # noqa: E731
    return c.weighted(
        (3, lambda: f"ARRAY[{number()}, {number()}]"),
        (2, lambda: f"({part()} || {part()})"),
        (1, lambda: f"array_append({part()}, {number()})"),
        (1, lambda: f"({number()} || {part()})"),
        (1, lambda: f"array_remove({part()}, {number()})"),
        (1, lambda: f"array_replace({part()}, {number()}, {number()})"),
        (1, lambda: f"({part()})[{c.pick(('1:2', '2:', ':1', '0:1', '2:1'))}]"),
        (1, lambda: f"array_positions({part()}, {number()})"),
        (1, lambda: f"trim_array({part()}, 1)"),
        (1, lambda: f"array_reverse({part()})"),
        (1, lambda: f"array_sort({part()})"),
        (1, lambda: f"array_fill({number()}, ARRAY[{c.below(3)}])"),
        (1, lambda: f"ARRAY({scope.subquery(c, scope, ('int',), True)})"),
    )


def _span(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "span", depth)  # noqa: E731
    number = lambda: cast(expression(c, scope, "int", depth), "int")  # noqa: E731
    return c.weighted(
        (2, lambda: f"int4range(least({(low := number())}, {(high := number())}), greatest({low}, {high}), '[]')"),
        (1, lambda: f"int4range({number()}, NULL)"),
        (1, lambda: f"int4range({number()}, {number()})"),
        (2, lambda: f"({part()} * {part()})"),
        (1, lambda: f"range_merge({part()}, {part()})"),
        (1, lambda: f"range_merge(int4multirange({part()}, {part()}))"),
        (1, lambda: f"({part()} + {part()})"),
    )


def _lapse(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "lapse", depth)  # noqa: E731
    time = lambda: expression(c, scope, "time", depth)  # noqa: E731
    return c.weighted(
        (2, lambda: f"({time()} - {time()})"),
        (2, lambda: f"age({time()}, {time()})"),
        (1, lambda: f"({part()} * {c.pick(('2', '1.5', '-1'))})"),
        (1, lambda: f"({part()} {c.pick(('+', '-'))} {part()})"),
        (1, lambda: f"make_interval(days => {cast(expression(c, scope, 'int', depth), 'int')})"),
        (1, lambda: f"justify_hours({part()})"),
        (1, lambda: f"(- {part()})"),
    )


def number_of(c: Choices, scope: Scope, depth: int) -> str:
    """An integer that comes from one of these types."""
    of = lambda kind: expression(c, scope, kind, depth)  # noqa: E731
    return c.weighted(
        (2, lambda: f"({of('list')})[{1 + c.below(3)}]"),
        (2, lambda: f"coalesce(cardinality({of('list')}), -1)"),
        (1, lambda: f"array_length({of('list')}, 1)"),
        (1, lambda: f"array_position({of('list')}, {of('int')})"),
        (2, lambda: f"{c.pick(('lower', 'upper'))}({of('span')})"),
        (1, lambda: f"extract({c.pick(('epoch', 'month', 'day', 'hour'))} FROM {of('lapse')})::bigint::text::int"),
        (1, lambda: f"JSON_VALUE({of('json')}, {c.pick(PATHS)} RETURNING int)"),
        (1, lambda: f"({of('json')} ->> {c.pick(KEYS)})::text::int"),
        (1, lambda: f"regexp_count({of('text')}, {c.pick(PATTERNS)})"),
        (1, lambda: f"width_bucket({of('num')}, 0, 100, 5)"),
        (1, lambda: f"ascii({of('text')})"),
        (1, lambda: f"({of('int')} {c.pick(('&', '|', '#'))} {of('int')})"),
    )


PATTERNS = ("'[a-z]+'", "'(.)\\1'", "'^.'", "'n|o'", "'\\d+$'", "''")


def text_of(c: Choices, scope: Scope, depth: int) -> str:
    """A text that comes from one of these types, or from a function that looks at patterns and formats."""
    of = lambda kind: expression(c, scope, kind, depth)  # noqa: E731
    text = lambda: of("text")  # noqa: E731
    return c.weighted(
        (2, lambda: f"({of('json')} ->> {c.pick(KEYS)})"),
        (1, lambda: f"({of(c.pick(('json', 'list', 'span', 'lapse', 'time', 'num')))})::text"),
        (1, lambda: f"array_to_string({of('list')}, ',', {c.pick(LITERALS['text'][:3])})"),
        (1, lambda: f"JSON_VALUE({of('json')}, {c.pick(PATHS)})"),
        (1, lambda: f"jsonb_typeof({of('json')})"),
        (1, lambda: f"regexp_replace({text()}, {c.pick(PATTERNS)}, {c.pick(REPLACEMENTS)})"),
        (1, lambda: f"regexp_substr({text()}, {c.pick(PATTERNS)}, 1, {1 + c.below(2)})"),
        (1, lambda: f"(regexp_match({text()}, {c.pick(PATTERNS[:4])}))[1]"),
        (1, lambda: f"split_part({text()}, {c.pick(LITERALS['text'][:3])}, {c.pick(('1', '2', '-1'))})"),
        (1, lambda: f"lpad({text()}, {c.pick(('3', '0', '12', '-1'))}, {text()})"),
        (1, lambda: f"{c.pick(('ltrim', 'rtrim', 'btrim'))}({text()}, {c.pick(LITERALS['text'][:4])})"),
        (1, lambda: f"overlay({text()} PLACING {text()} FROM {1 + c.below(3)})"),
        (1, lambda: f"substring({text()} FROM {of('int')})"),
        (1, lambda: f"translate({text()}, 'aon', {text()})"),
        (1, lambda: f"initcap({text()})"),
        (1, lambda: f"md5({text()})"),
        (1, lambda: f"format({c.pick(FORMATS)}, {text()}, {of(c.pick(('int', 'text', 'date')))})"),
        (1, lambda: f"to_char({of('num')}, {c.pick(NUMBER_FORMATS)})"),
        (1, lambda: f"to_char({of('time')}, {c.pick(TIME_FORMATS)})"),
        (1, lambda: f"quote_nullable({text()})"),
        (1, lambda: f"concat_ws('-', {text()}, {of('int')}, {text()})"),
        (1, lambda: f"to_hex({of('int')})"),
        (1, lambda: f"chr({1 + c.below(200)})"),
        (1, lambda: f"encode(convert_to({text()}, 'UTF8'), {c.pick(('$$hex$$', '$$base64$$', '$$escape$$'))})"),
    )  # fmt: skip


REPLACEMENTS = ("'<'", "'[\\&]'", "'<', 'g'", "'\\1', 1, 2", "'', 2")
FORMATS = ("'%s-%s'", "'%L %s'", "'%2$s|%1$s'", "'%-5s|%5s'", "'%I %s'", "'%%%s%s'")
NUMBER_FORMATS = ("'999.99'", "'FM990.0'", "'S0099'", "'9.9EEEE'", "'RN'", "'999PR'", "'9,999.9MI'", "'L99'", "'99V9'")
TIME_FORMATS = (
    "'YYYY-MM-DD HH24:MI:SS'",
    "'Day DD Mon'",
    "'IYYY-IW-ID'",
    "'FMMonth, Q'",
    "'J SSSS'",
    "'HH12:MI AM BC'",
)


def holds_of(c: Choices, scope: Scope, depth: int) -> str:
    """A condition about these types."""
    of = lambda kind: expression(c, scope, kind, depth)  # noqa: E731
    row = lambda: f"ROW({of('int')}, {of('list')})"  # noqa: E731
    return c.weighted(
        (2, lambda: f"({of('json')} {c.pick(('@>', '<@'))} {of('json')})"),
        (1, lambda: f"({of('json')} ? {c.pick(KEYS)})"),
        (1, lambda: f"({of('json')} {c.pick(('?|', '?&'))} ARRAY['a', 'b'])"),
        (1, lambda: f"({of('json')} @? {c.pick(PATHS[:6])})"),
        (1, lambda: f"({of('json')} @@ '$.a == 1')"),
        (1, lambda: f"JSON_EXISTS({of('json')}, {c.pick(PATHS)})"),
        (1, lambda: f"({of('text')} IS JSON{c.pick(('', ' OBJECT', ' ARRAY', ' SCALAR'))})"),
        (2, lambda: f"({of('list')} {c.pick(('@>', '<@', '&&'))} {of('list')})"),
        (1, lambda: f"({of('int')} {c.pick(('=', '<', '<>'))} {c.pick(('ANY', 'ALL'))} ({of('list')}))"),
        (2, lambda: f"({of('span')} {c.pick(('@>', '<@', '&&', '<<', '>>', '-|-', '&<', '&>'))} {of('span')})"),
        (1, lambda: f"({of('span')} @> {of('int')})"),
        (1, lambda: f"isempty({of('span')})"),
        (1, lambda: f"(({of('date')}, {of('date')}) OVERLAPS ({of('date')}, {of('date')}))"),
        (1, lambda: f"(ROW({of('int')}, {of('text')}, {of('date')}) IS {c.pick(('', 'NOT '))}NULL)"),
        (1, lambda: f"({row()} {c.pick(('=', '<', '>=', 'IS DISTINCT FROM'))} {row()})"),
        (1, lambda: f"({of('text')} {c.pick(('~', '~*', '!~', '!~*'))} {c.pick(PATTERNS)})"),
        (1, lambda: f"({of('text')} SIMILAR TO '%(a|n)_*')"),
        (1, lambda: f"starts_with({of('text')}, {of('text')})"),
        (1, lambda: f"({of('text')} COLLATE \"C\" < {of('text')})"),
        (1, lambda: f"isfinite({of('date')})"),
        (1, lambda: f"(num_nulls({of('int')}, {of('text')}, {of('json')}) > 1)"),
        (1, lambda: f"({of('text')} LIKE ANY (ARRAY[{of('text')}, '%n%']))"),
        (1, lambda: f"({of('lapse')} {c.pick(('<', '=', '>'))} {of('lapse')})"),
    )  # fmt: skip


MAKERS: dict[str, Maker] = {"json": _json, "list": _list, "span": _span, "lapse": _lapse}
