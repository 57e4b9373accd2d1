"""COPY's options: what each may be, and which go together.  Manual: "COPY"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from translator.analyze.def_elem import def_string
from translator.command import CopyOptions
from translator.errors import PgError, feature_not_supported, undefined_column_of_relation
from translator.parser import Node, strings

_KNOWN = frozenset({"format", "delimiter", "null", "header", "quote", "escape", "freeze", "encoding"})
_LISTS = frozenset({"force_quote", "force_not_null", "force_null"})
_UNSUPPORTED = frozenset({"default", "on_error", "log_verbosity", "reject_limit"})
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
        for name, sqlstate in (("delimiter", "42601"), ("null", "42601"), ("header", "0A000")):
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
    )
    _check_characters(given, options)
    _check_lists(given, options, is_from=node.is_from)
    _check_encoding(given)
    return options


def _given(nodes: Sequence[Node]) -> _Given:
    given = _Given()
    for option in nodes:
        name, value = option.defname, option.arg
        _ = option.defaction
        if name in given.places:
            raise PgError("42601", "conflicting or redundant options", location=option.location)
        given.places[name] = option.location
        if name in _UNSUPPORTED:
            raise feature_not_supported(f"COPY option {name}", at=option.location)
        if name not in _KNOWN | _LISTS:
            raise PgError("42601", f'option "{name}" not recognized', location=option.location)
        if value is not None and value.tag in ("List", "A_Star") and name in _LISTS:
            given.lists[name] = ("*",) if value.tag == "A_Star" else tuple(strings(value.items))
        elif name in _LISTS:
            raise PgError(
                "22023", f'argument to option "{name}" must be a list of column names', location=option.location
            )
        else:
            given.texts[name] = "" if value is None else def_string(value)
    return given


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


def _check_encoding(given: _Given) -> None:
    """Conversion is the session's: only UTF-8 may be named here."""
    if given.texts.get("encoding", "utf8").upper().replace("-", "") not in ("UTF8", "UNICODE"):
        raise feature_not_supported("COPY in another encoding than the client's", at=given.places["encoding"])


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
