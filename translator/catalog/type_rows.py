"""pg_type's rows of the types that users create: each kind with the input and output functions PostgreSQL gives it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from msgspec.structs import replace

from translator.catalog.bootstrap import system_catalog
from translator.catalog.image import CatalogImage
from translator.catalog.rows import PgType

MAX_NAME = 63


def _proc(name: str) -> int:
    return system_catalog().procs_by_name[name][0].oid


def shell_type(oid: int, name: str, namespace: int) -> PgType:
    return PgType(
        oid=oid, typname=name, typnamespace=namespace, typlen=4, typbyval=True, typtype="p", typcategory="P",
        typisdefined=False, typinput=_proc("shell_in"), typoutput=_proc("shell_out"), typalign="i", typstorage="p",
    )  # fmt: skip


def enum_type(oid: int, name: str, namespace: int, array: int) -> PgType:
    return PgType(
        oid=oid, typname=name, typnamespace=namespace, typlen=4, typbyval=True, typtype="e", typcategory="E",
        typarray=array, typinput=_proc("enum_in"), typoutput=_proc("enum_out"), typreceive=_proc("enum_recv"),
        typsend=_proc("enum_send"), typalign="i", typstorage="p",
    )  # fmt: skip


def composite_type(oid: int, name: str, namespace: int, array: int, relation: int) -> PgType:
    """The type of a table's rows, or one made by CREATE TYPE AS."""
    return PgType(
        oid=oid, typname=name, typnamespace=namespace, typtype="c", typcategory="C", typrelid=relation,
        typarray=array, typinput=_proc("record_in"), typoutput=_proc("record_out"), typreceive=_proc("record_recv"),
        typsend=_proc("record_send"), typalign="d", typstorage="x",
    )  # fmt: skip


def domain_type(oid: int, name: str, namespace: int, array: int, base: PgType) -> PgType:
    """A domain over `base`; its typmod, default and NOT NULL are the caller's to set."""
    return replace(base,
        oid=oid, typname=name, typnamespace=namespace, typowner=10, typtype="d", typispreferred=False,
        typrelid=0, typsubscript=0, typelem=0, typarray=array, typinput=_proc("domain_in"),
        typreceive=_proc("domain_recv"), typmodin=0, typmodout=0, typnotnull=False, typbasetype=base.oid,
        typtypmod=-1, typndims=0, typdefault=None, typacl=None,
    )  # fmt: skip


def range_type(oid: int, name: str, namespace: int, array: int, align: str) -> PgType:
    return PgType(
        oid=oid, typname=name, typnamespace=namespace, typtype="r", typcategory="R", typarray=array,
        typinput=_proc("range_in"), typoutput=_proc("range_out"), typreceive=_proc("range_recv"),
        typsend=_proc("range_send"), typanalyze=_proc("range_typanalyze"), typalign=align, typstorage="x",
    )  # fmt: skip


def multirange_type(oid: int, name: str, namespace: int, array: int, align: str) -> PgType:
    return PgType(
        oid=oid, typname=name, typnamespace=namespace, typtype="m", typcategory="R", typarray=array,
        typinput=_proc("multirange_in"), typoutput=_proc("multirange_out"), typreceive=_proc("multirange_recv"),
        typsend=_proc("multirange_send"), typanalyze=_proc("multirange_typanalyze"), typalign=align, typstorage="x",
    )  # fmt: skip


def array_type(image: CatalogImage, element: PgType) -> PgType:
    """The array over a new type, under the oid that the type names as its array's."""
    name = array_name(element.typname, lambda chosen: image.type_taken(element.typnamespace, chosen, element.typarray))
    return PgType(
        oid=element.typarray, typname=name, typnamespace=element.typnamespace, typcategory="A", typelem=element.oid,
        typdelim=element.typdelim, typsubscript=_proc("array_subscript_handler"), typinput=_proc("array_in"),
        typoutput=_proc("array_out"), typreceive=_proc("array_recv"), typsend=_proc("array_send"),
        typmodin=element.typmodin, typmodout=element.typmodout, typanalyze=_proc("array_typanalyze"),
        typalign="d" if element.typalign == "d" else "i", typstorage="x", typcollation=element.typcollation,
    )  # fmt: skip


def array_name(name: str, taken: Callable[[str], bool]) -> str:
    """The element's name behind an underscore, with a number where that is taken."""
    plain = _cut("_" + name, MAX_NAME)
    if not taken(plain):
        return plain
    for number in itertools.count(1):
        suffix = f"_{number}"
        if not taken(chosen := _cut("_" + name, MAX_NAME - len(suffix)) + suffix):
            break
    return chosen


def _cut(name: str, size: int) -> str:
    """The first bytes of a name, never half a character."""
    return name.encode()[:size].decode("utf-8", "ignore")
