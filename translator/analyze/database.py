"""CREATE, ALTER and DROP DATABASE.  Manual: "CREATE DATABASE", "ALTER DATABASE"."""

from __future__ import annotations

from translator import command as c
from translator.analyze.def_elem import def_string
from translator.analyze.role import checked_limit
from translator.analyze.setting import inner_setting
from translator.analyze.state import Analysis
from translator.analyze.tablespace import existing_tablespace, require_use
from translator.catalog.encodings import encoding_number
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.tablespace import GLOBAL
from translator.errors import PgError
from translator.errors.statements import feature_not_supported, syntax_error
from translator.parser import Node

Result = tuple[c.Command, str, None]
_BOOLEAN = {"is_template": "datistemplate", "allow_connections": "datallowconn"}
_WORDS = {"true": 1, "on": 1, "1": 1, "false": 0, "off": 0, "0": 0}
_LIMIT = "connection_limit"
_STRATEGIES = ("wal_log", "file_copy")
_TEXTS = ("owner", "template", "tablespace", "strategy", "encoding", "locale", "lc_collate", "lc_ctype",
          "locale_provider", "builtin_locale", "collation_version")  # fmt: skip
_LOCALES = {
    "encoding": ("utf8", "unicode", "utf-8"),
    "locale": ("c.utf-8", "c.utf8", "en_us.utf-8", "en_us.utf8", "c", "posix"),
    "locale_provider": ("builtin", "libc"),
}
"""What is taken of the options that say how texts are kept and compared: all databases do it in the same way."""


def create_database(analysis: Analysis, node: Node) -> Result:
    options = _options(node, (*_TEXTS, "oid"))
    tablespace = _tablespace(analysis, options.pop("tablespace", ""))
    strategy = options.pop("strategy", "wal_log")
    if strategy.lower() not in _STRATEGIES:
        raise PgError(
            "22023",
            f'invalid create database strategy "{strategy}"',
            hint='Valid strategies are "wal_log" and "file_copy".',
        )
    if "oid" in options:
        if int(options["oid"]) < FIRST_NORMAL_OID:
            raise PgError("22023", f"OIDs less than {FIRST_NORMAL_OID} are reserved for system objects")
        raise feature_not_supported("CREATE DATABASE with an OID")
    attributes = (*_attributes(options), *tablespace)
    template, owner = options.pop("template", None), options.pop("owner", None)
    for name, value in options.items():
        known = _LOCALES.get(name, _LOCALES["locale"])
        if name not in _BOOLEAN and name != _LIMIT and value.lower() not in (*known, "default"):
            raise feature_not_supported(f"{name.upper()} {value}")
    return c.CreateDatabase(node.dbname, template, owner, attributes), "CREATE DATABASE", None


def alter_database(analysis: Analysis, node: Node) -> Result:
    options = _options(node, ("tablespace",))
    tablespace = _tablespace(analysis, options.pop("tablespace", ""))
    return c.AlterDatabase(node.dbname, (*_attributes(options), *tablespace)), "ALTER DATABASE", None


def _tablespace(analysis: Analysis, name: str) -> tuple[tuple[str, int], ...]:
    """What pg_database says of a tablespace that is named.  Raises PgError 42704, 42501, 22023."""
    if not name:
        return ()
    found = existing_tablespace(analysis, name)
    require_use(analysis, found)
    if found.oid == GLOBAL:
        raise PgError("22023", "pg_global cannot be used as default tablespace")
    return (("dattablespace", found.oid),)


def alter_database_set(analysis: Analysis, node: Node) -> Result:
    return c.AlterRoleSet(None, node.dbname, inner_setting(analysis, node.setstmt)), "ALTER DATABASE", None


def refresh_collation(analysis: Analysis, node: Node) -> Result:
    return c.RefreshDatabase(node.dbname), "ALTER DATABASE", None


def drop_database(analysis: Analysis, node: Node) -> Result:
    force = False
    for option in node.options:
        option.accept()
        force = force or option.defname == "force"
    return c.DropDatabase(node.dbname, node.missing_ok, force), "DROP DATABASE", None


def _options(node: Node, texts: tuple[str, ...]) -> dict[str, str]:
    """The options by name, DEFAULT left out.  Raises PgError 42601."""
    found: dict[str, str] = {}
    for option in node.options:
        _ = option.defaction, option.defnamespace
        name = option.defname
        if name in found:
            raise syntax_error("conflicting or redundant options", at=option.location)
        if name not in (*_BOOLEAN, _LIMIT, *texts):
            raise syntax_error(f'option "{name}" not recognized', at=option.location)
        if option.arg is not None:
            found[name] = def_string(option.arg)
            if name == "encoding" and encoding_number(found[name]) < 0 and not found[name].isdigit():
                message = f"{found[name]} is not a valid encoding name"
                raise PgError("42704", message, location=option.location)
            if name == "locale_provider" and found[name].lower() not in ("builtin", "icu", "libc"):
                raise PgError("42P17", f"unrecognized locale provider: {found[name]}")
            if name in _BOOLEAN and found[name].lower() not in _WORDS:
                raise syntax_error(f"{name} requires a Boolean value")
            if name in (_LIMIT, "oid") and option.arg.tag != "Integer":
                raise syntax_error(f"{name} requires an integer value")
    return found


def _attributes(options: dict[str, str]) -> tuple[tuple[str, int], ...]:
    """The columns of pg_database that the options set."""
    found = {column: _WORDS[options[name].lower()] for name, column in _BOOLEAN.items() if name in options}
    if _LIMIT in options:
        found["datconnlimit"] = checked_limit(int(options[_LIMIT]))
    return tuple(found.items())
