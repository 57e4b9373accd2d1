"""COPY TO STDOUT and to files.  Manual: "COPY", and "COPY Operations" of the chapter on the protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import apsw

from pgproxy import violations
from pgproxy.copy_binary import HEADER, TRAILER, row_writer
from pgproxy.copy_file import Output, output
from pgproxy.copy_lines import header_line, line_encoder
from pgproxy.rows import converted, value_encoders
from translator.command import CopyOptions, CopyTo
from translator.encoding import UNCONVERTED, encode
from translator.errors import PgError
from translator.plan import ResultColumn
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.session import Session

BATCH_ROWS = 256
"""Rows that are handed to the connection at a time."""


def copy_to(session: Session, command: CopyTo) -> int:
    """Send the rows of a query; gives their number."""
    plan, options = command.plan, command.options
    columns = plan.columns
    assert columns is not None
    rows = _result(session, command)
    try:
        with output(session, command.file) as target:
            if options.format == "binary":
                return _copy_binary(session, target, columns, rows)
            return _copy_text(session, target, options, columns, rows)
    finally:
        if isinstance(rows, apsw.Cursor):  # which would use its tables for as long as an error is looked at
            rows.close(True)


def _copy_text(
    session: Session,
    target: Output,
    options: CopyOptions,
    columns: Sequence[ResultColumn],
    rows: Iterator[Sequence[Storage]],
) -> int:
    names = [column.name for column in columns]
    encoders = value_encoders(columns, (0,) * len(columns), session.image, session, "UTF8")
    line = line_encoder(names, encoders, options, [column.type for column in columns])
    encoding = options.encoding or session.settings.client_encoding
    if encoding not in UNCONVERTED:
        line = converted(line, encoding)
    target.start(0, len(columns))
    if options.header != "false":
        target.write([encode(header_line(names, options).decode(), encoding)])
    count = 0
    while batch := [line(row) for row in islice(rows, BATCH_ROWS)]:
        count += len(batch)
        target.write(batch)
    target.end()
    return count


def _copy_binary(
    session: Session, target: Output, columns: Sequence[ResultColumn], rows: Iterator[Sequence[Storage]]
) -> int:
    write = row_writer(value_encoders(columns, (1,) * len(columns), session.image, session, "UTF8"))
    target.start(1, len(columns))
    first = HEADER  # which shares a message with whatever follows it
    count = 0
    while batch := [write(row) for row in islice(rows, BATCH_ROWS)]:
        count += len(batch)
        batch[0] = first + batch[0]
        first = b""
        target.write(batch)
    target.write([first + TRAILER])
    target.end()
    return count


def _result(session: Session, command: CopyTo) -> Iterator[Sequence[Storage]]:
    plan = command.plan
    if not plan.writes:
        session.transaction.begin_read()
        session.execution.compute_constants(plan, ())
        return session.execution.read(plan, ())
    session.transaction.begin_write(plan.changes)
    session.given.clear()
    session.execution.compute_constants(plan, ())
    try:
        return iter(session.execution.write(plan, ()))
    except (apsw.ConstraintError, PgError) as error:
        raise violations.explain(session, plan, (), error) from None
