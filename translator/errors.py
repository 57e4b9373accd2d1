"""PgError, the one error a client sees, and a constructor for each distinct message of PostgreSQL.

The constructors stand in the order of their SQLSTATE's class ("Appendix A. PostgreSQL Error Codes"); each fixes
SQLSTATE and wording in one place. `at` is a byte offset into the statement, as libpg_query gives it; the translator
turns it into the character position that the wire carries. Knows nothing of types, catalogs, or the wire.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager


class PgError(Exception):
    """An error, warning or notice with the fields of ErrorResponse. `position` counts characters from 1; `location`
    bytes from 0. `routine` is the function of PostgreSQL's that reports the error, where a client goes by it.
    """

    __slots__ = (
        "column",
        "constraint",
        "context",
        "datatype",
        "detail",
        "hint",
        "location",
        "message",
        "notices",
        "position",
        "routine",
        "schema",
        "severity",
        "sqlstate",
        "table",
    )

    def __init__(
        self,
        sqlstate: str,
        message: str,
        *,
        detail: str | None = None,
        hint: str | None = None,
        location: int | None = None,
        position: int | None = None,
        schema: str | None = None,
        table: str | None = None,
        column: str | None = None,
        datatype: str | None = None,
        constraint: str | None = None,
        severity: str = "ERROR",
        context: str | None = None,
        routine: str | None = None,
    ) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.message = message
        self.detail = detail
        self.hint = hint
        self.location = location if location is None or location >= 0 else None
        self.position = position
        self.schema = schema
        self.table = table
        self.column = column
        self.datatype = datatype
        self.constraint = constraint
        self.severity = severity
        self.context = context
        self.routine = routine
        self.notices: tuple[PgError, ...] = ()
        """What the client is told before it."""

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"PgError({self.sqlstate!r}, {self.message!r})"


@contextmanager
def without_location() -> Iterator[None]:
    """What is analyzed when its command is carried out: PostgreSQL has no text there that an error could point into."""
    try:
        yield
    except PgError as error:
        error.location = None
        raise


def _relation(name: str, schema: str | None) -> str:
    return name if schema is None else f"{schema}.{name}"


def _arguments(argtypes: Sequence[str]) -> str:
    return ", ".join(argtypes)


# Class 01 - warnings and 00 notices


def notice(message: str, *, sqlstate: str = "00000", detail: str | None = None, hint: str | None = None) -> PgError:
    """A NOTICE, to be sent and not raised."""
    return PgError(sqlstate, message, detail=detail, hint=hint, severity="NOTICE")


def info(message: str, *, detail: str | None = None) -> PgError:
    """What the client has asked for, to be sent and not raised."""
    return PgError("00000", message, detail=detail, severity="INFO")


def warning(message: str, *, sqlstate: str = "01000", detail: str | None = None, hint: str | None = None) -> PgError:
    """A WARNING, to be sent and not raised."""
    return PgError(sqlstate, message, detail=detail, hint=hint, severity="WARNING")


def debug(message: str) -> PgError:
    """A message of level DEBUG1, to be sent and not raised."""
    return PgError("00000", message, severity="DEBUG1")


def transaction_already_in_progress() -> PgError:
    return warning("there is already a transaction in progress", sqlstate="25001")


def no_transaction_in_progress() -> PgError:
    return warning("there is no transaction in progress", sqlstate="25P01")


def set_local_outside_transaction(statement: str = "SET LOCAL") -> PgError:
    return warning(f"{statement} can only be used in transaction blocks", sqlstate="25P01")


# Class 08 - connection exceptions


def bind_parameter_count(supplied: int, statement: str, required: int) -> PgError:
    message = f'bind message supplies {supplied} parameters, but prepared statement "{statement}" requires {required}'
    return PgError("08P01", message)


# Class 0A - feature not supported


def feature_not_supported(what: str, at: int | None = None) -> PgError:
    """`what` names the missing feature: the message reads "`what` is not supported"."""
    return PgError("0A000", f"{what} is not supported", location=at)


def server_file_not_supported() -> PgError:
    return PgError(
        "0A000",
        "COPY with a file or program on the server is not supported",
        hint="Start the server with --allow-server-files, or use psql's \\copy, or COPY to stdout or from stdin.",
    )


def invalid_snapshot(identifier: str) -> PgError:
    return PgError("22023", f'invalid snapshot identifier: "{identifier}"')


def undefined_snapshot(identifier: str) -> PgError:
    return PgError("42704", f'snapshot "{identifier}" does not exist')


def unsupported_xml() -> PgError:
    """What every use of an XML document ends in."""
    detail = "This functionality requires the server to be built with libxml support."
    return PgError("0A000", "unsupported XML feature", detail=detail)


def feature_not_supported_message(message: str, at: int | None = None, detail: str | None = None) -> PgError:
    """A 0A000 in PostgreSQL's own words."""
    return PgError("0A000", message, location=at, detail=detail)


def undetermined_row_comparison(operator: str, at: int) -> PgError:
    return PgError(
        "0A000",
        f"could not determine interpretation of row comparison operator {operator}",
        hint="Row comparison operators must be associated with btree operator families.",
        location=at,
    )


# Class 21 - cardinality violation


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


# Class 22 - data exceptions


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


def insufficient_privilege(message: str, *, detail: str | None = None, hint: str | None = None) -> PgError:
    """42501: what the current role may not do."""
    return PgError("42501", message, detail=detail, hint=hint)


def permission_denied(kind: str, name: str) -> PgError:
    """42501: a privilege on an object is missing."""
    return PgError("42501", f"permission denied for {kind} {name}")


def invalid_grant(message: str) -> PgError:
    """0LP01: what cannot be granted, or not to that role."""
    return PgError("0LP01", message)


def dependent_privileges() -> PgError:
    return PgError("2BP01", "dependent privileges exist", hint="Use CASCADE to revoke them too.")


def undefined_policy(name: str, table: str) -> PgError:
    return PgError("42704", f'policy "{name}" for table "{table}" does not exist')


def row_security_not_supported(table: str) -> PgError:
    """For a role whose statements a table's policies would restrict."""
    return feature_not_supported(f'row-level security on table "{table}" for a role that it applies to')


_ROWS = (("new", ""), ("new", " (USING expression)"), ("target", " (USING expression)"))


def row_security_violation(table: str, policy: str, kind: int) -> PgError:
    """policy: the one that forbids a row, empty where no policy allows it. kind: as that of a PolicyCheck."""
    named = f' "{policy}"' if policy else ""
    row, using = _ROWS[kind]
    return insufficient_privilege(f'{row} row violates row-level security policy{named}{using} for table "{table}"')


def must_be_owner(kind: str, name: str) -> PgError:
    return PgError("42501", f"must be owner of {kind} {name}")


def invalid_parameter_value(message: str, detail: str | None = None, hint: str | None = None) -> PgError:
    return PgError("22023", message, detail=detail, hint=hint)


def invalid_setting_value(name: str, value: str, hint: str | None = None, detail: str | None = None) -> PgError:
    return PgError("22023", f'invalid value for parameter "{name}": "{value}"', hint=hint, detail=detail)


def invalid_setting_name(name: str) -> PgError:
    detail = "Custom parameter names must be two or more simple identifiers separated by dots."
    return PgError("42602", f'invalid configuration parameter name "{name}"', detail=detail)


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


# Class 23 - integrity constraint violations


def not_null_violation(schema: str, table: str, column: str, detail: str | None = None) -> PgError:
    message = f'null value in column "{column}" of relation "{table}" violates not-null constraint'
    return PgError("23502", message, detail=detail, schema=schema, table=table, column=column)


def unique_violation(schema: str, table: str, constraint: str, detail: str | None = None) -> PgError:
    message = f'duplicate key value violates unique constraint "{constraint}"'
    return PgError("23505", message, detail=detail, schema=schema, table=table, constraint=constraint)


def exclusion_violation(message: str, detail: str, schema: str, table: str, constraint: str) -> PgError:
    return PgError("23P01", message, detail=detail, schema=schema, table=table, constraint=constraint)


def deprecated_global(position: int) -> PgError:
    error = warning("GLOBAL is deprecated in temporary table creation")
    error.position = position
    return error


def truncated_name(name: str) -> PgError:
    kept = name.encode()[:63].decode("utf-8", "ignore")
    return notice(f'identifier "{name}" will be truncated to "{kept}"', sqlstate="42622")


def typed_table_depends(name: str) -> PgError:
    return PgError(
        "2BP01",
        f'cannot alter type "{name}" because it is the type of a typed table',
        hint="Use ALTER ... CASCADE to alter the typed tables too.",
    )


def indirect_move(ancestor: str, root: str) -> PgError:
    return PgError(
        "0A000",
        "cannot move tuple across partitions when a non-root ancestor of the source partition is directly referenced "
        "in a foreign key",
        detail=f'A foreign key points to ancestor "{ancestor}" but not the root ancestor "{root}".',
        hint=f'Consider defining the foreign key on table "{root}".',
    )


def partition_still_referenced(partition: str, schema: str, table: str, constraint: str, key: str) -> PgError:
    message = f'removing partition "{partition}" violates foreign key constraint "{constraint}"'
    detail = f'{key} is still referenced from table "{table}".'
    return PgError("23503", message, detail=detail, schema=schema, table=table, constraint=constraint)


def empty_without_overlaps(column: str, table: str) -> PgError:
    return PgError("23514", f'empty WITHOUT OVERLAPS value found in column "{column}" in relation "{table}"')


def match_full_violation(schema: str, table: str, constraint: str) -> PgError:
    detail = "MATCH FULL does not allow mixing of null and nonnull key values."
    return foreign_key_violation(schema, table, constraint, detail)


def deferrable_key_referenced(table: str, *, primary: bool) -> PgError:
    kind = "primary key" if primary else "unique constraint"
    return PgError("55000", f'cannot use a deferrable {kind} for referenced table "{table}"')


def deferrable_arbiter(schema: str, table: str, constraint: str) -> PgError:
    message = "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters"
    return PgError("55000", message, schema=schema, table=table, constraint=constraint)


def undefined_tablespace(name: str) -> PgError:
    return PgError("42704", f'tablespace "{name}" does not exist')


def unique_index_not_built(schema: str, table: str, constraint: str, detail: str | None = None) -> PgError:
    message = f'could not create unique index "{constraint}"'
    return PgError("23505", message, detail=detail, schema=schema, table=table, constraint=constraint)


def foreign_key_violation(schema: str, table: str, constraint: str, detail: str | None = None) -> PgError:
    """The referencing side: a row was inserted or updated."""
    message = f'insert or update on table "{table}" violates foreign key constraint "{constraint}"'
    return PgError("23503", message, detail=detail, schema=schema, table=table, constraint=constraint)


def foreign_key_violation_referenced(
    schema: str, table: str, constraint: str, referenced: str, detail: str | None = None
) -> PgError:
    """The referenced side: a row that is still referenced was updated or deleted. `table` is the referencing one."""
    message = (
        f'update or delete on table "{referenced}" violates foreign key constraint "{constraint}" on table "{table}"'
    )
    return PgError("23503", message, detail=detail, schema=schema, table=table, constraint=constraint)


def restrict_violation(schema: str, table: str, constraint: str, referenced: str, detail: str | None = None) -> PgError:
    message = (
        f'update or delete on table "{referenced}" violates RESTRICT setting of foreign key constraint '
        f'"{constraint}" on table "{table}"'
    )
    return PgError("23001", message, detail=detail, schema=schema, table=table, constraint=constraint)


def clipped(text: str, size: int) -> str:
    """At most `size` bytes of a value, never half a character."""
    data = text.encode()
    return text if len(data) <= size else data[:size].decode("utf-8", "ignore") + "..."


def failing_row(values: Iterable[str]) -> str:
    """The detail of an error about a row: 64 bytes of each value."""
    return f"Failing row contains ({', '.join([clipped(value, 64) for value in values])})."


def no_partition_found(schema: str, table: str, columns: str, values: Iterable[str]) -> PgError:
    shown = ", ".join([clipped(value, 64) for value in values])
    return PgError(
        "23514",
        f'no partition of relation "{table}" found for row',
        detail=f"Partition key of the failing row contains ({columns}) = ({shown}).",
        schema=schema,
        table=table,
    )


def partition_constraint_violation(schema: str, table: str, detail: str | None) -> PgError:
    message = f'new row for relation "{table}" violates partition constraint'
    return PgError("23514", message, detail=detail, schema=schema, table=table)


def check_option_violation(view: str, detail: str | None) -> PgError:
    return PgError("44000", f'new row violates check option for view "{view}"', detail=detail)


def check_violation(schema: str, table: str, constraint: str, detail: str | None = None) -> PgError:
    message = f'new row for relation "{table}" violates check constraint "{constraint}"'
    return PgError("23514", message, detail=detail, schema=schema, table=table, constraint=constraint)


def check_violated_by_some_row(schema: str, table: str, constraint: str) -> PgError:
    message = f'check constraint "{constraint}" of relation "{table}" is violated by some row'
    return PgError("23514", message, schema=schema, table=table, constraint=constraint)


def domain_check_violation(shown: str, schema: str, name: str, constraint: str) -> PgError:
    """`shown` is the domain as format_type prints it."""
    message = f'value for domain {shown} violates check constraint "{constraint}"'
    return PgError("23514", message, schema=schema, datatype=name, constraint=constraint)


def domain_not_null_violation(shown: str, schema: str, name: str) -> PgError:
    return PgError("23502", f"domain {shown} does not allow null values", schema=schema, datatype=name)


def domain_column_violates(schema: str, table: str, column: str) -> PgError:
    """ALTER DOMAIN: a table holds a value that the new constraint refuses."""
    message = f'column "{column}" of table "{table}" contains values that violate the new constraint'
    return PgError("23514", message, schema=schema, table=table, column=column)


def domain_column_null(schema: str, table: str, column: str) -> PgError:
    message = f'column "{column}" of table "{table}" contains null values'
    return PgError("23502", message, schema=schema, table=table, column=column)


# Class 25 - invalid transaction states


def active_sql_transaction(statement: str) -> PgError:
    return PgError("25001", f"{statement} cannot run inside a transaction block")


def read_only_sql_transaction(statement: str) -> PgError:
    return PgError("25006", f"cannot execute {statement} in a read-only transaction")


def no_active_sql_transaction(statement: str) -> PgError:
    return PgError("25P01", f"{statement} can only be used in transaction blocks")


def in_failed_sql_transaction() -> PgError:
    return PgError("25P02", "current transaction is aborted, commands ignored until end of transaction block")


# Class 26 - invalid SQL statement names; 34 - cursor names; 3B - savepoints; 3D, 3F - catalog and schema names


def undefined_prepared_statement(name: str) -> PgError:
    if name == "":
        return PgError("26000", "unnamed prepared statement does not exist")
    return PgError("26000", f'prepared statement "{name}" does not exist')


def invalid_authorization(user: str) -> PgError:
    return PgError("28P01", f'password authentication failed for user "{user}"', severity="FATAL")


def undefined_cursor(name: str) -> PgError:
    return PgError("34000", f'cursor "{name}" does not exist')


def undefined_portal(name: str) -> PgError:
    return PgError("34000", f'portal "{name}" does not exist')


def undefined_savepoint(name: str) -> PgError:
    return PgError("3B001", f'savepoint "{name}" does not exist')


def undefined_database(name: str) -> PgError:
    return PgError("3D000", f'database "{name}" does not exist')


def undefined_schema(name: str, at: int | None = None) -> PgError:
    return PgError("3F000", f'schema "{name}" does not exist', location=at)


def no_schema_selected(at: int | None = None) -> PgError:
    return PgError("3F000", "no schema has been selected to create in", location=at)


# Class 2B - dependent objects


def dependent_objects(names: Sequence[str], lines: Sequence[str]) -> PgError:
    """DROP of the objects `names`, on which those depend that the lines speak of."""
    subject, them = (names[0], "it") if len(names) == 1 else ("desired object(s)", "them")
    return PgError(
        "2BP01",
        f"cannot drop {subject} because other objects depend on {them}",
        detail="\n".join(lines),
        hint="Use DROP ... CASCADE to drop the dependent objects too.",
    )


# Class 40 - transaction rollback


def serialization_failure(detail: str | None = None) -> PgError:
    return PgError("40001", "could not serialize access due to concurrent update", detail=detail)


def deadlock_detected(circle: str) -> PgError:
    """`circle`: a line for each session, who waits for what and whom."""
    return PgError("40P01", "deadlock detected", detail=circle, hint="See server log for query details.")


# Class 42 - syntax errors and rule violations


def undefined_collation(name: str, at: int | None = None) -> PgError:
    location = None if at is None or at < 0 else at
    return PgError("42704", f'collation "{name}" for encoding "UTF8" does not exist', location=location)


def duplicate_collation(message: str) -> PgError:
    return PgError("42710", message)


def indeterminate_collation(message: str) -> PgError:
    return PgError("42P22", message, hint="Use the COLLATE clause to set the collation explicitly.")


def policy_recursion(name: str) -> PgError:
    return PgError("42P17", f'infinite recursion detected in policy for relation "{name}"')


def copy_under_row_security() -> PgError:
    message = "COPY FROM not supported with row-level security"
    return PgError("0A000", message, hint="Use INSERT statements instead.")


def no_icu() -> PgError:
    return PgError("0A000", "ICU is not supported in this build")


def unknown_locale(name: str) -> PgError:
    return PgError(
        "22023",
        f'could not create locale "{name}": No such file or directory',
        detail=f'The operating system could not find any locale data for the locale name "{name}".',
    )


def syntax_error(message: str, at: int | None = None, *, detail: str | None = None) -> PgError:
    return PgError("42601", message, location=at, detail=detail)


MAX_ENTRIES = 1664
"""Columns that a row can have on its way to the client."""


def too_many_entries(what: str, at: int | None = None) -> PgError:
    return PgError("54011", f"{what} can have at most {MAX_ENTRIES} entries", location=at)


def duplicate_column(name: str, at: int | None = None) -> PgError:
    return PgError("42701", f'column "{name}" specified more than once', location=at)


def duplicate_column_in_relation(column: str, relation: str) -> PgError:
    return PgError("42701", f'column "{column}" of relation "{relation}" already exists')


def ambiguous_column(name: str, at: int | None = None) -> PgError:
    return PgError("42702", f'column reference "{name}" is ambiguous', location=at)


def undefined_column(
    name: str, qualifier: str | None = None, at: int | None = None, hint: str | None = None, detail: str | None = None
) -> PgError:
    """A column that no relation in the query has; with a qualifier it reads without quotes: column t.x does not
    exist.
    """
    shown = f'"{name}"' if qualifier is None else f"{qualifier}.{name}"
    return PgError("42703", f"column {shown} does not exist", location=at, hint=hint, detail=detail)


def undefined_column_of_relation(column: str, relation: str, at: int | None = None) -> PgError:
    return PgError("42703", f'column "{column}" of relation "{relation}" does not exist', location=at)


def unvalidated_not_null(name: str, table: str) -> PgError:
    """55000: a column is NOT NULL by a constraint that rows of before may break."""
    return PgError(
        "55000",
        f'incompatible NOT VALID constraint "{name}" on relation "{table}"',
        hint="You might need to validate it using ALTER TABLE ... VALIDATE CONSTRAINT.",
    )


def no_inherit_on_partitioned(table: str, kind: str) -> PgError:
    if kind == "n":
        return PgError("0A000", "not-null constraints on partitioned tables cannot be NO INHERIT")
    return PgError("42P16", f'cannot add NO INHERIT constraint to partitioned table "{table}"')


def undefined_key_column(column: str, at: int | None = None) -> PgError:
    return PgError("42703", f'column "{column}" named in key does not exist', location=at)


def invalid_row_filter(detail: str, at: int) -> PgError:
    return PgError("0A000", "invalid publication WHERE expression", detail=detail, location=at)


def undefined_object_oid(kind: str, oid: int) -> PgError:
    return PgError("42704", f"{kind} with OID {oid} does not exist")


def undefined_object(kind: str, name: str, at: int | None = None, hint: str | None = None) -> PgError:
    """role "x" does not exist, type "x" does not exist, collation ...: class 42704."""
    return PgError("42704", f'{kind} "{name}" does not exist', location=at, hint=hint)


def unrecognized_setting(name: str) -> PgError:
    return PgError("42704", f'unrecognized configuration parameter "{name}"')


def ambiguous_function(name: str, argtypes: Sequence[str], at: int | None = None) -> PgError:
    return PgError(
        "42725",
        f"function {name}({_arguments(argtypes)}) is not unique",
        hint="Could not choose a best candidate function. You might need to add explicit type casts.",
        location=at,
    )


def ambiguous_operator(name: str, left: str | None, right: str, at: int | None = None) -> PgError:
    signature = f"{name} {right}" if left is None else f"{left} {name} {right}"
    return PgError(
        "42725",
        f"operator is not unique: {signature}",
        hint="Could not choose a best candidate operator. You might need to add explicit type casts.",
        location=at,
    )


def grouping_error(column: str, at: int | None = None) -> PgError:
    """`column` with its relation's alias: t.x ."""
    message = f'column "{column}" must appear in the GROUP BY clause or be used in an aggregate function'
    return PgError("42803", message, location=at)


def subquery_grouping_error(column: str, at: int | None = None) -> PgError:
    return PgError("42803", f'subquery uses ungrouped column "{column}" from outer query', location=at)


_MOVE_SET = "You might be able to move the set-returning function into a LATERAL FROM item."


def set_not_allowed(place: str, *, at: int, movable: bool = False) -> PgError:
    """A set-returning function in a clause that may hold none; `movable` where PostgreSQL gives its hint."""
    return PgError(
        "0A000",
        f"set-returning functions are not allowed in {place}",
        hint=_MOVE_SET if movable else None,
        location=at,
    )


def set_as_argument(construct: str, *, at: int) -> PgError:
    return datatype_mismatch(f"argument of {construct} must not return a set", at=at)


def set_inside_aggregate(kind: str, *, at: int) -> PgError:
    """A set-returning function among the arguments of an aggregate or window function."""
    return PgError(
        "0A000",
        f"{kind} function calls cannot contain set-returning function calls",
        hint=_MOVE_SET,
        location=at,
    )


def aggregate_not_allowed(where: str, at: int | None = None) -> PgError:
    """`where`: WHERE, JOIN conditions, GROUP BY, RETURNING ..."""
    return PgError("42803", f"aggregate functions are not allowed in {where}", location=at)


def nested_aggregate(at: int | None = None) -> PgError:
    return PgError("42803", "aggregate function calls cannot be nested", location=at)


def datatype_mismatch(
    message: str, at: int | None = None, hint: str | None = None, detail: str | None = None
) -> PgError:
    return PgError("42804", message, location=at, hint=hint, detail=detail)


def cannot_cast(source: str, target: str, at: int | None = None, detail: str | None = None) -> PgError:
    return PgError("42846", f"cannot cast type {source} to {target}", location=at, detail=detail)


def wrong_object_type(message: str, at: int | None = None, detail: str | None = None) -> PgError:
    return PgError("42809", message, location=at, detail=detail)


def invalid_foreign_key(message: str, detail: str | None = None) -> PgError:
    return PgError("42830", message, detail=detail)


def undefined_function(name: str, argtypes: Sequence[str], at: int | None = None) -> PgError:
    return PgError(
        "42883",
        f"function {name}({_arguments(argtypes)}) does not exist",
        hint="No function matches the given name and argument types. You might need to add explicit type casts.",
        location=at,
    )


def undefined_aggregate(name: str, argtypes: Sequence[str], at: int | None = None) -> PgError:
    """A call with several sort keys inside."""
    error = undefined_function(name, argtypes, at)
    error.hint = (
        "No aggregate function matches the given name and argument types. Perhaps you misplaced ORDER BY; ORDER BY "
        "must appear after all regular arguments of the aggregate."
    )
    return error


def undefined_comparison(what: str, datatype: str) -> PgError:
    """`what`: an equality operator, a comparison function."""
    return PgError("42883", f"could not identify {what} for type {datatype}")


def undefined_function_types(name: str, argtypes: Sequence[str]) -> PgError:
    """A function named in a definition, without the hint that a call gets."""
    return PgError("42883", f"function {name}({_arguments(argtypes)}) does not exist")


def undefined_operator(name: str, left: str | None, right: str, at: int | None = None) -> PgError:
    if left is None:
        signature, hint = f"{name} {right}", "type. You might need to add an explicit type cast."
    else:
        signature, hint = f"{left} {name} {right}", "types. You might need to add explicit type casts."
    message = f"operator does not exist: {signature}"
    return PgError("42883", message, hint=f"No operator matches the given name and argument {hint}", location=at)


def undefined_operator_name(name: str) -> PgError:
    return PgError("42883", f"operator does not exist: {name}")


class UnstampedRowsError(Exception):
    """A statement asks for the xmin of rows that have none yet: they get one, then it is analyzed again."""

    def __init__(self, relation: int) -> None:
        super().__init__(relation)
        self.relation = relation


def relation_not_lockable(name: str, kinds: str) -> PgError:
    return PgError("42809", f'cannot lock relation "{name}"', detail=f"This operation is not supported for {kinds}.")


def undefined_table(name: str, schema: str | None = None, at: int | None = None, hint: str | None = None) -> PgError:
    return PgError("42P01", f'relation "{_relation(name, schema)}" does not exist', location=at, hint=hint)


def missing_from_clause(
    name: str, at: int | None = None, hint: str | None = None, detail: str | None = None
) -> PgError:
    return PgError("42P01", f'missing FROM-clause entry for table "{name}"', location=at, hint=hint, detail=detail)


def duplicate_cursor(name: str) -> PgError:
    return PgError("42P03", f'cursor "{name}" already exists')


def duplicate_database(name: str) -> PgError:
    return PgError("42P04", f'database "{name}" already exists')


def duplicate_prepared_statement(name: str) -> PgError:
    return PgError("42P05", f'prepared statement "{name}" already exists')


def duplicate_table(name: str) -> PgError:
    return PgError("42P07", f'relation "{name}" already exists')


def invalid_table_definition(message: str, at: int | None = None) -> PgError:
    return PgError("42P16", message, location=at)


def indeterminate_datatype(number: int, at: int | None = None) -> PgError:
    return PgError("42P18", f"could not determine data type of parameter ${number}", location=at)


def duplicate_domain_constraint(constraint: str, domain: str) -> PgError:
    return PgError("42710", f'constraint "{constraint}" for domain "{domain}" already exists')


def undefined_domain_constraint(constraint: str, domain: str) -> PgError:
    return PgError("42704", f'constraint "{constraint}" of domain "{domain}" does not exist')


def renamed_domain_constraint(constraint: str, domain: str) -> PgError:
    """RENAME CONSTRAINT words it in its own way."""
    return PgError("42704", f'constraint "{constraint}" for domain {domain} does not exist')


def type_in_use(name: str, table: str, column: str) -> PgError:
    return PgError("0A000", f'cannot alter type "{name}" because column "{table}.{column}" uses it')


def default_not_castable(column: str, datatype: str) -> PgError:
    return PgError("42804", f'default for column "{column}" cannot be cast automatically to type {datatype}')


def generation_expression_not_castable(column: str, datatype: str) -> PgError:
    message = f'generation expression for column "{column}" cannot be cast automatically to type {datatype}'
    return PgError("42804", message)


def using_for_generated_column(column: str, at: int) -> PgError:
    return PgError(
        "42611",
        "cannot specify USING when altering type of generated column",
        detail=f'Column "{column}" is a generated column.',
        location=at,
    )


def type_of_generating_column(column: str, generated: str) -> PgError:
    return PgError(
        "0A000",
        "cannot alter type of a column used by a generated column",
        detail=f'Column "{column}" is used by generated column "{generated}".',
    )


def row_type_in_use(table: str, holder: str, column: str) -> PgError:
    message = f'cannot alter table "{table}" because column "{holder}.{column}" uses its row type'
    return PgError("0A000", message)


def duplicate_enum_label(label: str) -> PgError:
    return PgError("42710", f'enum label "{label}" already exists')


def undefined_type(name: str, at: int | None = None) -> PgError:
    return PgError("42704", f'type "{name}" does not exist', location=at)


def undefined_conversion(source: str, target: str) -> PgError:
    return PgError("42883", f'default conversion function for encoding "{source}" to "{target}" does not exist')


# Class 53 to 58 - resources, limits, state, operator intervention


def too_many_connections() -> PgError:
    return PgError("53300", "sorry, too many clients already", severity="FATAL")


def program_limit_exceeded(message: str, detail: str | None = None) -> PgError:
    return PgError("54000", message, detail=detail)


MAX_ALLOCATION = 2**30 - 1
"""The bytes of the largest value that PostgreSQL makes room for."""


def unsupported_portal_strategy() -> PgError:
    return PgError("XX000", "unsupported portal strategy")


def invalid_allocation(size: int) -> PgError:
    return PgError("XX000", f"invalid memory alloc request size {size}")


def string_too_long(length: int, more: int) -> PgError:
    """A text that grows beyond what PostgreSQL can hold."""
    return PgError(
        "54000",
        "string buffer exceeds maximum allowed length (1073741823 bytes)",
        detail=f"Cannot enlarge string buffer containing {length} bytes by {more} more bytes.",
    )


def statement_too_complex() -> PgError:
    return PgError(
        "54001",
        "stack depth limit exceeded",
        hint='Increase the configuration parameter "max_stack_depth" (currently 2048kB), '
        "after ensuring the platform's stack depth limit is adequate.",
    )


def enum_without_values(name: str) -> PgError:
    return PgError("55000", f"enum {name} contains no values")


def unsafe_enum_value(name: str, label: str) -> PgError:
    return PgError(
        "55P04",
        f'unsafe use of new value "{label}" of enum type {name}',
        hint="New enum values must be committed before they can be used.",
    )


def object_not_in_prerequisite_state(message: str, detail: str | None = None) -> PgError:
    return PgError("55000", message, detail=detail)


def commit_timestamps_off() -> PgError:
    return PgError(
        "55000",
        "could not get commit timestamp data",
        hint='Make sure the configuration parameter "track_commit_timestamp" is set.',
    )


def currval_not_defined(sequence: str) -> PgError:
    return object_not_in_prerequisite_state(f'currval of sequence "{sequence}" is not yet defined in this session')


def lastval_not_defined() -> PgError:
    return object_not_in_prerequisite_state("lastval is not yet defined in this session")


def sequence_limit_reached(sequence: str, limit: int, *, maximum: bool) -> PgError:
    kind = "maximum" if maximum else "minimum"
    return PgError("2200H", f'nextval: reached {kind} value of sequence "{sequence}" ({limit})')


def cannot_change_setting(name: str) -> PgError:
    return PgError("55P02", f'parameter "{name}" cannot be changed')


def cannot_reset_setting(name: str) -> PgError:
    return PgError("0A000", f'parameter "{name}" cannot be reset')


def cannot_change_setting_now(name: str) -> PgError:
    return PgError("55P02", f'parameter "{name}" cannot be changed now')


def setting_needs_restart(name: str) -> PgError:
    return PgError("55P02", f'parameter "{name}" cannot be changed without restarting the server')


def lock_not_available(message: str = "canceling statement due to lock timeout", detail: str | None = None) -> PgError:
    return PgError("55P03", message, detail=detail)


def writer_is_idle(process_id: int, application: str, query: str, timeout: str) -> PgError:
    """`query`: the last statement of the session that writes."""
    named = f' ("{application}")' if application else ""
    return PgError(
        "55P03",
        "canceling statement due to another transaction that has written and is idle",
        detail=f"Process {process_id}{named} has been idle in its transaction for {timeout}; "
        f"its last statement was: {query}",
        hint="A database has one writer at a time: end the other transaction first. "
        "pgproxy.idle_writer_timeout says how long to wait for it; 0 is for as long as it takes.",
    )


def query_canceled(reason: str = "user request") -> PgError:
    """`reason`: user request, or statement timeout."""
    return PgError("57014", f"canceling statement due to {reason}")


def idle_in_transaction_timeout() -> PgError:
    return PgError("25P03", "terminating connection due to idle-in-transaction timeout", severity="FATAL")


def transaction_timeout() -> PgError:
    return PgError("25P04", "terminating connection due to transaction timeout", severity="FATAL")


def idle_session_timeout() -> PgError:
    return PgError("57P05", "terminating connection due to idle-session timeout", severity="FATAL")


def immediate_shutdown() -> PgError:
    return PgError("57P01", "terminating connection due to immediate shutdown command", severity="FATAL")


def connection_lost() -> PgError:
    return PgError("08006", "connection to client lost", severity="FATAL")


def admin_shutdown() -> PgError:
    return PgError("57P01", "terminating connection due to administrator command", severity="FATAL")


# Class XX - internal errors


def internal_error(message: str) -> PgError:
    return PgError("XX000", message)


def cached_plan_changed() -> PgError:
    return PgError("0A000", "cached plan must not change result type", routine="RevalidateCachedQuery")
