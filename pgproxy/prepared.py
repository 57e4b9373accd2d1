"""Prepared statements: from a text to its plan, which is made anew when the catalog or the settings have changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from pgproxy.clock import now_us
from pgproxy.plan_cache import PlanKey, Statement, alone, parse_one, position_of
from pgproxy.row_stamps import stamped
from translator.command import AnalyzeLater, Denied, leaves_failure
from translator.errors import PgError
from translator.errors.statements import cached_plan_changed
from translator.literals import shape
from translator.parser import RawStmt, parse_notices
from translator.plan import Plan
from translator.query import Storage
from translator.statement_kind import changing_tag, is_analyzed_at_once
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session


_UNDECIDED = frozenset({0, oids.UNKNOWN})
"""Types of parameters that a statement without analysis leaves undecided."""
_OF_THE_SERVER = frozenset({"40", "53", "57", "XX"})
"""Classes of errors that are not the statement's."""


def _waits(raw: RawStmt, error: PgError) -> bool:
    """Whether PostgreSQL finds an error when it executes the statement."""
    return not is_analyzed_at_once(raw.node) and error.sqlstate[:2] not in _OF_THE_SERVER


class Prepared(Struct):
    """A prepared statement.  `statement` is None for an empty text; it is made anew when the catalog has changed
    since.
    """

    name: str
    text: str
    declared: tuple[int, ...]
    statement: Statement | None
    key: PlanKey
    decoders: dict[tuple[int, ...], list[Callable[[bytes], Storage]]] = field(default_factory=dict)
    """What reads the parameters, by their format codes."""
    from_sql: bool = False
    """Whether PREPARE made it; then `text` is that of the PREPARE."""
    prepared_us: int = 0
    source: str = ""
    """The query string that it came in, as pg_prepared_statements shows it."""
    generic_plans: int = 0

    @property
    def types(self) -> tuple[int, ...]:
        """Of its parameters; those that were declared, where there is no statement."""
        return self.declared if self.statement is None else self.statement.plan.param_types


class PreparedStatements(dict[str, Prepared]):
    """The prepared statements of one session, by name."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def prepare(self, name: str, sql: str, declared: tuple[int, ...], *, from_sql: bool = False) -> Prepared:
        """A prepared statement; its plan is looked up or made now, so that errors come now.

        from_sql: `sql` is a PREPARE, and what it prepares is meant.
        """
        key = self.plan_key(declared)
        if from_sql:
            return Prepared(
                name, sql, declared, self._inside_prepare(sql, declared), key, {}, True, now_us(), self.session.query
            )
        statement = self.session.database.plans.find(sql, key, self.session.image)
        self.session.tell_parse_notices(parse_notices(sql) if statement is None else statement.parse_notices)
        if statement is None:
            raw = parse_one(sql)
            if raw is not None:
                self.session.require_usable(raw.node)
                statement = self._planned_or_not(sql, declared, raw)
                key = self.plan_key(declared)  # planning can change the catalog, which an error takes back
        elif not leaves_failure(statement.plan.command):
            self.session.transaction.require_usable()
        return Prepared(name, sql, declared, statement, key, prepared_us=now_us(), source=sql)

    def _inside_prepare(self, sql: str, declared: tuple[int, ...]) -> Statement:
        session = self.session

        def inside(_key: PlanKey) -> Statement:
            again = parse_one(sql)
            assert again is not None
            return alone(RawStmt(again.node.query, sql, again.location), session.image, session, declared)

        try:
            statement = self._settled(declared, inside)
        except PgError as error:
            if error.position is None and error.location is not None:
                error.position = position_of(sql, error.location)  # not in the EXECUTE that asks for it
            raise
        return replace(statement, from_sql=True)

    def _planned_or_not(self, sql: str, declared: tuple[int, ...], raw: RawStmt) -> Statement:
        """PostgreSQL does not analyze utility statements before they are executed: those before may make it right."""
        try:
            return self.planned(sql, declared, raw)
        except PgError as error:
            if not _waits(raw, error) or not _UNDECIDED.isdisjoint(declared):
                raise
            return Statement(Plan("", declared, command=AnalyzeLater(), changes=changing_tag(raw.node)), (), False, sql)

    def or_denied(self, raw: RawStmt, plan: Callable[[], Statement]) -> Statement:
        """What `plan` gives for a statement that runs at once, or for a utility statement that fails when it runs."""
        try:
            return plan()
        except PgError as error:
            if not _waits(raw, error):
                raise
            return Statement(Plan("", (), command=Denied(error), changes=changing_tag(raw.node)), (), False, raw.text)

    def planned(self, sql: str, declared: tuple[int, ...] | None, raw: RawStmt) -> Statement:
        """The statement of a text that holds it alone, with a plan of the same shape if there is one."""
        found = shape(sql)
        session, plans = self.session, self.session.database.plans

        def like_or_new(key: PlanKey) -> Statement:
            with session.observed() as image:
                known = plans.like(sql, key, image, session, found)
                return known or plans.translate(raw, sql, key, image, session, declared, found)

        return self._settled(declared, like_or_new)

    def one_of_several(self, sql: str, number: int, raw: RawStmt) -> Statement:
        """A statement of a text with others beside it."""
        session, plans = self.session, self.session.database.plans

        def known_or_new(key: PlanKey) -> Statement:
            with session.observed() as image:
                return plans.one_of_several(sql, number, raw, key, image, session)

        return self._settled(None, known_or_new)

    def _settled(self, declared: tuple[int, ...] | None, plan: Callable[[PlanKey], Statement]) -> Statement:
        """What `plan` gives, which lets others go on; where they change what it depends on, it is made again in one go.

        Each call begins with a new key, since `stamped` changes the catalog.
        """
        session = self.session
        key = self.plan_key(declared)

        def in_turns() -> Statement:
            nonlocal key
            key = self.plan_key(declared)
            return plan(key)

        def at_once() -> Statement:
            with session.engine.undisturbed():
                return plan(self.plan_key(declared))

        statement = stamped(session, in_turns)
        return statement if key == self.plan_key(declared) else stamped(session, at_once)

    def drop_all(self) -> None:
        """DEALLOCATE ALL: the unnamed one stays."""
        for name in [name for name in self if name]:
            del self[name]

    def current(self, prepared: Prepared) -> Statement | None:
        """The statement under the present catalog and settings.  Raises PgError 0A000 when its result would change."""
        key = self.plan_key(prepared.declared)
        if prepared.key != key and prepared.statement is not None:
            before = prepared.statement.plan
            types = before.param_types or prepared.declared
            fresh = self.prepare(prepared.name, prepared.text, types, from_sql=prepared.from_sql)
            assert fresh.statement is not None
            after = fresh.statement.plan
            either_later = isinstance(before.command, AnalyzeLater) or isinstance(after.command, AnalyzeLater)
            if not either_later and column_types(after.columns) != column_types(before.columns):
                raise cached_plan_changed()
            prepared.statement, prepared.key = fresh.statement, fresh.key
            prepared.decoders.clear()
        return prepared.statement

    def bindable(self, prepared: Prepared) -> Statement | None:
        """The statement that a portal is made for: what it needs may be there by now."""
        statement = self.current(prepared)
        if statement is None or not isinstance(statement.plan.command, AnalyzeLater):
            return statement
        return self.prepare(prepared.name, prepared.text, prepared.declared, from_sql=prepared.from_sql).statement

    def plan_key(self, declared: tuple[int, ...] | None) -> PlanKey:
        """What a plan depends on besides the text."""
        base = self.session.base_image
        session = self.session
        if session.identity.roles_version != session.server.roles.version:
            session.identity.refresh()
        spaces = session.server.roles.tablespaces.version
        settings = session.settings.plan_key
        return PlanKey(base.version, (declared, settings, session.identity.key, base.temp_schema, spaces))


def column_types(columns: Sequence[Any] | None) -> list[tuple[str, int, int]] | None:
    """What may not change about a prepared statement's result."""
    return None if columns is None else [(column.name, column.type, column.typmod) for column in columns]
