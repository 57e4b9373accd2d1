"""What stands in the parentheses of CREATE AGGREGATE."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from translator.analyze.def_elem import def_boolean, def_string
from translator.analyze.def_type import def_names, def_type
from translator.analyze.state import Analysis
from translator.errors import PgError
from translator.errors.objects import invalid_function_definition
from translator.errors.statements import syntax_error
from translator.parser import Node

_NAMES = ("sfunc", "finalfunc", "combinefunc", "serialfunc", "deserialfunc", "msfunc", "minvfunc", "mfinalfunc",
          "sortop")  # fmt: skip
_BOOLEANS = ("finalfunc_extra", "mfinalfunc_extra", "hypothetical")
_MODIFY = ("finalfunc_modify", "mfinalfunc_modify")
_SPACES = ("sspace", "msspace")
_TEXTS = ("initcond", "minitcond", "parallel")
_OLD = {"sfunc1": "sfunc", "stype1": "stype", "initcond1": "initcond"}
_MODIFIES = {"read_only": "r", "shareable": "s", "read_write": "w"}
_PARALLEL = {"safe": "s", "restricted": "r", "unsafe": "u"}


class AggregateOptions(Struct, frozen=True):
    """The options by name: names in parts, texts, numbers and truth values; types are kept as they are written."""

    names: dict[str, Sequence[str]]
    texts: dict[str, str]
    flags: frozenset[str]
    modifies: dict[str, str]
    spaces: dict[str, int]
    types: dict[str, Node]
    warnings: tuple[PgError, ...]

    def type(self, analysis: Analysis, name: str) -> int:
        """The type of `stype` or `mstype`."""
        return def_type(analysis, name, self.types[name])

    @property
    def parallel(self) -> str:
        """pg_proc.proparallel.  Raises PgError 42601."""
        word = self.texts.get("parallel", "unsafe")
        if word not in _PARALLEL:
            raise syntax_error('parameter "parallel" must be SAFE, RESTRICTED, or UNSAFE')
        return _PARALLEL[word]


def aggregate_options(node: Node) -> AggregateOptions:
    """Raises PgError 42601; 42P13 for what contradicts itself or is missing."""
    found = AggregateOptions({}, {}, frozenset(), {}, {}, {}, ())
    flags, warnings = set(), []
    for item in node.definition:
        _ = item.defnamespace, item.defaction, item.location
        name, written = _OLD.get(item.defname, item.defname), item.arg
        if name in _NAMES:
            found.names[name] = def_names(item.defname, written)
        elif name in _BOOLEANS:
            if written is None or def_boolean(name, written):
                flags.add(name)
            else:
                flags.discard(name)
        elif name in _MODIFY:
            found.modifies[name] = _modify(name, written)
        elif name in _SPACES:
            found.spaces[name] = _number(name, written)
        elif name in _TEXTS:
            found.texts[name] = _text(name, written)
        elif name in ("stype", "mstype", "basetype") and written is not None:
            found.types[name] = written
        else:
            message = f'aggregate attribute "{item.defname}" not recognized'
            warnings.append(PgError("42601", message, severity="WARNING"))
            if written is not None:
                written.accept()
    return AggregateOptions(
        found.names, found.texts, frozenset(flags), found.modifies, found.spaces, found.types, tuple(warnings)
    )


def require_complete(options: AggregateOptions) -> None:
    """Raises PgError 42P13 for what is missing or too much."""
    if "stype" not in options.types:
        raise invalid_function_definition("aggregate stype must be specified")
    if "sfunc" not in options.names:
        raise invalid_function_definition("aggregate sfunc must be specified")
    if "mstype" in options.types:
        for name in ("msfunc", "minvfunc"):
            if name not in options.names:
                raise invalid_function_definition(f"aggregate {name} must be specified when mstype is specified")
        return
    for name, given in (
        ("msfunc", "msfunc" in options.names), ("minvfunc", "minvfunc" in options.names),
        ("mfinalfunc", "mfinalfunc" in options.names), ("msspace", bool(options.spaces.get("msspace"))),
        ("minitcond", "minitcond" in options.texts),
    ):  # fmt: skip
        if given:
            raise invalid_function_definition(f"aggregate {name} must not be specified without mstype")


def _text(name: str, written: Node | None) -> str:
    if written is None:
        raise syntax_error(f"{name} requires a parameter")
    return def_string(written)


def _number(name: str, written: Node | None) -> int:
    if written is None or written.tag != "Integer":
        raise syntax_error(f"{name} requires {'a numeric value' if written is None else 'an integer value'}")
    return int(written.ival)


def _modify(name: str, written: Node | None) -> str:
    word = _text(name, written)
    if word not in _MODIFIES:
        raise syntax_error(f'parameter "{name}" must be READ_ONLY, SHAREABLE, or READ_WRITE')
    return _MODIFIES[word]
