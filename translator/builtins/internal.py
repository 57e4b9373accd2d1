"""SQLite functions that are nobody's pg_proc row: what the lowering calls for casts through text, arrays, rows and
errors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from translator.builtins import facts
from translator.builtins.aggregate import average
from translator.builtins.column_size import computed_size, stored_inline, stored_size
from translator.builtins.ctype import ilike_c, initcap_c
from translator.builtins.datetime_cast import comparable_date, comparable_timestamp
from translator.builtins.like import like_whole
from translator.builtins.numeric_total import TOTALS
from translator.builtins.range import range_holds_null
from translator.builtins.rows_from import PACK, pack
from translator.builtins.sample import sampled
from translator.builtins.sql_json import CONSTRUCTORS
from translator.builtins.sql_json_query import json_item
from translator.builtins.sql_json_spec import ITEM, sqlite_name
from translator.builtins.window import nth_place, ntile_buckets
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.constraints import (
    check_option_violation,
    domain_check_violation,
    domain_not_null_violation,
    failing_row,
    no_partition_found,
    partition_constraint_violation,
)
from translator.errors.objects import undefined_comparison
from translator.errors.privileges import row_security_violation
from translator.errors.statements import feature_not_supported_message, indeterminate_collation, no_handler
from translator.errors.values import invalid_range_flags, null_value_not_allowed, out_of_range
from translator.types import array as arrays
from translator.types import array_assignment, fixed_array, jsonb_assignment, oids
from translator.types.array import Array, load
from translator.types.composite import store_composite
from translator.types.range import MultirangeType, Range, RangeType, store_multirange, store_range
from translator.types.record import Record, store_record
from translator.types.registry import builtin, is_builtin
from translator.types.vector import vector


class InternalFunction(Struct, frozen=True):
    """A SQLite function; with `context` its body gets the session first."""

    body: Callable[..., Any]
    context: bool = False
    deterministic: bool = True
    stable: bool = False
    """Not deterministic, but the same for the same within a statement."""

    def callable(self, context: ExecutionContext) -> Callable[..., Any]:
        return partial(self.body, context) if self.context else self.body


def _input(context: ExecutionContext, oid: int, typmod: int, text: str | None) -> Any:
    """The input function of a type."""
    if text is None:
        return None
    datatype = builtin(oid) if is_builtin(oid) else context.catalog.datatype(oid)
    return datatype.input(text, typmod, context.settings)


def _output(context: ExecutionContext, oid: int, value: Any) -> str | None:
    """The output function of a type."""
    return None if value is None else facts.datatypes(str(oid), context)[0].output(value, context.settings)


def _check_option(context: ExecutionContext, met: bool | None, view: str, oids: str, *row: Any) -> bool:
    """Whether a new row meets a view's CHECK OPTION.  Raises PgError 44000 with the row."""
    if met:
        return True
    raise check_option_violation(view, failing_row(_shown_values(context, oids, row)) if oids else None)


def _check_policy(context: ExecutionContext, met: bool | None, table: str, policy: str, kind: int) -> bool:
    """Whether a row is one that a table's policies allow.  Raises PgError 42501."""
    if met:
        return True
    raise row_security_violation(table, policy, kind)


def _newest_xid(context: ExecutionContext) -> int:
    """The id of the newest transaction: as good as any for rows of which nobody keeps who changed them."""
    return (context.next_transaction_id - 1) % 2**32


def _no_partition(context: ExecutionContext, schema: str, table: str, columns: str, oids: str, *key: Any) -> None:
    """Raise PgError 23514 for a row that no partition of a table takes."""
    raise no_partition_found(schema, table, columns, _shown_values(context, oids, key))


def _outside_partition(context: ExecutionContext, schema: str, table: str, oids: str, *row: Any) -> None:
    """Raise PgError 23514 for a row that a partition, which is partitioned itself, does not take."""
    raise partition_constraint_violation(schema, table, failing_row(_shown_values(context, oids, row)))


def _shown_values(context: ExecutionContext, oids: str, values: Sequence[Any]) -> list[str]:
    return [
        "null" if value is None else datatype.output(value, context.settings)
        for datatype, value in zip(facts.datatypes(oids, context), values, strict=True)
    ]


def _array_get(stored: str | None, *subscript: Any) -> Any:
    """array[i][j], NULL outside its bounds."""
    if stored is None or None in subscript:
        return None
    return arrays.element_at(arrays.load(stored), subscript)


def _incomparable(what: str, datatype: str, left: Any, right: Any) -> None:
    """A comparison that a type does not have.  Raises PgError 42883."""
    if left is not None and right is not None:
        raise undefined_comparison(what, datatype)


def _no_handler(wrapper: str) -> None:
    """A foreign table that is read or written.  Raises PgError 55000."""
    raise no_handler(wrapper)


def _full_join_refused() -> None:
    """A FULL JOIN that can be neither merged nor hashed.  Raises PgError 0A000."""
    raise feature_not_supported_message(
        "FULL JOIN is only supported with merge-joinable or hash-joinable join conditions"
    )


def _float_field(value: float | str | None) -> str:
    """A float as JSON text, with the sign of its zero."""
    return json.dumps(value).replace("Infinity", "9e999")


def _float_array(*members: Any) -> str:
    """ARRAY[...] of floats."""
    return arrays.store(Array.of(list(members)))


def _array_slice(stored: str | None, *bounds: int | None) -> str | None:
    """array[l:u]...: for each dimension whether a lower bound was given, it, whether an upper was given, it."""
    if stored is None:
        return None
    array = arrays.load(stored)
    given = [bounds[place : place + 4] for place in range(0, len(bounds), 4)]
    if any((low is None and has_low) or (high is None and has_high) for has_low, low, has_high, high in given):
        return None
    if len(given) > len(array.lengths):
        return arrays.store(Array([], (), ()))
    ranges = []
    for place, (first, length) in enumerate(zip(array.bounds, array.lengths, strict=True)):
        has_low, low, has_high, high = given[place] if place < len(given) else (0, None, 0, None)
        start = max(low if has_low and low is not None else first, first)
        stop = min(high if has_high and high is not None else first + length - 1, first + length - 1)
        ranges.append(range(start, stop + 1))
    if any(len(part) == 0 for part in ranges):
        return arrays.store(Array([], (), ()))
    inside = [set(part) for part in ranges]
    kept = [
        value
        for subscript, value in zip(arrays.subscripts(array), array.elements, strict=True)
        if all(index in part for index, part in zip(subscript, inside, strict=True))
    ]
    lengths = tuple(len(part) for part in ranges)
    return arrays.store(Array(kept, lengths, (1,) * len(lengths)))


def _array_flat(stored: str | None) -> str | None:
    """All elements as a plain JSON list."""
    if stored is None or not stored.startswith(("[[", "{")):
        return stored
    return json.dumps(arrays.load(stored).elements, ensure_ascii=False)


def _array_nest(*parts: str | None) -> str:
    """ARRAY[array, array]: one dimension more."""
    loaded = [None if part is None else arrays.load(part) for part in parts]
    return arrays.store(arrays.nested_from(loaded))


def _array_reshape(shape: str, flat: str) -> str:
    """The elements of `flat` in the dimensions of `shape`."""
    array = arrays.load(shape)
    return arrays.store(Array(json.loads(flat), array.lengths, array.bounds))


def _row(oids: str, *values: Any) -> str:
    """A row value, with the types of its columns."""
    return store_record([int(oid) for oid in oids.split(",")] if oids else [], values)


def _named_row(oids: str, names: str, *values: Any) -> str:
    """A row value whose columns have names."""
    return store_record([int(oid) for oid in oids.split(",")] if oids else [], values, json.loads(names))


def _composite(oid: int, *values: Any) -> str:
    """A row of a named type."""
    return store_composite(oid, values)


def _row_set(oid: int, width: int, stored: str | None, place: int, value: Any) -> str:
    """The row with another value for one of its fields."""
    values = [] if stored is None else json.loads(stored)["v"]
    values += [None] * (width - len(values))
    values[place] = value
    return store_composite(oid, values)


def _row_as(oid: int, stored: str | None, *places: int) -> str | None:
    """A row of the fields at these places, null where there is none."""
    if stored is None:
        return None
    values = json.loads(stored)["v"]
    return store_composite(oid, [values[place] if 0 <= place < len(values) else None for place in places])


def _row_test(context: ExecutionContext, is_null: int, stored: str | None) -> int:
    """row IS NULL: every field is; row IS NOT NULL: no field is."""
    if stored is None:
        return is_null
    record = context.catalog.datatype(oids.RECORD)
    assert isinstance(record, Record)
    return int(all((value is None) == bool(is_null) for _, _, value in record.columns(stored)))


def _type_oid(oid: int, value: Any) -> int:
    """The oid; the value beside it has been computed for the sake of its errors."""
    return oid


def _range(context: ExecutionContext, oid: int, lower: Any, upper: Any, flags: str | None = "[)") -> str:
    """A range type's constructor; a NULL bound is no bound."""
    if flags is None:
        raise PgError("22000", "range constructor flags argument must not be null")
    if len(flags) != 2 or flags[0] not in "[(" or flags[1] not in "])":
        raise invalid_range_flags()
    kind = context.catalog.datatype(oid).plain
    assert isinstance(kind, RangeType)
    return store_range(kind.make(Range(lower, upper, flags[0] == "[", flags[1] == "]")))


def _multirange(context: ExecutionContext, oid: int, count: int, argument: str | None = None) -> str | None:
    """A multirange type's constructor: of nothing, one range (1), or an array of them (2)."""
    kind = context.catalog.datatype(oid)
    assert isinstance(kind, MultirangeType)
    if count and argument is None:
        return None
    if count == 1:
        return store_multirange(kind.range.parts(str(argument)))
    ranges = arrays.load(argument).elements if argument is not None else []
    if None in ranges:
        raise null_value_not_allowed("multirange values cannot contain null members")
    return store_multirange(kind.normalized(kind.range.load(value) for value in ranges))


def _undecided_collation(purpose: str) -> None:
    """What wants a collation and has none."""
    raise indeterminate_collation(f"could not determine which collation to use for {purpose}")


def _domain_null(shown: str, schema: str, name: str) -> Any:
    """A NULL that a domain does not allow."""
    raise domain_not_null_violation(shown, schema, name)


def _domain_check(shown: str, schema: str, name: str, constraint: str) -> Any:
    """A value that a domain's CHECK refuses."""
    raise domain_check_violation(shown, schema, name, constraint)


def _overflow(name: str) -> Callable[[], Any]:
    def overflow() -> Any:
        raise out_of_range(name)

    return overflow


def _keep(context: ExecutionContext, number: int, value: Any) -> bool:
    """Notes the value of a volatile operand."""
    context.kept[number] = value
    return True


def _kept(context: ExecutionContext, number: int) -> Any:
    """The value that was noted last under the number."""
    return context.kept[number]


def _vector(stored: str | None) -> str | None:
    """A vector, which may be an array that was brought to the type, in the form that others have."""
    return stored if stored is None or stored.startswith("{") else vector(load(stored).elements)


def _current_row(context: ExecutionContext, cursor: str, relation: int) -> int:
    return context.current_row(cursor, relation)


INTERNAL: dict[str, InternalFunction] = {
    "pg_input": InternalFunction(_input, context=True, deterministic=False, stable=True),
    "pg_output": InternalFunction(_output, context=True, deterministic=False, stable=True),
    "pg_check_option": InternalFunction(_check_option, context=True, deterministic=False),
    "pg_check_policy": InternalFunction(_check_policy, context=True, deterministic=False),
    "pg_newest_xid": InternalFunction(_newest_xid, context=True, deterministic=False),
    "pg_no_partition": InternalFunction(_no_partition, context=True, deterministic=False),
    "pg_outside_partition": InternalFunction(_outside_partition, context=True, deterministic=False),
    "pg_average": InternalFunction(average),
    "pg_array_get": InternalFunction(_array_get),
    "pg_array_slice": InternalFunction(_array_slice),
    "pg_array_flat": InternalFunction(_array_flat),
    "pg_no_handler": InternalFunction(_no_handler, deterministic=False),
    "pg_full_join_refused": InternalFunction(_full_join_refused, deterministic=False),
    "pg_incomparable": InternalFunction(_incomparable, deterministic=False),
    "pg_float_array": InternalFunction(_float_array),
    "pg_float_field": InternalFunction(_float_field),
    "pg_array_nest": InternalFunction(_array_nest),
    "pg_array_reshape": InternalFunction(_array_reshape),
    "pg_vector": InternalFunction(_vector),
    "pg_range": InternalFunction(_range, context=True),
    "pg_current_row": InternalFunction(_current_row, context=True),
    "pg_sampled": InternalFunction(sampled, deterministic=False),
    "pg_multirange": InternalFunction(_multirange, context=True),
    "pg_undecided_collation": InternalFunction(_undecided_collation, deterministic=False),
    "pg_domain_null": InternalFunction(_domain_null),
    "pg_domain_check": InternalFunction(_domain_check),
    "pg_type_oid": InternalFunction(_type_oid),
    "pg_row": InternalFunction(_row),
    "pg_named_row": InternalFunction(_named_row),
    "pg_composite": InternalFunction(_composite),
    "pg_row_as": InternalFunction(_row_as),
    "pg_row_set": InternalFunction(_row_set),
    "pg_row_test": InternalFunction(_row_test, context=True),
    "pg_array_bounds_given": InternalFunction(array_assignment.bounds_given),
    "pg_array_set": InternalFunction(array_assignment.set_element),
    "pg_array_set_slice": InternalFunction(array_assignment.set_slice),
    "pg_fixed_element": InternalFunction(fixed_array.element_at),
    "pg_fixed_set": InternalFunction(fixed_array.set_element),
    "pg_fixed_slice": InternalFunction(fixed_array.refuse_slice),
    "pg_fixed_set_slice": InternalFunction(fixed_array.refuse_slice_assignment),
    "pg_jsonb_subscript_set": InternalFunction(jsonb_assignment.set_element),
    "pg_comparable_date": InternalFunction(comparable_date, context=True, deterministic=False, stable=True),
    "pg_comparable_timestamp": InternalFunction(comparable_timestamp, context=True, deterministic=False, stable=True),
    "pg_computed_size": InternalFunction(computed_size, context=True, deterministic=False),
    "pg_stored_size": InternalFunction(stored_size, context=True, deterministic=False),
    "pg_stored_inline": InternalFunction(stored_inline, context=True, deterministic=False),
    "pg_keep": InternalFunction(_keep, context=True, deterministic=False),
    "pg_kept": InternalFunction(_kept, context=True, deterministic=False),
    "pg_like_whole": InternalFunction(like_whole),
    "pg_initcap_c": InternalFunction(initcap_c),
    "pg_ilike_c": InternalFunction(ilike_c),
    "pg_ntile_buckets": InternalFunction(ntile_buckets),
    "pg_nth_place": InternalFunction(nth_place),
    "pg_range_holds_null": InternalFunction(range_holds_null),
    "pg_int2_overflow": InternalFunction(_overflow("smallint")),
    "pg_int4_overflow": InternalFunction(_overflow("integer")),
    "pg_int8_overflow": InternalFunction(_overflow("bigint")),
}
INTERNAL[PACK] = InternalFunction(pack)
INTERNAL[ITEM] = InternalFunction(json_item, context=True, deterministic=False)
INTERNAL |= {name: InternalFunction(body) for name, body in TOTALS.items()}
INTERNAL |= {
    sqlite_name(kind): InternalFunction(body, context=True, deterministic=False) for kind, body in CONSTRUCTORS.items()
}
"""SQLite name -> function."""
