"""Utility statements: what the server itself carries out, as values without any raw parse tree in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from translator.catalog.relation import Attribute, ForeignTable, Index, IndexColumn, PartitionKey, Policy, Sequence
from translator.errors import PgError

if TYPE_CHECKING:
    from translator.plan import Plan
    from translator.query import Query


class Command(Struct, frozen=True):
    """One utility statement."""


class Begin(Command, frozen=True):
    """BEGIN or START TRANSACTION; None leaves a mode at its default."""

    isolation: str | None = None
    read_only: bool | None = None
    deferrable: bool | None = None
    start: bool = False


class Commit(Command, frozen=True):
    chain: bool = False


class Rollback(Command, frozen=True):
    chain: bool = False


class Savepoint(Command, frozen=True):
    """`action` is define, release or rollback."""

    action: str
    name: str


class PrepareTransaction(Command, frozen=True):
    identifier: str


class FinishPrepared(Command, frozen=True):
    """COMMIT PREPARED or ROLLBACK PREPARED, as `statement` has it."""

    statement: str
    identifier: str


TRANSACTION_COMMANDS = (Commit, Rollback, Savepoint, PrepareTransaction)
"""What may end a transaction or a part of it."""
TRANSACTION_EXITS = frozenset(
    {"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_ROLLBACK_TO", "TRANS_STMT_PREPARE"}
)
"""The kinds of TransactionStmt that a failed transaction still accepts."""


def leaves_failure(command: Command | None) -> bool:
    """Whether a failed transaction still accepts the command."""
    return isinstance(command, TRANSACTION_COMMANDS) and getattr(command, "action", "rollback") == "rollback"


class AnalyzeLater(Command, frozen=True):
    """A utility statement that could not be analyzed when it was prepared: what is wrong is told at its execution."""


class SetTransaction(Command, frozen=True):
    """SET TRANSACTION, or with `session` SET SESSION CHARACTERISTICS."""

    isolation: str | None
    read_only: bool | None
    deferrable: bool | None
    session: bool = False


class SetSnapshot(Command, frozen=True):
    """SET TRANSACTION SNAPSHOT."""

    identifier: str


class SetVariable(Command, frozen=True):
    """SET name = value; `value` None sets the default, or what it is already (FROM CURRENT)."""

    name: str
    value: str | None
    local: bool = False
    current: bool = False


class ResetVariable(Command, frozen=True):
    """RESET name; an empty name resets all."""

    name: str


class ShowVariable(Command, frozen=True):
    name: str


class SetConstraints(Command, frozen=True):
    """An empty list of names means all."""

    names: tuple[str, ...]
    deferred: bool


class Discard(Command, frozen=True):
    target: str


class Deallocate(Command, frozen=True):
    """An empty name means all."""

    name: str


class DeclareCursor(Command, frozen=True):
    name: str
    plan: Plan
    hold: bool
    binary: bool
    scroll: bool | None
    backward: bool
    """Whether PostgreSQL's plan would let it go back."""
    tables: tuple[int, ...]
    """The relations whose row numbers are the last columns of the plan, for WHERE CURRENT OF."""
    locks: bool


class Fetch(Command, frozen=True):
    """FETCH or MOVE: `direction` is forward, backward, absolute or relative; `count` None means all."""

    name: str
    direction: str
    count: int | None
    move: bool


class Prepare(Command, frozen=True):
    """PREPARE: `types` are those declared, 0 for unknown; `text` is the whole statement."""

    name: str
    types: tuple[int, ...]
    text: str


class Execute(Command, frozen=True):
    """EXECUTE: `arguments` is the plan of a query that gives one row with the parameters, None without any."""

    name: str
    arguments: Plan | None


class CloseCursor(Command, frozen=True):
    """An empty name means all."""

    name: str


class CopyFrom(Command, frozen=True):
    """COPY ... FROM: `plan` inserts one row, its client parameters being the columns' texts.  file: None for STDIN."""

    relation: int
    columns: tuple[int, ...]
    options: CopyOptions
    plan: Plan
    parts: tuple[tuple[int, Plan], ...] = ()
    """For a partitioned table: what inserts a row into each of its partitions.  `plan` then gives the row, with the
    oid of the partition that it belongs into."""
    file: CopyFile | None = None


class RefusedCopy(Command, frozen=True):
    """COPY ... FROM into what takes no rows, which a client is told once it has been asked for them."""

    width: int
    options: CopyOptions
    error: PgError
    file: CopyFile | None = None


class CopyTo(Command, frozen=True):
    """COPY ... TO: the rows of `plan`.  file: None for STDOUT."""

    plan: Plan
    options: CopyOptions
    file: CopyFile | None = None


class CopyFile(Struct, frozen=True):
    """A file of the server, or a command of its shell."""

    name: str
    is_program: bool


class CopyOptions(Struct, frozen=True):
    """`format` is text, csv or binary. verbosity: default, verbose or silent. reject_limit: 0 for none."""

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
    default: str | None = None
    """What stands for a column's default."""
    skips_errors: bool = False
    reject_limit: int = 0
    verbosity: str = "default"
    encoding: str = ""
    """PostgreSQL's name of it; the client's for ''."""


class ExplainedIndex(Struct, frozen=True):
    """An index by SQLite's name of it and its own, and what its keys are of."""

    physical: str
    name: str
    keys: tuple[str, ...]


class ExplainedTable(Struct, frozen=True):
    schema: str
    name: str
    indexes: tuple[ExplainedIndex, ...]


class Explain(Command, frozen=True):
    """EXPLAIN; with `sqlite` the SQLite statements themselves are shown.

    The rest is what SQLite's query plan does not say: the `operation` and its `target`, whether the rows are `limited`,
    `grouped`, or `aggregated` into one, the `relations` by alias, and the `output` that VERBOSE shows.  Without a plan,
    `dummy` says what has none.

    instead: what ANALYZE runs in the plan's place; arguments: the plan that gives the parameters of EXECUTE.
    """

    plan: Plan | None
    sqlite: bool = False
    analyze: bool = False
    verbose: bool = False
    costs: bool = True
    timing: bool = True
    summary: bool = False
    buffers: bool = False
    wal: bool = False
    settings: bool = False
    memory: bool = False
    serialize: str = "none"
    format: str = "text"
    operation: str = ""
    target: str = ""
    limited: bool = False
    grouped: bool = False
    aggregated: bool = False
    relations: tuple[tuple[str, ExplainedTable], ...] = ()
    output: tuple[str, ...] = ()
    instead: Command | None = None
    arguments: Plan | None = None
    dummy: str = ""
    notices: tuple[tuple[str, str], ...] = ()


class Listen(Command, frozen=True):
    """LISTEN, or UNLISTEN with `on` off; an empty channel means all."""

    channel: str
    on: bool


class Notify(Command, frozen=True):
    channel: str
    payload: str


FROM_TEXT = (
    Begin, Commit, Rollback, Savepoint, SetTransaction, SetVariable, ResetVariable, ShowVariable, SetConstraints,
    Discard, Deallocate, Fetch, CloseCursor, Listen, Notify,
)  # fmt: skip
"""Commands that follow from the statement's text alone, so that the same text means the same again."""


class MaintainedRelation(Struct, frozen=True):
    """A table that VACUUM or ANALYZE names, with the columns whose statistics are asked for."""

    name: str
    schema: str | None = None
    only: bool = False
    columns: tuple[str, ...] = ()


class Vacuum(Command, frozen=True):
    """VACUUM or ANALYZE; no relation means the whole database."""

    vacuum: bool
    analyze: bool
    full: bool = False
    verbose: bool = False
    statistics_alone: bool = False
    relations: tuple[MaintainedRelation, ...] = ()


class Reindex(Command, frozen=True):
    """REINDEX; `kind` is index, table, schema, database or system."""

    kind: str
    name: str
    schema: str | None
    concurrently: bool
    verbose: bool
    tablespace: int | None = None
    """Where the indexes are afterwards; None leaves them where they are."""


class Cluster(Command, frozen=True):
    """CLUSTER of a table by an index."""

    relation: int
    index: int


class ClusterAll(Command, frozen=True):
    """CLUSTER of every table that has been clustered before."""


class LockTable(Command, frozen=True):
    """LOCK TABLE; each relation by its name and schema, None where that is left to the search_path, and whether
    without the tables that inherit from it.
    """

    relations: tuple[tuple[str, str | None, bool], ...]
    mode: int
    nowait: bool


class CreateDatabase(Command, frozen=True):
    name: str
    template: str | None
    owner: str | None
    attributes: tuple[tuple[str, int], ...] = ()
    """Columns of pg_database with their values."""


class AlterDatabase(Command, frozen=True):
    name: str
    attributes: tuple[tuple[str, int], ...]


class RefreshDatabase(Command, frozen=True):
    """ALTER DATABASE ... REFRESH COLLATION VERSION."""

    name: str


class DropDatabase(Command, frozen=True):
    name: str
    missing_ok: bool
    force: bool


class CreateSchema(Command, frozen=True):
    name: str
    if_not_exists: bool
    owner: str | None = None
    has_elements: bool = False
    """Whether the statement makes objects in the schema as well."""


class NewColumn(Struct, frozen=True):
    """A column of a new table; `serial` asks for a sequence of its own, `sequence` are that sequence's options."""

    attribute: Attribute
    serial: bool = False
    sequence: Sequence | None = None
    sequence_name: str = ""
    """The sequence's name where it is not to be chosen."""
    not_null: bool = False
    """Whether its own constraints make it NOT NULL for children, too."""


class NewConstraint(Struct, frozen=True):
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
    enforced: bool = True
    no_inherit: bool = False
    nulls_not_distinct: bool = False
    index: int = 0
    """The index that is there already and becomes that of the key, 0 for a new one."""
    included: tuple[str, ...] = ()
    keys: tuple[IndexColumn, ...] = ()
    """Of an exclusion constraint, with `operators`, the `method` of its index, and its WHERE as `expression`."""
    operators: tuple[int, ...] = ()
    method: str = "btree"
    local: bool = True
    inherited: int = 0
    parent: int = 0
    """The constraint of the partitioned table that this is a part of."""
    tablespace: int = 0
    """Of the index of a key."""
    set_columns: tuple[str, ...] = ()
    """Of ON DELETE SET NULL or DEFAULT, where not all are set."""
    period: bool = False
    """Whether the last column is that of WITHOUT OVERLAPS, or of a foreign key's PERIOD; then a key has `operators`
    too."""
    referenced_period: bool = False


class NewBound(Struct, frozen=True):
    """FOR VALUES as written.  plan: computes the values, all in one row; lower, upper: for each part of the key
    MINVALUE, MAXVALUE, or "" for the next of the values.  A list has its values in `lower`.
    """

    strategy: str
    default: bool = False
    plan: Plan | None = None
    types: tuple[int, ...] = ()
    lower: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    modulus: int = 0
    remainder: int = 0
    location: int = -1


class CreateTable(Command, frozen=True):
    """CREATE TABLE; `parents` are the tables that it inherits from, or the one that it is a partition of."""

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
    statistics_of: tuple[int, ...] = ()
    """The tables whose statistics objects it gets as well."""
    comments_of: tuple[int, ...] = ()
    """The tables whose comments it gets as well."""
    definition: str | None = None
    """The canonical text of the query, which makes this a materialized view."""
    depends_on: tuple[tuple[int, int], ...] = ()
    parents: tuple[int, ...] = ()
    partition_key: PartitionKey | None = None
    bound: NewBound | None = None
    notices: tuple[tuple[str, str | None], ...] = ()
    """Message and detail."""
    of_type: int = 0
    tablespace: int = 0
    foreign: ForeignTable | None = None
    access_method: int = 0


class CreateTableAs(Command, frozen=True):
    """CREATE TABLE AS or SELECT INTO: the table, and the query whose rows fill it, None WITH NO DATA.

    arguments: the plan that gives the parameters of EXECUTE, None without any.
    """

    table: CreateTable
    query: Query | None
    arguments: Plan | None = None


class RefreshView(Command, frozen=True):
    """REFRESH MATERIALIZED VIEW; `query` is None WITH NO DATA."""

    relation: int
    query: Query | None


class CreateView(Command, frozen=True):
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


class CreateIndex(Command, frozen=True):
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
    only: bool = False
    """Whether the partitions of the table do not get it."""
    parent: int = 0
    """The index of the partitioned table that it is a part of."""
    concurrently: bool = False
    tablespace: int = 0


class AttachIndex(Command, frozen=True):
    """ALTER INDEX ... ATTACH PARTITION: the index of a partition becomes a part of its table's."""

    index: int
    part: int


class AlterIndex(Command, frozen=True):
    """ALTER INDEX ... SET or RESET: the storage parameters that it has now."""

    index: int
    options: tuple[str, ...]
    tablespace: int = 0


class CreateSequence(Command, frozen=True):
    name: str
    namespace: int
    persistence: str
    sequence: Sequence
    if_not_exists: bool


class AlterSequence(Command, frozen=True):
    """`sequence` is the new definition; `restart` None leaves the value, else sets it (`start` when 'start')."""

    relation: int
    sequence: Sequence
    restart: int | None
    owner_changed: bool


class DropObjects(Command, frozen=True):
    """DROP of relations ('table', 'view', 'sequence', 'index') or schemas; `missing` are names skipped by IF EXISTS."""

    kind: str
    oids: tuple[int, ...]
    cascade: bool
    missing: tuple[str, ...] = ()
    concurrently: bool = False


class Truncate(Command, frozen=True):
    relations: tuple[int, ...]
    restart_identity: bool
    cascade: bool


class AlterAction(Struct, frozen=True):
    """One action of ALTER TABLE; which fields count depends on `kind`."""

    kind: str
    column: str = ""
    new_name: str = ""
    new_column: NewColumn | None = None
    constraint: NewConstraint | None = None
    constraint_name: str = ""
    type: int = 0
    typmod: int = -1
    collation: int = 0
    ndims: int = 0
    expression: str | None = None
    cascade: bool = False
    missing_ok: bool = False
    constraints: tuple[NewConstraint, ...] = ()
    identity: str = ""
    sequence: Sequence | None = None
    restart: int | None = None
    options: tuple[str, ...] = ()
    settings: tuple[tuple[str, Any], ...] = ()
    """(field, value) of what is set of the column."""
    relation: int = 0
    """The other table, of INHERIT and ATTACH PARTITION; the index, of CLUSTER ON and REPLICA IDENTITY."""
    bound: NewBound | None = None
    location: int = -1


class AlterTable(Command, frozen=True):
    relation: int
    actions: tuple[AlterAction, ...]
    only: bool = False
    """Whether the tables that inherit from it stay as they are."""


class Rename(Command, frozen=True):
    """ALTER ... RENAME: `kind` is relation, column, constraint, schema, database or role."""

    kind: str
    relation: int
    old_name: str
    new_name: str


class RoleOptions(Struct, frozen=True):
    """(column of pg_authid, value) pairs, a password if one is given (None for none), and other roles by name."""

    attributes: tuple[tuple[str, int | str | None], ...] = ()
    password: str | None = None
    has_password: bool = False
    groups: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


class CreateRole(Command, frozen=True):
    name: str
    options: RoleOptions
    login: bool


class AlterRole(Command, frozen=True):
    """An empty name is the current role."""

    name: str
    options: RoleOptions


class SettingChange(Struct, frozen=True):
    """SET or RESET as part of a statement: no name for all settings, no value to forget it; `current` for what the
    session has.
    """

    name: str | None
    value: str | None
    current: bool = False


class AlterSystem(Command, frozen=True):
    """ALTER SYSTEM SET or RESET."""

    setting: SettingChange


class AlterRoleSet(Command, frozen=True):
    """ALTER ROLE ... SET or RESET: None for all roles, all databases."""

    role: str | None
    database: str | None
    setting: SettingChange


class DropRoles(Command, frozen=True):
    names: tuple[str, ...]
    missing_ok: bool


class GrantRole(Command, frozen=True):
    """GRANT roles TO members, or REVOKE.

    options: those of admin, inherit and set that are written. grantor: of GRANTED BY.
    """

    roles: tuple[str, ...]
    members: tuple[str, ...]
    grant: bool
    options: tuple[tuple[str, bool], ...] = ()
    grantor: str | None = None
    cascade: bool = False


class Privilege(Struct, frozen=True):
    """A privilege by its letter, "" for ALL; with `columns` on these alone."""

    letter: str
    columns: tuple[str, ...] = ()


class Grant(Command, frozen=True):
    """GRANT or REVOKE of privileges; None among the roles is PUBLIC.

    kind: the letter of acldefault for what the objects are: r table, s sequence, n schema, d database, T type,
    f routine, l language, L large object, t tablespace, p parameter.
    objects: their oids; the names of what all databases share.
    """

    kind: str
    objects: tuple[int | str, ...]
    privileges: tuple[Privilege, ...]
    roles: tuple[str | None, ...]
    grant: bool
    option: bool
    grantor: str | None = None
    cascade: bool = False


class CreatePolicy(Command, frozen=True):
    """`policy` has neither oid nor roles yet; None among the roles is PUBLIC."""

    relation: int
    policy: Policy
    roles: tuple[str | None, ...]


class AlterPolicy(Command, frozen=True):
    """`policy` is as it will be but for its roles; None for those leaves them as they are."""

    relation: int
    policy: Policy
    roles: tuple[str | None, ...] | None


class RenamePolicy(Command, frozen=True):
    relation: int
    name: str
    new_name: str


class DropPolicy(Command, frozen=True):
    relation: int
    name: str


class AlterDefaultPrivileges(Command, frozen=True):
    """An empty role is the current one.  kind: as pg_default_acl.defaclobjtype."""

    for_roles: tuple[str, ...]
    schemas: tuple[int, ...]
    kind: str
    privileges: tuple[Privilege, ...]
    roles: tuple[str | None, ...]
    grant: bool
    option: bool
    cascade: bool


class DropOwned(Command, frozen=True):
    roles: tuple[str, ...]
    cascade: bool


class ReassignOwned(Command, frozen=True):
    roles: tuple[str, ...]
    to: str


class ChangeSchemaOwner(Command, frozen=True):
    """ALTER SCHEMA ... OWNER TO; an empty role is the current one."""

    schema: int
    role: str


class ChangeDatabaseOwner(Command, frozen=True):
    """ALTER DATABASE ... OWNER TO; an empty role is the current one."""

    database: str
    role: str


class ChangeLargeObjectOwner(Command, frozen=True):
    """ALTER LARGE OBJECT ... OWNER TO; an empty role is the current one."""

    oid: int
    role: str


class CommentOnLargeObject(Command, frozen=True):
    """COMMENT ON LARGE OBJECT; None takes the comment away."""

    oid: int
    text: str | None


class SetSchema(Command, frozen=True):
    """ALTER ... SET SCHEMA of a relation."""

    relation: int
    namespace: int


class Comment(Command, frozen=True):
    """COMMENT ON: the object by (catalog oid, oid, column number)."""

    classoid: int
    objoid: int
    objsubid: int
    text: str | None


class CommentOnNamed(Command, frozen=True):
    """COMMENT ON an object outside schemas: the row of `catalog` with `name` in its `column`; `word` is its kind."""

    catalog: str
    column: str
    word: str
    name: str
    text: str | None


class Denied(Command, frozen=True):
    """A statement that cannot be run, as by the current role; only running it fails.

    alone: what errors call it where a transaction block is what forbids it first.
    """

    error: PgError
    alone: str = ""
    warnings: tuple[PgError, ...] = ()
    """What is said before."""


class Skipped(Command, frozen=True):
    """IF [NOT] EXISTS found nothing to do: only the notices remain."""

    notices: tuple[tuple[str, str], ...] = ()
    """(SQLSTATE, message) each."""
