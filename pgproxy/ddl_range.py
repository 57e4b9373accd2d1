"""CREATE TYPE ... AS RANGE, carried out: the range type, its multirange type, and the constructors of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgproxy.ddl_default_acl import initial_privileges
from pgproxy.ddl_table import begin
from pgproxy.ddl_type import save_new_type
from pgproxy.portal import Portal
from translator import type_command as t
from translator.catalog.rows import PgCast, PgProc, PgRange
from translator.catalog.type_rows import multirange_type, range_type
from translator.catalog.user_types import TypeDetails
from translator.errors import PgError
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session

INTERNAL_LANGUAGE = 12


def create_range(session: Session, command: t.CreateRange, portal: Portal) -> None:
    image = begin(session, "CREATE TYPE")
    next_oid = session.database.next_oid
    multirange_array, range_array, multirange, oid = next_oid(), next_oid(), next_oid(), next_oid()
    name = command.multirange or multirange_name(command.name)
    if not command.multirange and image.type_taken(command.namespace, name):
        raise PgError(
            "42710",
            f'type "{name}" already exists',
            detail=f'Failed while creating a multirange type for type "{command.name}".',
            hint='You can manually specify a multirange type name using the "multirange_type_name" attribute.',
        )
    align = "d" if image.type(command.subtype).typalign == "d" else "i"
    facts = PgRange(
        rngtypid=oid,
        rngsubtype=command.subtype,
        rngmultitypid=multirange,
        rngcollation=command.collation,
        rngsubopc=command.opclass,
        rngsubdiff=command.difference,
    )
    made = range_type(oid, command.name, command.namespace, range_array, align)
    several = multirange_type(multirange, name, command.multirange_namespace, multirange_array, align)
    shown = image.format_type(command.subtype)
    bounds = (command.subtype, command.subtype)
    constructors = (
        _constructor(session, made.typname, command.namespace, oid, bounds, f"{shown},{shown}"),
        _constructor(session, made.typname, command.namespace, oid, (*bounds, oids.TEXT), f"{shown},{shown},text"),
    )
    image = save_new_type(session, image, made, TypeDetails(range=facts, constructors=constructors))
    arguments = (((), ""), ((oid,), command.name), ((range_array,), f"{command.name}[]"))
    several_constructors = tuple(
        _constructor(session, name, command.multirange_namespace, multirange, types, text, element=oid)
        for types, text in arguments
    )
    converts = next(proc.oid for proc in several_constructors if proc.proargtypes == (oid,))
    cast = PgCast(session.database.next_oid(), oid, multirange, converts, castcontext="e")
    save_new_type(session, image, several, TypeDetails(range=facts, constructors=several_constructors, cast=cast))


def multirange_name(name: str) -> str:
    """The name that PostgreSQL makes of a range type's."""
    if "range" in name:
        return name.replace("range", "multirange", 1)[:63]
    return f"{name[: 63 - len('_multirange')]}_multirange"


def _constructor(
    session: Session, name: str, namespace: int, result: int, types: tuple[int, ...], shown: str, element: int = 0
) -> PgProc:
    """pg_proc's row; with `element` that of a multirange type's constructor."""
    variadic = bool(element) and types not in ((), (element,))
    return PgProc(
        oid=session.database.next_oid(),
        proname=name,
        pronamespace=namespace,
        prolang=INTERNAL_LANGUAGE,
        proisstrict=bool(element),
        provariadic=element if variadic else 0,
        pronargs=len(types),
        prorettype=result,
        proargtypes=types,
        proallargtypes=types if variadic else None,
        proargmodes=("v",) if variadic else None,
        proacl=initial_privileges(session, session.base_image, "f", namespace),
        prosrc=f"multirange_constructor{_kind(types, element)}" if element else f"range_constructor{len(types)}",
        signature=f"{name}({shown})",
    )


def _kind(types: tuple[int, ...], element: int) -> int:
    return 0 if not types else 1 if types == (element,) else 2
