"""Utility statements about types: CREATE TYPE, CREATE DOMAIN, ALTER and DROP of both, as values."""

from __future__ import annotations

from msgspec import Struct

from translator.catalog.relation import Attribute
from translator.command import AlterTable, Command, Rename


class CreateShell(Command, frozen=True):
    """CREATE TYPE without a word on what it is."""

    name: str
    namespace: int


class CreateEnum(Command, frozen=True):
    name: str
    namespace: int
    labels: tuple[str, ...]


class AddLabel(Command, frozen=True):
    """ALTER TYPE ... ADD VALUE; `neighbor` None puts the label at the end."""

    type: int
    label: str
    neighbor: str | None
    after: bool
    if_not_exists: bool


class RenameLabel(Command, frozen=True):
    type: int
    old: str
    new: str


class NewDomainConstraint(Struct, frozen=True):
    """`kind` is 'c' or 'n'; an empty name is to be chosen."""

    kind: str
    name: str = ""
    expression: str | None = None
    not_valid: bool = False


class CreateDomain(Command, frozen=True):
    name: str
    namespace: int
    base: int
    typmod: int
    dimensions: int
    default: str | None
    constraints: tuple[NewDomainConstraint, ...]
    collation: int = 0
    """0 for that of the base type."""


class AlterDomain(Command, frozen=True):
    """`action` is default, set not null, drop not null, or add, drop, rename or validate constraint."""

    domain: int
    action: str
    default: str | None = None
    constraint: NewDomainConstraint | None = None
    name: str = ""
    new_name: str = ""
    missing_ok: bool = False


class CreateComposite(Command, frozen=True):
    name: str
    namespace: int
    attributes: tuple[Attribute, ...]


class AttributeAction(Struct, frozen=True):
    """`kind` is add, drop, type or rename."""

    kind: str
    name: str = ""
    attribute: Attribute | None = None
    new_name: str = ""
    missing_ok: bool = False
    forbidden: bool = False
    """Whether tables of the type would have to follow that cannot without CASCADE."""


class AlterComposite(Command, frozen=True):
    """tables: what CASCADE does to the tables of the type."""

    relation: int
    actions: tuple[AttributeAction, ...]
    tables: tuple[AlterTable | Rename, ...] = ()


class CreateRange(Command, frozen=True):
    """An empty `multirange` name is to be chosen."""

    name: str
    namespace: int
    subtype: int
    opclass: int
    collation: int
    difference: int
    multirange: str
    multirange_namespace: int


class DropTypes(Command, frozen=True):
    """`word` is type or domain; `missing` are the notices of IF EXISTS."""

    word: str
    oids: tuple[int, ...]
    cascade: bool
    missing: tuple[str, ...]


class RenameType(Command, frozen=True):
    type: int
    name: str


class SetTypeSchema(Command, frozen=True):
    type: int
    namespace: int


class SetTypeOwner(Command, frozen=True):
    type: int
    owner: str
