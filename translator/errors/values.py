"""What is wrong with a value (SQLSTATE classes 21 and 22): its text, its range, its form."""

from __future__ import annotations

from translator.errors import PgError


def more_than_one_row() -> PgError:
    return PgError("21000", "more than one row returned by a subquery used as an expression")


def conflict_row_twice() -> PgError:
    return PgError(
        "21000",
        "ON CONFLICT DO UPDATE command cannot affect row a second time",
        hint="Ensure that no rows proposed for insertion within the same command have duplicate constrained values.",
    )


def merge_row_twice() -> PgError:
    return PgError(
        "21000",
        "MERGE command cannot affect row a second time",
        hint="Ensure that not more than one source row matches any one target row.",
    )


def string_data_right_truncation(datatype: str) -> PgError:
    """`datatype` as format_type prints it, without the length being checked twice: character varying(3)."""
    return PgError("22001", f"value too long for type {datatype}")


def bit_string_length_mismatch(length: int, wanted: int) -> PgError:
    return PgError("22026", f"bit string length {length} does not match type bit({wanted})")


def out_of_range(datatype: str) -> PgError:
    """The result of a computation does not fit: integer out of range."""
    return PgError("22003", f"{datatype} out of range")


def numeric_value_out_of_range(text: str, datatype: str) -> PgError:
    """The text of an input value does not fit its type."""
    return PgError("22003", f'value "{text}" is out of range for type {datatype}')


def numeric_field_overflow(precision: int, scale: int) -> PgError:
    power = precision - scale
    limit = f"10^{power}" if power else "1"
    detail = f"A field with precision {precision}, scale {scale} must round to an absolute value less than {limit}."
    return PgError("22003", "numeric field overflow", detail=detail)


def numeric_field_infinite(precision: int, scale: int) -> PgError:
    detail = f"A field with precision {precision}, scale {scale} cannot hold an infinite value."
    return PgError("22003", "numeric field overflow", detail=detail)


def value_overflows_numeric() -> PgError:
    return PgError("22003", "value overflows numeric format")


def float_overflow() -> PgError:
    return PgError("22003", "value out of range: overflow")


def float_underflow() -> PgError:
    return PgError("22003", "value out of range: underflow")


def cannot_convert_special(value: str, datatype: str) -> PgError:
    """`value` is NaN or infinity."""
    return PgError("0A000" if value in {"NaN", "infinity"} else "22003", f"cannot convert {value} to {datatype}")


def null_value_not_allowed(message: str) -> PgError:
    return PgError("22004", message)


def invalid_datetime_format(datatype: str, text: str) -> PgError:
    return PgError("22007", f'invalid input syntax for type {datatype}: "{text}"')


def datetime_field_overflow(text: str) -> PgError:
    return PgError("22008", f'date/time field value out of range: "{text}"')


def datetime_field_overflow_datestyle(text: str) -> PgError:
    return PgError(
        "22008",
        f'date/time field value out of range: "{text}"',
        hint='Perhaps you need a different "DateStyle" setting.',
    )


def datetime_out_of_range(datatype: str, text: str | None = None) -> PgError:
    """timestamp out of range, date out of range: "..." ."""
    return PgError("22008", f"{datatype} out of range" if text is None else f'{datatype} out of range: "{text}"')


def interval_field_overflow(text: str) -> PgError:
    return PgError("22015", f'interval field value out of range: "{text}"')


def time_zone_displacement_out_of_range(text: str) -> PgError:
    return PgError("22009", f'time zone displacement out of range: "{text}"')


def time_zone_not_recognized(name: str) -> PgError:
    return PgError("22023", f'time zone "{name}" not recognized')


def division_by_zero() -> PgError:
    return PgError("22012", "division by zero")


def substring_length_negative() -> PgError:
    return PgError("22011", "negative substring length not allowed")


_ROWS = (("new", ""), ("new", " (USING expression)"), ("target", " (USING expression)"))


def invalid_parameter_value(message: str, detail: str | None = None, hint: str | None = None) -> PgError:
    return PgError("22023", message, detail=detail, hint=hint)


def behavior_not_coercible(clause: str, behavior: str, reason: str) -> PgError:
    """`clause` is EMPTY or ERROR; `behavior` what ON EMPTY or ON ERROR asks for."""
    message = f"could not coerce ON {clause} expression ({behavior}) to the RETURNING type"
    return PgError("42804", message, detail=reason)


def limit_negative() -> PgError:
    return PgError("2201W", "LIMIT must not be negative")


def offset_negative() -> PgError:
    return PgError("2201X", "OFFSET must not be negative")


def invalid_argument_for_width_bucket(message: str) -> PgError:
    return PgError("2201G", message)


def invalid_escape_sequence(message: str, hint: str | None = None) -> PgError:
    return PgError("22025", message, hint=hint)


def like_pattern_ends_with_escape() -> PgError:
    return PgError("22025", "LIKE pattern must not end with escape character")


def invalid_regular_expression(reason: str) -> PgError:
    return PgError("2201B", f"invalid regular expression: {reason}")


def character_not_in_repertoire(encoding: str, sequence: bytes) -> PgError:
    """The bytes are not valid in the encoding."""
    text = " ".join(f"0x{byte:02x}" for byte in sequence)
    return PgError("22021", f'invalid byte sequence for encoding "{encoding}": {text}')


def untranslatable_character(source: str, target: str, sequence: bytes) -> PgError:
    text = " ".join(f"0x{byte:02x}" for byte in sequence)
    message = f'character with byte sequence {text} in encoding "{source}" has no equivalent in encoding "{target}"'
    return PgError("22P05", message)


def invalid_text_representation(datatype: str, text: str, detail: str | None = None) -> PgError:
    return PgError("22P02", f'invalid input syntax for type {datatype}: "{text}"', detail=detail)


def invalid_bit_digit(digit: str, base: str) -> PgError:
    """`base`: binary, hexadecimal."""
    return PgError("22P02", f'"{digit}" is not a valid {base} digit')


def bit_string_too_long(length: int) -> PgError:
    return PgError("22001", f"bit string too long for type bit varying({length})")


def bit_strings_differ_in_size(operation: str) -> PgError:
    return PgError("22026", f"cannot {operation} bit strings of different sizes")


def cidr_bits_right_of_mask(text: str) -> PgError:
    return PgError("22P02", f'invalid cidr value: "{text}"', detail="Value has bits set to right of mask.")


def network_result_out_of_range() -> PgError:
    return PgError("22003", "result is out of range")


def invalid_macaddr_octet(text: str) -> PgError:
    return PgError("22003", f'invalid octet value in "macaddr" value: "{text}"')


def macaddr8_not_narrow() -> PgError:
    return PgError(
        "22003",
        "macaddr8 data out of range to convert to macaddr",
        hint="Only addresses that have FF and FE as values in the 4th and 5th bytes from the left, for example "
        "xx:xx:xx:ff:fe:xx:xx:xx, are eligible to be converted from macaddr8 to macaddr.",
    )


def invalid_enum_value(datatype: str, text: str) -> PgError:
    return PgError("22P02", f'invalid input value for enum {datatype}: "{text}"')


def invalid_internal_enum_value(datatype: str, value: float) -> PgError:
    return PgError("22P03", f"invalid internal value for enum {datatype}: {value:g}")


def malformed_array_literal(text: str, detail: str | None = None) -> PgError:
    return PgError("22P02", f'malformed array literal: "{text}"', detail=detail)


def malformed_range_literal(text: str, detail: str) -> PgError:
    return PgError("22P02", f'malformed range literal: "{text}"', detail=detail)


def malformed_multirange_literal(text: str, detail: str) -> PgError:
    return PgError("22P02", f'malformed multirange literal: "{text}"', detail=detail)


def range_bounds_reversed() -> PgError:
    return PgError("22000", "range lower bound must be less than or equal to range upper bound")


def range_not_contiguous(what: str) -> PgError:
    """`what`: union, difference."""
    return PgError("22000", f"result of range {what} would not be contiguous")


def invalid_range_flags() -> PgError:
    hint = 'Valid values are "[]", "[)", "(]", and "()".'
    return PgError("42601", "invalid range bound flags", hint=hint)


def malformed_record_literal(text: str, detail: str) -> PgError:
    return PgError("22P02", f'malformed record literal: "{text}"', detail=detail)


def invalid_binary_representation(message: str, detail: str | None = None) -> PgError:
    return PgError("22P03", message, detail=detail)


def unsupported_format_code(code: int) -> PgError:
    """Neither text (0) nor binary (1)."""
    return PgError("22023", f"unsupported format code: {code}")


def incorrect_binary_format(parameter: int) -> PgError:
    return PgError("22P03", f"incorrect binary data format in bind parameter {parameter}")


def incorrect_argument_format(argument: int) -> PgError:
    return PgError("22P03", f"incorrect binary data format in function argument {argument}")


def bad_copy_file_format(message: str) -> PgError:
    return PgError("22P04", message)


def array_subscript_error(message: str, detail: str | None = None) -> PgError:
    return PgError("2202E", message, detail=detail)
