"""COPY FROM STDIN and from files.  Manual: "COPY", and "COPY Operations" of the chapter on the protocol.

Rows arrive as one stream that is read, parsed and inserted as it comes: SQLite asks for the next row, which asks the
client for more bytes when none are left.  Nothing is held but the piece at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from itertools import chain
from typing import TYPE_CHECKING

import apsw
from msgspec import Struct, field

from pgproxy import foreign_keys, violations
from pgproxy.copy_binary import read_rows
from pgproxy.copy_decoder import row_decoder
from pgproxy.copy_file import input_pieces
from pgproxy.copy_records import DEFAULT, Field, Records, csv_fields, text_fields
from pgproxy.errors import translate_error
from pgproxy.pending_events import note_pending
from protocol import backend, frontend
from translator.catalog.relation import Attribute, Relation
from translator.command import CopyFrom, RefusedCopy
from translator.encoding import decode
from translator.errors import PgError
from translator.errors.constraints import clipped
from translator.errors.notices import notice
from translator.errors.statements import feature_not_supported_message
from translator.errors.values import bad_copy_file_format
from translator.query import Storage
from translator.types.binary import incorrect_binary_data

if TYPE_CHECKING:
    from pgproxy.session import Session

TAKEN_SIZE = 1 << 13
"""Bytes of messages that are taken at a time, where messages are not longer."""
PIECE_SIZE = 1 << 12
"""Bytes that are cut into records at a time; others have to wait for that."""
LOOK_ROWS = 16
"""Rows between two looks at the clock, which SQLite alone would take at every 400th step of its machine."""
MAX_SHOWN = 100
"""Bytes of a line or value that an error's context shows."""

Fields = list[Field]


def copy_from(session: Session, command: CopyFrom) -> int:
    """Insert what the client sends; gives the number of rows."""
    relation = session.image.relation(command.relation)
    assert relation is not None
    session.transaction.begin_write("COPY FROM" if relation.schema != "temp" else "")
    session.given.clear()
    reader = CopyReader(session, command, relation, [relation.attribute(number) for number in command.columns])
    if command.file is not None:
        with input_pieces(session, command.file) as pieces:
            reader.pieces = pieces
            return _insert_all(session, relation, reader)
    code = int(command.options.format == "binary")
    session.connection.ask(backend.CopyInResponse(code, (code,) * len(command.columns)))
    return _insert_all(session, relation, reader)


def refuse_copy(session: Session, command: RefusedCopy) -> None:
    """Raise the error, behind the request for rows."""
    if command.file is None:
        code = int(command.options.format == "binary")
        session.connection.ask(backend.CopyInResponse(code, (code,) * command.width))
    raise command.error.with_traceback(None)


def _insert_all(session: Session, relation: Relation, reader: CopyReader) -> int:
    """Insert the rows, with the keys noted that are checked later."""
    if reader.command.options.freeze:
        _require_freezable(session, relation)
    late = session.base_image.late_keys
    with session.transaction.deferred_keys.noting() if late else nullcontext():
        count = _insert_referring(session, relation, reader)
    if count:
        note_pending(session, reader.command.plan)
    return count


def _require_freezable(session: Session, relation: Relation) -> None:
    """Raise PgError where others could have seen the table without the rows that FREEZE shows to everybody."""
    if relation.kind == "p":
        raise feature_not_supported_message("cannot perform COPY FREEZE on a partitioned table")
    if any(portal.columns is not None for portal in session.portals.values()):
        raise PgError("25000", "cannot perform COPY FREEZE because of prior transaction activity")
    if not session.transaction.has_refilled(relation.oid):
        message = "the table was not created or truncated in the current subtransaction"
        raise PgError("55000", f"cannot perform COPY FREEZE because {message}")


def _insert_referring(session: Session, relation: Relation, reader: CopyReader) -> int:
    """Insert the rows, then see to it that what they refer to exists."""
    if not any(constraint.kind == "f" for constraint in relation.constraints):
        return _insert(session, reader)
    with foreign_keys.deferred(session):
        before = list(foreign_keys.orphans(session, [relation])) if foreign_keys.unresolved(session) else []
        count = _insert(session, reader)
        if foreign_keys.unresolved(session):
            error = foreign_keys.explain_inserted(session, relation, before)
            if error is not None:
                raise error
    return count


def _insert(session: Session, reader: CopyReader) -> int:
    plan = reader.command.plan
    changes = session.engine.total_changes
    try:
        if reader.command.parts:
            _insert_routed(session, reader)
        else:
            session.engine.run_many(plan.sql, reader.rows())
    except apsw.ConstraintError as error:
        explained = violations.explain(session, plan, reader.row, error)
        explained.context = reader.where(with_line=explained.sqlstate != "23505")
        raise explained from None
    except PgError as error:
        if error.context is None:
            error.context = reader.where()
        raise
    except apsw.Error as error:
        translated = translate_error(error)
        translated.context = reader.where()
        raise translated from error
    return session.engine.total_changes - changes


def _insert_routed(session: Session, reader: CopyReader) -> None:
    """Insert each row into the partition that it belongs into."""
    plans = dict(reader.command.parts)
    for bindings in reader.rows():
        for *row, part in session.engine.run(reader.command.plan.sql, bindings):
            plan = plans[int(part or 0)]
            values = [row[bind.number - 1] for bind in plan.binds]
            try:
                session.engine.run(plan.sql, values)
            except apsw.ConstraintError as error:
                explained = violations.explain(session, plan, values, error)
                explained.context = reader.where(with_line=explained.sqlstate != "23505")
                raise explained from None


class CopyReader(Struct):
    """One COPY FROM under way: `line` and `text` are the record being read, `row` its values.  pieces: the data, when
    they are not the client's.
    """

    session: Session
    command: CopyFrom
    relation: Relation
    attributes: Sequence[Attribute]
    line: int = 0
    text: str | None = None
    row: Sequence[Storage] = ()
    inputs: list[Callable[[str], Storage]] = field(default_factory=list)
    skipped: int = 0
    pieces: Iterator[bytes] | None = None

    def rows(self) -> Iterator[Sequence[Storage]]:
        """The bindings of each row.  Raises PgError with its context."""
        if self.command.options.format == "binary":
            return self._binary_rows()
        return chain.from_iterable(self._batches())

    def _batches(self) -> Iterator[Iterator[Sequence[Storage]]]:
        """The rows of one piece of text after the other."""
        session, options = self.session, self.command.options
        self.inputs = [_input(session, attribute) for attribute in self.attributes]
        records = Records(options)
        decode = row_decoder(self)
        header = options.header != "false"
        for text, final in self._texts():
            for lines in self._cut(records, text, final):
                if header and lines:
                    header = False
                    self._header(lines.pop(0))
                for first in range(0, len(lines), LOOK_ROWS):
                    yield decode(lines[first : first + LOOK_ROWS])
                    session.engine.look()
            self.text = None
        self.line += 1
        if self.skipped and options.verbosity != "silent":
            rows = "1 row was" if self.skipped == 1 else f"{self.skipped} rows were"
            session.notice(notice(f"{rows} skipped due to data type incompatibility"))

    def _cut(self, records: Records, text: str, final: bool) -> Iterator[list[str]]:
        """The records of a piece.  Raises PgError 22P04, at the line behind them."""
        try:
            yield from records.cut(text, final=final)
        except PgError:
            self.line += 1
            self.text = None
            raise

    def _binary_rows(self) -> Iterator[Sequence[Storage]]:
        image = self.session.image
        datatypes = [image.datatype(attribute.type) for attribute in self.attributes]
        places = [bind.number - 1 for bind in self.command.plan.binds]
        for next_field in read_rows(self._data(), len(self.attributes), self._next_row):
            values: list[Storage] = []
            for attribute, datatype in zip(self.attributes, datatypes, strict=True):
                try:
                    data = next_field()
                    if data is None:
                        datatype.input_null(self.session)
                        values.append(None)
                    else:
                        values.append(datatype.receive(data, attribute.typmod, self.session))
                except PgError as error:
                    if error.message == incorrect_binary_data().message:
                        error.message = "incorrect binary data format"
                    error.context = f"COPY {self.relation.name}, line {self.line}, column {attribute.name}"
                    raise
            if self.command.plan.volatile:
                self.session.given.clear()
            self.row = [values[place] for place in places]
            yield self.row

    def _next_row(self) -> None:
        self.line += 1

    def _texts(self) -> Iterator[tuple[str, bool]]:
        """The stream as text, cut behind newlines; the last piece is final."""
        rest: list[bytes] = []
        for data in self._data():
            start = 0
            while cut := data.rfind(b"\n", start, start + PIECE_SIZE) + 1 or data.find(b"\n", start) + 1:
                rest.append(data[start:cut])
                yield from self._decoded(b"".join(rest), final=False)
                rest.clear()
                start = cut
            rest.append(data[start:])
        yield from self._decoded(b"".join(rest), final=True)

    def _decoded(self, data: bytes, *, final: bool) -> Iterator[tuple[str, bool]]:
        """Raises PgError 22021 and 22P05, after the lines before the one that has what cannot be read."""
        encoding = self.command.options.encoding or self.session.settings.client_encoding
        try:
            text = decode(data, encoding)
        except PgError:
            good = 0
        else:
            yield text, final
            return
        for line in data.split(b"\n"):
            try:
                decode(line, encoding)
            except PgError:
                break
            good += len(line) + 1
        yield decode(data[:good], encoding), False
        self.line += 1
        decode(data[good:], encoding)

    def _data(self) -> Iterator[bytes]:
        """What the client sends, until it is done, or the file has.  Raises PgError 57014 when the client gives up."""
        if self.pieces is not None:
            yield from self.pieces
            return
        connection = self.session.connection
        ahead = int(self.command.options.format != "binary")  # where a row is counted when it is met
        while True:
            pieces = connection.protocol.take_copy_data(TAKEN_SIZE)
            if pieces:
                yield b"".join(pieces)
                continue
            self.line += ahead
            message = connection.read_message()
            self.line -= ahead
            if isinstance(message, frontend.CopyData):
                yield message.data
            elif isinstance(message, frontend.CopyFail):
                self.line += ahead
                raise PgError("57014", f"COPY from stdin failed: {message.reason.decode('utf-8', 'replace')}")
            else:
                return

    def fields(self, record: str) -> Fields:
        """A record's fields, None for NULL.  Raises PgError 22P04."""
        options = self.command.options
        if options.format == "text":
            return text_fields(record, options)
        found: Fields = []
        for place, (text, quoted) in enumerate(csv_fields(record, options)):
            name = self.attributes[place].name if place < len(self.attributes) else ""
            forced_null = name in options.force_null or options.force_null == ("*",)
            not_null = name in options.force_not_null or options.force_not_null == ("*",)
            is_null = text == options.null and (forced_null if quoted else not not_null)
            is_default = text == options.default and not quoted
            found.append(None if is_null else DEFAULT if is_default else text)
        return found

    def decode(self, record: str) -> list[Storage] | None:
        """A record's values, column by column: the careful way, which says what is wrong; None to skip it."""
        fields = self.fields(record)
        if len(fields) > len(self.attributes) and not (not self.attributes and fields == [""]):
            raise bad_copy_file_format("extra data after last expected column")
        values: list[Storage] = []
        for place, (attribute, read) in enumerate(zip(self.attributes, self.inputs, strict=True)):
            if place >= len(fields):
                raise bad_copy_file_format(f'missing data for column "{attribute.name}"')
            text = fields[place]
            if text is DEFAULT:
                self._require_default(attribute)
                values.append(None)
                continue
            try:
                if text is None:
                    self.session.image.datatype(attribute.type).input_null(self.session)
                values.append(None if text is None else read(text))
            except PgError as error:
                shown = "null input" if text is None else f'"{clipped(text, MAX_SHOWN)}"'
                where = f"COPY {self.relation.name}, line {self.line}, column {attribute.name}: {shown}"
                if self.command.options.skips_errors:
                    self._skip(attribute, shown, where)
                    return None
                error.context = where if error.context is None else f"{error.context}\n{where}"
                raise
        if self.command.options.default is not None:
            values += [int(text is DEFAULT) for text in fields]
        return values

    def _require_default(self, attribute: Attribute) -> None:
        """Raise PgError 22P04 for a column without one."""
        if attribute.default is None and not attribute.identity and not self._domain_default(attribute):
            detail = f'Column "{attribute.name}" has no default value.'
            raise PgError("22P04", "unexpected default marker in COPY data", detail=detail)

    def _domain_default(self, attribute: Attribute) -> bool:
        return self.session.image.type(attribute.type).typdefault is not None

    def _skip(self, attribute: Attribute, shown: str, where: str) -> None:
        """Pass over a record that a type's input refuses.  Raises PgError 22P02 when there are too many of them."""
        options = self.command.options
        self.skipped += 1
        if options.verbosity == "verbose":
            incompatible = "skipping row due to data type incompatibility at line"
            told = notice(f'{incompatible} {self.line} for column "{attribute.name}": {shown}')
            told.context = f"COPY {self.relation.name}"
            self.session.notice(told)
        if options.reject_limit and self.skipped > options.reject_limit:
            limit = f"skipped more than REJECT_LIMIT ({options.reject_limit}) rows"
            raise PgError("22P02", f"{limit} due to data type incompatibility", context=where)

    def _header(self, record: str) -> None:
        """HEADER skips a line; HEADER MATCH compares it with the columns."""
        self.line, self.text = 1, record
        if self.command.options.header != "match":
            return
        fields = self.fields(record)
        if len(fields) != len(self.attributes):
            raise bad_copy_file_format(
                f"wrong number of fields in header line: got {len(fields)}, expected {len(self.attributes)}"
            )
        for number, (name, attribute) in enumerate(zip(fields, self.attributes, strict=True), start=1):
            if name != attribute.name:
                got = f'null value ("{self.command.options.null}")' if name is None else f'"{name}"'
                raise bad_copy_file_format(
                    f'column name mismatch in header line field {number}: got {got}, expected "{attribute.name}"'
                )

    def where(self, *, with_line: bool = True) -> str | None:
        """The context of an error; there is none before the first row."""
        if not self.line:
            return None
        place = f"COPY {self.relation.name}, line {self.line}"
        return f'{place}: "{clipped(self.text, MAX_SHOWN)}"' if with_line and self.text is not None else place


def _input(session: Session, attribute: Attribute) -> Callable[[str], Storage]:
    """What reads a column's text into storage form."""
    read = session.image.datatype(attribute.type).input
    typmod = attribute.typmod
    return lambda text: read(text, typmod, session)
