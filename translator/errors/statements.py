"""What a statement says wrong, or what it asks for that is not there (SQLSTATE classes 08, 0A and 42)."""

from __future__ import annotations

from translator.errors import PgError


def bind_parameter_count(supplied: int, statement: str, required: int) -> PgError:
    message = f'bind message supplies {supplied} parameters, but prepared statement "{statement}" requires {required}'
    return PgError("08P01", message)


def feature_not_supported(what: str, at: int | None = None) -> PgError:
    """`what` names the missing feature: the message reads "`what` is not supported"."""
    return PgError("0A000", f"{what} is not supported", location=at)


def server_file_not_supported() -> PgError:
    return PgError(
        "0A000",
        "COPY with a file or program on the server is not supported",
        hint="Start the server with --allow-server-files, or use psql's \\copy, or COPY to stdout or from stdin.",
    )


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


def indeterminate_collation(message: str) -> PgError:
    return PgError("42P22", message, hint="Use the COLLATE clause to set the collation explicitly.")


def policy_recursion(name: str) -> PgError:
    return PgError("42P17", f'infinite recursion detected in policy for relation "{name}"')


def copy_under_row_security() -> PgError:
    message = "COPY FROM not supported with row-level security"
    return PgError("0A000", message, hint="Use INSERT statements instead.")


def syntax_error(message: str, at: int | None = None, *, detail: str | None = None) -> PgError:
    return PgError("42601", message, location=at, detail=detail)


def no_handler(wrapper: str) -> PgError:
    """Foreign tables of such a wrapper can be neither read nor written."""
    return PgError("55000", f'foreign-data wrapper "{wrapper}" has no handler')


MAX_ENTRIES = 1664
"""Columns that a row can have on its way to the client."""


def too_many_entries(what: str, at: int | None = None) -> PgError:
    return PgError("54011", f"{what} can have at most {MAX_ENTRIES} entries", location=at)


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


def invalid_row_filter(detail: str, at: int) -> PgError:
    return PgError("0A000", "invalid publication WHERE expression", detail=detail, location=at)


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


class UnstampedRowsError(Exception):
    """A statement asks for the xmin of rows that have none yet: they get one, then it is analyzed again."""

    def __init__(self, relation: int) -> None:
        super().__init__(relation)
        self.relation = relation


def missing_from_clause(
    name: str, at: int | None = None, hint: str | None = None, detail: str | None = None
) -> PgError:
    return PgError("42P01", f'missing FROM-clause entry for table "{name}"', location=at, hint=hint, detail=detail)


def indeterminate_datatype(number: int, at: int | None = None) -> PgError:
    return PgError("42P18", f"could not determine data type of parameter ${number}", location=at)


def unsupported_portal_strategy() -> PgError:
    return PgError("XX000", "unsupported portal strategy")


def portal_cannot_be_run(name: str) -> PgError:
    return PgError("55000", f'portal "{name}" cannot be run')


def cached_plan_changed() -> PgError:
    return PgError("0A000", "cached plan must not change result type", routine="RevalidateCachedQuery")
