"""Servers that tests share, each started once per test process and only when a test asks for it."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.oracle import Cluster
from tests.server import Server

settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any_machine")


@pytest.fixture(scope="session")
def oracle() -> Iterator[Cluster]:
    """A running PostgreSQL 18."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running pgproxy."""
    with Server() as running:
        yield running
