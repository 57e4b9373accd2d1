"""What a plan has found in the catalog, so that it stays in use until one of the answers changes.

While a statement is planned its catalog is an `ObservedImage`: every look-up in one of the image's maps, and every
answer that is computed from all of them, is noted with what it gave.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import Any

from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.catalog.rows import PgNamespace

_MAPS = (
    "_collations", "_constructors", "_details", "_names", "_namespaces", "_owned", "_referring", "_relations",
    "_type_names", "_types",
)  # fmt: skip
_WHOLE = ("acls", "closed", "default_acls", "own_rows", "publications", "search_path", "temp_schema")
"""What a plan depends on altogether: it is small, or seldom changes."""
_ALL = object()


class Findings:
    """Questions to an image, with their answers."""

    __slots__ = ("_answers", "_whole")

    def __init__(self, image: CatalogImage) -> None:
        self._whole = [getattr(image, name) for name in _WHOLE]
        self._answers: dict[tuple[str, Any], Any] = {}

    def note(self, question: str, key: Any, answer: Any) -> None:
        self._answers[question, key] = answer

    def hold_in(self, image: CatalogImage) -> bool:
        """Whether an image answers all questions alike."""
        if any(getattr(image, name) != known for name, known in zip(_WHOLE, self._whole, strict=True)):
            return False
        for (question, key), answer in self._answers.items():
            now = getattr(image, question)
            if key is _ALL:
                if now is not answer and now != answer:
                    return False
            elif (now.get(key) if question in _MAPS else now if key is None else now(key)) != answer:
                return False
        return True


class _ObservedMap(Mapping[Any, Any]):
    """One of an image's maps.  The system's own objects never change: of their oids nothing is noted."""

    def __init__(self, name: str, known: Mapping[Any, Any], findings: Findings) -> None:
        self._name = name
        self._known = known
        self._findings = findings

    def get(self, key: Any, default: Any = None) -> Any:
        found = self._known.get(key)
        if type(key) is not int or key >= FIRST_NORMAL_OID:
            self._findings.note(self._name, key, found)
        return default if found is None else found

    def __getitem__(self, key: Any) -> Any:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self.get(key) is not None

    def _all(self) -> Mapping[Any, Any]:
        self._findings.note(self._name, _ALL, self._known)
        return self._known

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def values(self) -> ValuesView[Any]:
        return self._all().values()

    def items(self) -> ItemsView[Any, Any]:
        return self._all().items()


class ObservedImage(CatalogImage):
    """An image that notes what it is asked."""

    def __init__(self, image: CatalogImage) -> None:
        vars(self).update(vars(image))
        self.observed = image
        self.findings = Findings(image)
        self._datatypes = {}  # which hold the image that they were made for
        self.pathways = {}  # so that they are asked for again
        for name in _MAPS:
            setattr(self, name, _ObservedMap(name, getattr(image, name), self.findings))

    def _changed(self) -> Any:
        self.findings.note("version", None, self.version)
        return self.observed._changed()  # of the same class

    def _noted(self, question: str, key: Any = None) -> Any:
        answer = getattr(self.observed, question)
        if key is not None:
            answer = answer(key)
        self.findings.note(question, key, answer)
        return answer

    def namespace_by_oid(self, oid: int) -> PgNamespace | None:
        found: PgNamespace | None = self._noted("namespace_by_oid", oid)
        return found

    def children(self, oid: int) -> tuple[Relation, ...]:
        found: tuple[Relation, ...] = self._noted("children", oid)
        return found

    def physical_name_taken(self, name: str) -> bool:
        return bool(self._noted("physical_name_taken", name))

    def index_relation(self, oid: int) -> Relation | None:
        found: Relation | None = self._noted("index_relation", oid)
        return found

    @property
    def defers_constraints(self) -> bool:
        return bool(self._noted("defers_constraints"))

    @property
    def owners(self) -> frozenset[int]:
        found: frozenset[int] = self._noted("owners")
        return found

    @property
    def late_keys(self) -> tuple[Relation, ...]:
        found: tuple[Relation, ...] = self._noted("late_keys")
        return found

    @property
    def collates(self) -> bool:
        return bool(self._noted("collates"))
