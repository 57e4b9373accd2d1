"""Traces read as libpq's PQtrace prints them, without its timestamps."""

import pytest
from hypothesis import given, settings
from message_strategies import ALL_MESSAGES, messages

from protocol import backend, frontend, trace
from protocol.fields import Column
from protocol.message import Message
from protocol.startup import SSLRequest, StartupMessage


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (frontend.Query(b"SELECT 1"), 'F\t13\tQuery\t "SELECT 1"'),
        (frontend.Parse(b"", b"SELECT $1", (23,)), 'F\t21\tParse\t "" "SELECT $1" 1 23'),
        (frontend.Bind(b"", b"", (), [b"1", None], (0,)), 'F\t23\tBind\t "" "" 0 2 1 \'1\' -1 1 0'),
        (frontend.Describe(b"P", b""), 'F\t6\tDescribe\t P ""'),
        (frontend.Sync(), "F\t4\tSync"),
        (backend.ParseComplete(), "B\t4\tParseComplete"),
        (backend.DataRow([b"a\0"]), "B\t12\tDataRow\t 1 2 'a\\x00'"),
        (backend.RowDescription((Column(b"a", 0, 0, 23, 4, -1, 0),)), 'B\t26\tRowDescription\t 1 "a" 0 0 23 4 -1 0'),
        (backend.ErrorResponse({b"S": b"ERROR", b"C": b"42601"}), 'B\t19\tErrorResponse\t S "ERROR" C "42601" \\x00'),
        (backend.ReadyForQuery(b"I"), "B\t5\tReadyForQuery\t I"),
        (backend.AuthenticationMD5Password(b"salt"), "B\t12\tAuthenticationMD5Password\t 'salt'"),
        (SSLRequest(), "F\t8\tSSLRequest"),
        (StartupMessage(3 << 16, {b"user": b"u"}), 'F\t16\tStartupMessage\t 3 0 "user" "u"'),
    ],
)
def test_lines(message: Message, line: str) -> None:
    assert trace.line(message) == line


@settings(max_examples=100)
@given(messages(ALL_MESSAGES))
def test_every_message_is_one_line(message: Message) -> None:
    assert trace.line(message).startswith(("F\t", "B\t"))
