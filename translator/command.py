"""Utility statements: what the server itself carries out, as values without any raw parse tree in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from translator.catalog.relation import Attribute, Index, IndexColumn, Sequence

if TYPE_CHECKING:
    from translator.plan import Plan
    from translator.query import Query


@dataclass(frozen=True, slots=True)
class Command:
    """One utility statement."""


@dataclass(frozen=True, slots=True)
class Begin(Command):
    """BEGIN or START TRANSACTION; None leaves a mode at its default."""

    isolation: str | None = None
    read_only: bool | None = None
    deferrable: bool | None = None
    start: bool = False


@dataclass(frozen=True, slots=True)
class Commit(Command):
    chain: bool = False


@dataclass(frozen=True, slots=True)
class Rollback(Command):
    chain: bool = False


@dataclass(frozen=True, slots=True)
class Savepoint(Command):
    """`action` is define, release or rollback."""

    action: str
    name: str


@dataclass(frozen=True, slots=True)
class SetTransaction(Command):
    """SET TRANSACTION, or with `session` SET SESSION CHARACTERISTICS."""

    isolation: str | None
    read_only: bool | None
    deferrable: bool | None
    session: bool = False


@dataclass(frozen=True, slots=True)
class SetVariable(Command):
    """SET name = values; `values` None sets the default."""

    name: str
    values: tuple[str, ...] | None
    local: bool = False


@dataclass(frozen=True, slots=True)
class ResetVariable(Command):
    """RESET name; an empty name resets all."""

    name: str


@dataclass(frozen=True, slots=True)
class ShowVariable(Command):
    name: str


@dataclass(frozen=True, slots=True)
class SetConstraints(Command):
    """An empty list of names means all."""

    names: tuple[str, ...]
    deferred: bool


@dataclass(frozen=True, slots=True)
class Discard(Command):
    target: str


@dataclass(frozen=True, slots=True)
class Deallocate(Command):
    """An empty name means all."""

    name: str


@dataclass(frozen=True, slots=True)
class DeclareCursor(Command):
    name: str
    plan: Plan
    hold: bool
    binary: bool
    scroll: bool | None


@dataclass(frozen=True, slots=True)
class Fetch(Command):
    """FETCH or MOVE: `direction` is forward, backward, absolute or relative; `count` None means all."""

    name: str
    direction: str
    count: int | None
    move: bool


@dataclass(frozen=True, slots=True)
class Prepare(Command):
    """PREPARE: `types` are those declared, 0 for unknown; `text` is the whole statement."""

    name: str
    types: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Execute(Command):
    """EXECUTE: `arguments` is the plan of a query that gives one row with the parameters, None without any."""

    name: str
    arguments: Plan | None


@dataclass(frozen=True, slots=True)
class CloseCursor(Command):
    """An empty name means all."""

    name: str


@dataclass(frozen=True, slots=True)
class CopyFrom(Command):
    """COPY ... FROM STDIN: `plan` inserts one row, its client parameters being the columns' texts."""

    relation: int
    columns: tuple[int, ...]
    options: CopyOptions
    plan: Plan


@dataclass(frozen=True, slots=True)
class CopyTo(Command):
    """COPY ... TO STDOUT: the rows of `plan`."""

    plan: Plan
    options: CopyOptions


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """`format` is text, csv or binary."""

    format: str = "text"
    delimiter: str = "\t"
    null: str = "\\N"
    header: str = "false"
    quote: str = '"'
    escape: str = '"'
    freeze: bool = False
    force_quote: tuple[str, ...] = ()
    force_quote_all: bool = False
    force_not_null: tuple[str, ...] = ()
    force_null: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explain(Command):
    """EXPLAIN; with `sqlite` the SQLite statements themselves are shown."""

    plan: Plan
    sqlite: bool
    analyze: bool = False
    format: str = "text"


@dataclass(frozen=True, slots=True)
class Listen(Command):
    """LISTEN, or UNLISTEN with `on` off; an empty channel means all."""

    channel: str
    on: bool


@dataclass(frozen=True, slots=True)
class Notify(Command):
    channel: str
    payload: str


@dataclass(frozen=True, slots=True)
class Vacuum(Command):
    """VACUUM or ANALYZE; no relation means the whole database."""

    analyze: bool
    vacuum: bool
    relations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LockTable(Command):
    relations: tuple[int, ...]
    mode: int
    nowait: bool


@dataclass(frozen=True, slots=True)
class CreateDatabase(Command):
    name: str
    template: str | None
    owner: str | None
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DropDatabase(Command):
    name: str
    missing_ok: bool
    force: bool


@dataclass(frozen=True, slots=True)
class CreateSchema(Command):
    name: str
    if_not_exists: bool
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column of a new table; `serial` asks for a sequence of its own, `sequence` are that sequence's options."""

    attribute: Attribute
    serial: bool = False
    sequence: Sequence | None = None
    sequence_name: str = ""
    """The sequence's name where it is not to be chosen."""


@dataclass(frozen=True, slots=True)
class NewConstraint:
    """A constraint as written: an empty `name` is to be chosen.  Columns are names, for tables that do not exist
    yet.
    """

    kind: str
    name: str = ""
    columns: tuple[str, ...] = ()
    expression: str | None = None
    references: int = 0
    """The referenced relation; 0 is the table itself."""
    referenced_columns: tuple[str, ...] = ()
    on_update: str = "a"
    on_delete: str = "a"
    match: str = "s"
    deferrable: bool = False
    deferred: bool = False
    not_valid: bool = False
    no_inherit: bool = False
    nulls_not_distinct: bool = False
    index_name: str = ""
    included: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateTable(Command):
    name: str
    namespace: int
    persistence: str
    columns: tuple[NewColumn, ...]
    constraints: tuple[NewConstraint, ...]
    if_not_exists: bool
    options: tuple[str, ...] = ()
    on_commit: str = "preserve"
    likes: tuple[tuple[int, tuple[Index, ...]], ...] = ()
    """(oid of a table, indexes of it to make here as well)."""
    definition: str | None = None
    """The canonical text of the query, which makes this a materialized view."""
    depends_on: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CreateTableAs(Command):
    """CREATE TABLE AS or SELECT INTO: the table, and the query whose rows fill it, None WITH NO DATA."""

    table: CreateTable
    query: Query | None


@dataclass(frozen=True, slots=True)
class RefreshView(Command):
    """REFRESH MATERIALIZED VIEW; `query` is None WITH NO DATA."""

    relation: int
    query: Query | None


@dataclass(frozen=True, slots=True)
class CreateView(Command):
    """`definition` is the canonical text of the query; `replaces` the oid of the view that gives way to this one."""

    name: str
    namespace: int
    persistence: str
    columns: tuple[Attribute, ...]
    definition: str
    depends_on: tuple[tuple[int, int], ...]
    options: tuple[str, ...]
    replaces: int = 0
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateIndex(Command):
    """`columns` hold canonical expression text; an empty name is to be chosen."""

    name: str
    relation: int
    columns: tuple[IndexColumn, ...]
    unique: bool
    nulls_not_distinct: bool
    predicate: str | None
    method: str
    included: tuple[int, ...]
    if_not_exists: bool
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateSequence(Command):
    name: str
    namespace: int
    persistence: str
    sequence: Sequence
    if_not_exists: bool


@dataclass(frozen=True, slots=True)
class AlterSequence(Command):
    """`sequence` is the new definition; `restart` None leaves the value, else sets it (`start` when 'start')."""

    relation: int
    sequence: Sequence
    restart: int | None
    owner_changed: bool


@dataclass(frozen=True, slots=True)
class DropObjects(Command):
    """DROP of relations ('table', 'view', 'sequence', 'index') or schemas; `missing` are names skipped by IF EXISTS."""

    kind: str
    oids: tuple[int, ...]
    cascade: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Truncate(Command):
    relations: tuple[int, ...]
    restart_identity: bool
    cascade: bool


@dataclass(frozen=True, slots=True)
class AlterAction:
    """One action of ALTER TABLE; which fields count depends on `kind`."""

    kind: str
    column: str = ""
    new_name: str = ""
    new_column: NewColumn | None = None
    constraint: NewConstraint | None = None
    constraint_name: str = ""
    type: int = 0
    typmod: int = -1
    expression: str | None = None
    cascade: bool = False
    missing_ok: bool = False
    constraints: tuple[NewConstraint, ...] = ()
    identity: str = ""
    sequence: Sequence | None = None
    restart: int | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlterTable(Command):
    relation: int
    actions: tuple[AlterAction, ...]


@dataclass(frozen=True, slots=True)
class Rename(Command):
    """ALTER ... RENAME: `kind` is relation, column, constraint, schema or database."""

    kind: str
    relation: int
    old_name: str
    new_name: str


@dataclass(frozen=True, slots=True)
class RoleOptions:
    """(column of pg_authid, value) pairs, a password if one is given (None for none), and other roles by name."""

    attributes: tuple[tuple[str, int | str | None], ...] = ()
    password: str | None = None
    has_password: bool = False
    groups: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateRole(Command):
    name: str
    options: RoleOptions
    login: bool


@dataclass(frozen=True, slots=True)
class AlterRole(Command):
    """An empty name is the session's role."""

    name: str
    options: RoleOptions


@dataclass(frozen=True, slots=True)
class AlterRoleSet(Command):
    """ALTER ROLE ... SET or RESET: None for all roles, all databases, all settings, and no values to RESET."""

    role: str | None
    database: str | None
    name: str | None
    values: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class DropRoles(Command):
    names: tuple[str, ...]
    missing_ok: bool


@dataclass(frozen=True, slots=True)
class GrantRole(Command):
    """GRANT roles TO members, or REVOKE."""

    roles: tuple[str, ...]
    members: tuple[str, ...]
    grant: bool
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Grant(Command):
    """GRANT or REVOKE of privileges on relations; None among the roles is PUBLIC."""

    relations: tuple[int, ...]
    letters: frozenset[str]
    all_privileges: bool
    roles: tuple[str | None, ...]
    grant: bool
    option: bool


@dataclass(frozen=True, slots=True)
class ChangeOwner(Command):
    """ALTER ... OWNER TO, of something whose owner makes no difference; an empty role is the session's."""

    role: str


@dataclass(frozen=True, slots=True)
class SetSchema(Command):
    """ALTER ... SET SCHEMA of a relation."""

    relation: int
    namespace: int


@dataclass(frozen=True, slots=True)
class Comment(Command):
    """COMMENT ON: the object by (catalog oid, oid, column number)."""

    classoid: int
    objoid: int
    objsubid: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Skipped(Command):
    """IF [NOT] EXISTS found nothing to do: only the notices remain."""

    notices: tuple[tuple[str, str], ...] = field(default=())
    """(SQLSTATE, message) each."""
