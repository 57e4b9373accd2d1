"""What a server answers to a statement, in a form that can be written, read and compared.

An answer is a list of events in the order of the wire, each a keyword with a value that JSON can hold:

    parameters [oid, ...]                          types of $1, $2, ...
    columns [[name, type oid, typmod, attnum], ...]    attnum is 0 where the column is no table's
    row [text or null, ...]                        hexadecimal where binary was asked for
    tag "SELECT 1"      empty null                 CommandComplete, EmptyQueryResponse
    error {field: text} notice {field: text}       fields named as the manual's "Error and Notice Message Fields"
    copy in [format, ...]   copy columns [format, ...]   copy out "data"
    setting [name, value]                          ParameterStatus
    status "T"                                     the transaction's state, where not idle
    again null                                     what follows is the answer of a second execution

Object ids of what users made differ from run to run; they appear as 0, and schemas of temporary tables as pg_temp_N.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from protocol import backend
from protocol.fields import Column
from protocol.message import Message
from tests.cases.case import Statement

Event = tuple[str, Any]
Answer = list[Event]

FIRST_NORMAL_OID = 16384
VARYING = "..."
NAN, NEGATIVE_NAN = "7ff8000000000000", "fff8000000000000"
TEMPORARY_SCHEMA = re.compile(r"\bpg_temp_\d+")
"""A schema whose name differs from session to session."""
ERROR_FIELDS = {
    b"V": "severity",
    b"C": "sqlstate",
    b"M": "message",
    b"D": "detail",
    b"H": "hint",
    b"P": "position",
    b"p": "internal position",
    b"q": "internal query",
    b"W": "context",
    b"s": "schema",
    b"t": "table",
    b"c": "column",
    b"d": "type",
    b"n": "constraint",
}


def events(messages: Iterable[Message], binary: bool = False) -> Answer:
    """The events of an exchange. COPY data is one event, however it was cut."""
    answer: Answer = []
    for message in messages:
        for keyword, value in EVENTS.get(type(message), no_event)(message):
            if keyword == "copy out" and answer and answer[-1][0] == "copy out":
                answer[-1] = (keyword, answer[-1][1] + value)
            else:
                answer.append((keyword, value))
    read_cell = bytes.hex if binary else bytes.decode
    return [(keyword, [cell if cell is None else read_cell(cell) for cell in value] if keyword == "row" else value)
            for keyword, value in answer]  # fmt: skip


def no_event(_message: Message) -> Iterator[Event]:
    """Messages that say nothing: ParseComplete and the like."""
    return iter(())


def column(described: Column) -> list[Any]:
    """One column of a RowDescription."""
    attnum = described.attribute_number if described.table_oid else 0
    return [described.name.decode(), stable(described.type_oid), described.typmod, attnum]


OWN_OID = re.compile(r"0000[4-6][0-9a-f]{3}|\b[12][0-9]{4}\b")
"""An oid of a user's object, in binary or in text."""


def stable(oid: int) -> int:
    """An oid that is the same on every server."""
    return oid if oid < FIRST_NORMAL_OID else 0


def error(message: Any) -> dict[str, str]:
    """The fields of an error or notice, without those that name PostgreSQL's source."""
    return {name: TEMPORARY_SCHEMA.sub("pg_temp_N", message.error_fields[code].decode(errors="backslashreplace"))
            for code, name in ERROR_FIELDS.items() if code in message.error_fields}  # fmt: skip


def status(message: Any) -> Iterator[Event]:
    """The transaction's state, unless idle."""
    if message.status != b"I":
        yield "status", message.status.decode()


def parameters(message: Any) -> Iterator[Event]:
    """The types of the parameters, if there are any."""
    if message.parameter_types:
        yield "parameters", [stable(oid) for oid in message.parameter_types]


def one(keyword: str, read: Callable[[Any], Any]) -> Callable[[Any], Iterator[Event]]:
    """A message that is one event."""
    return lambda message: iter([(keyword, read(message))])


EVENTS: dict[type[Message], Callable[[Any], Iterator[Event]]] = {
    backend.ParameterDescription: parameters,
    backend.RowDescription: one("columns", lambda m: [column(described) for described in m.columns]),
    backend.DataRow: one("row", lambda m: m.values),
    backend.CommandComplete: one("tag", lambda m: m.command_tag.decode()),
    backend.EmptyQueryResponse: one("empty", lambda m: None),
    backend.ErrorResponse: one("error", error),
    backend.NoticeResponse: one("notice", error),
    backend.CopyInResponse: one("copy in", lambda m: list(m.column_formats)),
    backend.CopyOutResponse: one("copy columns", lambda m: list(m.column_formats)),
    backend.CopyData: one("copy out", lambda m: m.data.decode()),
    backend.ParameterStatus: one("setting", lambda m: [m.name.decode(), m.value.decode()]),
    backend.ReadyForQuery: status,
}


def comparable(answer: Answer, statement: Statement) -> Answer:
    """The answer as it is compared.

    Rows are sorted where their order is free, without values where these vary; columns and rows that a statement had
    sent when it failed count for nothing, since how many these are is a matter of buffers and planning. The sign of a
    NaN in binary depends on PostgreSQL's processor and counts for nothing either.
    """
    answer = without_nan_signs(without_failed_rows(answer))
    if statement.oids:
        answer = [read(OWN_OID.sub("oid", written(event))) for event in answer]
    if statement.volatile is not None:
        return [(keyword, [cell and VARYING for cell in value] if keyword == "row" else value)
                for keyword, value in answer]  # fmt: skip
    if statement.unordered:
        return sorted_rows(answer)
    return answer


def without_nan_signs(answer: Answer) -> Answer:
    """The answer with every binary float8 NaN positive."""
    return [(keyword, [NAN if cell == NEGATIVE_NAN else cell for cell in value] if keyword == "row" else value)
            for keyword, value in answer]  # fmt: skip


def without_failed_rows(answer: Answer) -> Answer:
    """The answer without the columns and rows that stand before an error."""
    result: Answer = []
    for event in answer:
        while event[0] == "error" and result and result[-1][0] in ("columns", "row"):
            result.pop()
        result.append(event)
    return result


def sorted_rows(answer: Answer) -> Answer:
    """The answer with its rows in a fixed order."""
    rows = iter(sorted((event for event in answer if event[0] == "row"), key=repr))
    return [next(rows) if event[0] == "row" else event for event in answer]


def written(event: Event) -> str:
    """An event as a line."""
    keyword, value = event
    return f"{keyword}: {json.dumps(value, ensure_ascii=False)}"


def read(line: str) -> Event:
    """The event of a line."""
    keyword, _, value = line.partition(": ")
    return keyword, json.loads(value)
