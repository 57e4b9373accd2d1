"""regclass, regtype, regproc and the other aliases of oid that read and print names ("Object Identifier Types")."""

from __future__ import annotations

import re
from collections.abc import Callable

from translator.errors import PgError
from translator.errors.objects import (
    undefined_object,
    undefined_operator_name,
    undefined_schema,
    undefined_table,
    undefined_type,
)
from translator.errors.state import internal_error
from translator.errors.statements import syntax_error
from translator.settings_view import NameCatalog, TypeSettings
from translator.types.datatype import Encoder
from translator.types.integer import Oid
from translator.types.text import truncate_name

NameOf = Callable[[NameCatalog, int], str | None]
OidOf = Callable[[NameCatalog, str], int | None]


def undefined_proc(name: str) -> PgError:
    return PgError("42883", f'function "{name}" does not exist')


SPELLED_ZERO = ("regoper", "regoperator")
"""Types of which 0 is not written as -."""


class RegType(Oid):
    """An oid that prints as a name; `-` is 0."""

    sqlname = "oid"

    def __init__(self, typname: str, name_of: NameOf, oid_of: OidOf, undefined: Callable[[str], PgError]) -> None:
        self._typname = typname
        self.name_of = name_of
        self.oid_of = oid_of
        self.undefined = undefined

    @property
    def name(self) -> str:
        return self._typname

    def parse(self, text: str, settings: TypeSettings) -> int:
        if text == "-" and self._typname not in SPELLED_ZERO:
            return 0
        if text.isdigit() and text.isascii():
            return super().parse(text, settings)
        if settings.names is None:
            raise internal_error(f"{self.name} input needs a session")
        oid = self.oid_of(settings.names, text)
        if oid is None:
            raise self.undefined(text)
        return oid

    def output(self, value: int, settings: TypeSettings) -> str:
        if value == 0:
            return "0" if self._typname in SPELLED_ZERO else "-"
        name = None if settings.names is None else self.name_of(settings.names, value)
        return str(value) if name is None else name

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        output = self.output
        return lambda value: output(value, settings).encode()


def _parts(name: str) -> list[str]:
    """The identifiers of a dotted name as PostgreSQL reads them: folded to lower case unless quoted."""
    return [
        truncate_name(part[1:-1].replace('""', '"') if part.startswith('"') else part.lower())
        for part in re.findall(r'"(?:[^"]|"")*"|[^.]+', name.strip())
    ]


def _undefined_class(name: str) -> PgError:
    parts = _parts(name)
    if len(parts) > 3:
        return syntax_error(f"improper relation name (too many dotted names): {'.'.join(parts)}")
    return undefined_table(parts[-1] if parts else name, ".".join(parts[:-1]) or None)


def _undefined_type(name: str) -> PgError:
    return undefined_type(".".join(_parts(name)))


def _undefined_namespace(name: str) -> PgError:
    return undefined_schema(".".join(_parts(name)))


def _undefined_collation(name: str) -> PgError:
    return PgError("42704", f'collation "{".".join(_parts(name))}" for encoding "UTF8" does not exist')


def _undefined_object(kind: str) -> Callable[[str], PgError]:
    return lambda name: undefined_object(kind, ".".join(_parts(name)))


TYPES = (
    RegType("regclass", lambda c, o: c.relation_name(o), lambda c, n: c.relation_oid(n), _undefined_class),
    RegType("regtype", lambda c, o: c.type_name(o), lambda c, n: c.type_oid(n), _undefined_type),
    RegType("regproc", lambda c, o: c.proc_name(o), lambda c, n: c.proc_oid(n), undefined_proc),
    RegType("regprocedure", lambda c, o: c.proc_signature(o), lambda c, n: c.proc_signature_oid(n), undefined_proc),
    RegType("regoper", lambda c, o: c.operator_name(o), lambda c, n: c.operator_oid(n), undefined_operator_name),
    RegType(
        "regoperator",
        lambda c, o: c.operator_signature(o),
        lambda c, n: c.operator_signature_oid(n),
        undefined_operator_name,
    ),
    RegType("regnamespace", lambda c, o: c.namespace_name(o), lambda c, n: c.namespace_oid(n), _undefined_namespace),
    RegType("regrole", lambda c, o: c.role_name(o), lambda c, n: c.role_oid(n), _undefined_object("role")),
    RegType(
        "regcollation",
        lambda c, o: c.collation_name(o),
        lambda c, n: c.collation_oid(n),
        _undefined_collation,
    ),
    RegType(
        "regconfig",
        lambda c, o: c.config_name(o),
        lambda c, n: c.config_oid(n),
        _undefined_object("text search configuration"),
    ),
    RegType(
        "regdictionary",
        lambda c, o: c.dictionary_name(o),
        lambda c, n: c.dictionary_oid(n),
        _undefined_object("text search dictionary"),
    ),
)
