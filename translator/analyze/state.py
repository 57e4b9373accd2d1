"""What the analyzer knows while it walks a statement: `Analysis` for the whole, `ParseState` for each query level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct, field

from translator.authority import Authority
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.catalog.tablespace import DEFAULT, Tablespace
from translator.errors import PgError
from translator.errors.notices import warning
from translator.errors.statements import indeterminate_datatype
from translator.parser import Node
from translator.query import CommonTableExpr, Const, Expr, Param, RangeTblEntry, SubLink, WindowClause, walk
from translator.settings_view import FixedSettings, TypeSettings
from translator.types.oids import UNKNOWN

MAX_PARAMS = 65535


class AnalyzerSettings(TypeSettings, Protocol):
    """What the analyzer reads of a session."""

    @property
    def database_name(self) -> str: ...
    @property
    def authority(self) -> Authority | None:
        """As whom statements run; None where nobody asks."""
        ...

    def tablespace(self, name: str) -> Tablespace | None:
        """The tablespace of a name."""
        ...

    @property
    def default_table_method(self) -> str:
        """The access method of a table whose definition names none."""
        ...

    @property
    def default_tablespace(self) -> str:
        """Where tables and indexes are that name none."""
        ...

    @property
    def temporary_tablespace(self) -> str:
        """The same of temporary ones."""
        ...

    @property
    def database_tablespace(self) -> int:
        """The tablespace of the database."""
        ...

    @property
    def in_place_tablespaces(self) -> bool:
        """Whether tablespaces may be made without a directory."""
        ...

    @property
    def transform_null_equals(self) -> bool:
        """Whether `= NULL` means IS NULL."""
        ...

    @property
    def once_only(self) -> int:
        """How often the time was asked for or the client warned: a plan made while it grows is of no use later."""
        ...

    def warn(self, warning: PgError) -> None:
        """Tell the client what its statement's types have come to."""
        ...

    def prepared_types(self, name: str) -> Sequence[int] | None:
        """The parameter types of a prepared statement, None when there is none of this name."""
        ...

    def prepared_text(self, name: str) -> str:
        """The text that a prepared statement was made from, a PREPARE or the statement itself."""
        ...


class _FixedAnalyzerSettings(FixedSettings, frozen=True):
    database_name: str = ""
    once_only: int = 0
    authority: Authority | None = None
    transform_null_equals: bool = False
    default_table_method: str = "heap"
    default_tablespace: str = ""
    temporary_tablespace: str = ""
    database_tablespace: int = DEFAULT
    in_place_tablespaces: bool = False

    def tablespace(self, name: str) -> Tablespace | None:
        return None

    def warn(self, warning: PgError) -> None:
        pass

    def prepared_types(self, name: str) -> Sequence[int] | None:
        return None

    def prepared_text(self, name: str) -> str:
        return ""


DEFAULT_ANALYZER_SETTINGS: AnalyzerSettings = _FixedAnalyzerSettings()
"""For analysis outside any session."""


class Analysis:
    """One statement being analyzed: the catalog it sees, its parameters, and the literals that decided its plan.

    `param_types` holds a type oid for each client parameter, 0 while unknown.  `consumed` collects the places of those
    literals whose value (not just type) the plan depends on.
    """

    def __init__(
        self,
        catalog: CatalogImage,
        settings: AnalyzerSettings,
        param_types: Sequence[int] = (),
        *,
        fixed_params: bool = False,
    ) -> None:
        self.catalog = catalog
        self.settings = settings
        self.param_types = list(param_types)
        self.fixed_params = fixed_params
        self.acting: Authority | None = None
        """As whom the query of a view reads, where that is not the current role."""
        self.securing: frozenset[int] = frozenset()
        """The tables whose policies are being read."""
        self.into: Node | None = None
        """The INTO that makes this a SELECT INTO."""
        self.text = ""
        """The statement, where it is kept as a text."""
        self.literal_places: dict[int, int] = {}
        self.consumed: set[int] = set()
        self.consume_all = False
        self.collates = catalog.collates
        """Whether collations may disagree in the statement."""
        self.depth = 0
        self.relations: dict[int, int] = {}
        """The relations that were named, by oid, and where each is first."""
        self.trees: set[int] = set()
        """Those among them that were named without ONLY."""
        self.deepest = 0
        """How many expressions were inside each other at most."""
        self.sets = 0
        """How many set-returning calls were met."""
        self.warned: list[PgError] = []
        """What the client was warned of."""
        self.defaults: dict[tuple[int, int], Expr] = {}
        """What columns get when no value is given, by relation and number."""

    def warn(self, warning: PgError) -> None:
        """Tell the client of something in its statement."""
        self.warned.append(warning)
        self.settings.warn(warning)

    def warn_again(self) -> None:
        """Tell it all once more, as PostgreSQL does where it makes columns of what it has read, without places."""
        for told in self.warned:
            self.settings.warn(warning(told.message, sqlstate=told.sqlstate))

    def param(self, number: int, location: int) -> Param:
        """The parameter `$number`, of unknown type until something decides it."""
        if not 0 < number <= MAX_PARAMS or (self.fixed_params and number > len(self.param_types)):
            raise PgError("42P02", f"there is no parameter ${number}", location=location)
        while len(self.param_types) < number:
            self.param_types.append(0)
        oid = self.param_types[number - 1] or UNKNOWN
        return Param(number, type=self.catalog.type(oid).oid, location=location)

    def decide_param(self, param: Param, oid: int) -> Param:
        """Give an untyped parameter the type that its first use asks for."""
        if self.param_types[param.number - 1] in (0, UNKNOWN):
            self.param_types[param.number - 1] = oid
        decided = self.param_types[param.number - 1]
        if decided != oid:
            raise PgError(
                "42P08",
                f"inconsistent types deduced for parameter ${param.number}",
                detail=f"{self.catalog.format_type(decided)} versus {self.catalog.format_type(oid)}",
                location=param.location,
            )
        return Param(param.number, type=oid, location=param.location)

    def check_params(self) -> None:
        """Every parameter must have found a type (42P18)."""
        for number, oid in enumerate(self.param_types, start=1):
            if oid in (0, UNKNOWN):
                raise indeterminate_datatype(number)

    def consume(self, expr: Expr) -> None:
        """Note that the plan depends on the value of a constant, not only on its type."""
        if isinstance(expr, Const) and expr.literal is not None:
            self.consumed.add(expr.literal)

    def consume_literals(self, exprs: Iterable[Expr]) -> None:
        """Note that expressions are matched by value: a literal inside one, or in a subquery of one, takes part in the
        choice of the plan.
        """
        if any(
            isinstance(part, SubLink) or (isinstance(part, Const) and part.literal is not None)
            for expr in exprs
            for part in walk(expr)
        ):
            self.consume_all = True


FROM_SUBSELECT = "FROM subquery"
"""The clause of a query while a subquery in its FROM is analyzed."""


class NamespaceItem(Struct):
    """A name in FROM: `alias` if it can qualify, and the columns it offers.

    `lateral_only` items are seen by lateral siblings alone; `lateral_ok` says whether such a reference is allowed;
    `is_target` marks the table that a statement changes, `is_returning_alias` the further names `old` and `new` of it.
    """

    rte: RangeTblEntry | None
    alias: str
    columns: list[tuple[str, Expr]]
    rel_visible: bool = True
    cols_visible: bool = True
    lateral_only: bool = False
    lateral_ok: bool = True
    is_target: bool = False
    is_returning_alias: bool = False
    schema: str | None = None
    view: Relation | None = None
    """The view that the columns of `rte` are seen through."""


class ParseState(Struct):
    """One query level.  `clause` names the clause being analyzed, as PostgreSQL's messages call it."""

    analysis: Analysis
    parent: ParseState | None = None
    namespace: list[NamespaceItem] = field(default_factory=list)
    ctes: dict[str, CommonTableExpr] = field(default_factory=dict)
    future_ctes: set[str] = field(default_factory=set)
    windows: dict[str, WindowClause] = field(default_factory=dict)
    clause: str = ""
    has_aggregates: bool = False
    has_windows: bool = False
    window_error: PgError | None = None
    """What is wrong with a window definition."""
    in_aggregate: bool = False
    in_window: bool = False
    lateral_active: bool = False
    inserted: RangeTblEntry | None = None
    """In RETURNING of INSERT: its target."""
    merge_action: RangeTblEntry | None = None
    """In RETURNING of MERGE: what merge_action() is a column of."""
    outermost: int = 0
    """The level of a state without a parent: a view's query stands below the query that names it, but sees none of
    its names.
    """

    @property
    def level(self) -> int:
        return self.outermost if self.parent is None else self.parent.level + 1

    @property
    def catalog(self) -> CatalogImage:
        return self.analysis.catalog

    def child(self) -> ParseState:
        return ParseState(self.analysis, self)

    def is_future_cte(self, name: str) -> bool:
        """Whether a WITH item of that name comes later, where it cannot be referred to yet."""
        state: ParseState | None = self
        while state is not None:
            if name in state.future_ctes:
                return True
            state = state.parent
        return False

    def find_cte(self, name: str) -> CommonTableExpr | None:
        state: ParseState | None = self
        while state is not None:
            if name in state.ctes:
                return state.ctes[name]
            state = state.parent
        return None
