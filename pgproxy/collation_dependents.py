"""What depends on a collation: columns, keys of indexes and partitions, types, and expressions that name it.

In the order of PostgreSQL's lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pgproxy.type_dependents import Dependent, below, without_parts
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.parser import expression_node, parse, strings


def dependents(image: CatalogImage, targets: Sequence[int]) -> list[Dependent]:
    """Everything that would have to go with the collations."""
    found: list[Dependent] = []
    for target in reversed(targets):
        for entry in sorted(_direct(image, target), key=lambda entry: entry.place):
            for each in (entry, *below(image, entry)):
                if not any(_same(each, known) for known in found):
                    found.append(each)
    whole = {entry.relation.oid for entry in found if entry.relation is not None and (entry.is_view or entry.is_table)}
    return without_parts(
        [entry for entry in found if entry.is_view or entry.is_table or _oid(entry.relation) not in whole]
    )


def _oid(relation: Relation | None) -> int:
    return 0 if relation is None else relation.oid


def _same(one: Dependent, other: Dependent) -> bool:
    return (one.place, one.is_view, one.relation and one.relation.oid) == (
        other.place, other.is_view, other.relation and other.relation.oid,
    )  # fmt: skip


def _direct(image: CatalogImage, target: int) -> Iterator[Dependent]:
    for row in image.types.values():
        facts = image.type_details(row.oid).range
        of_range = facts is not None and facts.rngtypid == row.oid and facts.rngcollation == target
        if (row.typtype == "d" and row.typcollation == target) or of_range:
            yield Dependent(target, type=row, of_collation=True)
    for relation in image.relations():
        if relation.kind == "v":
            if _names(image, [relation.definition], target, queries=True):
                yield Dependent(target, relation, of_collation=True)
            continue
        yield from _of_table(image, relation, target)


def _of_table(image: CatalogImage, relation: Relation, target: int) -> Iterator[Dependent]:
    key = relation.partition_key
    if key is not None and any(
        column.collation == target or _names(image, [column.expression], target) for column in key.columns
    ):
        yield Dependent(target, relation, of_collation=True)
    if relation.definition is not None and _names(image, [relation.definition], target, queries=True):
        yield Dependent(target, relation, of_collation=True)
    for attribute in relation.columns:
        if attribute.collation == target:
            yield Dependent(target, relation, attribute, of_collation=True)
        elif _names(image, [attribute.default], target):
            of_column = bool(attribute.generated)
            yield Dependent(
                target, relation, attribute, by_expression=of_column, default=not of_column, of_collation=True
            )
    for constraint in relation.constraints:
        if _names(image, [constraint.expression], target):
            yield Dependent(target, relation, constraint=constraint, of_collation=True)
    for index in relation.indexes:
        own = {number: relation.attribute(number).collation for number in range(1, len(relation.attributes) + 1)}
        keys = [column.collation for column in index.columns if own.get(column.number) != column.collation]
        texts = [*(column.expression for column in index.columns), index.predicate]
        if target in keys or _names(image, texts, target):
            yield Dependent(target, relation, index=index, of_collation=True)
    for policy in relation.policies:
        if _names(image, [policy.using, policy.check], target):
            yield Dependent(target, relation, policy=policy, of_collation=True)


def _names(image: CatalogImage, texts: Iterable[str | None], target: int, *, queries: bool = False) -> bool:
    """Whether one of some expressions, or queries, in canonical text names the collation."""
    name = image.collation(target).collname
    for text in texts:
        if text is None or name not in text:
            continue
        waiting = [parse(text)[0].node if queries else expression_node(text)]
        while waiting:
            node = waiting.pop()
            if node.tag == "CollateClause":
                names = strings(node.collname)
                found = image.find_collation(names[-1], names[-2] if len(names) > 1 else None)
                if found is not None and found.oid == target:
                    return True
            waiting.extend(node.children())
    return False
