"""Rows of the system catalogs, field by field as PostgreSQL names them; a field missing here is not recorded.

Object ids and `reg*` values are int (0 for none), vectors and arrays are tuples, `"char"` is a str of one character.
The defaults are what most rows have. Mirrors the chapter "System Catalogs".
"""

from msgspec import Struct


class PgType(Struct, frozen=True):
    """A data type."""

    oid: int
    typname: str
    typnamespace: int = 11
    typowner: int = 10
    typlen: int = -1
    typbyval: bool = False
    typtype: str = "b"
    typcategory: str = "U"
    typispreferred: bool = False
    typisdefined: bool = True
    typdelim: str = ","
    typrelid: int = 0
    typsubscript: int = 0
    typelem: int = 0
    typarray: int = 0
    typinput: int = 0
    typoutput: int = 0
    typreceive: int = 0
    typsend: int = 0
    typmodin: int = 0
    typmodout: int = 0
    typanalyze: int = 0
    typalign: str = "d"
    typstorage: str = "x"
    typnotnull: bool = False
    typbasetype: int = 0
    typtypmod: int = -1
    typndims: int = 0
    typcollation: int = 0
    typdefault: str | None = None
    typacl: tuple[str, ...] | None = None


class PgProc(Struct, frozen=True):
    """A function, procedure, aggregate or window function; `signature` is its text as regprocedure.

    `proargdefaults` holds the default expressions of the last `pronargdefaults` input arguments, as SQL text.
    """

    oid: int
    proname: str
    pronamespace: int = 11
    proowner: int = 10
    prolang: int = 0
    procost: float = 1.0
    prorows: float = 0.0
    provariadic: int = 0
    prosupport: int = 0
    prokind: str = "f"
    prosecdef: bool = False
    proleakproof: bool = False
    proisstrict: bool = True
    proretset: bool = False
    provolatile: str = "i"
    proparallel: str = "s"
    pronargs: int = 0
    pronargdefaults: int = 0
    prorettype: int = 0
    proargtypes: tuple[int, ...] = ()
    proallargtypes: tuple[int, ...] | None = None
    proargmodes: tuple[str, ...] | None = None
    proargnames: tuple[str, ...] | None = None
    protrftypes: tuple[int, ...] | None = None
    probin: str | None = None
    proconfig: tuple[str, ...] | None = None
    proacl: tuple[str, ...] | None = None
    prosrc: str = ""
    proargdefaults: tuple[str, ...] | None = None
    signature: str = ""


class PgAggregate(Struct, frozen=True):
    """What pg_proc does not say of an aggregate."""

    aggfnoid: int
    aggkind: str = "n"
    aggnumdirectargs: int = 0
    aggtransfn: int = 0
    aggfinalfn: int = 0
    aggcombinefn: int = 0
    aggserialfn: int = 0
    aggdeserialfn: int = 0
    aggmtransfn: int = 0
    aggminvtransfn: int = 0
    aggmfinalfn: int = 0
    aggfinalextra: bool = False
    aggmfinalextra: bool = False
    aggfinalmodify: str = "r"
    aggmfinalmodify: str = "r"
    aggsortop: int = 0
    aggtranstype: int = 0
    aggtransspace: int = 0
    aggmtranstype: int = 0
    aggmtransspace: int = 0
    agginitval: str | None = None
    aggminitval: str | None = None


class PgOperator(Struct, frozen=True):
    """An operator; `oprcode` is the function behind it."""

    oid: int
    oprname: str
    oprnamespace: int = 11
    oprowner: int = 10
    oprkind: str = "b"
    oprcanmerge: bool = False
    oprcanhash: bool = False
    oprleft: int = 0
    oprright: int = 0
    oprresult: int = 0
    oprcom: int = 0
    oprnegate: int = 0
    oprcode: int = 0
    oprrest: int = 0
    oprjoin: int = 0


class PgCast(Struct, frozen=True):
    """A cast: `castmethod` is 'f' (function), 'b' (same representation) or 'i' (through text)."""

    oid: int
    castsource: int
    casttarget: int
    castfunc: int = 0
    castcontext: str = "i"
    castmethod: str = "f"


class PgRange(Struct, frozen=True):
    """A range type and its element."""

    rngtypid: int
    rngsubtype: int
    rngmultitypid: int = 0
    rngcollation: int = 0
    rngsubopc: int = 0
    rngcanonical: int = 0
    rngsubdiff: int = 0


class PgCollation(Struct, frozen=True):
    """A collation."""

    oid: int
    collname: str
    collnamespace: int = 11
    collowner: int = 10
    collprovider: str = "b"
    collisdeterministic: bool = True
    collencoding: int = -1
    collcollate: str | None = None
    collctype: str | None = None
    colllocale: str | None = None
    collicurules: str | None = None
    collversion: str | None = None


class PgNamespace(Struct, frozen=True):
    """A schema."""

    oid: int
    nspname: str
    nspowner: int = 10
    nspacl: tuple[str, ...] | None = None


class PgAm(Struct, frozen=True):
    """An access method."""

    oid: int
    amname: str
    amhandler: int = 0
    amtype: str = "i"


class PgForeignDataWrapper(Struct, frozen=True):
    """A wrapper of foreign data."""

    oid: int
    fdwname: str
    fdwowner: int = 0
    fdwhandler: int = 0
    fdwvalidator: int = 0
    fdwacl: tuple[str, ...] | None = None
    fdwoptions: tuple[str, ...] | None = None


class PgForeignServer(Struct, frozen=True):
    """A server that a wrapper speaks with."""

    oid: int
    srvname: str
    srvfdw: int
    srvowner: int = 0
    srvtype: str | None = None
    srvversion: str | None = None
    srvacl: tuple[str, ...] | None = None
    srvoptions: tuple[str, ...] | None = None


class PgUserMapping(Struct, frozen=True):
    """As whom a role (0 for everybody) is known to a foreign server."""

    oid: int
    umuser: int
    umserver: int
    umoptions: tuple[str, ...] | None = None
    username: str = "public"
    """What the role is called; no column."""


class PgOpclass(Struct, frozen=True):
    """An operator class of an index access method."""

    oid: int
    opcmethod: int
    opcname: str
    opcnamespace: int = 11
    opcowner: int = 10
    opcfamily: int = 0
    opcintype: int = 0
    opcdefault: bool = False
    opckeytype: int = 0


class PgOpfamily(Struct, frozen=True):
    """A family of operator classes."""

    oid: int
    opfname: str
    opfmethod: int = 0
    opfnamespace: int = 11
    opfowner: int = 10


class PgAmop(Struct, frozen=True):
    """An operator's place in an operator family."""

    oid: int
    amopfamily: int
    amoplefttype: int = 0
    amoprighttype: int = 0
    amopstrategy: int = 1
    amoppurpose: str = "s"
    amopopr: int = 0
    amopmethod: int = 0
    amopsortfamily: int = 0
    ofclass: int = 0
    """The operator class that it goes with, which no column says."""


class PgAmproc(Struct, frozen=True):
    """A support function's place in an operator family."""

    oid: int
    amprocfamily: int
    amproclefttype: int = 0
    amprocrighttype: int = 0
    amprocnum: int = 1
    amproc: int = 0
    ofclass: int = 0


class PgClass(Struct, frozen=True):
    """A relation: table, index, sequence, view, composite type. Sizes are not recorded."""

    oid: int
    relname: str
    relnamespace: int = 11
    reltype: int = 0
    reloftype: int = 0
    relowner: int = 10
    relam: int = 0
    reltablespace: int = 0
    reltoastrelid: int = 0
    relhasindex: bool = False
    relisshared: bool = False
    relpersistence: str = "p"
    relkind: str = "r"
    relnatts: int = 0
    relchecks: int = 0
    relhasrules: bool = False
    relhastriggers: bool = False
    relhassubclass: bool = False
    relrowsecurity: bool = False
    relforcerowsecurity: bool = False
    relispopulated: bool = True
    relreplident: str = "n"
    relispartition: bool = False
    relrewrite: int = 0
    relacl: tuple[str, ...] | None = None
    reloptions: tuple[str, ...] | None = None


class PgAttribute(Struct, frozen=True):
    """A column of a relation."""

    attrelid: int
    attname: str
    atttypid: int
    attnum: int
    attlen: int = 4
    atttypmod: int = -1
    attndims: int = 0
    attbyval: bool = True
    attalign: str = "i"
    attstorage: str = "p"
    attcompression: str = ""
    attnotnull: bool = False
    atthasdef: bool = False
    atthasmissing: bool = False
    attidentity: str = ""
    attgenerated: str = ""
    attisdropped: bool = False
    attislocal: bool = True
    attinhcount: int = 0
    attcollation: int = 0
    attstattarget: int | None = None
    attacl: tuple[str, ...] | None = None
    attoptions: tuple[str, ...] | None = None
    attfdwoptions: tuple[str, ...] | None = None


class PgIndex(Struct, frozen=True):
    """What pg_class does not say of an index."""

    indexrelid: int
    indrelid: int
    indnatts: int = 1
    indnkeyatts: int = 1
    indisunique: bool = False
    indnullsnotdistinct: bool = False
    indisprimary: bool = False
    indisexclusion: bool = False
    indimmediate: bool = True
    indisclustered: bool = False
    indisvalid: bool = True
    indcheckxmin: bool = False
    indisready: bool = True
    indislive: bool = True
    indisreplident: bool = False
    indkey: tuple[int, ...] = ()
    indcollation: tuple[int, ...] = ()
    indclass: tuple[int, ...] = ()
    indoption: tuple[int, ...] = ()


class PgConstraint(Struct, frozen=True):
    """A constraint; `definition` is its SQL text."""

    oid: int
    conname: str
    connamespace: int = 11
    contype: str = "n"
    condeferrable: bool = False
    condeferred: bool = False
    conenforced: bool = True
    convalidated: bool = True
    conrelid: int = 0
    contypid: int = 0
    conindid: int = 0
    conparentid: int = 0
    confrelid: int = 0
    confupdtype: str = " "
    confdeltype: str = " "
    confmatchtype: str = " "
    conislocal: bool = True
    coninhcount: int = 0
    connoinherit: bool = True
    conperiod: bool = False
    conkey: tuple[int, ...] | None = None
    confkey: tuple[int, ...] | None = None
    conpfeqop: tuple[int, ...] | None = None
    conppeqop: tuple[int, ...] | None = None
    conffeqop: tuple[int, ...] | None = None
    confdelsetcols: tuple[int, ...] | None = None
    conexclop: tuple[int, ...] | None = None
    definition: str = ""


class PgAuthid(Struct, frozen=True):
    """A role."""

    oid: int
    rolname: str
    rolsuper: bool = False
    rolinherit: bool = True
    rolcreaterole: bool = False
    rolcreatedb: bool = False
    rolcanlogin: bool = False
    rolreplication: bool = False
    rolbypassrls: bool = False
    rolconnlimit: int = -1
    rolvaliduntil: str | None = None


class PgDatabase(Struct, frozen=True):
    """A database."""

    oid: int
    datname: str
    datdba: int = 10
    encoding: int = 6
    datlocprovider: str = "b"
    datistemplate: bool = False
    datallowconn: bool = True
    dathasloginevt: bool = False
    datconnlimit: int = -1
    dattablespace: int = 0
    datcollate: str = "C"
    datctype: str = "C"
    datlocale: str | None = None
    daticurules: str | None = None
    datcollversion: str | None = None
    datacl: tuple[str, ...] | None = None


class PgTablespace(Struct, frozen=True):
    """A tablespace."""

    oid: int
    spcname: str
    spcowner: int = 10
    spcacl: tuple[str, ...] | None = None
    spcoptions: tuple[str, ...] | None = None


class PgLanguage(Struct, frozen=True):
    """A language."""

    oid: int
    lanname: str
    lanowner: int = 10
    lanispl: bool = False
    lanpltrusted: bool = False
    lanplcallfoid: int = 0
    laninline: int = 0
    lanvalidator: int | None = None
    lanacl: tuple[str, ...] | None = None


class PgConversion(Struct, frozen=True):
    """A conversion between encodings."""

    oid: int
    conname: str
    connamespace: int = 11
    conowner: int = 10
    conforencoding: int = 6
    contoencoding: int = 6
    conproc: int = 0
    condefault: bool = True


class PgTransform(Struct, frozen=True):
    """How a language sees the values of a type."""

    oid: int
    trftype: int
    trflang: int
    trffromsql: int = 0
    trftosql: int = 0
