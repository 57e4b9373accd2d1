"""Objects of the kinds of which there are only built-in ones, or none: they must stay, and no others exist.

Manual: DROP FUNCTION, ALTER TRIGGER, COMMENT and their kin.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from translator import command as c
from translator.analyze.existing_relation import missing_relation
from translator.analyze.rule import refuse_rule
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings

if TYPE_CHECKING:
    from translator.analyze.ddl_drop import Result

_NAMED = {
    "OBJECT_EVENT_TRIGGER": "event trigger", "OBJECT_COLLATION": "collation",
    "OBJECT_TSCONFIGURATION": "text search configuration", "OBJECT_TSDICTIONARY": "text search dictionary",
    "OBJECT_TSPARSER": "text search parser", "OBJECT_TSTEMPLATE": "text search template",
    "OBJECT_SUBSCRIPTION": "subscription",
}  # fmt: skip
"""What messages call objects that have nothing but a name."""
_WORDS = {
    "OBJECT_MATVIEW": "MATERIALIZED VIEW",
    "OBJECT_OPCLASS": "OPERATOR CLASS", "OBJECT_OPFAMILY": "OPERATOR FAMILY",
}  # fmt: skip
"""What statements call objects, where that is neither in messages so."""
_UNKNOWN = frozenset({"text search configuration", "text search dictionary", "text search parser",
                      "text search template"})  # fmt: skip
"""Kinds whose built-in objects the analyzer does not know."""
_STEMMED = frozenset(
    {
        "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "estonian", "finnish", "french",
        "german", "greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian",
        "portuguese", "romanian", "russian", "serbian", "spanish", "swedish", "tamil", "turkish", "yiddish",
    }
)  # fmt: skip
"""The languages that PostgreSQL has text search configurations for."""


def kind_words(kind: str) -> str:
    """What statements call objects of a kind, as OPERATOR CLASS."""
    return _WORDS.get(kind) or _NAMED.get(kind, kind.removeprefix("OBJECT_").replace("_", " ")).upper()


def built_in_object(analysis: Analysis, item: Node, kind: str) -> str:
    """What messages call the object that is meant.  Raises PgError 42704, 42883, 42P01 where there is none."""
    return BUILT_IN[kind](analysis, item, kind)


def drop_built_in(analysis: Analysis, node: Node) -> Result:
    """Raises what PostgreSQL raises, or skips what does not exist."""
    kind = node.remove_type
    notices = []
    for item in node.objects:
        skipped = _skipped(analysis, item)
        if skipped is None or not node.missing_ok:
            try:
                shown = built_in_object(analysis, item, kind)
            except PgError as error:
                if not node.missing_ok or error.sqlstate not in _MISSING:
                    raise
                skipped = _SKIPPED[kind](analysis, item, kind)
            else:
                raise PgError("2BP01", f"cannot drop {shown} because it is required by the database system")
        item.accept()
        notices.append(("00000", f"{skipped}, skipping"))
    return c.Skipped(tuple(notices)), f"DROP {kind_words(kind)}", None


_MISSING = frozenset({"42704", "42883", "42P01", "3F000"})


def _skipped(analysis: Analysis, item: Node) -> str | None:
    """What alone makes an object missing: its schema, or a type."""
    names = strings(item.objname) if item.tag == "ObjectWithArgs" else []
    if item.tag == "List" and item.items and item.items[0].tag == "String":
        names = [part.sval for part in item.items if part.tag == "String"]
    if len(names) == 2 and item.tag == "ObjectWithArgs" and analysis.catalog.namespace(names[0]) is None:
        return f'schema "{names[0]}" does not exist'
    if len(names) == 3 and analysis.catalog.namespace(names[0]) is None:
        return f'schema "{names[0]}" does not exist'
    types = list(item.objargs) if item.tag == "ObjectWithArgs" else []
    if item.tag == "List":
        types = [part for part in item.items if part.tag == "TypeName"]
    for written in types:
        if written is not None and _type(analysis, written) is None:
            return f'type "{_written(written)}" does not exist'
    return None


def _type(analysis: Analysis, node: Node) -> int | None:
    try:
        return resolve_type(analysis, node)[0]
    except PgError:
        return None


def _written(node: Node) -> str:
    return ".".join(strings(node.names)) + "[]" * len(node.array_bounds)


def _name(item: Node) -> str:
    return ".".join(strings(item.items)) if item.tag == "List" else str(item.sval)


def _named(analysis: Analysis, item: Node, kind: str) -> str:
    return named_object(analysis, _name(item), kind)


def named_object(analysis: Analysis, name: str, kind: str) -> str:
    """What messages call an object of a name.  Raises PgError 42704 where there is none."""
    word = _NAMED[kind]
    if word in _UNKNOWN and analysis.catalog.namespace("pg_catalog") is not None and not _is_new(name):
        raise feature_not_supported(f"a statement about a built-in {word}")
    raise PgError("42704", f'{word} "{name}" does not exist')


def _is_new(name: str) -> bool:
    """Whether a name is none of those that PostgreSQL gives its own objects of such kinds."""
    name = name.removeprefix("pg_catalog.").removesuffix("_stem")
    if name in ("simple", "default", "snowball", "thesaurus", "ispell", "synonym"):
        return False
    return name not in _STEMMED


def _missing_named(analysis: Analysis, item: Node, kind: str) -> str:
    return f'{_NAMED[kind]} "{_name(item)}" does not exist'


def _on_relation(analysis: Analysis, item: Node, kind: str) -> str:
    *path, name = strings(item.items)
    of_relation(analysis, path, name, kind)


def of_relation(analysis: Analysis, path: list[str], name: str, kind: str) -> NoReturn:
    """There are none of them, but for the rules of views.  Raises PgError 42704, 42P01 without the relation, 2BP01."""
    if kind == "OBJECT_RULE":
        refuse_rule(analysis, path, name)
    if analysis.catalog.find_relation(path[-1], path[-2] if len(path) > 1 else None) is None:
        raise missing_relation(analysis.catalog, path[-2] if len(path) > 1 else None, ".".join(path))
    raise PgError("42704", f'{kind.removeprefix("OBJECT_").lower()} "{name}" for table "{path[-1]}" does not exist')


def _missing_on_relation(analysis: Analysis, item: Node, kind: str) -> str:
    *path, name = strings(item.items)
    if analysis.catalog.find_relation(path[-1], path[-2] if len(path) > 1 else None) is None:
        return f'relation "{".".join(path)}" does not exist'
    return f'{kind.removeprefix("OBJECT_").lower()} "{name}" for relation "{".".join(path)}" does not exist'


_Message = Callable[[Analysis, Node, str], str]
_KINDS: tuple[tuple[tuple[str, ...], _Message, _Message], ...] = (
    (tuple(_NAMED), _named, _missing_named),
    (("OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY"), _on_relation, _missing_on_relation),
)
"""Kinds of objects, what messages call one of them, and what is said of one that does not exist."""
BUILT_IN = {kind: shown for kinds, shown, _ in _KINDS for kind in kinds}
_SKIPPED = {kind: message for kinds, _, message in _KINDS for kind in kinds}
