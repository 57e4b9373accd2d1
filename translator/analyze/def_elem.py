"""The values of options in parentheses (DefElem), as PostgreSQL's defGetString and defGetTypeName read them."""

from __future__ import annotations

from translator.errors.statements import syntax_error
from translator.parser import Node, strings


def def_string(value: Node) -> str:
    """The text of a value of any kind."""
    match value.tag:
        case "String":
            return str(value.sval)
        case "Float":
            return str(value.fval)
        case "Boolean":
            return str(value.boolval).lower()
        case "TypeName":
            value.accept()
            return ".".join(strings(value.names))
        case "List":
            return ".".join(strings(value.items))
        case "A_Star":
            return "*"
    return str(value.ival)


def def_boolean(name: str, value: Node) -> bool:
    """Raises PgError 42601 for what is no boolean."""
    text = def_string(value).lower()
    if text not in ("true", "on", "1", "false", "off", "0"):
        raise syntax_error(f"{name} requires a Boolean value")
    return text in ("true", "on", "1")


def require_type_name(name: str, value: Node) -> list[str] | None:
    """The names of a type that is written as a string or keyword, None for one written as a type.

    Raises PgError 42601 for what can be neither.
    """
    if value.tag == "TypeName":
        return None
    if value.tag in ("String", "Boolean"):
        return [def_string(value)]
    raise syntax_error(f"argument of {name} must be a type name")
