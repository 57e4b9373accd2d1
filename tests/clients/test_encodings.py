"""Clients whose encoding is not UTF8: statements, parameters, rows, COPY, notifications and errors in it."""

from typing import Any

import psycopg
import pytest
from psycopg import pq

from tests.clients.target import Target, Targets, assert_same

ENCODINGS = ("LATIN1", "LATIN9", "WIN1252", "KOI8R", "EUC_JP", "EUC_KR", "SJIS", "GBK", "GB18030", "BIG5", "UHC",
             "JOHAB", "SHIFT_JIS_2004", "EUC_JIS_2004", "SQL_ASCII", "UTF8")  # fmt: skip
BYTES = (b"a", b"\xe9", b"\xc3\xa9", b"x\x81", b"\x81\x30", b"\x81 ", b"\xff\xff", b"\x8f\xa1", b"\x8f\xa1\xa1",
         b"\x80", b"\xa0x", b"\xd9",
         b"\x81\x30\x81", b"\x81\x30\x81\x30", b"\xa1\xc1\xa4\xa2", b"\\~", b"a\0")  # fmt: skip
"""What is text in some encodings, malformed in others, and unknown to UTF8 in some."""
TEXT, BINARY = pq.Format.TEXT, pq.Format.BINARY
FIELDS = pq.DiagnosticField


class Client:
    """libpq itself, which converts nothing."""

    def __init__(self, target: Target, encoding: str) -> None:
        self._connection = psycopg.connect(target.dsn, autocommit=True)
        self.libpq = self._connection.pgconn
        self.libpq.exec_(b"SET client_encoding TO " + encoding.encode())

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def ask(self, sql: bytes, *values: bytes, types: tuple[int, ...] = (), fmt: pq.Format = BINARY) -> Any:
        """The rows, or what an error says."""
        formats = [fmt] * len(values)
        return _told(self.libpq.exec_params(sql, values, types or None, formats, fmt))

    def say(self, sql: bytes) -> Any:
        """The same by the simple protocol."""
        return _told(self.libpq.exec_(sql))


def _told(result: Any) -> Any:
    if result.status == pq.ExecStatus.FATAL_ERROR:
        wanted = (FIELDS.SQLSTATE, FIELDS.MESSAGE_PRIMARY, FIELDS.CONTEXT, FIELDS.STATEMENT_POSITION)
        return [result.error_field(field) for field in wanted]
    names = [result.fname(number) for number in range(result.nfields)]
    return names, [[result.get_value(row, number) for number in range(result.nfields)] for row in range(result.ntuples)]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_comes_as_parameters_literals_and_bytes(targets: Targets, encoding: str) -> None:
    def script(target: Target) -> list[Any]:
        notes = []
        with Client(target, encoding) as client:
            for data in BYTES:
                if b"\0" not in data:
                    notes.append(client.say(b"SELECT '" + data + b"'"))
                    notes.append(client.say(b'SELECT 1 AS "' + data + b'", no'))
                    notes.append(client.ask(b"SELECT $1::text, octet_length($1)", data, types=(25,), fmt=TEXT))
                notes.append(client.ask(b"SELECT $1::text, octet_length($1)", data, types=(25,)))
                notes.append(client.ask(b"SELECT $1", b"\x01" + b'"' + data + b'"', types=(3802,)))
                name = encoding.encode()
                source = b"\\x" + data.hex().encode()
                if encoding != "SQL_ASCII":
                    notes.append(client.say(b"SELECT length(E'\\" + source + b"'::bytea, '" + name + b"')"))
                    notes.append(client.say(b"SELECT convert_from(E'\\" + source + b"', '" + name + b"')"))
        return notes

    assert_same(script, targets)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_goes_inside_every_binary_form(targets: Targets, encoding: str) -> None:
    def script(target: Target) -> list[Any]:
        with Client(target, encoding) as client:
            client.say(b"CREATE DOMAIN word AS text")
            client.say(b"CREATE TYPE span AS RANGE (subtype = text)")
            client.say(b"CREATE TYPE pair AS (one text, other name)")
            notes = []
            for code in (b"233", b"1078", b"12354", b"44032"):
                letter = b"chr(" + code + b")"
                notes += [
                    client.ask(b"SELECT " + expression.replace(b"?", letter))
                    for expression in (
                        b"?", b"?::varchar", b"?::char(2)", b"?::name", b"?::cstring", b"?::word", b"array[?, null]",
                        b"row(?, 1)", b"row(?, ?)::pair", b"span(?, ? || 'z')",
                        b"multirange(span(?, ? || 'z'))", b"json_build_object('a', ?)", b"to_jsonb(?)",
                        b"('$.\"' || ? || '\"')::jsonpath", b"?::bytea", b"textsend(?)", b"array_send(array[?])",
                    )
                ]  # fmt: skip
        return notes

    assert_same(script, targets)


def test_labels_of_enums(targets: Targets) -> None:
    def script(target: Target) -> list[Any]:
        with Client(target, "UTF8") as client:
            client.say("CREATE TYPE word AS ENUM ('café', 'ж', 'plain')".encode())
        notes = []
        for encoding in ("LATIN1", "KOI8R", "UTF8"):
            with Client(target, encoding) as client:
                notes += [client.ask(b"SELECT unnest(enum_range(null::word)) LIMIT %d" % count) for count in (1, 2)]
                notes.append(client.ask(b"SELECT 'plain'::word"))
                notes += [client.ask(b"SELECT $1::word", data) for data in (b"caf\xe9", b"plain", b"\xd6", b"\xe9")]
        return notes

    assert_same(script, targets)


def test_what_the_client_cannot_be_told(targets: Targets) -> None:
    def script(target: Target) -> list[Any]:
        with Client(target, "LATIN1") as client:
            notes = [
                client.say(sql)
                for sql in (
                    b"SELECT U&'\\20ac'", b"SELECT U&'\\20ac'::int", b'SELECT 1 AS U&"\\20ac"',
                    b'SELECT 1/0 AS U&"\\20ac"', b'SELECT * FROM U&"\\20ac"', b'DROP TABLE IF EXISTS U&"\\20ac"',
                    b"BEGIN", b"SELECT U&'\\20ac'", b"SELECT 1", b"ROLLBACK", b"SELECT 'still there'",
                )
            ]  # fmt: skip
            notes.append(client.ask(b"SELECT U&'\\20ac'"))
        return notes

    assert_same(script, targets)


def test_an_error_takes_back_the_encoding_that_it_is_told_in(targets: Targets) -> None:
    def script(target: Target) -> list[Any]:
        notes = []
        with Client(target, "UTF8") as client:
            for sql in (b"BEGIN", b"SAVEPOINT s", b"SET client_encoding TO LATIN1", b'SELECT 1 FROM "caf\xe9"'):
                notes.append(client.say(sql))
            notes.append(client.libpq.parameter_status(b"client_encoding"))
            notes += [client.say(b"ROLLBACK TO s"), client.say('SELECT 1 FROM "café"'.encode())]
        return notes

    assert_same(script, targets)


def test_one_statement_under_changing_encodings(targets: Targets) -> None:
    def script(target: Target) -> list[Any]:
        notes = []
        with Client(target, "UTF8") as client:
            libpq = client.libpq
            libpq.prepare(b"p", b"SELECT $1::text, octet_length($1)")
            for encoding in (b"UTF8", b"LATIN1", b"KOI8R", b"SJIS", b"UTF8"):
                libpq.exec_(b"SET client_encoding TO " + encoding)
                for fmt in (TEXT, BINARY):
                    notes.append(_told(libpq.exec_prepared(b"p", [b"\xc3\xa9"], [fmt], fmt)))
        return notes

    assert_same(script, targets)


def test_copy(targets: Targets) -> None:
    def script(target: Target) -> list[Any]:
        notes: list[Any] = []
        for encoding in ("latin1", "sjis", "utf8"):
            with psycopg.connect(target.dsn, autocommit=True) as connection:
                connection.execute(f"SET client_encoding TO {encoding}")
                connection.execute("CREATE TEMP TABLE t (v text)")
                for options, data in (
                    ("", b"a\n\xe9\xe9\n\x82\xa0b\n"), ("", b"ok\n\x81\x01\nno\n"), ("(ENCODING 'LATIN9')", b"\xa4\n"),
                    ("(FORMAT binary)", b"PGCOPY\n\xff\r\n\0" + bytes(8) + b"\0\1\0\0\0\2\x82\xa0\xff\xff"),
                ):  # fmt: skip
                    try:
                        with connection.cursor().copy(f"COPY t FROM STDIN {options}") as copy:  # type: ignore[arg-type]  # the options are ours
                            copy.write(data)
                    except psycopg.Error as error:
                        notes.append((error.sqlstate, error.diag.message_primary, error.diag.context))
                connection.execute("SET client_encoding TO utf8")
                notes.append(connection.execute("SELECT v FROM t").fetchall())
                connection.execute(f"SET client_encoding TO {encoding}")
                for options in ("", "(FORMAT csv, HEADER)", "(FORMAT binary)", "(ENCODING 'UTF8')"):
                    try:
                        with connection.cursor().copy(f"COPY t TO STDOUT {options}") as copy:  # type: ignore[arg-type]  # the options are ours
                            notes.append([bytes(piece) for piece in copy])
                    except psycopg.Error as error:
                        notes.append((error.sqlstate, error.diag.message_primary))
        return notes

    assert_same(script, targets)


def test_notifications(targets: Targets) -> None:
    def script(target: Target) -> list[Any]:
        notes: list[Any] = []
        with Client(target, "LATIN1") as listener, Client(target, "UTF8") as speaker:
            listener.say(b"LISTEN caf\xe9")
            for payload in (b"chr(233)", b"chr(8364)"):
                notes.append(speaker.say("SELECT pg_notify('café', ".encode() + payload + b")"))
                notes.append(listener.say(b"SELECT 1"))
                told = listener.libpq.notifies()
                notes.append(told and (told.relname, told.extra))
            notes.append(listener.libpq.status)
        return notes

    assert_same(script, targets)
