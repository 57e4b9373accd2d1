"""Aggregates that make json and jsonb ("Aggregate Functions")."""

from __future__ import annotations

from typing import Any

from translator.builtins.declare import aggregate
from translator.builtins.json import Types, is_json_null, object_key, to_json_text, to_jsonb_text
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types.array import ArrayType
from translator.types.record import Record


class _Gathered:
    """json_agg: the values as JSON texts; rows and arrays stand on lines of their own."""

    __slots__ = ("context", "stepped", "texts", "types")
    strict = False
    """Whether values that are NULL are left out."""

    def __init__(self, context: ExecutionContext, types: Types) -> None:
        self.context = context
        self.types = types
        self.texts: list[str] = []
        self.stepped = False

    def step(self, value: Any) -> None:
        self.stepped = True
        if self.strict and value is None:
            return
        self.texts.append(to_json_text(self.types[0], value, self.context))

    def final(self) -> str | None:
        if not self.stepped:
            return None
        lines = isinstance(self.types[0], (ArrayType, Record))
        others = ((", \n " if lines and text != "null" else ", ") + text for text in self.texts[1:])
        return f"[{''.join([*self.texts[:1], *others])}]"


@aggregate("json_agg(anyelement)", context=True, types=True)
class json_agg(_Gathered):  # noqa: N801  the SQLite name is made of it
    __slots__ = ()


@aggregate("jsonb_agg(anyelement)", context=True, types=True)
class jsonb_agg(_Gathered):  # noqa: N801
    __slots__ = ()

    def final(self) -> str | None:
        return to_jsonb_text("[" + ", ".join(self.texts) + "]") if self.stepped else None


@aggregate("json_agg_strict(anyelement)", context=True, types=True)
class json_agg_strict(json_agg):  # noqa: N801
    __slots__ = ()
    strict = True


@aggregate("jsonb_agg_strict(anyelement)", context=True, types=True)
class jsonb_agg_strict(jsonb_agg):  # noqa: N801
    __slots__ = ()
    strict = True


class _Members(_Gathered):
    """json_object_agg: keys and values as members of one object."""

    __slots__ = ("keys", "repeated")
    null_key = ("22004", "null value not allowed for object key")
    unique = False
    binary = False
    """Whether the result is jsonb."""

    def __init__(self, context: ExecutionContext, types: Types) -> None:
        super().__init__(context, types)
        self.keys: set[str] = set()
        self.repeated = False

    def step(self, key: Any, value: Any) -> None:  # type: ignore[override]  # SQLite passes it two arguments
        if key is None:
            raise PgError(*self.null_key)
        self.stepped = True
        skipped = self.strict and value is None
        if skipped and not self.unique:
            return
        name = object_key(self.types[0], key, self.context)
        if self.unique:
            if name in self.keys:
                self.repeat(name)
            self.keys.add(name)
        if skipped:
            return
        text = to_json_text(self.types[1], value, self.context)
        if not (self.strict and self.binary and is_json_null(text)):
            self.texts.append(f"{name} : {text}")

    def repeat(self, name: str) -> None:
        """A key came again that should be unique."""
        raise PgError("22030", f"duplicate JSON object key value: {name}")


@aggregate('json_object_agg("any","any")', context=True, types=True)
class json_object_agg(_Members):  # noqa: N801
    __slots__ = ()

    def final(self) -> str | None:
        return "{ " + ", ".join(self.texts) + " }" if self.stepped else None


@aggregate('jsonb_object_agg("any","any")', context=True, types=True)
class jsonb_object_agg(_Members):  # noqa: N801
    __slots__ = ()
    null_key = ("22023", "field name must not be null")
    binary = True

    def final(self) -> str | None:
        if self.repeated:
            raise PgError("22030", "duplicate JSON object key value")
        return to_jsonb_text("{" + ", ".join(self.texts) + "}") if self.stepped else None

    def repeat(self, name: str) -> None:
        """jsonb looks at its keys when it has them all."""
        self.repeated = True


@aggregate('json_object_agg_strict("any","any")', context=True, types=True)
class json_object_agg_strict(json_object_agg):  # noqa: N801
    __slots__ = ()
    strict = True


@aggregate('json_object_agg_unique("any","any")', context=True, types=True)
class json_object_agg_unique(json_object_agg):  # noqa: N801
    __slots__ = ()
    unique = True


@aggregate('json_object_agg_unique_strict("any","any")', context=True, types=True)
class json_object_agg_unique_strict(json_object_agg):  # noqa: N801
    __slots__ = ()
    strict = True
    unique = True


@aggregate('jsonb_object_agg_strict("any","any")', context=True, types=True)
class jsonb_object_agg_strict(jsonb_object_agg):  # noqa: N801
    __slots__ = ()
    strict = True


@aggregate('jsonb_object_agg_unique("any","any")', context=True, types=True)
class jsonb_object_agg_unique(jsonb_object_agg):  # noqa: N801
    __slots__ = ()
    unique = True


@aggregate('jsonb_object_agg_unique_strict("any","any")', context=True, types=True)
class jsonb_object_agg_unique_strict(jsonb_object_agg):  # noqa: N801
    __slots__ = ()
    strict = True
    unique = True
