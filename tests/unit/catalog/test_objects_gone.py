"""Nothing in an image remembers what is gone: a server sees tables come and go for months."""

from __future__ import annotations

from collections.abc import Sized

from translator.catalog.image import empty_image
from translator.catalog.own_objects import OwnObjects
from translator.catalog.relation import Attribute, Constraint, Index, IndexColumn, Relation, Sequence
from translator.types import oids

PUBLIC, POSIX = 2200, 951


def _sizes(image: OwnObjects) -> dict[str, int]:
    return {name: len(value) for name, value in vars(image).items() if isinstance(value, Sized)}


def _table(oid: int, *keys: Constraint) -> Relation:
    number = Attribute("id", 1, oids.TEXT, collation=POSIX)
    index = Index(oid + 1, f"t{oid}_key", f"t{oid}_key", oid, (IndexColumn(1),))
    return Relation(oid, f"t{oid}", PUBLIC, "r", (number,), f"t{oid}", constraints=keys, indexes=(index,))


def test_dropped_tables_leave_nothing() -> None:
    image = empty_image()
    sequence = Relation(20020, "s", PUBLIC, "S", physical="s", sequence=Sequence(oids.INT4, owner=(20010, 1)))
    key = Constraint(20030, "k", "f", (1,), references=20000, referenced_columns=(1,))
    made = image.with_relation(_table(20000), _table(20010, key), sequence)
    assert made.owned_sequence(20010, 1) is not None
    assert [table.oid for table in made.referring(20000)] == [20010]
    assert _sizes(made.without_relation(20000, 20010, 20020)) == _sizes(image)


def test_a_foreign_key_that_is_gone_leaves_nothing() -> None:
    key = Constraint(20030, "k", "f", (1,), references=20000, referenced_columns=(1,))
    image = empty_image().with_relation(_table(20000), _table(20010))
    assert _sizes(image.with_relation(_table(20010, key)).with_relation(_table(20010))) == _sizes(image)
