"""CREATE, ALTER and DROP STATISTICS, carried out: SQLite's planner has statistics of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_alter import MAX_STATISTICS_TARGET
from pgproxy.ddl_names import choose
from pgproxy.ddl_table import begin, publish
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from translator import statistics_command as s
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation, Statistics
from translator.errors.notices import notice, warning

if TYPE_CHECKING:
    from pgproxy.session import Session


def create_statistics(session: Session, command: s.CreateStatistics, portal: Portal) -> None:
    image = begin(session, "CREATE STATISTICS")
    add_statistics(session, image, command.relation, command.statistics)


def add_statistics(session: Session, image: CatalogImage, oid: int, written: s.NewStatistics) -> None:
    """A statistics object of a table, with its name chosen if it has none."""
    relation = image.relation(oid)
    assert relation is not None
    name = written.name or choose(
        relation.name,
        written.label,
        "stat",
        lambda known: image.statistics_taken(written.namespace, known),
    )
    made = Statistics(
        session.database.next_oid(), name, written.namespace, written.columns, written.expressions, written.kinds,
        None, session.role.oid, written.reads,
    )  # fmt: skip
    publish(session, image, replace(relation, statistics=(*relation.statistics, made)), replace=True)


def _found(image: CatalogImage, oid: int) -> tuple[Relation, Statistics]:
    return next((table, known) for table in image.relations() for known in table.statistics if known.oid == oid)


def alter_statistics(session: Session, command: s.AlterStatistics, portal: Portal) -> None:
    image = begin(session, "ALTER STATISTICS")
    relation, known = _found(image, command.statistics)
    changed = known
    if command.name is not None:
        changed = replace(changed, name=command.name)
    if command.namespace:
        changed = replace(changed, namespace=command.namespace)
    if command.role is not None:
        changed = replace(changed, owner=role_of(session, command.role).oid)
    if command.sets_target:
        target = command.target
        if target is not None and target > MAX_STATISTICS_TARGET:
            message = f"lowering statistics target to {MAX_STATISTICS_TARGET}"
            session.notice(warning(message, sqlstate="22023"))
            target = MAX_STATISTICS_TARGET
        changed = replace(changed, target=target)
    kept = tuple(changed if item is known else item for item in relation.statistics)
    publish(session, image, replace(relation, statistics=kept), replace=True)


def drop_statistics(session: Session, command: s.DropStatistics, portal: Portal) -> None:
    for message in command.missing:
        session.notice(notice(message))
    if not command.oids:
        return
    image = begin(session, "DROP STATISTICS")
    for oid in dict.fromkeys(command.oids):
        relation, known = _found(image, oid)
        image = without_statistics(session, image, relation, (known,))


def copy_statistics(session: Session, source: int, target: int) -> None:
    """The statistics objects of one table for another that has its columns: LIKE ... INCLUDING STATISTICS."""
    table, other = session.base_image.relation(source), session.base_image.relation(target)
    assert table is not None
    assert other is not None
    numbers = {known.number: column.number for known in table.columns if (column := other.column(known.name))}
    for known in table.statistics:
        columns = sorted(known.columns)
        label = "_".join([*(table.attribute(number).name for number in columns), *("expr" for _ in known.expressions)])
        written = s.NewStatistics(
            "",
            other.namespace,
            tuple(numbers[number] for number in columns),
            known.expressions,
            known.kinds,
            tuple(numbers[number] for number in known.reads),
            label,
        )
        add_statistics(session, session.base_image, target, written)


def without_statistics(
    session: Session, image: CatalogImage, relation: Relation, gone: tuple[Statistics, ...]
) -> CatalogImage:
    """Take statistics objects of a table away, with their comments."""
    for known in gone:
        session.engine.run(f"DELETE FROM {relation.schema}.pg_description WHERE objoid = ?", (known.oid,))
    kept = tuple(known for known in relation.statistics if known not in gone)
    return publish(session, image, replace(relation, statistics=kept), replace=True)
