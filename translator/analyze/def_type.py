"""Types and names of functions and operators as the values of options in parentheses (DefElem)."""

from __future__ import annotations

from translator.analyze.def_elem import require_type_name
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.errors import without_location
from translator.errors.objects import shell_type, undefined_type
from translator.errors.statements import syntax_error
from translator.parser import Node, strings


def def_names(name: str, value: Node | None) -> list[str]:
    """A possibly qualified name; the grammar may have read it as that of a type.  Raises PgError 42601."""
    match None if value is None else value.tag:
        case None:
            raise syntax_error(f"{name} requires a parameter")
        case "TypeName":
            assert value is not None
            value.accept()
            return strings(value.names)
        case "List":
            assert value is not None
            return strings(value.items)
        case "String":
            assert value is not None
            return [value.sval]
    raise syntax_error(f"argument of {name} must be a name")


def def_type(analysis: Analysis, name: str, value: Node | None) -> int:
    """The type that an option names.  Raises PgError 42601, 42704."""
    if value is None:
        raise syntax_error(f"{name} requires a parameter")
    named = require_type_name(name, value)
    if named is not None:
        found = analysis.catalog.find_type(named[0])
        if found is None:
            raise undefined_type(named[0])
        if not found.typisdefined:
            raise shell_type(named[0])
        return found.oid
    with without_location():
        return resolve_type(analysis, value)[0]
