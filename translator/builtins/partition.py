"""Trees of partitions, and which partition a hash belongs to ("Partitioning Information Functions")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from translator.builtins.declare import function, set_returning
from translator.builtins.hashing import WORD
from translator.builtins.hashing_nested import hasher
from translator.context import ExecutionContext
from translator.errors.state import internal_error
from translator.errors.values import invalid_parameter_value
from translator.types.datatype import DataType

SEED = 0x7A5B22367996DCFD
_MIX = 0x49A0F4DD15E5A8E3


@function('satisfies_hash_partition(oid,integer,integer,"any")', context=True, types=True)
def satisfies_hash_partition(
    context: ExecutionContext,
    types: tuple[DataType, ...],
    table: int | None,
    modulus: int | None,
    remainder: int | None,
    *key: Any,
) -> int:
    """Whether the hash of a partition key leaves this remainder."""
    if table is None or modulus is None or remainder is None:
        return 0
    if modulus <= 0:
        raise invalid_parameter_value("modulus for hash partition must be an integer value greater than zero")
    if remainder < 0:
        message = "remainder for hash partition must be an integer value greater than or equal to zero"
        raise invalid_parameter_value(message)
    if remainder >= modulus:
        raise invalid_parameter_value("remainder for hash partition must be less than modulus")
    if not context.catalog.is_partitioned(table):
        named = context.catalog.catalog_rows("pg_class", oid=table)
        if not named:
            raise internal_error(f"could not open relation with OID {table}")
        raise invalid_parameter_value(f'"{named[0]["relname"]!s}" is not a hash partitioned table')
    combined = 0
    for datatype, value in zip(types[3:], key, strict=True):
        if value is not None:
            one = hasher(datatype, SEED)(value) % WORD
            combined ^= (one + _MIX + (combined << 54) + (combined >> 7)) % WORD
    return int(combined % modulus == remainder)


@function("pg_partition_root(regclass)", context=True)
def pg_partition_root(context: ExecutionContext, relation: int) -> int | None:
    """The table or index that all partitions around this one are of; null outside any such tree."""
    parents, _, is_part = context.catalog.inheritance(relation)
    while parents:
        relation = parents[0]
        parents = context.catalog.inheritance(relation)[0]
    return relation if is_part else None


@set_returning("pg_partition_ancestors(regclass)", context=True)
def pg_partition_ancestors(context: ExecutionContext, relation: int) -> Iterator[int]:
    """A partition and what it is a part of, up to the root."""
    parents, _, is_part = context.catalog.inheritance(relation)
    if not is_part:
        return
    yield relation
    while parents:
        yield parents[0]
        parents = context.catalog.inheritance(parents[0])[0]


@set_returning("pg_partition_tree(regclass)", context=True)
def pg_partition_tree(context: ExecutionContext, relation: int) -> Iterator[tuple[Any, ...]]:
    """The partitions below a table or index, level by level, itself included."""
    parents, children, is_part = context.catalog.inheritance(relation)
    level = [(relation, parents[0] if parents else None, children)] if is_part else []
    depth = 0
    while level:
        below: list[tuple[int, int | None, Sequence[int]]] = []
        for oid, parent, parts in level:
            yield oid, parent, int(not parts and not context.catalog.is_partitioned(oid)), depth
            below += [(part, oid, context.catalog.inheritance(part)[1]) for part in parts]
        level, depth = below, depth + 1
