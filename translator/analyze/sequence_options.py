"""The options of a sequence, with PostgreSQL's defaults and checks.  Manual: "CREATE SEQUENCE"."""

from __future__ import annotations

from collections.abc import Sequence as Nodes

from msgspec.structs import replace

from translator.analyze.existing_relation import missing_relation
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.relation import Sequence
from translator.errors import PgError
from translator.errors.objects import undefined_schema
from translator.parser import Node, strings
from translator.settings_view import FixedSettings
from translator.types import oids
from translator.types.integer import Int8

_RANGES = {oids.INT2: 2**15, oids.INT4: 2**31, oids.INT8: 2**63}


def sequence_definition(
    analysis: Analysis, options: Nodes[Node], kind: int | None, before: Sequence | None = None
) -> Sequence:
    """A sequence from its written options; `before` is what ALTER SEQUENCE starts from.

    Raises PgError 22023 for options that contradict each other, 42601 for one given twice.
    """
    given: dict[str, Node | None] = {}
    for option in options:
        if option.defname in given:
            raise PgError("42601", "conflicting or redundant options", location=option.location)
        given[option.defname] = option.arg
        _ = option.defaction
    oid = kind or (before.type if before is not None else oids.INT8)
    if "as" in given and given["as"] is not None:
        oid = resolve_type(analysis, given["as"])[0]
    if oid not in _RANGES:
        raise PgError("22023", "sequence type must be smallint, integer, or bigint")
    increment = _number(given, "increment", before.increment if before else 1)
    if increment == 0:
        raise PgError("22023", "INCREMENT must not be zero")
    largest = _RANGES[oid] - 1
    widest = _RANGES[before.type] - 1 if before is not None else 0
    resets = before is not None and "as" in given
    resets_maximum = resets and before is not None and before.maximum == widest
    resets_minimum = resets and before is not None and before.minimum == -widest - 1
    default_maximum = largest if increment > 0 or resets_maximum else -1
    if before is not None and "maxvalue" not in given and not resets_maximum:
        default_maximum = before.maximum
    default_minimum = -largest - 1 if increment < 0 or resets_minimum else 1
    if before is not None and "minvalue" not in given and not resets_minimum:
        default_minimum = before.minimum
    maximum = _number(given, "maxvalue", default_maximum)
    minimum = _number(given, "minvalue", default_minimum)
    names = analysis.catalog.format_type
    if not -largest - 1 <= maximum <= largest:
        raise PgError("22023", f"MAXVALUE ({maximum}) is out of range for sequence data type {names(oid)}")
    if not -largest - 1 <= minimum <= largest:
        raise PgError("22023", f"MINVALUE ({minimum}) is out of range for sequence data type {names(oid)}")
    if minimum >= maximum:
        raise PgError("22023", f"MINVALUE ({minimum}) must be less than MAXVALUE ({maximum})")
    start = _number(given, "start", before.start if before else minimum if increment > 0 else maximum)
    if start < minimum:
        raise PgError("22023", f"START value ({start}) cannot be less than MINVALUE ({minimum})")
    if start > maximum:
        raise PgError("22023", f"START value ({start}) cannot be greater than MAXVALUE ({maximum})")
    cache = _number(given, "cache", before.cache if before else 1)
    if cache <= 0:
        raise PgError("22023", f"CACHE ({cache}) must be greater than zero")
    cycle_option = given.get("cycle")
    cycle = (
        bool(cycle_option.boolval) if cycle_option is not None else ("cycle" in given or bool(before and before.cycle))
    )
    if cycle_option is None and "cycle" in given:
        cycle = False
    for known in ("sequence_name", "restart", "logged"):
        if known in given and given[known] is not None:
            given[known].accept()  # type: ignore[union-attr]  # not None, as the line above says
    owner = _owner(analysis, given["owned_by"]) if "owned_by" in given else before.owner if before else None
    made = Sequence(oid, start, increment, minimum, maximum, cache, cycle, owner)
    return replace(made, identity=before.identity) if before else made


def refuse_sequence_name(options: Nodes[Node]) -> None:
    """Raise PgError 42601: only the sequence of a new identity column is named by an option."""
    for option in options:
        if option.defname == "sequence_name":
            raise PgError("42601", "invalid sequence option SEQUENCE NAME", location=option.location)


def sequence_name(analysis: Analysis, options: Nodes[Node]) -> str:
    """SEQUENCE NAME of an identity column, empty without it.  Raises PgError 3F000."""
    names = next((strings(option.arg.items) for option in options if option.defname == "sequence_name"), [])
    if len(names) > 1 and analysis.catalog.namespace(names[-2]) is None:
        raise undefined_schema(names[-2])
    return names[-1] if names else ""


def _number(given: dict[str, Node | None], name: str, default: int) -> int:
    node = given.get(name)
    if node is None:
        return default
    return Int8().parse(node.fval, FixedSettings()) if node.tag == "Float" else int(node.ival)


def restart_value(options: Nodes[Node], definition: Sequence) -> int | None:
    """What ALTER SEQUENCE ... RESTART sets; None without it.  Raises PgError 22023 out of range."""
    for option in options:
        if option.defname == "restart":
            value = definition.start if option.arg is None else _number({"restart": option.arg}, "restart", 0)
            if value < definition.minimum:
                raise PgError("22023", f"RESTART value ({value}) cannot be less than MINVALUE ({definition.minimum})")
            if value > definition.maximum:
                raise PgError(
                    "22023", f"RESTART value ({value}) cannot be greater than MAXVALUE ({definition.maximum})"
                )
            return value
    return None


def _owner(analysis: Analysis, node: Node | None) -> tuple[int, int] | None:
    assert node is not None
    names = strings(node.items)
    if names == ["none"]:
        return None
    if len(names) < 2:
        raise PgError("42601", "invalid OWNED BY option", hint="Specify OWNED BY table.column or OWNED BY NONE.")
    relation = analysis.catalog.find_relation(names[-2], names[-3] if len(names) > 2 else None)
    if relation is None:
        raise missing_relation(analysis.catalog, names[-3] if len(names) > 2 else None, ".".join(names[:-1]))
    attribute = relation.column(names[-1])
    if attribute is None:
        raise PgError("42703", f'column "{names[-1]}" of relation "{relation.name}" does not exist')
    return relation.oid, attribute.number
