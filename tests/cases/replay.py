"""Running the statements of a topic in one of four ways.

* `simple`: the simple query protocol.
* `extended`: Parse, Bind, Describe, Execute with results as text.
* `binary`: the same with results in binary.
* `prepared`: a named statement, described once, then bound and executed; what returns rows and changes nothing,
  twice, with equal answers.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from protocol import backend, frontend
from protocol.message import Message
from tests.cases.answer import Answer, comparable, events
from tests.cases.case import Statement, statements
from tests.wire.client import WireClient

WAYS = ("simple", "extended", "binary", "prepared")
READS = ("SELECT ", "SHOW")


@contextmanager
def fresh_database(host: str, port: int, name: str) -> Iterator[WireClient]:
    """A session on a database of its own, dropped afterwards."""
    with WireClient(host, port) as administrator:
        command(administrator, f'DROP DATABASE IF EXISTS "{name}"')
        command(administrator, f'CREATE DATABASE "{name}"')
        try:
            with WireClient(host, port, name) as client:
                yield client
        finally:
            command(administrator, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def command(client: WireClient, sql: str) -> None:
    """Run a statement that must succeed."""
    client.send(frontend.Query(sql.encode()))
    for keyword, value in events(client.until_ready()):
        if keyword == "error":
            raise RuntimeError(f"{sql}: {value['message']}")


def replay(host: str, port: int, topic: str, way: str) -> Iterator[tuple[Statement, Answer | None]]:
    """Each statement of a topic with the server's answer; None where the statement does not apply to the way."""
    database = "case_" + topic.replace("/", "_") + "_" + way
    with fresh_database(host, port, database) as client:
        for statement in statements(topic):
            yield statement, answer(client, statement, way) if applies(statement, way) else None


def applies(statement: Statement, way: str) -> bool:
    """Whether a statement can be run in a way."""
    return statement.parameters is None if way == "simple" else not statement.simple_only


def answer(client: WireClient, statement: Statement, way: str) -> Answer:
    """Run one statement in one way."""
    match way:
        case "simple":
            return simple(client, statement)
        case "extended" | "binary":
            return extended(client, statement, binary=way == "binary")
        case _:
            return prepared(client, statement)


def simple(client: WireClient, statement: Statement) -> Answer:
    """The simple query protocol."""
    client.send(frontend.Query(statement.sql.encode()))
    messages = list(client.until(backend.CopyInResponse, backend.ReadyForQuery))
    if isinstance(messages[-1], backend.CopyInResponse):
        client.send(*copy_stream(statement))
        messages += client.until_ready()
    return events(messages)


def extended(client: WireClient, statement: Statement, binary: bool) -> Answer:
    """The extended query protocol with the unnamed statement and portal."""
    parse = frontend.Parse(b"", statement.sql.encode(), ())
    messages = run(client, statement, parse, bind(b"", statement, binary), frontend.Describe(b"P", b""))
    return events(messages, binary)


def prepared(client: WireClient, statement: Statement) -> Answer:
    """A named statement, executed once or twice; a second answer that is not the first's equal stands behind it."""
    parse = frontend.Parse(b"case", statement.sql.encode(), ())
    client.send(parse, frontend.Describe(b"S", b"case"), frontend.Sync())
    described = list(client.until_ready())
    if failed(described):
        return events(described)
    described.pop()
    first = run(client, statement, bind(b"case", statement, binary=False))
    result = events([*described, *first])
    if is_read(result):
        second = events(run(client, statement, bind(b"case", statement, binary=False)))
        if comparable(second, statement) != comparable(events(first), statement):
            result += [("again", None), *second]
    client.send(frontend.Close(b"S", b"case"), frontend.Sync())
    list(client.until_ready())
    return result


def is_read(answer: Answer) -> bool:
    """Whether a statement returned rows without being INSERT, UPDATE or DELETE."""
    tags = [value for keyword, value in answer if keyword == "tag"]
    return any(tag.startswith(READS) for tag in tags) and any(keyword == "columns" for keyword, _ in answer)


def run(client: WireClient, statement: Statement, *messages: Message) -> list[Message]:
    """Messages up to Bind, then Execute and Sync, with the COPY data in between when the statement has any.

    Sync comes after the data: during COPY a server swallows it.
    """
    execute = [*messages, frontend.Execute(b"", 0)]
    if statement.copy_data is None:
        client.send(*execute, frontend.Sync())
        return list(client.until_ready())
    client.send(*execute, frontend.Flush())
    answered = list(client.until(backend.CopyInResponse, backend.ErrorResponse))
    if isinstance(answered[-1], backend.CopyInResponse):
        client.send(*copy_stream(statement))
    client.send(frontend.Sync())
    return [*answered, *client.until_ready()]


def copy_stream(statement: Statement) -> list[Message]:
    """The messages that hand over a statement's COPY data."""
    if statement.copy_data is None:
        return [frontend.CopyFail(b"the case has no data")]
    return [frontend.CopyData(statement.copy_data.encode()), frontend.CopyDone()]


def bind(name: bytes, statement: Statement, binary: bool) -> frontend.Bind:
    """Bind with the statement's parameters as text."""
    values = [None if value is None else value.encode() for value in statement.parameters or ()]
    return frontend.Bind(b"", name, (), values, (1,) if binary else (0,))


def failed(messages: list[Message]) -> bool:
    """Whether the server reported an error."""
    return any(isinstance(message, backend.ErrorResponse) for message in messages)
