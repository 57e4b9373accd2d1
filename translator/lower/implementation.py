"""The lowering's view of the function library: native forms, calls of Python bodies, and the array and row
primitives.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlglot import exp

from translator.builtins import declare
from translator.builtins.declare import VARIADIC, WINDOW_SUFFIX, Implementation
from translator.builtins.own_aggregate import OWN_AGGREGATE
from translator.builtins.rows_from import MAX_ARGUMENTS, MAX_COLUMNS, MAX_PLAIN_ARGUMENTS, PACK, PACKED, ROWS_FROM
from translator.catalog.rows import PgProc
from translator.errors.statements import feature_not_supported
from translator.lower import build
from translator.lower.dispatch import has_call_lowering
from translator.lower.range import is_constructor
from translator.types import oids

_BLOB_TYPES = frozenset({
    oids.BYTEA, oids.UUID, oids.TIMETZ,
    oids.POINT, oids.LSEG, oids.BOX, oids.LINE, oids.PATH, oids.POLYGON, oids.CIRCLE,
})  # fmt: skip
"""Types stored as BLOB, which JSON can only hold in hex."""

ARRAY_CAT = "array_cat(anycompatiblearray,anycompatiblearray)"
MAX_CALL_ARGUMENTS = 1000
"""What SQLite passes to a function at most."""
Column = tuple[str, int, int, list[Any]]
"""Name, type and typmod of a result column, and the columns of a composite type."""


def call(
    implementation: Implementation,
    args: Sequence[exp.Expression],
    types: Sequence[int],
    columns: Sequence[Column] = (),
    *,
    variadic: bool = False,
) -> exp.Anonymous:
    """A call of a Python body, with the result columns and the argument types first where the body asks for them."""
    leading = [exp.Literal.string(json.dumps(columns))] if implementation.columns else []
    if implementation.types:
        leading.append(exp.Literal.string(",".join(map(str, types)) + (VARIADIC if variadic else "")))
    return build.call(implementation.sqlite_name, *leading, *args)


def scalar(
    signature: str,
    args: list[exp.Expression],
    types: list[int],
    columns: Sequence[Column] = (),
    *,
    variadic: bool = False,
) -> exp.Expression | None:
    """A scalar function on lowered arguments; None when it is not implemented."""
    native = declare.LOWERINGS.get(signature)
    if native is not None:
        lowered = native(*args)
        if lowered is not None:
            return lowered
    typed = declare.TYPED_LOWERINGS.get(signature)
    if typed is not None:
        lowered = typed(types, *args)
        if lowered is not None:
            return lowered
    function = declare.FUNCTIONS.get(signature)
    return None if function is None else call(function, args, types, columns, variadic=variadic)


def implements(proc: PgProc) -> bool:
    """Whether calls of a function are lowered, as what it is: a plain function, a set, an aggregate, a window one."""
    if proc.prokind == "w":
        return proc.signature in declare.WINDOWS
    if proc.prokind == "a":
        return is_aggregate(proc.signature)
    if proc.proretset:
        return proc.signature in declare.SET_RETURNING
    registries: tuple[Mapping[str, object], ...] = (declare.LOWERINGS, declare.TYPED_LOWERINGS, declare.FUNCTIONS)
    return (
        is_constructor(proc)
        or has_call_lowering(proc.signature)
        or any(proc.signature in registry for registry in registries)
    )


def is_implemented(signature: str) -> bool:
    """Whether there is a scalar function of this signature."""
    return any(signature in known for known in (declare.FUNCTIONS, declare.LOWERINGS, declare.TYPED_LOWERINGS))


def writes(signature: str) -> bool:
    """Whether a scalar function changes the database's tables."""
    function = declare.FUNCTIONS.get(signature)
    return function is not None and function.writes


def set_returning(
    signature: str, args: list[exp.Expression], types: list[int], columns: Sequence[Column] = ()
) -> exp.Anonymous | None:
    """A table-valued call; None when it is not implemented."""
    found = declare.SET_RETURNING.get(signature)
    return None if found is None else call(found, args, types, columns)


def takes_columns(signature: str) -> bool:
    """Whether a function must be told the columns of its rows."""
    found = declare.SET_RETURNING.get(signature) or declare.FUNCTIONS.get(signature)
    return found is not None and found.columns


def rows_from(parts: Sequence[tuple[str | None, list[exp.Expression], int]]) -> exp.Anonymous:
    """Functions side by side: of each its signature (None for plain values, ROW for a row value), arguments, width."""
    described = json.dumps([[signature, len(args), width] for signature, args, width in parts])
    arguments = [arg for _, args, _ in parts for arg in args]
    if len(arguments) > MAX_ARGUMENTS or sum(width for _, _, width in parts) > MAX_COLUMNS:
        raise feature_not_supported("a table of functions with so many columns")
    return table_call(ROWS_FROM, exp.Literal.string(described), *arguments)


def table_call(name: str, *arguments: exp.Expression) -> exp.Anonymous:
    """A call of one of our own table-valued functions, however many its arguments."""
    if len(arguments) <= MAX_PLAIN_ARGUMENTS:
        return build.call(name, *arguments)
    return build.call(name + PACKED, build.call(PACK, *arguments))


def native_aggregate(
    signature: str, args: Sequence[exp.Expression], types: Sequence[int], *, plain: bool
) -> exp.Expression | None:
    """SQLite's own aggregate of the same meaning. plain: without DISTINCT and OVER."""
    native = declare.AGGREGATE_LOWERINGS.get(signature)
    if native is None and plain:
        native = declare.PLAIN_AGGREGATE_LOWERINGS.get(signature)
    if native is not None:
        return native(*args)
    typed = declare.TYPED_AGGREGATE_LOWERINGS.get(signature)
    return None if typed is None else typed(types, *args)


def aggregate(
    signature: str, args: Sequence[exp.Expression], types: Sequence[int], *, distinct: bool
) -> exp.Anonymous | None:
    """An aggregate's Python class; for DISTINCT over several arguments its deduplicating twin."""
    found = declare.AGGREGATES.get(signature)
    if found is None:
        return None
    lowered = call(found, args, types)
    if distinct and len(lowered.expressions) > 1:
        lowered.set("this", found.sqlite_name + DISTINCT_SUFFIX)
    return lowered


def is_aggregate(signature: str) -> bool:
    """Whether an aggregate is implemented."""
    return signature in declare.AGGREGATES or signature in declare.AGGREGATE_LOWERINGS


DISTINCT_SUFFIX = "_distinct"
"""Names the twin of an aggregate that drops repeated argument rows: SQLite's DISTINCT takes one argument."""


def window_name(name: str, signature: str) -> str:
    """What an aggregate is called over a window."""
    if name == OWN_AGGREGATE:
        return name + WINDOW_SUFFIX
    found = declare.AGGREGATES.get(signature)
    return found.window_name if found is not None and name == found.sqlite_name else name


def window(signature: str, args: Sequence[exp.Expression]) -> exp.Anonymous | None:
    """SQLite's own window function of the same meaning."""
    name = declare.WINDOWS.get(signature)
    return None if name is None else build.call(name, *args)


def is_aggregate_call(node: exp.Expression) -> bool:
    """Whether a SQLite call is an aggregate of ours."""
    if not isinstance(node, exp.Anonymous):
        return False
    return str(node.this).removesuffix(DISTINCT_SUFFIX).removesuffix(WINDOW_SUFFIX) in _aggregate_names()


def _aggregate_names() -> frozenset[str]:
    global _names  # noqa: PLW0603
    if not _names:
        _names = frozenset(found.sqlite_name for found in declare.AGGREGATES.values()) | {
            "count",
            "total",
            "group_concat",
            "decimal_sum",
            OWN_AGGREGATE,
        }
    return _names


_names: frozenset[str] = frozenset()


def input_call(oid: int, text: exp.Expression) -> exp.Expression:
    """The type's input function."""
    return build.call("pg_input", build.integer(oid), build.integer(-1), text)


def output_call(oid: int, value: exp.Expression) -> exp.Expression:
    """The type's output function; SQLite writes integers alike."""
    return build.cast(value, "TEXT") if oid in oids.INTEGERS else build.call("pg_output", build.integer(oid), value)


def incomparable(type_name: str) -> exp.Expression:
    """The error of GREATEST and LEAST for a type without an order."""
    words = (exp.Literal.string("a comparison function"), exp.Literal.string(type_name))
    return build.call("pg_incomparable", *words, build.integer(1), build.integer(1))


# arrays are JSON texts of their elements in storage form, BLOBs in hex


def json_field(oid: int, value: exp.Expression) -> exp.Expression:
    """A value as JSON can hold it; hex(NULL) is an empty text in SQLite, so NULL goes around it."""
    if oid in (oids.FLOAT4, oids.FLOAT8):
        return _json_float(value)
    if oid not in _BLOB_TYPES:
        return value
    return build.case([(build.is_null(value), build.null())], build.call("hex", value.copy()))


def _json_float(value: exp.Expression) -> exp.Expression:
    """A float with the sign of its zero, which SQLite's own functions drop; atan2 tells it."""
    if not isinstance(value, exp.Column):  # anything else would be computed several times
        return build.call("json", build.call("pg_float_field", value))
    is_zero = exp.EQ(this=value.copy(), expression=build.integer(0))
    is_negative = exp.LT(this=build.call("atan2", value.copy(), build.integer(-1)), expression=build.integer(0))
    return build.case(
        [(build.conjunction([is_zero, is_negative]), build.call("json", exp.Literal.string("-0.0")))], value
    )


def from_json_field(oid: int, value: exp.Expression) -> exp.Expression:
    """A value out of JSON in storage form again."""
    return build.call("unhex", value) if oid in _BLOB_TYPES else value


def array(element: int, members: Sequence[exp.Expression]) -> exp.Expression:
    """ARRAY[...] of scalar members; one longer than a call's arguments can be is put together of parts."""
    if len(members) > MAX_CALL_ARGUMENTS:
        last = len(members) - (len(members) % MAX_CALL_ARGUMENTS or MAX_CALL_ARGUMENTS)
        halves = [array(element, members[:last]), array(element, members[last:])]
        return call(declare.FUNCTIONS[ARRAY_CAT], halves, ())
    if element in (oids.FLOAT4, oids.FLOAT8):  # whose negative zero SQLite's own function makes positive
        return build.call("pg_float_array", *members)
    return build.call("json_array", *[json_field(element, member) for member in members])


def nested_array(members: Sequence[exp.Expression]) -> exp.Expression:
    """ARRAY[...] of arrays, one dimension more; 2202E when they differ in shape."""
    return build.call("pg_array_nest", *members)


def gather_array(element: int, value: exp.Expression) -> exp.Expression:
    """The array of a column's values in the order of the rows; of arrays, one dimension more."""
    return build.call("json_group_array", json_field(element, value))


def array_element(element: int, value: exp.Expression, indexes: Sequence[exp.Expression]) -> exp.Expression:
    """`array[i]`, NULL outside the bounds."""
    return from_json_field(element, build.call("pg_array_get", value, *indexes))


def array_slice(
    value: exp.Expression, lower: Sequence[exp.Expression | None], upper: Sequence[exp.Expression | None]
) -> exp.Expression:
    """`array[l:u]`."""
    return build.call("pg_array_slice", value, *slice_bounds(lower, upper))


def slice_bounds(
    lower: Sequence[exp.Expression | None], upper: Sequence[exp.Expression | None]
) -> list[exp.Expression]:
    """The bounds of a slice; a missing one is the array's own, given as a flag beside NULL."""
    arguments: list[exp.Expression] = []
    for low, high in zip(lower, upper, strict=True):
        arguments += [
            build.integer(int(low is not None)),
            low or build.null(),
            build.integer(int(high is not None)),
            high or build.null(),
        ]
    return arguments


def flat_array(value: exp.Expression) -> exp.Expression:
    """All elements as a plain JSON list, whatever the dimensions and bounds."""
    return build.call("pg_array_flat", value)


def stored_element(element: int, value: exp.Expression) -> exp.Expression:
    """An element out of json_each in storage form."""
    return from_json_field(element, value)


def map_array(
    value: exp.Expression, source: int, target: int, cast: Callable[[exp.Expression], exp.Expression]
) -> exp.Expression:
    """Every element through `cast`, dimensions and bounds kept."""
    each = build.column("element", "value")
    rows = exp.Select(
        expressions=[build.call("json_group_array", json_field(target, cast(from_json_field(source, each))))],
        from_=exp.From(
            this=exp.Table(
                this=build.call("json_each", flat_array(value)), alias=exp.TableAlias(this=build.identifier("element"))
            )
        ),
    )
    reshaped = build.call("pg_array_reshape", value.copy(), exp.Subquery(this=rows))
    return build.case([(build.is_null(value.copy()), build.null())], reshaped)


def row(types: Sequence[int], fields: Sequence[exp.Expression], names: Sequence[str] = ()) -> exp.Expression:
    """A row value; the types' oids travel with it for its text form, and names that are not f1, f2, ..."""
    oids_text = exp.Literal.string(",".join(map(str, types)))
    if not names or list(names) == [f"f{n}" for n in range(1, len(names) + 1)]:
        return build.call("pg_row", oids_text, *fields)
    return build.call("pg_named_row", oids_text, exp.Literal.string(json.dumps(list(names))), *fields)


def composite(oid: int, fields: Sequence[exp.Expression]) -> exp.Expression:
    """A row of a named type, a field for each attribute number."""
    return build.call("pg_composite", build.integer(oid), *fields)


def field(oid: int, value: exp.Expression, index: int) -> exp.Expression:
    """A field of a row value, in storage form."""
    return from_json_field(oid, build.call("json_extract", value, exp.Literal.string(f"$.v[{index}]")))
