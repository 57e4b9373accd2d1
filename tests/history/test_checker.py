"""The checker finds each anomaly in a history made to have it, and nothing in a good one."""

import pytest

from tests.history.checker import FORBIDDEN, anomalies, forbidden
from tests.history.record import (
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE,
    History,
    Outcome,
    Read,
    Transaction,
    Write,
)

X, Y = 1, 2


def history(*transactions: tuple[Outcome, list[Write | Read]], **final: tuple[int, ...]) -> History:
    """Transactions numbered from 1; final: the versions of x and y."""
    return History(
        [
            Transaction(number, SERIALIZABLE, operations, outcome)
            for number, (outcome, operations) in enumerate(transactions, start=1)
        ],
        {X: final.get("x", ()), Y: final.get("y", ())},
    )


def done(*operations: Write | Read) -> tuple[Outcome, list[Write | Read]]:
    return "committed", list(operations)


def test_serial_transactions_are_fine() -> None:
    good = history(
        done(Read(X, ()), Write(X, 1), Read(X, (1,))),
        done(Read(X, (1,)), Write(X, 2), Write(Y, 3)),
        ("aborted", [Read(X, (1, 2)), Write(X, 9)]),
        ("unknown", [Write(Y, 8)]),
        ("unknown", [Write(Y, 4), Write(X, 5)]),
        done(Write(X, 7, undone=True), Read(X, (1, 2, 5)), Read(Y, (3, 4))),
        x=(1, 2, 5),
        y=(3, 4),
    )
    assert anomalies(good) == []


BAD = {
    "lost": history(done(Write(X, 1)), done(Write(X, 2)), x=(2,)),
    "G0": history(done(Write(X, 1), Write(Y, 2)), done(Write(X, 3), Write(Y, 4)), x=(1, 3), y=(4, 2)),
    "G1a": history(("aborted", [Write(X, 1)]), done(Read(X, (1,)))),
    "G1b": history(done(Write(X, 1), Write(X, 2)), done(Read(X, (1,))), x=(1, 2)),
    "G1c": history(done(Write(X, 1), Read(Y, (2,))), done(Write(Y, 2), Read(X, (1,))), x=(1,), y=(2,)),
    "internal": history(done(Write(X, 1), Read(X, ())), x=(1,)),
    "incompatible": history(done(Write(X, 1)), done(Write(X, 2)), done(Read(X, (2,))), x=(1, 2)),
    "lost update": history(done(Read(X, ()), Write(X, 1)), done(Read(X, ()), Write(X, 2)), x=(1, 2)),
    "G-single": history(done(Write(X, 1), Write(Y, 2)), done(Read(X, ()), Read(Y, (2,))), x=(1,), y=(2,)),
    "G2": history(done(Read(X, ()), Write(Y, 1)), done(Read(Y, ()), Write(X, 2)), x=(2,), y=(1,)),
}


@pytest.mark.parametrize("name", BAD)
def test_each_anomaly_is_found(name: str) -> None:
    assert name in {found.name for found in anomalies(BAD[name])}


@pytest.mark.parametrize("name", ["G0", "G1c", "internal", "G2", "lost"])
def test_only_it_is_found(name: str) -> None:
    assert {found.name for found in anomalies(BAD[name])} == {name}


def test_half_of_an_unknown_transaction_is_lost() -> None:
    found = anomalies(history(("unknown", [Write(X, 1), Write(Y, 2)]), x=(1,)))
    assert [anomaly.name for anomaly in found] == ["lost"]


def test_what_a_savepoint_took_back_is_never_read() -> None:
    found = anomalies(history(done(Write(X, 1, undone=True)), done(Read(X, (1,)))))
    assert "G1a" in {anomaly.name for anomaly in found}


def test_a_value_that_is_there_twice_is_found() -> None:
    found = anomalies(history(done(Write(X, 1)), x=(1, 1)))
    assert "incompatible" in {anomaly.name for anomaly in found}


def test_a_circle_of_three_is_found() -> None:
    circle = history(
        done(Read(X, ()), Write(Y, 1)),
        done(Read(Y, (1,))),
        done(Read(Y, ()), Write(X, 2)),
        x=(2,),
        y=(1,),
    )
    assert {found.name for found in anomalies(circle)} == {"G2"}


@pytest.mark.parametrize(
    ("level", "allowed"),
    [
        (READ_COMMITTED, {"lost update", "G-single", "G2"}),
        (REPEATABLE_READ, {"G2"}),
        (SERIALIZABLE, set()),
    ],
)
def test_levels_forbid_what_they_should(level: str, allowed: set[str]) -> None:
    assert {name for name, bad in BAD.items() if not forbidden(bad, level)} == allowed
    assert FORBIDDEN[level] == set(BAD) - allowed
