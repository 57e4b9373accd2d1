"""COPY's options: what each may be, and which go together.  Manual: "COPY"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from translator.analyze.def_elem import def_string
from translator.catalog.encodings import CODECS, ENCODINGS, encoding_number
from translator.command import CopyOptions
from translator.errors import PgError
from translator.errors.definitions import undefined_column_of_relation
from translator.errors.statements import feature_not_supported, syntax_error
from translator.errors.values import invalid_parameter_value
from translator.parser import Node, strings
from translator.settings_view import DEFAULT_SETTINGS
from translator.types.integer import Int8

_KNOWN = frozenset(
    {
        "format", "delimiter", "null", "header", "quote", "escape", "freeze", "encoding", "default", "on_error",
        "log_verbosity", "reject_limit",
    }
)  # fmt: skip
_WITH_VALUE = ("delimiter", "null", "quote", "escape", "encoding", "default", "on_error", "log_verbosity")
_LISTS = frozenset({"force_quote", "force_not_null", "force_null"})
_BOOLEAN = {"": True, "true": True, "on": True, "1": True, "false": False, "off": False, "0": False}
_FORBIDDEN_DELIMITERS = "\\.abcdefghijklmnopqrstuvwxyz0123456789"


class _Given(Struct):
    """The options as written: texts, lists of columns, and where each stands."""

    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def boolean(self, name: str) -> bool:
        """Raises PgError 42601."""
        text = self.texts.get(name, "false").lower()
        if text not in _BOOLEAN:
            raise PgError("42601", f"{name} requires a Boolean value")
        return _BOOLEAN[text]


def copy_options(node: Node) -> CopyOptions:
    """WITH (...), in the new spelling or the old.  Raises PgError 42601, 22023 and 0A000 as PostgreSQL does."""
    given = _given(node.options)
    form = given.texts.get("format", "text")
    if form not in ("text", "csv", "binary"):
        raise PgError("22023", f'COPY format "{form}" not recognized', location=given.places["format"])
    header = _header(given, is_from=node.is_from)
    if form == "binary":
        for name, sqlstate in (("delimiter", "42601"), ("null", "42601"), ("default", "42601"), ("header", "0A000")):
            if name in given.texts:
                raise PgError(sqlstate, f"cannot specify {name.upper()} in BINARY mode")
    csv = form == "csv"
    options = CopyOptions(
        form,
        given.texts.get("delimiter", "," if csv else "\t"),
        given.texts.get("null", "" if csv else "\\N"),
        header,
        given.texts.get("quote", '"'),
        given.texts.get("escape", given.texts.get("quote", '"')),
        given.boolean("freeze"),
        given.lists.get("force_quote", ()),
        given.lists.get("force_quote") == ("*",),
        given.lists.get("force_not_null", ()),
        given.lists.get("force_null", ()),
        given.texts.get("default"),
        _choice(given, "on_error", ("stop", "ignore"), is_from=node.is_from) == "ignore",
        _reject_limit(given),
        _choice(given, "log_verbosity", ("default", "verbose", "silent"), is_from=True),
        _encoding(given),
    )
    _check_characters(given, options)
    _check_lists(given, options, is_from=node.is_from)
    _check_default(options, is_from=node.is_from)
    if options.skips_errors and form == "binary":
        raise PgError("42601", "only ON_ERROR STOP is allowed in BINARY mode")
    if options.reject_limit and not options.skips_errors:
        raise invalid_parameter_value("COPY REJECT_LIMIT requires ON_ERROR to be set to IGNORE")
    return options


def _given(nodes: Sequence[Node]) -> _Given:
    given = _Given()
    for option in nodes:
        name, value = option.defname, option.arg
        _ = option.defaction
        if name in given.places:
            raise PgError("42601", "conflicting or redundant options", location=option.location)
        given.places[name] = option.location
        if name not in _KNOWN | _LISTS:
            raise PgError("42601", f'option "{name}" not recognized', location=option.location)
        if value is not None and value.tag in ("List", "A_Star") and name in _LISTS:
            given.lists[name] = ("*",) if value.tag == "A_Star" else tuple(strings(value.items))
        elif name in _LISTS:
            raise PgError(
                "22023", f'argument to option "{name}" must be a list of column names', location=option.location
            )
        elif value is None and name in _WITH_VALUE:
            raise syntax_error(f"{name} requires a parameter")
        else:
            given.texts[name] = "" if value is None else def_string(value)
    return given


def _choice(given: _Given, name: str, known: Sequence[str], *, is_from: bool) -> str:
    """One of some words, the first where none is given.  Raises PgError 22023."""
    if name not in given.texts:
        return known[0]
    if not is_from:
        raise PgError("22023", f"COPY {name.upper()} cannot be used with COPY TO", location=given.places[name])
    word = given.texts[name].lower()
    if word not in known:
        text = f'COPY {name.upper()} "{given.texts[name]}" not recognized'
        raise PgError("22023", text, location=given.places[name])
    return word


def _reject_limit(given: _Given) -> int:
    """Raises PgError 22023, 22P02, 42601."""
    if "reject_limit" not in given.texts:
        return 0
    if not given.texts["reject_limit"]:
        raise syntax_error("reject_limit requires a numeric value")
    limit = Int8().parse(given.texts["reject_limit"], DEFAULT_SETTINGS)
    if limit <= 0:
        raise invalid_parameter_value(f"REJECT_LIMIT ({limit}) must be greater than zero")
    return limit


def _encoding(given: _Given) -> str:
    """Raises PgError 22023 for a name of none, 0A000 for what is not converted."""
    if "encoding" not in given.texts:
        return ""
    name = ENCODINGS.get(encoding_number(given.texts["encoding"]))
    if name is None:
        text = 'argument to option "encoding" must be a valid encoding name'
        raise PgError("22023", text, location=given.places["encoding"])
    if name not in ("UTF8", "SQL_ASCII", *CODECS):
        raise feature_not_supported(f"encoding {name}", at=given.places["encoding"])
    return name


def _check_default(options: CopyOptions, *, is_from: bool) -> None:
    default = options.default
    if default is None:
        return
    if not is_from:
        raise PgError("0A000", "COPY DEFAULT cannot be used with COPY TO")
    if "\n" in default or "\r" in default:
        raise invalid_parameter_value("COPY default representation cannot use newline or carriage return")
    if options.delimiter in default:
        raise PgError("0A000", "COPY delimiter character must not appear in the DEFAULT specification")
    if options.format == "csv" and options.quote in default:
        raise PgError("0A000", "CSV quote character must not appear in the DEFAULT specification")
    if default == options.null:
        raise PgError("0A000", "NULL specification and DEFAULT specification cannot be the same")


def _header(given: _Given, *, is_from: bool) -> str:
    """true, false or match."""
    text = given.texts.get("header", "false").lower()
    if text == "match":
        if not is_from:
            raise PgError("0A000", 'cannot use "match" with HEADER in COPY TO')
        return text
    if text not in _BOOLEAN:
        raise PgError("42601", 'header requires a Boolean value or "match"')
    return "true" if _BOOLEAN[text] else "false"


def _check_characters(given: _Given, options: CopyOptions) -> None:
    csv = options.format == "csv"
    if len(options.delimiter.encode()) != 1:
        raise PgError("0A000", "COPY delimiter must be a single one-byte character")
    if options.delimiter in "\r\n":
        raise PgError("22023", "COPY delimiter cannot be newline or carriage return")
    if "\n" in options.null or "\r" in options.null:
        raise PgError("22023", "COPY null representation cannot use newline or carriage return")
    if not csv and options.delimiter in _FORBIDDEN_DELIMITERS:
        raise PgError("22023", f'COPY delimiter cannot be "{options.delimiter}"')
    for name, character in (("quote", options.quote), ("escape", options.escape)):
        if name in given.texts and not csv:
            raise PgError("0A000", f"COPY {name.upper()} requires CSV mode")
        if csv and len(character.encode()) != 1:
            raise PgError("0A000", f"COPY {name} must be a single one-byte character")
        if csv and name == "quote" and character == options.delimiter:
            raise PgError("22023", "COPY delimiter and quote must be different")


def _check_lists(given: _Given, options: CopyOptions, *, is_from: bool) -> None:
    csv = options.format == "csv"
    for name, direction in (("force_quote", "TO"), ("force_not_null", "FROM"), ("force_null", "FROM")):
        if name in given.lists and not csv:
            raise PgError("0A000", f"COPY {name.upper()} requires CSV mode")
        if name in given.lists and (direction == "FROM") != is_from:
            sqlstate = "0A000" if is_from else "22023"
            raise PgError(sqlstate, f"COPY {name.upper()} cannot be used with COPY {'FROM' if is_from else 'TO'}")
    if options.delimiter in options.null:
        raise PgError("22023", "COPY delimiter character must not appear in the NULL specification")
    if csv and options.quote in options.null:
        raise PgError("22023", "CSV quote character must not appear in the NULL specification")
    if options.freeze and not is_from:
        raise PgError("22023", "COPY FREEZE cannot be used with COPY TO")


def check_forced_columns(options: CopyOptions, known: Sequence[str], copied: Sequence[str], relation: str) -> None:
    """The columns that FORCE options name are columns of the relation (42703) and copied (42P10)."""
    forced = (
        ("FORCE_QUOTE", options.force_quote),
        ("FORCE_NOT_NULL", options.force_not_null),
        ("FORCE_NULL", options.force_null),
    )
    for option, names in forced:
        for name in names:
            if name != "*" and name not in known:
                raise undefined_column_of_relation(name, relation)
            if name != "*" and name not in copied:
                raise PgError("42P10", f'{option} column "{name}" not referenced by COPY')
