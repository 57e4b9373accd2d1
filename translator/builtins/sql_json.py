"""SQL/JSON constructors and IS JSON ("Creating JSON Data", "Testing JSON")."""

from __future__ import annotations

import json
from typing import Any

from translator.builtins import facts
from translator.builtins.json import is_json_null, object_key, to_json_text, to_jsonb_text
from translator.builtins.sql_json_spec import ABSENT, JSONB, UNIQUE
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.values import invalid_parameter_value
from translator.types.json import check_json
from translator.types.json_span import kind


def json_object(context: ExecutionContext, options: int, oids: str, *values: Any) -> str:
    """JSON_OBJECT: keys and values in turn."""
    types = facts.datatypes(oids, context)
    members: list[str] = []
    keys: set[str] = set()
    for place in range(0, len(values), 2):
        value = values[place + 1]
        skipped = options & ABSENT and value is None
        if options & JSONB and values[place] is None:
            raise invalid_parameter_value(f"argument {place + 1}: key must not be null")
        if skipped and not options & UNIQUE:
            continue
        name = object_key(types[place], values[place], context)
        if options & UNIQUE:
            if name in keys:
                shown = "" if options & JSONB else f": {name}"
                raise PgError("22030", f"duplicate JSON object key value{shown}")
            keys.add(name)
        text = to_json_text(types[place + 1], value, context)
        if not skipped and not (options & JSONB and options & ABSENT and is_json_null(text)):
            members.append(f"{name} : {text}")
    return _made("{" + ", ".join(members) + "}", options)


def json_array(context: ExecutionContext, options: int, oids: str, *values: Any) -> str:
    """JSON_ARRAY."""
    types = facts.datatypes(oids, context)
    texts = [
        to_json_text(datatype, value, context)
        for datatype, value in zip(types, values, strict=True)
        if not (options & ABSENT and value is None)
    ]
    return _made("[" + ", ".join(texts) + "]", options)


def _made(text: str, options: int) -> str:
    return to_jsonb_text(text) if options & JSONB else text


def json_scalar(context: ExecutionContext, options: int, oids: str, value: Any) -> str | None:
    """JSON_SCALAR."""
    return None if value is None else to_json_text(facts.datatypes(oids, context)[0], value, context)


def json_parse(context: ExecutionContext, options: int, oids: str, text: str | None) -> str | None:
    """JSON(... WITH UNIQUE KEYS)."""
    if text is None:
        return None
    check_json(text, unescaped=True)
    if _has_duplicates(text):
        raise PgError("22030", "duplicate JSON object key value")
    return text


def _has_duplicates(text: str) -> bool:
    """Whether an object in valid JSON text names a key twice."""
    found = False

    def note(pairs: list[tuple[str, Any]]) -> None:
        nonlocal found
        found = found or len({key for key, _ in pairs}) < len(pairs)

    json.loads(text, object_pairs_hook=note)
    return found


_KINDS = {"{": "object", "[": "array"}


def _is_json(wanted: str) -> Any:
    def test(context: ExecutionContext, options: int, oids: str, value: Any) -> int | None:
        if value is None:
            return None
        try:
            text = value.decode() if isinstance(value, bytes) else value
            check_json(text, unescaped=bool(options & UNIQUE))
        except (PgError, UnicodeDecodeError):
            return 0
        found = _KINDS.get(kind(text), "scalar")
        return int(wanted in ("any", found) and not (options & UNIQUE and _has_duplicates(text)))

    return test


CONSTRUCTORS: dict[str, Any] = {
    "object": json_object,
    "array": json_array,
    "scalar": json_scalar,
    "parse": json_parse,
    **{f"is {wanted}": _is_json(wanted) for wanted in ("any", "object", "array", "scalar")},
}
"""Constructor -> body(context, options, oids, *arguments)."""
