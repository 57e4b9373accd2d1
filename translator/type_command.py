"""Utility statements about types: CREATE TYPE, CREATE DOMAIN, ALTER and DROP of both, as values."""

from __future__ import annotations

from dataclasses import dataclass

from translator.catalog.relation import Attribute
from translator.command import Command


@dataclass(frozen=True, slots=True)
class CreateEnum(Command):
    name: str
    namespace: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddLabel(Command):
    """ALTER TYPE ... ADD VALUE; `neighbor` None puts the label at the end."""

    type: int
    label: str
    neighbor: str | None
    after: bool
    if_not_exists: bool


@dataclass(frozen=True, slots=True)
class RenameLabel(Command):
    type: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NewDomainConstraint:
    """`kind` is 'c' or 'n'; an empty name is to be chosen."""

    kind: str
    name: str = ""
    expression: str | None = None
    not_valid: bool = False


@dataclass(frozen=True, slots=True)
class CreateDomain(Command):
    name: str
    namespace: int
    base: int
    typmod: int
    dimensions: int
    default: str | None
    constraints: tuple[NewDomainConstraint, ...]


@dataclass(frozen=True, slots=True)
class AlterDomain(Command):
    """`action` is default, set not null, drop not null, or add, drop, rename or validate constraint."""

    domain: int
    action: str
    default: str | None = None
    constraint: NewDomainConstraint | None = None
    name: str = ""
    new_name: str = ""
    missing_ok: bool = False


@dataclass(frozen=True, slots=True)
class CreateComposite(Command):
    name: str
    namespace: int
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class AttributeAction:
    """`kind` is add, drop, type or rename."""

    kind: str
    name: str = ""
    attribute: Attribute | None = None
    new_name: str = ""
    missing_ok: bool = False


@dataclass(frozen=True, slots=True)
class AlterComposite(Command):
    relation: int
    actions: tuple[AttributeAction, ...]


@dataclass(frozen=True, slots=True)
class CreateRange(Command):
    """An empty `multirange` name is to be chosen."""

    name: str
    namespace: int
    subtype: int
    opclass: int
    collation: int
    difference: int
    multirange: str
    multirange_namespace: int


@dataclass(frozen=True, slots=True)
class DropTypes(Command):
    """`word` is type or domain; `missing` are the notices of IF EXISTS."""

    word: str
    oids: tuple[int, ...]
    cascade: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenameType(Command):
    type: int
    name: str


@dataclass(frozen=True, slots=True)
class SetTypeSchema(Command):
    type: int
    namespace: int


@dataclass(frozen=True, slots=True)
class SetTypeOwner(Command):
    type: int
    owner: str
