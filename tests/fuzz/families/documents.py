"""json, jsonb, jsonpath and SQL/JSON (manual 9.16)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.families.form import Fitting, Form, calls, operators

DOCUMENTS = ('{"a": 1, "b": [1, 2, {"c": "x"}], "d": null}', '[1, 2.50, "three", true, null, [], {}]',
    '{"a": {"a": {"a": [0]}}}', '"text"', "12", "null", "true", "[]", "{}",
    '[{"id": 1, "t": "2024-02-29"}, {"id": 2, "t": "12:30:45"}, {"id": 3}]', '{"s": "aB\\u00e9\\n", "n": -1.5e3}',
    '[[1, 2], [3, [4, 5]]]', '{"d": "2024-02-29T12:00:00+05:30", "i": "17", "f": "1.25", "b": "yes"}', "[3, 1, 2, 1]",
    '{"": 0, "a b": 1, "1": 2}', "1e400", "-0.0", '["a", "b", "c"]', '{"x": [{"y": 1}, {"y": 2}, {"z": 3}]}',
    '{"b": 2, "a": 1, "b": 3}', )  # fmt: skip
JSON = Fitting("json", DOCUMENTS)
JSONB = Fitting("jsonb", DOCUMENTS)
KEY = Fitting("text", ("a", "b", "d", "s", "", "1", "a b", "nosuch"))
INDEX = Fitting("integer", ("-8", "-1", "0", "1", "2", "6", "7"))
KEYS = Fitting("text[]", ("{}", "{a}", "{b,2,c}", "{a,a,a,0}", "{0}", "{-1}", "{1,1}", "{b,x}", "{NULL}", "{a,NULL}",
    "{0,id}", "{nosuch,a}", "{b,-1}", "{b,10}", "{x,0,y}", "{{a,b}}"))  # fmt: skip
TREATMENT = Fitting("text", ("use_json_null", "return_target", "delete_key", "raise_exception", "nosuch"))
FLAG = Fitting("boolean", ("t", "f"))
VARIABLES = Fitting("jsonb", ('{"x": 1}', '{"x": "a", "y": 2}', "{}", "[1]", '{"x": [1, 2]}', '{"x": null}'))
PATH = Fitting("jsonpath", ("$", "$.a", "$.b[*]", "$.b[2].c", "$[*]", "$[0 to 1]", "$[last]", "$[last - 1]", "$.**",
    "$.**{1}", "$.**{1 to last}.a", "$.*", "strict $.a", "strict $[10]", "strict $.a[0]", "lax $[0]", "$ ? (@ > 1)",
    "$[*] ? (@ > 1)", "$[*] ? (@.id > 1).id", "$[*] ? (exists (@.t))", "$.a == 1", "$[*] == 1",
    '$[*] ? (@ starts with "a")', '$[*] ? (@ like_regex "^[a-c]")', '$.s like_regex "B" flag "i"',
    '$.s like_regex "("', "$[*].type()", "$.size()", "$[*].size()", "$[*].double()", "$[*].ceiling()", "$[*].floor()",
    "$[*].abs()", "$.i.integer()", "$.f.number()", "$.f.decimal(3, 1)", "$.f.decimal(2, -1)", "$.i.bigint()",
    "$.b.boolean()", "$[*].string()", "$.d.datetime()", "$[*].t.datetime()", '$[0].t.datetime("YYYY-MM-DD")',
    "$[*].t.date()", "$.d.timestamp_tz()", "$.d.date()", "$.d.time_tz()", "$[0].t.timestamp(2)", "$.keyvalue()",
    "$.keyvalue().key", "$[*].keyvalue()", "$[*] + 1", "-$[*]", "$.n / 0", "$.n % 7", "1 + $.a * 2", "$.a - $x",
    "$[*] ? (@ == $x)", "$x", "$nosuch", "$ ? (@.a == 1 && @.b[0] == 1)", "$ ? (!(@.a == 2))",
    "$ ? ((@.a > 0) is unknown)", "$[*] ? (@ == null)", "($[*] > 1) || ($[*] < 0)", "$.a.b.c", "strict $.a.b.c",
    "$[1.9]", "$[-1]", 'strict $["x"]', "$.x[*].y", "$.x[*] ? (@.y > 1)", '$.""', "$.\"a b\"", "strict $[*].y",
    "$[*] < 2", '$[*] <> "a"', "$.d.datetime() < $.d.timestamp_tz()", '$.d.datetime() > "2024-01-01".datetime()',
    "+$.s", "$.a[*]", "$[*] ? (@.type() == \"number\")", "pi", "$[last to 0]", "$[1, 0]", ))  # fmt: skip
TEXTS = Fitting("text", (*DOCUMENTS, "", "{", "[1,]", '{"a":1,}', "nul", '"\\u0000"', '"\\ud83d"', "01", "1.", "{1:2}",
    "'a'", '{"a" 1}', "[1 2]", '"a', "tru", " 1 ", "[]]", '{"a":}', '"\t"'))  # fmt: skip
PAIRS = Fitting("text[]", ("{}", "{a,1}", "{a,1,b,NULL}", "{{a,1},{b,2}}", "{a}", "{{a}}", "{{a,b,c}}", "{NULL,1}"))
NAMES = Fitting("text[]", ("{}", "{a,b}", "{a,NULL}", "{{a,b}}", "{x}", "{0}"))
OF_PAIR = ("jsonb", "json")


def forms() -> Iterator[Form]:
    """Functions and operators of both types."""
    for document in (JSON, JSONB):
        yield from of_both(document)
    yield from of_jsonb()
    yield from paths()
    yield from sql_json()
    yield from makers()


def of_both(document: Fitting) -> Iterator[Form]:
    """What json and jsonb both have."""
    name = document.type
    for sign, result in (("->", name), ("->>", "text")):
        yield from operators(result, document, (sign,), KEY)
        yield from operators(result, document, (sign,), INDEX)
    yield from operators(name, document, ("#>",), KEYS)
    yield from operators("text", document, ("#>>",), KEYS)
    yield from calls("integer", f"{name}_array_length", document)
    yield from calls("text", f"{name}_typeof", document)
    yield from calls(name, f"{name}_strip_nulls", document, FLAG, least=1)
    yield from calls(name, f"{name}_extract_path", document, KEY, KEY)
    yield from calls("text", f"{name}_extract_path_text", document, KEY, KEY)
    yield from calls(name, f"{name}_array_elements", document, kind="set")
    yield from calls("text", f"{name}_array_elements_text", document, kind="set")
    yield from calls("text", f"{name}_object_keys", document, kind="set")
    yield from calls("text", f"(SELECT string_agg(e::text, '|') FROM {name}_each({{0}}) e) || concat", document)
    for record in ("a int, b jsonb, d text", "a jsonb, s varchar(2), n numeric(3,1)", "id int, t date",
        "i int, f float8, b bool, d timestamptz", "a text[], b int[], x jsonb[]"):  # fmt: skip
        for call in (f"{name}_to_record", f"{name}_to_recordset"):
            yield Form(f"(SELECT string_agg(r::text, '|') FROM {call}({{0}}) AS r({record}))", (document,), "text")
    yield Form(f"(SELECT string_agg(key || '=' || coalesce(value, '?'), ';') FROM {name}_each_text({{0}}))", (document,
        ), "text")  # fmt: skip
    yield Form(f"{name}_populate_record(NULL::pair, {{0}})", (document,), "pair")
    yield Form(f"(SELECT array_agg(r) FROM {name}_populate_recordset(NULL::pair, {{0}}) r)", (document,), "pair[]")


def of_jsonb() -> Iterator[Form]:
    """What jsonb alone has."""
    yield from operators("boolean", JSONB, ("@>", "<@", "=", "<", ">=", "<>"), JSONB)
    yield from operators("boolean", JSONB, ("?",), KEY)
    yield from operators("boolean", JSONB, ("?|", "?&"), NAMES)
    yield from operators("jsonb", JSONB, ("||",), JSONB)
    yield from operators("jsonb", JSONB, ("-",), KEY)
    yield from operators("jsonb", JSONB, ("-",), INDEX)
    yield from operators("jsonb", JSONB, ("-",), NAMES)
    yield from operators("jsonb", JSONB, ("#-",), KEYS)
    yield from calls("jsonb", "jsonb_set", JSONB, KEYS, JSONB, FLAG, least=3)
    yield from calls("jsonb", "jsonb_insert", JSONB, KEYS, JSONB, FLAG, least=3)
    yield from calls("jsonb", "jsonb_set_lax", JSONB, KEYS, JSONB, FLAG, TREATMENT, least=3)
    yield from calls("text", "jsonb_pretty", JSONB)
    yield Form("({0})['b'][{1}]", (JSONB, INDEX), "jsonb")
    for name in ("integer", "smallint", "bigint", "numeric", "real", "double precision", "boolean", "text"):
        yield Form(f"CAST({{0}} AS {name})", (JSONB,), name)


def paths() -> Iterator[Form]:
    """jsonpath."""
    yield from operators("boolean", JSONB, ("@?", "@@"), PATH)
    for ending in ("", "_tz"):
        yield from calls("boolean", f"jsonb_path_exists{ending}", JSONB, PATH, VARIABLES, FLAG, least=2)
        yield from calls("boolean", f"jsonb_path_match{ending}", JSONB, PATH, VARIABLES, FLAG, least=2)
        for name in ("jsonb_path_query_array", "jsonb_path_query_first"):
            yield from calls("jsonb", f"{name}{ending}", JSONB, PATH, VARIABLES, FLAG, least=2)
        yield from calls("jsonb", f"jsonb_path_query{ending}", JSONB, PATH, VARIABLES, FLAG, least=2, kind="set")
    yield Form("({0})::text", (PATH,), "text")


def sql_json() -> Iterator[Form]:
    """SQL's own functions over JSON; a path may be any expression."""
    for ending in ("", " UNKNOWN ON ERROR", " TRUE ON ERROR", " ERROR ON ERROR"):
        yield Form(f"JSON_EXISTS({{0}}, {{1}}{ending})", (JSONB, PATH), "boolean")
    for ending in ("", " WITH WRAPPER", " WITH CONDITIONAL WRAPPER", " OMIT QUOTES", " ERROR ON ERROR",
        " EMPTY ARRAY ON ERROR", " NULL ON EMPTY ERROR ON ERROR", " EMPTY OBJECT ON EMPTY"):  # fmt: skip
        yield Form(f"JSON_QUERY({{0}}, {{1}}{ending})", (JSONB, PATH), "jsonb")
    for returning in ("text", "varchar(3)", "integer[]", "bytea", "pair"):
        yield Form(f"JSON_QUERY({{0}}, {{1}} RETURNING {returning} ERROR ON ERROR)", (JSONB, PATH), "text")
    for returning in ("text", "integer", "numeric(4,1)", "date", "boolean", "jsonb", "timestamptz"):
        for ending in ("", " ERROR ON ERROR", " DEFAULT '1' ON EMPTY"):
            yield Form(f"JSON_VALUE({{0}}, {{1}} RETURNING {returning}{ending})", (JSONB, PATH), "text")
    yield Form("JSON_VALUE({0}, '$.a + $v' PASSING {1} AS v)", (JSONB, INDEX), "text")
    for kind in ("", " SCALAR", " ARRAY", " OBJECT", " OBJECT WITH UNIQUE KEYS"):
        yield Form(f"({{0}} IS JSON{kind})", (TEXTS,), "boolean")
        yield Form(f"({{0}} IS NOT JSON{kind})", (TEXTS,), "boolean")
    for words in ("", " WITH UNIQUE KEYS"):
        yield Form(f"JSON({{0}}{words})", (TEXTS,), "json")
    for returning in ("", " RETURNING varchar(5)", " RETURNING bytea"):
        yield Form(f"JSON_SERIALIZE({{0}}{returning})", (JSON,), "text")
    table = "a int PATH '$.a', b text PATH '$.b[0]' DEFAULT 'none' ON EMPTY, e bool EXISTS PATH '$.d', o FOR ORDINALITY"
    yield Form(f"(SELECT string_agg(t::text, '|') FROM JSON_TABLE({{0}}, '$[*]' COLUMNS ({table})) t)", (JSONB, ),
        "text")  # fmt: skip
    nested = "id text PATH '$.id', NESTED PATH '$.x[*]' COLUMNS (y int PATH '$.y', z int PATH '$.z')"
    yield Form(f"(SELECT string_agg(t::text, '|') FROM JSON_TABLE({{0}}, '$' COLUMNS ({nested})) t)", (JSONB,), "text")


def makers() -> Iterator[Form]:
    """What makes documents of other values."""
    for name in ("json", "jsonb"):
        yield Form(f"{{0}}::{name}", (TEXTS,), name)
        yield from calls(name, f"{name}_object", PAIRS)
        yield from calls(name, f"{name}_object", NAMES, PAIRS)
        yield from calls(name, f"{name}_build_object", KEY, JSONB, KEY, INDEX)
        yield from calls(name, f"{name}_build_object", KEY, JSON, KEY)
        yield from calls(name, f"{name}_build_array", JSON, KEY, INDEX)
        for words in ("", " ORDER BY {0}"):
            yield Form(f"{name}_object_agg({{0}}, {{1}}{words})", (KEY, JSONB), name, "aggregate")
            yield Form(f"{name}_agg({{0}}{words})", (KEY,), name, "aggregate")
        for ending in ("strict", "unique", "unique_strict"):
            yield Form(f"{name}_object_agg_{ending}({{0}}, {{1}})", (KEY, INDEX), name, "aggregate")
        yield Form(f"{name}_agg_strict({{0}})", (JSON,), name, "aggregate")
    for words in ("", " ABSENT ON NULL", " WITH UNIQUE KEYS", " ABSENT ON NULL WITH UNIQUE KEYS RETURNING jsonb"):
        yield Form(f"JSON_OBJECT({{0}}: {{1}}, {{2}}: {{3}}{words})", (KEY, INDEX, KEY, JSON), "json")
        yield Form(f"JSON_OBJECTAGG({{0}}: {{1}}{words})", (KEY, INDEX), "json", "aggregate")
    yield Form("JSON_ARRAYAGG({0} ORDER BY {0} DESC NULL ON NULL)", (INDEX,), "json", "aggregate")
    yield Form("JSON_ARRAY({0}, {1} FORMAT JSON)", (INDEX, TEXTS), "json")
    yield from calls("json", "row_to_json", Fitting("pair", ("(1,x)", "(,)")), FLAG, least=1)
    yield from calls("json", "array_to_json", Fitting("integer[]", ("{}", "{1,NULL}", "{{1,2},{3,4}}", "[0:1]={5,6}")),
        FLAG, least=1)  # fmt: skip
