"""The options of publications: WITH and SET.  Manual: CREATE PUBLICATION."""

from __future__ import annotations

import re

from msgspec.structs import replace

from translator.analyze.def_elem import def_boolean, def_string
from translator.catalog.publication import ACTIONS, Publication
from translator.errors import PgError
from translator.errors.statements import syntax_error
from translator.parser import Node

VIA_ROOT = "publish_via_partition_root"
_OPTIONS = ("publish", VIA_ROOT, "publish_generated_columns")
_WORD = re.compile(r'\s*("(?:[^"]|"")+"|[^\s",]+)\s*(,|$)')


def with_options(known: Publication, node: Node) -> Publication:
    """A publication with what a statement says of it.  Raises PgError 42601."""
    seen: set[str] = set()
    for item in node.options:
        _ = item.defnamespace, item.defaction
        if item.defname not in _OPTIONS:
            raise syntax_error(f'unrecognized publication parameter: "{item.defname}"')
        if item.defname in seen:
            raise syntax_error("conflicting or redundant options", at=item.location)
        seen.add(item.defname)
        if item.defname == "publish":
            known = replace(known, actions=_actions(item.arg))
        elif item.defname == VIA_ROOT:
            known = replace(known, via_root=item.arg is None or def_boolean(VIA_ROOT, item.arg))
        else:
            known = replace(known, generated=_generated(item.arg))
    return known


def _actions(value: Node | None) -> tuple[str, ...]:
    if value is None:
        raise syntax_error("publish requires a parameter")
    words = _words(def_string(value))
    for word in words:
        if word not in ACTIONS:
            raise syntax_error(f'unrecognized value for publication option "publish": "{word}"')
    return tuple(action for action in ACTIONS if action in words)


def _words(text: str) -> list[str]:
    """A list of identifiers."""
    words, place = [], 0
    while text.strip():
        found = _WORD.match(text, place)
        if found is None:
            raise syntax_error('invalid list syntax in parameter "publish"')
        word = found[1]
        words.append(word[1:-1].replace('""', '"') if word.startswith('"') else word.lower())
        place = found.end()
        if not found[2]:
            break
    return words


def _generated(value: Node | None) -> str:
    word = "" if value is None else def_string(value)
    if word.lower() not in ("none", "stored"):
        raise PgError(
            "42601",
            f'invalid value for publication parameter "publish_generated_columns": "{word}"',
            detail='Valid values are "none" and "stored".',
        )
    return word[0].lower()
