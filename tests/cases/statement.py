"""One statement of a topic."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with what its comments say of it."""

    name: str
    sql: str
    unordered: bool = False
    volatile: str | None = None
    differs: str | None = None
    parameters: tuple[str | None, ...] | None = None
    simple_only: bool = False
    oids: bool = False
    copy_data: str | None = None
