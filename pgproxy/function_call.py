"""FunctionCall: a function called by its oid.  Manual: "Function Call" of the chapter "Message Flow"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pgproxy.parameters import decoder
from pgproxy.rows import value_encoders
from protocol import frontend
from translator.catalog.rows import PgProc
from translator.errors import PgError
from translator.errors.values import incorrect_argument_format
from translator.plan import ResultColumn
from translator.query import Storage
from translator.types.binary import incorrect_binary_data

if TYPE_CHECKING:
    from pgproxy.session import Session


def call_function(
    session: Session, message: frontend.FunctionCall, run: Callable[[str, Sequence[int], Sequence[Storage]], Storage]
) -> bytes | None:
    """The function's value in the format asked for, None for NULL.

    run: evaluates an expression with parameters of these types.  Raises PgError 42883 for an unknown oid, 0A000 for
    what is no plain function, 08P01 for a wrong number of arguments or formats, and what the function raises.
    """
    proc = _function(session, message.function_oid)
    count = len(message.arguments)
    if count != proc.pronargs:
        raise PgError(
            "08P01", f"function call message contains {count} arguments but function requires {proc.pronargs}"
        )
    formats = message.argument_formats
    if len(formats) > 1 and len(formats) != count:
        raise PgError("08P01", f"function call message contains {len(formats)} argument formats but {count} arguments")
    arguments = _arguments(session, proc, message)
    value = run(_call(session, proc), proc.proargtypes, arguments)
    if value is None:
        return None
    column = ResultColumn(proc.proname, proc.prorettype)
    encoding = session.settings.client_encoding
    return value_encoders((column,), (message.result_format,), session.image, session, encoding)[0](value)


def _call(session: Session, proc: PgProc) -> str:
    """The call over parameters.  No collation comes with it, as little as with columns that disagree about it."""
    marks = {number: f"${number}" for number in range(1, len(proc.proargtypes) + 1)}
    texts = [number for number in marks if session.image.type(proc.proargtypes[number - 1]).typcollation]
    marks |= {number: f"CASE WHEN true THEN one.p{number} ELSE other.p{number} END" for number in texts}
    call = f'pg_catalog."{proc.proname}"({", ".join(marks.values())})'
    if not texts:
        return call
    sides = [", ".join(f"${number} COLLATE {name} AS p{number}" for number in texts) for name in ('"C"', '"POSIX"')]
    return f"{call} FROM (SELECT {sides[0]}) AS one, (SELECT {sides[1]}) AS other"


def _function(session: Session, oid: int) -> PgProc:
    try:
        proc = session.image.proc(oid)
    except KeyError:
        raise PgError("42883", f"function with OID {oid} does not exist") from None
    if proc.prokind != "f" or proc.proretset:
        raise PgError("0A000", f'cannot call function "{proc.proname}" via fastpath interface')
    return proc


def _arguments(session: Session, proc: PgProc, message: frontend.FunctionCall) -> list[Storage]:
    formats = message.argument_formats
    found: list[Storage] = []
    for place, (oid, data) in enumerate(zip(proc.proargtypes, message.arguments, strict=True)):
        code = formats[place] if len(formats) > 1 else formats[0] if formats else 0
        try:
            found.append(None if data is None else decoder(session, oid, code)(data))
        except PgError as error:
            if error.message == incorrect_binary_data().message:
                raise incorrect_argument_format(place + 1) from None
            raise
    return found
