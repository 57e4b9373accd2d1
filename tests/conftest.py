"""Servers that tests share: the oracle, started once per test process and only when a test asks for it."""

from collections.abc import Iterator

import pytest

from tests.oracle import Cluster


@pytest.fixture(scope="session")
def oracle() -> Iterator[Cluster]:
    """A running PostgreSQL 18."""
    with Cluster() as cluster:
        yield cluster
