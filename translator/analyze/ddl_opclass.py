"""CREATE OPERATOR CLASS and OPERATOR FAMILY, and ALTER OPERATOR FAMILY: raw tree to command.

Manual: CREATE OPERATOR CLASS, ALTER OPERATOR FAMILY.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator import own_row_command as o
from translator.analyze.ddl_drop import Result
from translator.analyze.method_objects import existing_family, existing_index_method
from translator.analyze.opclass_items import Members, Place, members, require_number, written_types
from translator.analyze.privilege import require_superuser
from translator.analyze.qualified_name import new_object_place
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.method_facts import METHODS, MethodFacts
from translator.catalog.own_row_text import of_method, operator_signature, proc_signature
from translator.catalog.own_rows import CatalogRow, key_of
from translator.catalog.rows import PgAm, PgAmop, PgAmproc, PgNamespace, PgOpclass, PgOpfamily
from translator.errors import PgError, without_location
from translator.errors.objects import invalid_object_definition
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings

_CLASS, _FAMILY, _FIRST_MEMBER = -1, -2, -3
"""What new objects are called before they have oids."""


def create_family(analysis: Analysis, node: Node) -> Result:
    name, namespace = new_object_place(analysis, strings(node.opfamilyname), "an operator family")
    method = existing_index_method(analysis, node.amname)
    require_superuser(analysis, "must be superuser to create an operator family")
    row = _new_family(analysis, name, namespace, method)
    return o.StoreRows("CREATE OPERATOR FAMILY", (row,)), "CREATE OPERATOR FAMILY", None


def _new_family(analysis: Analysis, name: str, namespace: PgNamespace, method: PgAm) -> PgOpfamily:
    if analysis.catalog.find_opfamily(method.oid, name, namespace.nspname) is not None:
        message = f'operator family "{name}" for access method "{method.amname}" already exists'
        raise PgError("42710", message)
    return PgOpfamily(_FAMILY, name, method.oid, namespace.oid, 0)


def _facts(analysis: Analysis, method: PgAm) -> MethodFacts:
    return METHODS[analysis.catalog.built_in_method(method.oid).amname]


def create_class(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42P17 for members that the method cannot have, 42710, 42501."""
    name, namespace = new_object_place(analysis, strings(node.opclassname), "an operator class")
    method = existing_index_method(analysis, node.amname)
    facts = _facts(analysis, method)
    require_superuser(analysis, "must be superuser to create an operator class")
    with without_location():
        oid = resolve_type(analysis, node.datatype)[0]
    family, made = _family_of(analysis, node, name, namespace, method)
    place = Place(method, facts, family, _CLASS, oid)
    found = members(analysis, node.items, place, _FIRST_MEMBER)
    storage = 0 if found.storage == oid else found.storage
    if storage and not facts.storage:
        message = f'storage type cannot be different from data type for access method "{method.amname}"'
        raise invalid_object_definition(message)
    if analysis.catalog.find_opclass(method.oid, name, namespace.nspname) is not None:
        message = f'operator class "{name}" for access method "{method.amname}" already exists'
        raise PgError("42710", message)
    if node.is_default:
        _require_no_default(analysis, name, oid, method, node.datatype)
    row = PgOpclass(_CLASS, method.oid, name, namespace.oid, 0, family, oid, node.is_default, storage)
    rows: tuple[CatalogRow, ...] = (*made, row, *found.operators, *found.functions)
    return o.StoreRows("CREATE OPERATOR CLASS", rows), "CREATE OPERATOR CLASS", None


def _family_of(
    analysis: Analysis, node: Node, name: str, namespace: PgNamespace, method: PgAm
) -> tuple[int, tuple[PgOpfamily, ...]]:
    """The family that a class belongs to, and its row where it is made for the class."""
    if node.opfamilyname:
        return _own_family(analysis, existing_family(analysis, method.amname, strings(node.opfamilyname))), ()
    known = analysis.catalog.find_opfamily(method.oid, name, namespace.nspname)
    if known is not None:
        return known.oid, ()
    return _FAMILY, (_new_family(analysis, name, namespace, method),)


def _own_family(analysis: Analysis, family: PgOpfamily) -> int:
    if analysis.catalog.own_rows.find(PgOpfamily, family.oid) is None:
        raise feature_not_supported("changing one of the system's operator families")
    return family.oid


def _require_no_default(analysis: Analysis, name: str, oid: int, method: PgAm, written: Node) -> None:
    for known in analysis.catalog.opclasses(method.oid):
        if known.opcdefault and known.opcintype == oid:
            shown = ".".join(strings(written.names)).removeprefix("pg_catalog.")
            message = f'could not make operator class "{name}" be default for type {shown}'
            raise PgError("42710", message, detail=f'Operator class "{known.opcname}" already is the default.')
    own = method.oid not in analysis.catalog.system.access_methods
    if not own and analysis.catalog.default_opclass(oid, method.oid) is None:
        raise feature_not_supported(f"a default operator class for type {analysis.catalog.format_type(oid)}")


def alter_family(analysis: Analysis, node: Node) -> Result:
    """ADD and DROP.  Raises PgError 42710, 42704, 2BP01, 42601."""
    method = existing_index_method(analysis, node.amname)
    family = existing_family(analysis, node.amname, strings(node.opfamilyname))
    require_superuser(analysis, "must be superuser to alter an operator family")
    _own_family(analysis, family)
    place = Place(method, _facts(analysis, method), family.oid)
    if node.is_drop:
        gone = tuple(_dropped(analysis, item, family, place) for item in node.items)
        keys = tuple(key_of(row) for row in gone)
        return o.StoreRows("ALTER OPERATOR FAMILY", (), gone=keys), "ALTER OPERATOR FAMILY", None
    found = _owned(analysis, members(analysis, node.items, place, _FIRST_MEMBER), place)
    rows: tuple[PgAmop | PgAmproc, ...] = (*found.operators, *found.functions)
    for row in rows:
        known = _member(analysis, family, *_place_of(row))
        if known is not None:
            raise PgError("42710", f'{_shown(analysis, row)} already exists in operator family "{family.opfname}"')
    return o.StoreRows("ALTER OPERATOR FAMILY", rows), "ALTER OPERATOR FAMILY", None


def _owned(analysis: Analysis, found: Members, place: Place) -> Members:
    """What is of the type of a class of the family belongs to that class."""
    classes = {
        row.opcintype: row.oid for row in analysis.catalog.own_rows.of(PgOpclass) if row.opcfamily == place.family
    }
    operators = [
        replace(row, ofclass=classes.get(row.amoplefttype, 0))
        if place.facts.hard and row.amoplefttype == row.amoprighttype
        else row
        for row in found.operators
    ]
    functions = [
        replace(row, ofclass=classes.get(row.amproclefttype, 0))
        if row.amprocnum in place.facts.required and row.amproclefttype == row.amprocrighttype
        else row
        for row in found.functions
    ]
    return Members(tuple(operators), tuple(functions))


def _place_of(row: PgAmop | PgAmproc) -> tuple[str, int, int, int]:
    if isinstance(row, PgAmop):
        return "operator", row.amopstrategy, row.amoplefttype, row.amoprighttype
    return "function", row.amprocnum, row.amproclefttype, row.amprocrighttype


def _shown(analysis: Analysis, row: PgAmop | PgAmproc) -> str:
    word, number, left, right = _place_of(row)
    return f"{word} {number}({','.join(map(analysis.catalog.format_type, (left, right)))})"


def _member(
    analysis: Analysis, family: PgOpfamily, word: str, number: int, left: int, right: int
) -> PgAmop | PgAmproc | None:
    rows: Sequence[PgAmop | PgAmproc] = (
        [row for row in analysis.catalog.own_rows.of(PgAmop) if row.amopfamily == family.oid]
        if word == "operator"
        else [row for row in analysis.catalog.own_rows.of(PgAmproc) if row.amprocfamily == family.oid]
    )
    return next((row for row in rows if _place_of(row) == (word, number, left, right)), None)


def _dropped(analysis: Analysis, item: Node, family: PgOpfamily, place: Place) -> PgAmop | PgAmproc:
    word = "operator" if item.itemtype == 1 else "function"
    require_number(word, item.number, place.facts.strategies if word == "operator" else place.facts.support)
    left, right = written_types(analysis, item)
    found = _member(analysis, family, word, item.number, left, right)
    if found is None:
        shown = f"{word} {item.number}({','.join(map(analysis.catalog.format_type, (left, right)))})"
        raise PgError("42704", f'{shown} does not exist in operator family "{family.opfname}"')
    if found.ofclass:
        owner = analysis.catalog.opclass(found.ofclass)
        assert owner is not None
        named = of_method(analysis.catalog, owner)
        ends = ", ".join(map(analysis.catalog.format_type, (left, right)))
        what = f"{word} {item.number} ({ends}) of {of_method(analysis.catalog, family)}: {_named(analysis, found)}"
        message = f"cannot drop {what} because {named} requires it"
        raise PgError("2BP01", message, hint=f"You can drop {named} instead.")
    return found


def _named(analysis: Analysis, row: PgAmop | PgAmproc) -> str:
    catalog = analysis.catalog
    if isinstance(row, PgAmop):
        return operator_signature(catalog, catalog.operator(row.amopopr))
    return proc_signature(catalog, catalog.proc(row.amproc))
