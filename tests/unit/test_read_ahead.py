"""Rows that are kept for the client: all of them, in little memory, with their error in its place."""

import resource
import tracemalloc
from collections.abc import Iterator

import pytest

from pgproxy.read_ahead import BATCH_ROWS, MEMORY_BYTES, read_ahead
from pgproxy.rows import Row
from translator.errors import PgError

BIG = 10_000


def rows(count: int, error: PgError | None = None) -> Iterator[Row]:
    for number in range(count):
        yield (number, None, 1.5, "é" * 3, bytes(BIG))
    if error is not None:
        raise error


@pytest.mark.parametrize("count", [0, 1, BATCH_ROWS, BATCH_ROWS + 1, 3 * BATCH_ROWS, 1000])
def test_all_rows_come_again(count: int) -> None:
    assert list(read_ahead(rows(count), errors_wait=True)) == list(rows(count))


def test_large_results_stay_out_of_memory() -> None:
    tracemalloc.start()
    try:
        kept = read_ahead(rows(5000), errors_wait=True)
        assert sum(1 for _ in kept) == 5000
        assert tracemalloc.get_traced_memory()[1] < 4 * MEMORY_BYTES < 5000 * BIG
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("count", [1, 200])
def test_an_error_waits_for_its_row(count: int) -> None:
    kept = read_ahead(rows(count, PgError("22012", "division by zero")), errors_wait=True)
    assert [next(kept)[0] for _ in range(count)] == list(range(count))
    with pytest.raises(PgError, match="division by zero"):
        next(kept)


@pytest.mark.parametrize("error", [PgError("22012", "division by zero"), PgError("57014", "canceling")])
def test_other_errors_come_at_once(error: PgError) -> None:
    with pytest.raises(PgError, match=error.message):
        read_ahead(rows(200, error), errors_wait=error.sqlstate == "57014")


def test_no_room_for_the_file() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEMORY_BYTES // 2, hard))
    try:
        with pytest.raises(PgError) as raised:
            read_ahead(rows(5000), errors_wait=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert raised.value.sqlstate == "53100"
