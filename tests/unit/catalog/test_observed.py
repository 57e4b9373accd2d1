"""What is noted of the look-ups in an image, and for which other images it holds."""

from __future__ import annotations

from msgspec.structs import replace

from translator.catalog import observed
from translator.catalog.image import empty_image
from translator.catalog.observed import ObservedImage
from translator.types import oids

COMPUTED = {
    "_children", "_collated", "_collates", "_datatypes", "_defers", "_late_keys", "_owners", "_physical", "pathways",
}  # fmt: skip
"""Found from the maps, or asked only through methods that are noted as a whole."""
CONSTANT = {"display", "system", "version", "types_version"}


def test_everything_in_an_image_is_observed() -> None:
    assert set(vars(empty_image())) == {*observed._MAPS, *observed._WHOLE, *COMPUTED, *CONSTANT}


def test_findings_hold_where_others_are_added() -> None:
    image = empty_image()
    seen = ObservedImage(image)
    assert seen.find_type("mine") is None
    row = replace(image.type(oids.INT4), oid=20000, typname="other", typnamespace=2200)
    assert seen.findings.hold_in(image.with_types(row))
    assert not seen.findings.hold_in(image.with_types(replace(row, typname="mine")))


def test_findings_hold_only_for_equal_objects() -> None:
    row = replace(empty_image().type(oids.INT4), oid=20000, typname="mine", typnamespace=2200)
    image = empty_image().with_types(row)
    seen = ObservedImage(image)
    assert seen.type(20000) is row
    assert seen.findings.hold_in(empty_image().with_types(replace(row)))
    assert not seen.findings.hold_in(image.with_types(replace(row, typlen=8)))
    assert not seen.findings.hold_in(image.without_types(20000))


def test_findings_hold_only_for_the_whole_where_all_were_asked_for() -> None:
    row = replace(empty_image().type(oids.INT4), oid=20000, typname="mine", typnamespace=2200)
    image = empty_image().with_types(row)
    seen = ObservedImage(image)
    assert list(seen.types) == [20000]
    assert seen.findings.hold_in(empty_image().with_types(row))
    assert not seen.findings.hold_in(image.with_types(replace(row, oid=20001, typname="other")))


def test_another_search_path_is_another_catalog() -> None:
    image = empty_image()
    seen = ObservedImage(image)
    assert seen.findings.hold_in(image)
    assert not seen.findings.hold_in(image.with_search_path(("information_schema",)))


def test_an_image_made_of_an_observed_one_holds_for_its_version_alone() -> None:
    image = empty_image()
    seen = ObservedImage(image)
    row = replace(image.type(oids.INT4), oid=20000, typname="mine", typnamespace=2200)
    assert not isinstance(seen.with_types(row), ObservedImage)
    assert seen.findings.hold_in(image)
    assert not seen.findings.hold_in(image.with_types(row))
