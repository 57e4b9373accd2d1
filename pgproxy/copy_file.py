"""COPY from and to a file or a program of the server, for a server that was started to allow it.  Manual: "COPY".

What may block runs in a thread, while other sessions go on.
"""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from protocol import backend
from translator.command import CopyFile
from translator.errors import PgError
from translator.errors.statements import feature_not_supported, server_file_not_supported

if TYPE_CHECKING:
    from pgproxy.session import Session

PIECE_SIZE = 1 << 18
"""Bytes that are read or written at a time."""
BUFFER_SIZE = 1 << 12
"""Bytes that PostgreSQL gathers for a program before it writes them."""
MODE = 0o644
_SQLSTATES = {
    errno.EPERM: "42501", errno.EACCES: "42501", errno.EROFS: "42501", errno.ENOENT: "58P01", errno.EEXIST: "58P02",
    errno.ENOTDIR: "42809", errno.EISDIR: "42809", errno.ENOSPC: "53100", errno.ENOMEM: "53200", errno.ENFILE: "53000",
    errno.EMFILE: "53000", errno.EIO: "58030",
}  # fmt: skip
_FAILURES = {126: "command was found but not executable", 127: "command not found"}
_HINT = (
    "COPY {way} instructs the PostgreSQL server process to {what} a file. You may want a client-side facility such as "
    "psql's \\copy."
)
Outcome = TypeVar("Outcome")


class Output(Protocol):
    """Where COPY TO puts its rows."""

    def start(self, code: int, width: int) -> None:
        """Before the rows. code: the format's."""

    def write(self, rows: list[bytes]) -> None:
        """Some rows, or parts of the format besides them."""

    def end(self) -> None:
        """All rows are written."""


class ClientOutput:
    """COPY TO STDOUT."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection

    def start(self, code: int, width: int) -> None:
        connection = self._connection
        connection.send(connection.protocol.send(backend.CopyOutResponse(code, (code,) * width)))

    def write(self, rows: list[bytes]) -> None:
        self._connection.send(b"".join(map(backend.copy_data, rows)))

    def end(self) -> None:
        self._connection.send(self._connection.protocol.send(backend.CopyDone()))


class FileOutput:
    """COPY TO a file, or a program's standard input, by its descriptor.  stop: makes what is under way end."""

    def __init__(self, session: Session, descriptor: int, stop: Callable[[], None]) -> None:
        self._session = session
        self._descriptor = descriptor
        self._stop = stop
        self._waiting: list[bytes] = []
        self._size = self._written = 0

    def start(self, code: int, width: int) -> None:
        """Nothing stands before the rows."""

    def write(self, rows: list[bytes]) -> None:
        """Raises OSError."""
        self._waiting += rows
        self._size += sum(map(len, rows))
        if self._size >= PIECE_SIZE:
            self._flush()

    def end(self) -> None:
        """Little that a program does not want is no failure: it stays in the pipe."""
        self._flush()

    def _flush(self) -> None:
        data, self._waiting, self._size = b"".join(self._waiting), [], 0
        little = self._written + len(data) <= BUFFER_SIZE
        self._written += len(data)
        with suppress(BrokenPipeError) if little else nullcontext():
            _aside(self._session, lambda: _write_all(self._descriptor, data), self._stop)


def require_server_files(session: Session) -> None:
    """Raise PgError 0A000 unless the server was started to allow it."""
    if not session.server.config.allow_server_files:
        raise server_file_not_supported()


@contextmanager
def output(session: Session, file: CopyFile | None) -> Iterator[Output]:
    """What takes the rows of COPY TO.  Raises PgError."""
    if file is None:
        yield ClientOutput(session)
        return
    require_server_files(session)
    if file.is_program:
        with _program(session, file, stdin=subprocess.PIPE) as program:
            assert program.stdin is not None
            yield FileOutput(session, program.stdin.fileno(), partial(_kill, program))
        return
    if not os.path.isabs(file.name):
        raise PgError("42602", "relative path not allowed for COPY to file")
    descriptor = _open(session, file.name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, "TO", "write", "writing")
    try:
        yield FileOutput(session, descriptor, _nothing)
    except OSError as error:
        raise _file_error("could not write to COPY file", error) from None
    finally:
        os.close(descriptor)


@contextmanager
def input_pieces(session: Session, file: CopyFile) -> Iterator[Iterator[bytes]]:
    """What COPY FROM reads.  Raises PgError."""
    require_server_files(session)
    if file.is_program:
        with _program(session, file, stdout=subprocess.PIPE) as program:
            assert program.stdout is not None
            yield _pieces(session, program.stdout.fileno(), partial(_kill, program))
        return
    path = os.path.join(session.server.config.data, file.name) if file.name else ""
    descriptor = _open(session, path, os.O_RDONLY, "FROM", "read", "reading", file.name)
    try:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise PgError("42809", f'"{file.name}" is a directory')
        yield _pieces(session, descriptor, _nothing)
    finally:
        os.close(descriptor)


def _aside(session: Session, work: Callable[[], Outcome], stop: Callable[[], None]) -> Outcome:
    """What the work gives, which is done in a thread.  Raises, once that has ended, what cancels the statement.

    stop: makes the work end soon, if it may take long.
    """
    future = session.server.loop.run_in_executor(None, work)
    future.add_done_callback(lambda _future: session.waiter.wake())
    canceled = None
    while not future.done():
        session.waiter.wait()
        try:
            session.raise_pending()
        except PgError as error:
            canceled = error
            stop()
    if canceled is not None:
        future.exception()  # which nobody else asks for
        raise canceled
    return future.result()


def _nothing() -> None:
    """What is done with files takes no longer than the disk does."""


def _pieces(session: Session, descriptor: int, stop: Callable[[], None]) -> Iterator[bytes]:
    while data := _aside(session, lambda: os.read(descriptor, PIECE_SIZE), stop):
        yield data


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _open(session: Session, path: str, flags: int, way: str, what: str, doing: str, name: str | None = None) -> int:
    """A file's descriptor; one that would keep a thread waiting for its other end is refused."""
    try:
        with suppress(FileNotFoundError):
            mode = os.stat(path).st_mode
            if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
                raise feature_not_supported("COPY with a named pipe of the server")
        return _aside(session, lambda: os.open(path, flags, MODE), _nothing)
    except (OSError, ValueError) as error:
        hint = _HINT.format(way=way, what=what) if isinstance(error, FileNotFoundError | PermissionError) else None
        raise _file_error(f'could not open file "{name or path}" for {doing}', error, hint) from None


def _file_error(message: str, error: OSError | ValueError, hint: str | None = None) -> PgError:
    number = error.errno if isinstance(error, OSError) and error.errno is not None else errno.EINVAL
    return PgError(_SQLSTATES.get(number, "XX000"), f"{message}: {os.strerror(number)}", hint=hint)


@contextmanager
def _program(
    session: Session, file: CopyFile, stdin: int | None = None, stdout: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A command of the shell, which ends with the block; 38000 when it failed."""
    program = subprocess.Popen(file.name, shell=True, stdin=stdin, stdout=stdout, start_new_session=True)
    pipe = program.stdin or program.stdout
    assert pipe is not None
    kill = partial(_kill, program)
    try:
        yield program
    except OSError as error:
        pipe.close()
        _check(file, _aside(session, program.wait, kill))
        raise _file_error("could not write to COPY program", error) from None
    except BaseException:
        kill()
        pipe.close()
        program.wait()
        raise
    pipe.close()
    _check(file, _aside(session, program.wait, kill))


def _kill(program: subprocess.Popen[bytes]) -> None:
    """End a program and what it has started."""
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)


def _check(file: CopyFile, status: int) -> None:
    """Raise PgError 38000 for a program that failed."""
    if not status:
        return
    if status < 0:
        detail = f"child process was terminated by signal {-status}: {signal.strsignal(-status)}"
    else:
        detail = _FAILURES.get(status, f"child process exited with exit code {status}")
    raise PgError("38000", f'program "{file.name}" failed', detail=detail)
