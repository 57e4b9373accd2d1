"""The relation cache: tables, indexes and sequences as the analyzer, the lowering and DDL see them.

One frozen value per relation holds what PostgreSQL spreads over pg_class, pg_attribute, pg_attrdef, pg_constraint and
pg_index, plus the names that SQLite knows the objects by.
"""

from __future__ import annotations

from msgspec import Struct

UNKNOWN = -1
"""As pg_class.reltuples: nobody has counted yet."""


class Attribute(Struct, frozen=True):
    """A column.  `default` and `generated` expressions are PostgreSQL's SQL text; `physical` is its name in SQLite."""

    name: str
    number: int
    type: int
    typmod: int = -1
    not_null: bool = False
    default: str | None = None
    identity: str = ""
    """'a' for ALWAYS, 'd' for BY DEFAULT, '' for none, as pg_attribute.attidentity."""
    generated: str = ""
    physical: str = ""
    ndims: int = 0
    collation: int = 0
    dropped: bool = False
    default_oid: int = 0
    local: bool = True
    """Whether the table's own definition names it, as pg_attribute.attislocal."""
    inherited: int = 0
    """From how many parents it comes."""
    storage: str = ""
    """As pg_attribute.attstorage, empty for what its type says."""
    compression: str = ""
    statistics: int | None = None
    options: tuple[str, ...] = ()
    acl: tuple[str, ...] = ()
    fdw_options: tuple[str, ...] = ()


class ConstraintPart(Struct, frozen=True):
    """What a foreign key to a partitioned table is for one of the partitions: its own row of pg_constraint."""

    oid: int
    name: str
    references: int
    index: int
    parent: int
    action_disabled: bool = False
    """As a constraint's, of the triggers of this partition."""


class Constraint(Struct, frozen=True):
    """`kind` is pg_constraint.contype: 'p', 'u', 'c', 'f', 'n' or 'x'; columns are attribute numbers, 0 for an
    expression of an exclusion constraint, whose `operators` are those of its index's columns.
    """

    oid: int
    name: str
    kind: str
    columns: tuple[int, ...] = ()
    expression: str | None = None
    index: int = 0
    references: int = 0
    referenced_columns: tuple[int, ...] = ()
    on_update: str = "a"
    on_delete: str = "a"
    match: str = "s"
    deferrable: bool = False
    deferred: bool = False
    validated: bool = True
    enforced: bool = True
    no_inherit: bool = False
    physical: str = ""
    operators: tuple[int, ...] = ()
    local: bool = True
    """As an attribute's."""
    inherited: int = 0
    parent: int = 0
    """The constraint of the partitioned table that it is a part of."""
    set_columns: tuple[int, ...] = ()
    """The columns that ON DELETE SET sets where not all of them, as pg_constraint.confdelsetcols."""
    period: bool = False
    """Whether its last column is a key's WITHOUT OVERLAPS, or a foreign key's PERIOD."""

    mixed: bool = False
    """Whether a foreign key's values are stored in another form than those that they refer to."""
    to_partitions: bool = False
    """Whether a foreign key refers to a partitioned table."""
    parts: tuple[ConstraintPart, ...] = ()
    """Of such a foreign key, unless it is itself a partition's part of one."""
    check_disabled: bool = False
    """Whether the triggers of its own table that look at new rows are."""
    action_disabled: bool = False
    """Whether those of the table that a foreign key refers to are, which look at rows that are gone."""

    @property
    def is_beyond_sqlite(self) -> bool:
        """Whether SQLite has no foreign keys of its kind."""
        return self.period or self.to_partitions or self.mixed or bool(self.set_columns)

    @property
    def is_native(self) -> bool:
        """Whether SQLite enforces a foreign key, or nobody does."""
        return self.kind == "f" and not self.is_beyond_sqlite and self.check_disabled == self.action_disabled

    @property
    def excludes(self) -> bool:
        """Whether it compares rows by `operators`."""
        return self.kind == "x" or (self.period and self.kind in "pu")

    @property
    def is_late_key(self) -> bool:
        """Whether rows are looked at for it once a statement or the transaction has ended."""
        if self.kind == "f":
            return self.enforced and (not self.is_native or (self.match == "f" and len(self.columns) > 1))
        return self.excludes or (self.deferrable and self.kind in "pu")


class IndexColumn(Struct, frozen=True):
    """A key of an index: a column by number, or an expression (SQL text) with number 0."""

    number: int
    expression: str | None = None
    descending: bool = False
    nulls_first: bool = False
    opclass: int = 0
    collation: int = 0
    name: str = "expr"
    """What the index calls it."""
    type: int = 0
    """Of an expression."""
    typmod: int = -1


class Index(Struct, frozen=True):
    oid: int
    name: str
    physical: str
    relation: int
    columns: tuple[IndexColumn, ...]
    unique: bool = False
    primary: bool = False
    nulls_not_distinct: bool = False
    predicate: str | None = None
    method: str = "btree"
    included: tuple[int, ...] = ()
    options: tuple[str, ...] = ()
    deferrable: bool = False
    """Whether rows may break it for a while; then SQLite's index is not unique."""
    parent: int = 0
    """The index of the partitioned table that it is a part of."""
    valid: bool = True
    """Not if it was made for a partitioned table ONLY and has no part in some partition yet."""
    pages: int = 1
    """How large it was when last counted, as pg_class.relpages and reltuples."""
    tuples: int = 0
    all_visible: int = 0
    all_frozen: int = 0
    tablespace: int = 0
    """As pg_class.reltablespace, of tables too: 0 for that of the database."""
    column_names: tuple[str, ...] = ()
    """What it calls its columns, once one of them was renamed."""


class Statistics(Struct, frozen=True):
    """A statistics object: `columns` by number in their order, `expressions` as SQL text, `kinds` of d, f and m."""

    oid: int
    name: str
    namespace: int
    columns: tuple[int, ...]
    expressions: tuple[str, ...] = ()
    kinds: str = "dfm"
    target: int | None = None
    owner: int = 10
    reads: tuple[int, ...] = ()
    """The columns in its expressions, in the order of their places there."""

    @property
    def stxkind(self) -> tuple[str, ...]:
        """As pg_statistic_ext.stxkind; an expression alone has none of the kinds for several."""
        alone = len(self.columns) + len(self.expressions) == 1
        return (*("" if alone else self.kinds), *("e" if self.expressions else ""))


class PartitionKey(Struct, frozen=True):
    """PARTITION BY: `strategy` is l, r or h, as pg_partitioned_table.partstrat."""

    strategy: str
    columns: tuple[IndexColumn, ...]


class PartitionBound(Struct, frozen=True):
    """FOR VALUES, its values as SQL text: those of a list, or the ends of a range with MINVALUE and MAXVALUE; or the
    remainder of a hash; nothing for DEFAULT.
    """

    strategy: str
    default: bool = False
    values: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    modulus: int = 0
    remainder: int = 0

    @property
    def text(self) -> str:
        """As pg_get_expr prints pg_class.relpartbound."""
        if self.default:
            return "DEFAULT"
        if self.strategy == "l":
            return f"FOR VALUES IN ({', '.join(self.values)})"
        if self.strategy == "h":
            return f"FOR VALUES WITH (modulus {self.modulus}, remainder {self.remainder})"
        return f"FOR VALUES FROM ({', '.join(self.lower)}) TO ({', '.join(self.upper)})"


class Sequence(Struct, frozen=True):
    """pg_sequence's row; `owner` is the (relation oid, attribute number) it belongs to."""

    type: int
    start: int = 1
    increment: int = 1
    minimum: int = 1
    maximum: int = 2**63 - 1
    cache: int = 1
    cycle: bool = False
    owner: tuple[int, int] | None = None
    identity: bool = False


POLICY_ROW = "policy row"


class Policy(Struct, frozen=True):
    """A row of pg_policy; `command` is polcmd, 0 among `roles` stands for everybody."""

    oid: int
    name: str
    command: str
    permissive: bool
    roles: tuple[int, ...]
    using: str | None = None
    check: str | None = None
    depends_on: tuple[tuple[int, int], ...] = ()
    """What it reads, its table's columns among it: (relation oid, column number), 0 for the relation as such."""
    queries: bool = False
    """Whether there are subqueries in it; the row is then called POLICY_ROW, and relations have their schemas."""


class PublishedTable(Struct, frozen=True):
    """A row of pg_publication_rel: a table's place in a publication, with its column list by number (none for all
    columns), its WHERE as SQL text and the columns that this reads.
    """

    oid: int
    publication: int
    columns: tuple[int, ...] = ()
    where: str | None = None
    reads: tuple[int, ...] = ()


class ForeignTable(Struct, frozen=True):
    """A row of pg_foreign_table: the server by oid."""

    server: int
    options: tuple[str, ...] = ()


class Relation(Struct, frozen=True):
    """A table, view, index or sequence; `kind` is pg_class.relkind ('r', 'v', 'i', 'S', ...)."""

    oid: int
    name: str
    namespace: int
    kind: str
    attributes: tuple[Attribute, ...] = ()
    """In order of their numbers, dropped ones included."""
    physical: str = ""
    """The table's name in SQLite; for system catalogs the name in the shared file."""
    layout: tuple[str, ...] = ()
    """All columns of the SQLite table in its order, those included that no attribute uses any more."""
    schema: str = "main"
    """The attached SQLite database that holds it: main, temp, sys or global."""
    parts: tuple[str, ...] = ()
    """Of a system catalog that databases add rows to: the attached SQLite databases that hold them, beside temp."""
    overriding: tuple[str, ...] = ()
    """Of a system catalog: the columns by which a row of the database takes the place of a built-in one."""
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    statistics: tuple[Statistics, ...] = ()
    sequence: Sequence | None = None
    definition: str | None = None
    """The query of a view or materialized view, as SQL text."""
    stamp: str = ""
    """SQLite's column with each row's xmin, "" as long as nobody has asked for it."""
    populated: bool = True
    """Whether a materialized view may be read."""
    depends_on: tuple[tuple[int, int], ...] = ()
    """What a view's query reads: (relation oid, column number), 0 for the relation as such."""
    type_oid: int = 0
    of_type: int = 0
    """The composite type that gives a typed table its columns."""
    rule_oid: int = 0
    """pg_rewrite's oid of a view's rule."""
    owner: int = 10
    replica_identity: str = "d"
    """As pg_class.relreplident: d by the primary key, f full, n nothing, i by the index of `replica_index`."""
    replica_index: int = 0
    tablespace: int = 0
    access_method: int = 0
    """As pg_class.relam, of tables and materialized views."""
    cluster_index: int = 0
    persistence: str = "p"
    on_commit: str = "preserve"
    """What becomes of a temporary table's rows at COMMIT: preserve, delete or drop."""
    options: tuple[str, ...] = ()
    acl: tuple[str, ...] = ()
    closed: bool = False
    """Whether an empty `acl` is a list, by which nobody may do anything, rather than none."""
    parents: tuple[int, ...] = ()
    """The tables that it inherits from, in the order of pg_inherits.inhseqno."""
    partition_key: PartitionKey | None = None
    partitions: tuple[int, ...] = ()
    """The partitions of a partitioned table, in the order of their bounds."""
    bound: PartitionBound | None = None
    """Which rows of its parent it takes, for a partition."""

    publications: tuple[PublishedTable, ...] = ()
    """Of those that name the table itself."""
    policies: tuple[Policy, ...] = ()
    pages: int = 0
    """How large it was when last counted, as pg_class.relpages and reltuples."""
    tuples: int = UNKNOWN
    all_visible: int = 0
    """Pages of which somebody has said so: nothing here counts them."""
    all_frozen: int = 0
    row_security: bool = False
    force_row_security: bool = False
    foreign: ForeignTable | None = None
    """Of a foreign table, whose own table in SQLite stays empty."""

    @property
    def column_of_nothing(self) -> str:
        """The column of SQLite's table that stands for a row without columns."""
        generated = {attribute.physical for attribute in self.columns if attribute.generated}
        return next(name for name in self.layout if name not in generated and name != self.stamp)

    @property
    def privileges(self) -> tuple[str, ...] | None:
        """The access control list, None for the default."""
        return self.acl if self.acl or self.closed else None

    @property
    def columns(self) -> tuple[Attribute, ...]:
        """The live columns, in order."""
        return tuple([attribute for attribute in self.attributes if not attribute.dropped])

    @property
    def counts_itself(self) -> bool:
        """Whether its rows are counted when its indexes are made."""
        return not any(f"autovacuum_enabled={word}" in self.options for word in ("false", "off", "no", "0"))

    def attribute(self, number: int) -> Attribute:
        return self.attributes[number - 1]

    def column(self, name: str) -> Attribute | None:
        return next(
            (attribute for attribute in self.attributes if attribute.name == name and not attribute.dropped), None
        )

    def constraint(self, oid: int) -> Constraint:
        return next(known for known in self.constraints if known.oid == oid)

    def not_null_constraint(self, number: int) -> Constraint | None:
        """By which a column is NOT NULL."""
        return next((known for known in self.constraints if known.kind == "n" and known.columns == (number,)), None)

    @property
    def primary_key(self) -> Constraint | None:
        return next((constraint for constraint in self.constraints if constraint.kind == "p"), None)
