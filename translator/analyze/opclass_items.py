"""The operators and functions of operator classes and families, as they are written and checked."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from translator.analyze.ddl_operator import exact_operator, existing_operator
from translator.analyze.method_objects import existing_family
from translator.analyze.privilege import require_execute
from translator.analyze.routine import routine_of
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.fixed_oids import BTREE, HASH
from translator.catalog.method_facts import UNLIMITED, MethodFacts
from translator.catalog.rows import PgAm, PgAmop, PgAmproc, PgOperator, PgProc
from translator.errors import PgError, without_location
from translator.errors.objects import invalid_object_definition
from translator.errors.statements import syntax_error
from translator.parser import Node, strings
from translator.types import oids

_OPERATOR, _FUNCTION = 1, 2


class Place(Struct, frozen=True):
    """Where a class's members belong: the method, the family, the class (0 for none) and its type."""

    method: PgAm
    facts: MethodFacts
    family: int
    opclass: int = 0
    type: int = 0


class Members(Struct, frozen=True):
    """What a class or family has, each with an oid below zero; storage: the type of STORAGE, 0 for none."""

    operators: tuple[PgAmop, ...] = ()
    functions: tuple[PgAmproc, ...] = ()
    storage: int = 0


def members(analysis: Analysis, items: Sequence[Node], place: Place, fresh: int) -> Members:
    """fresh: the first oid below zero that may be given.  Raises PgError 42P17, 42601, 42883."""
    found = Members()
    for item in items:
        oid = fresh - len(found.operators) - len(found.functions)
        if item.itemtype == _OPERATOR:
            row = _operator(analysis, item, place, oid)
            if any(_key(known) == _key(row) for known in found.operators):
                raise _repeated(analysis, "operator", row.amopstrategy, row.amoplefttype, row.amoprighttype)
            found = replace(found, operators=(*found.operators, row))
        elif item.itemtype == _FUNCTION:
            proc = _function(analysis, item, place, oid)
            if any(_key(known) == _key(proc) for known in found.functions):
                raise _repeated(analysis, "function", proc.amprocnum, proc.amproclefttype, proc.amprocrighttype)
            found = replace(found, functions=(*found.functions, proc))
        else:
            found = replace(found, storage=_storage(analysis, item, place, found))
    return found


def _key(row: PgAmop | PgAmproc) -> tuple[int, int, int]:
    if isinstance(row, PgAmop):
        return row.amopstrategy, row.amoplefttype, row.amoprighttype
    return row.amprocnum, row.amproclefttype, row.amprocrighttype


def _repeated(analysis: Analysis, word: str, number: int, left: int, right: int) -> PgError:
    names = ",".join(map(analysis.catalog.format_type, (left, right)))
    return invalid_object_definition(f"{word} number {number} for ({names}) appears more than once")


def require_number(word: str, number: int, most: int) -> None:
    """Raises PgError 42P17."""
    if not 0 < number <= (most or UNLIMITED):
        raise invalid_object_definition(f"invalid {word} number {number}, must be between 1 and {most or UNLIMITED}")


def _operator(analysis: Analysis, item: Node, place: Place, oid: int) -> PgAmop:
    require_number("operator", item.number, place.facts.strategies)
    if item.name.objargs:
        operator = existing_operator(analysis, item.name)
    elif place.type:
        operator = exact_operator(analysis, strings(item.name.objname), place.type, place.type)
    else:
        raise syntax_error("operator argument types must be specified in ALTER OPERATOR FAMILY")
    sorts_by = existing_family(analysis, "btree", strings(item.order_family)).oid if item.order_family else 0
    _require_index_operator(operator, place, orders=bool(sorts_by))
    left, right = operator.oprleft, operator.oprright
    own = place.facts.hard and left == right
    return PgAmop(
        oid, place.family, left, right, item.number, "o" if sorts_by else "s", operator.oid, place.method.oid, sorts_by,
        ofclass=place.opclass if own and place.opclass else 0,
    )  # fmt: skip


def _require_index_operator(operator: PgOperator, place: Place, *, orders: bool) -> None:
    if not operator.oprleft:
        raise invalid_object_definition("index operators must be binary")
    if orders and not place.facts.orders:
        raise invalid_object_definition(f'access method "{place.method.amname}" does not support ordering operators')
    if not orders and operator.oprresult != oids.BOOL:
        raise invalid_object_definition("index search operators must return boolean")


def _function(analysis: Analysis, item: Node, place: Place, oid: int) -> PgAmproc:
    require_number("function", item.number, place.facts.support)
    proc = routine_of(analysis, item.name, "OBJECT_FUNCTION")
    require_execute(analysis, proc)
    left, right = written_types(analysis, item) if item.class_args else (0, 0)
    _CHECKS.get(place.method.oid, _no_check)(proc, item.number)
    if not left and place.method.oid == BTREE and item.number == 1:
        left, right = proc.proargtypes
    left, right = left or place.type, right or place.type
    if not left:
        raise invalid_object_definition("associated data types must be specified for index support function")
    own = item.number in place.facts.required and left == right
    return PgAmproc(
        oid, place.family, left, right, item.number, proc.oid, ofclass=place.opclass if own and place.opclass else 0
    )


def written_types(analysis: Analysis, item: Node) -> tuple[int, int]:
    """The one or two types in the parentheses of a member.  Raises PgError 42601."""
    with without_location():
        types = [resolve_type(analysis, written)[0] for written in item.class_args]
    if len(types) > 2:  # a left one and a right one
        raise syntax_error("one or two argument types must be specified")
    return types[0], types[-1]


def _no_check(_proc: PgProc, _number: int) -> None:
    """The method finds out by itself what its functions can do."""


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise invalid_object_definition(words)


def _check_btree(proc: PgProc, number: int) -> None:
    takes, gives = proc.proargtypes, proc.prorettype
    if number == 1:
        _require(len(takes) == 2, "ordering comparison functions must have two arguments")
        _require(gives == oids.INT4, "ordering comparison functions must return integer")
    elif number == 2:  # as the chapter counts them
        _require(
            takes == (oids.INTERNAL,), 'ordering sort support functions must accept type "internal"'
        )  # fmt: skip
        _require(gives == oids.VOID, "ordering sort support functions must return void")
    elif number == 3:
        _require(len(takes) == 5, "ordering in_range functions must have five arguments")
        _require(gives == oids.BOOL, "ordering in_range functions must return boolean")
    elif number == 4:
        _require(len(takes) == 1, "ordering equal image functions must have one argument")
        _require(gives == oids.BOOL, "ordering equal image functions must return boolean")


def _check_hash(proc: PgProc, number: int) -> None:
    if number in (1, 2):
        wanted, gives = ("one argument", oids.INT4) if number == 1 else ("two arguments", oids.INT8)
        _require(len(proc.proargtypes) == number, f"hash function {number} must have {wanted}")
        name = "integer" if number == 1 else "bigint"
        _require(proc.prorettype == gives, f"hash function {number} must return {name}")


_CHECKS = {BTREE: _check_btree, HASH: _check_hash}


def _storage(analysis: Analysis, item: Node, place: Place, found: Members) -> int:
    if not place.opclass:
        raise syntax_error("STORAGE cannot be specified in ALTER OPERATOR FAMILY")
    if found.storage:
        raise invalid_object_definition("storage type specified more than once")
    with without_location():
        return resolve_type(analysis, item.storedtype)[0]
