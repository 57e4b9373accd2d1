"""From a statement's text to its plan.

Exact texts are looked up first, then texts that differ only in their literals; what is left goes to the translator.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec import Struct

from translator.analyze.state import AnalyzerSettings
from translator.catalog.image import CatalogImage
from translator.catalog.observed import Findings, ObservedImage
from translator.command import FROM_TEXT
from translator.errors import PgError
from translator.errors.statements import syntax_error
from translator.literals import Shape, literal_places
from translator.lower.context import Bind
from translator.parser import RawStmt, parse, parse_notices
from translator.pause import pausing
from translator.plan import Plan
from translator.query import Storage
from translator.translate import translate

MAX_ENTRIES = 2048
"""Texts or shapes with plans; beyond it the oldest quarter goes."""
MAX_VARIANTS = 8
"""Plans that are kept for one text or shape: for other catalogs, or other literals that they hold for."""
MAX_TEXTS = 256
"""Texts of several statements whose trees are kept."""
MAX_TEXT_SIZE = 1000
"""Characters of those; a longer one is a script that runs once."""
T = TypeVar("T")


class Statement(Struct, frozen=True):
    """A plan with what its text left open: `values` are the literals in storage form, in the order of `plan.binds`.

    `direct` says that the client's parameters are the binds, in order.
    """

    plan: Plan
    literals: tuple[Storage, ...]
    direct: bool
    text: str
    from_sql: bool = False
    """Whether `text` is that of a PREPARE around it."""
    constant_literals: tuple[Storage, ...] = ()
    """The same for `plan.constants`."""
    parse_notices: tuple[PgError, ...] = ()
    """The names in the text that PostgreSQL cuts, telling the client each time it reads them."""

    def bindings(self, parameters: Sequence[Storage]) -> Sequence[Storage]:
        """The values of SQLite's variables."""
        if self.direct or (self.plan.steps and not self.literals):
            return parameters
        if self.plan.steps:
            return [*parameters, *self.literals]
        return bound(self.plan.binds, self.literals, parameters)


def bound(binds: Sequence[Bind], literals: Sequence[Storage], parameters: Sequence[Storage]) -> list[Storage]:
    """The values of a SQLite statement's variables."""
    return [
        literals[place] if bind.literal is not None else parameters[bind.number - 1] for place, bind in enumerate(binds)
    ]


class PlanKey(NamedTuple):
    """What a plan depends on besides the text: the catalog, by its version, and all else."""

    version: int
    circumstances: tuple[Any, ...]


class _Known(Struct, Generic[T]):
    """Something found for a text.  It holds for one version of the catalog, and for all in which `findings` hold."""

    version: int
    findings: tuple[Findings, ...]
    found: T

    def holds(self, version: int, image: CatalogImage) -> bool:
        """Whether it holds for the image, which has this version."""
        if self.version != version:
            if not all(findings.hold_in(image) for findings in self.findings):
                return False
            self.version = version
        return True


class PlanCache:
    """Shared by the sessions of one database; an entry is valid as long as the catalog has what was found there.  What
    has read the time ('now', 'today') or warned the client while it was planned is not kept.
    """

    def __init__(self) -> None:
        self._exact: dict[tuple[Any, ...], list[_Known[Statement]]] = {}
        self._shapes: dict[tuple[Any, ...], list[_Known[tuple[tuple[tuple[int, str], ...], Plan]]]] = {}
        self._several: dict[str, list[RawStmt]] = {}

    def find(self, sql: str, key: PlanKey, image: CatalogImage) -> Statement | None:
        """The statement of a text seen before under the same circumstances."""
        for known in self._exact.get((sql, key.circumstances), ()):
            if known.holds(key.version, image):
                return known.found
        return None

    def like(
        self, sql: str, key: PlanKey, image: ObservedImage, settings: AnalyzerSettings, found: Shape
    ) -> Statement | None:
        """A statement from a plan that was made for another text of the same shape."""
        for known in self._shapes.get((found.key, key.circumstances), ()):
            pinned, plan = known.found
            if all(found.texts[place] == text for place, text in pinned) and known.holds(key.version, image.observed):
                return self._open(sql, key, plan, found, image, settings, settings.once_only, known.findings)
        return None

    def translate(
        self,
        raw: RawStmt,
        sql: str,
        key: PlanKey,
        image: ObservedImage,
        settings: AnalyzerSettings,
        param_types: Sequence[int] | None,
        found: Shape,
    ) -> Statement:
        """A new plan for `sql`, which is this one statement; it enters the cache."""
        asked = settings.once_only
        plan = translate(raw, image, settings, param_types, literal_places(sql, found))
        if plan.command is not None:
            statement = Statement(plan, (), _is_direct(plan), raw.text, parse_notices=parse_notices(sql))
            if settings.once_only == asked:
                self._keep_exact(sql, key, image, statement)
            return statement
        if settings.once_only == asked:
            pinned = tuple((place, found.texts[place]) for place in sorted(plan.pinned))
            _keep(self._shapes, (found.key, key.circumstances), _Known(key.version, (image.findings,), (pinned, plan)))
        return self._open(sql, key, plan, found, image, settings, asked, ())

    def _open(
        self,
        sql: str,
        key: PlanKey,
        plan: Plan,
        found: Shape,
        image: ObservedImage,
        settings: AnalyzerSettings,
        asked: int,
        findings: tuple[Findings, ...],
    ) -> Statement:
        """The plan with its literals; `asked` is what `once_only` was before, `findings` are those of the plan that are
        not the image's.
        """
        literals = _literal_values(plan.lifted if plan.steps else plan.binds, found, image, settings)
        early = _literal_values(plan.constants.binds, found, image, settings) if plan.constants is not None else ()
        statement = Statement(
            plan, literals, _is_direct(plan), sql, constant_literals=early, parse_notices=parse_notices(sql)
        )
        if settings.once_only == asked:
            _keep(self._exact, (sql, key.circumstances), _Known(key.version, (*findings, image.findings), statement))
        return statement

    def parsed(self, sql: str) -> list[RawStmt]:
        """The statements of a text that is not known as one statement.  Raises PgError 42601."""
        statements = self._several.get(sql)
        if statements is None:
            statements = parse(sql)
            if len(statements) > 1 and len(sql) <= MAX_TEXT_SIZE:
                if len(self._several) >= MAX_TEXTS:
                    self._several.clear()
                self._several[sql] = statements
        return statements

    def one_of_several(
        self, sql: str, number: int, raw: RawStmt, key: PlanKey, image: ObservedImage, settings: AnalyzerSettings
    ) -> Statement:
        """The plan of a text's statement, by its number."""
        text = f"{sql}\0{number}"
        statement = self.find(text, key, image.observed)
        if statement is None:
            asked = settings.once_only
            statement = alone(raw, image, settings, None)
            if len(sql) <= MAX_TEXT_SIZE and settings.once_only == asked:
                self._keep_exact(text, key, image, statement)
        return statement

    def _keep_exact(self, text: str, key: PlanKey, image: ObservedImage, statement: Statement) -> None:
        """What a command does may depend on more than the catalog, unless it follows from the text."""
        if statement.plan.command is None or isinstance(statement.plan.command, FROM_TEXT):
            _keep(self._exact, (text, key.circumstances), _Known(key.version, (image.findings,), statement))


def alone(
    raw: RawStmt, image: CatalogImage, settings: AnalyzerSettings, param_types: Sequence[int] | None
) -> Statement:
    """A new plan that is not kept."""
    plan = translate(raw, image, settings, param_types)
    return Statement(plan, (), _is_direct(plan), raw.text)


def _keep(entries: dict[tuple[Any, ...], list[_Known[T]]], key: tuple[Any, ...], new: _Known[T]) -> None:
    if len(entries) >= MAX_ENTRIES:
        for oldest in tuple(islice(entries, MAX_ENTRIES // 4)):
            del entries[oldest]
    known = entries.setdefault(key, [])
    if len(known) >= MAX_VARIANTS:
        del known[0]
    known.append(new)


def _is_direct(plan: Plan) -> bool:
    return (
        not plan.steps
        and len(plan.binds) == len(plan.param_types)
        and all(bind.number == place for place, bind in enumerate(plan.binds, start=1))
    )


def _literal_values(
    binds: Sequence[Bind], found: Shape, image: CatalogImage, settings: AnalyzerSettings
) -> tuple[Storage, ...]:
    """The open literals, read by their types' input functions; an error points at the literal."""
    values: list[Storage] = []
    for bind in pausing(binds):
        if bind.literal is None:
            values.append(None)
            continue
        place = bind.literal if bind.literal >= 0 else ~bind.literal
        text = found.texts[place] if bind.literal >= 0 else "-" + found.texts[place]
        try:
            values.append(image.datatype(image.base_type(bind.type)).input(text, -1, settings))
        except PgError as error:
            error.position = found.places[place] + 1
            raise
    return tuple(values)


def parse_one(sql: str) -> RawStmt | None:
    """The one statement of an extended-protocol text, None when empty.  Raises PgError 42601 for several."""
    statements = parse(sql)
    if len(statements) > 1:
        raise syntax_error("cannot insert multiple commands into a prepared statement")
    return statements[0] if statements else None


def position_of(sql: str, location: int) -> int:
    """A byte offset as the character position, from 1, that the wire carries."""
    return len(sql.encode()[:location].decode("utf-8", "ignore")) + 1
