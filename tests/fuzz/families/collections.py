"""Arrays, ranges and multiranges (manual 9.19 and 9.20)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.families.form import Fitting, Form, calls, operators

NUMBERS = Fitting("integer[]", ("{}", "{1}", "{1,2,3}", "{3,1,2,1,NULL}", "{{1,2},{3,4}}", "[0:2]={7,8,9}",
    "[-1:0][2:3]={{1,2},{3,4}}", "{NULL}", "{{{1},{2}}}", "{5,5,5}"))  # fmt: skip
WORDS = Fitting("text[]", ("{}", "{a}", "{a,b,c}", "{b,NULL,a,b}", "{{a,b},{c,d}}", "[2:3]={x,y}",
    '{"a,b","c d","NULL"}', '{""}'))  # fmt: skip
NUMBER = Fitting("integer", ("-2", "-1", "0", "1", "2", "3", "4", "5", "7"))
WORD = Fitting("text", ("a", "b", "", "zz", "NULL"))
DIMENSION = Fitting("integer", ("-1", "0", "1", "2", "3"))
LENGTHS = Fitting("integer[]", ("{}", "{2}", "{2,3}", "{0}", "{-1}", "{NULL}", "{{1,2}}", "[0:1]={2,2}",
    "{1,1,1,1,1,1,1}"))  # fmt: skip
BOUNDS = Fitting("integer[]", ("{}", "{1}", "{2,-1}", "{2147483647}", "{0,0}", "{NULL,1}"))
FLAG = Fitting("boolean", ("t", "f"))
LITERAL = Fitting("text", ("{}", "{1,2}", " { 1 , 2 } ", "{{1},{2}}", "{{1},{2,3}}", "{1,{2}}", "{1", "1}", "{1,}",
    "[1:2]={1,2}", "[1:3]={1,2}", "[2:1]={}", "{NULL}", '{"NULL"}', "{a}", "[0]={1}", "[1:1][1:1]={{5}}", "{}x",
    "[99999999999:1]={1}", "{ }", "{{},{}}", "[-2147483648:2147483647]={1}", "{\"1\"}", "[1:99999999999999999999]={1}",
    "{1\\2}"))  # fmt: skip
ELEMENT_SIGNS = ("=", "<>", "<", ">", "<=", ">=")

RANGES = {"int4range": (("empty", "[1,5)", "(1,5]", "[3,3]", "(,5)", "[5,)", "(,)", "[5,10)", "[-2147483648,0)",
    "[2147483647,2147483647]"), ("-1", "0", "1", "3", "5", "2147483647")), "numrange": (("empty", "[1.0,5.50]",
    "(1,5)", "[2.5,2.50]", "(,3.3]", "[3.3,)", "(,)", "(5,7.25)", "[NaN,NaN]", "[1,Infinity]"), ("0", "1.0", "2.5",
    "5.50", "NaN", "3.3")), "daterange": (("empty", "[2024-01-01,2024-02-29]", "(2024-01-01,2024-01-02)",
    "[2024-02-29,)", "(,2024-01-01]", "[-infinity,infinity]", "[2024-03-01,2024-03-01]", "(,)",
    "[0044-03-15 BC,2024-01-01)"), ("2024-01-01", "2024-02-29", "infinity", "-infinity", "2024-03-01")),
    "tsrange": (("empty", '["2024-01-01 00:00","2024-01-02 12:30")', '("2024-01-02 12:30",)', "(,infinity)", "(,)",
    "[infinity,infinity]", '["2024-01-01 00:00","2024-01-01 00:00"]'), ("2024-01-01 00:00", "2024-01-02 12:30",
    "infinity", "-infinity")), "int8range": (("empty", "[1,5)", "[9223372036854775800,9223372036854775806]", "(,0]",
    "[4,)", "(,)"), ("0", "1", "4", "9223372036854775807")), }  # fmt: skip
"""Range type -> its values, and those of its elements."""
ELEMENTS = {"int4range": "integer", "numrange": "numeric", "daterange": "date",
    "tsrange": "timestamp without time zone", "int8range": "bigint"}  # fmt: skip
MULTIRANGES = {
    "int4range": ("{}", "{[1,5)}", "{[1,3),[5,8)}", "{(,3),[7,)}", "{[3,3],[4,6)}", "{(,)}"),
    "numrange": ("{}", "{[1.0,2.5]}", "{[1,2),(2,3]}", "{(,0),[3.3,3.30],(5,)}", "{(,)}"),
    "daterange": ("{}", "{[2024-01-01,2024-01-05],[2024-02-01,2024-03-01)}", "{(,2024-01-01),[2024-02-29,)}"),
    "tsrange": ("{}", '{["2024-01-01 00:00","2024-01-02 00:00"),["2024-01-03 00:00",)}'),
    "int8range": ("{}", "{[1,3),[5,8)}", "{(,3),[9223372036854775800,)}"),
}
RANGE_SIGNS = ("=", "<>", "<", ">", "<=", ">=", "@>", "<@", "&&", "<<", ">>", "&<", "&>", "-|-")
MIXED_SIGNS = ("@>", "<@", "&&", "<<", ">>", "&<", "&>", "-|-")
BOUND_MARKS = Fitting("text", ("[)", "()", "[]", "(]", "", "x", "[ )"))
RANGE_TEXT = Fitting("text", ("empty", " EMPTY ", "[1,2)", "[2,1)", "(1,1)", "[1,1)", "[a,b)", "[1,2", "1,2)", "[1)",
    "[,]", '["1","2"]', "[1,2)x", "[ 1 , 2 ]", "[1,2,3)", "[2147483647,2147483647]", "(\\1,2)", '["",]', "{}",
    "{[1,2)}", "{[1,2),}", "{[1,2) [3,4)}", "{[5,6),[1,2),empty}", "{", "{[1,2)}x", "{ [1,2) , [2,3) }", "{empty}",
    "{[2,1)}", "[1,2) "))  # fmt: skip


def forms() -> Iterator[Form]:
    """Functions and operators of all three."""
    yield from arrays()
    for name in RANGES:
        yield from ranges(name)
    for name in ("int4range", "numrange", "int4multirange", "nummultirange", "daterange"):
        yield Form(f"{{0}}::{name}", (RANGE_TEXT,), name)


def arrays() -> Iterator[Form]:
    """Arrays."""
    for array, element in ((NUMBERS, NUMBER), (WORDS, WORD)):
        yield from operators("boolean", array, (*ELEMENT_SIGNS, "@>", "<@", "&&"), array)
        yield from operators(array.type, array, ("||",), array)
        yield from operators(array.type, array, ("||",), element)
        yield from operators(array.type, element, ("||",), array)
        yield from calls(array.type, "array_cat", array, array)
        yield from calls(array.type, "array_append", array, element)
        yield from calls(array.type, "array_prepend", element, array)
        yield from calls(array.type, "array_remove", array, element)
        yield from calls(array.type, "array_replace", array, element, element)
        yield from calls("integer", "array_position", array, element, NUMBER, least=2)
        yield from calls("integer[]", "array_positions", array, element)
        yield from calls(array.type, "array_fill", element, LENGTHS, BOUNDS, least=2)
        yield from calls(array.type, "trim_array", array, NUMBER)
        yield from calls(array.type, "array_reverse", array)
        yield from calls(array.type, "array_sort", array, FLAG, FLAG, least=1)
        for name in ("array_length", "array_lower", "array_upper"):
            yield from calls("integer", name, array, DIMENSION)
        yield from calls("integer", "cardinality", array)
        yield from calls("integer", "array_ndims", array)
        yield from calls("text", "array_dims", array)
        yield from calls(element.type, "unnest", array, kind="set")
        yield from calls("integer", "generate_subscripts", array, DIMENSION, FLAG, least=2, kind="set")
        yield Form("({0})[{1}]", (array, NUMBER), element.type)
        yield Form("({0})[{1}][{2}]", (array, NUMBER, NUMBER), element.type)
        yield Form("({0})[{1}:{2}]", (array, NUMBER, NUMBER), array.type)
        yield Form("({0})[:{1}][{2}:]", (array, NUMBER, NUMBER), array.type)
        yield Form("ARRAY[{0}, {1}]", (array, array), array.type)
        yield Form("array_agg({0})", (array,), array.type, "aggregate")
        yield Form("array_agg({0} ORDER BY {0} DESC NULLS LAST)", (element,), array.type, "aggregate")
        for word in ("ANY", "ALL"):
            for sign in ELEMENT_SIGNS:
                yield Form(f"({{0}} {sign} {word} ({{1}}))", (element, array), "boolean")
        yield Form(f"{{0}}::{array.type}", (LITERAL,), array.type)
    yield Form("width_bucket({0}, {1})", (NUMBER, Fitting("integer[]", ("{1,3,5}", "{}", "{2}", "{NULL}", "{{1,2}}",
        "{5,1}"))), "integer")  # fmt: skip


def ranges(name: str) -> Iterator[Form]:
    """A range type and its multirange type."""
    values, elements = RANGES[name]
    one, element = Fitting(name, values), Fitting(ELEMENTS[name], elements)
    multirange = name.replace("range", "multirange")
    many = Fitting(multirange, MULTIRANGES[name])
    for left, right in ((one, one), (many, many)):
        yield from operators("boolean", left, RANGE_SIGNS, right)
        yield from operators(left.type, left, ("*", "+", "-"), right)
    for left, right in ((one, many), (many, one)):
        yield from operators("boolean", left, MIXED_SIGNS, right)
    for each in (one, many):
        yield from operators("boolean", each, ("@>",), element)
        yield from operators("boolean", element, ("<@",), each)
        for function in ("isempty", "lower_inc", "upper_inc", "lower_inf", "upper_inf"):
            yield from calls("boolean", function, each)
        yield from calls(element.type, "lower", each)
        yield from calls(element.type, "upper", each)
        yield Form("range_agg({0})", (each,), multirange, "aggregate")
        yield Form("range_intersect_agg({0})", (each,), each.type, "aggregate")
    yield from calls(name, "range_merge", one, one)
    yield from calls(name, "range_merge", many)
    yield from calls(multirange, "multirange", one)
    yield from calls(multirange, multirange, one, one, least=0)
    yield from calls(name, name, element, element, BOUND_MARKS, least=2)
    yield from calls(name, "unnest", many, kind="set")
    yield from calls("integer", "hash_range", one)
    yield from calls("integer", "hash_multirange", many)
