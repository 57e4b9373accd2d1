"""What a partition key asks of the keys of its table: they hold its columns, compared by equality.

Manual: "Table Partitioning", "Limitations".
"""

from __future__ import annotations

from collections.abc import Sequence

from translator.catalog.image import CatalogImage
from translator.catalog.relation import Index, IndexColumn, Relation
from translator.errors import PgError

_EQUALITY = {"h": 1, "l": 3, "r": 3}
"""The strategy number of equality, by the partition strategy."""


def require_partition_columns(
    image: CatalogImage, relation: Relation, index: Index, word: str, operators: Sequence[int]
) -> None:
    """Raise PgError 0A000 for a key of a partitioned table that does not hold its partition key.

    operators: those of an exclusion constraint, for each column.
    """
    key = relation.partition_key
    for column in () if key is None else key.columns:
        if column.expression is not None:
            raise PgError(
                "0A000",
                f"unsupported {word} constraint with partition key definition",
                detail=f"{word} constraints cannot be used when partition keys include expressions.",
            )
        places = [place for place, known in enumerate(index.columns) if known.number == column.number]
        if not places:
            raise PgError(
                "0A000",
                "unique constraint on partitioned table must include all partitioning columns",
                detail=f'{word} constraint on table "{relation.name}" lacks column "{column.name}" which is '
                "part of the partition key.",
            )
        if operators and key is not None:
            _require_equality(image, key.strategy, column, operators[places[0]])


def _require_equality(image: CatalogImage, strategy: str, column: IndexColumn, operator: int) -> None:
    opclass = image.opclass(column.opclass)
    assert opclass is not None
    equality = image.family_operator(opclass, _EQUALITY[strategy])
    if equality is None or equality.oid != operator:
        name = image.operator(operator).oprname
        raise PgError(
            "0A000", f'cannot match partition key to index on column "{column.name}" using non-equal operator "{name}"'
        )
