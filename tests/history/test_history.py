"""A few seconds of random transactions, with a crash in between, have no anomaly that their levels forbid."""

from tests.history.run import run
from tests.server import Server

SECONDS = 4.0
SEED = 20
TRANSACTIONS = 100


async def test_random_transactions_are_isolated_and_survive_a_crash() -> None:
    with Server() as server:
        report = await run(
            server, seconds=SECONDS, seed=SEED, round_seconds=SECONDS, killable=server, at_least=TRANSACTIONS
        )
    assert not report.anomalies, report.lines()
