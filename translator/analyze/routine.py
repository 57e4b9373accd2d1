"""Functions, procedures and aggregates named by utility statements, with or without their argument types."""

from __future__ import annotations

from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.rows import PgProc
from translator.errors import PgError, without_location
from translator.parser import Node, strings

ROUTINES = {
    "OBJECT_FUNCTION": ("function", "fwa"), "OBJECT_AGGREGATE": ("aggregate", "a"),
    "OBJECT_PROCEDURE": ("procedure", "p"), "OBJECT_ROUTINE": ("routine", "fwap"),
}  # fmt: skip
"""What messages call routines, and the values of prokind that are meant."""


def routine_of(analysis: Analysis, node: Node, kind: str) -> PgProc:
    """The routine of a name and argument types.  Raises PgError 42883, 42725, 42809."""
    word, kinds = ROUTINES[kind]
    called = "function" if word == "routine" else word
    names = strings(node.objname)
    known = analysis.catalog.procs_named(names[-1], names[-2] if len(names) > 1 else None)
    shown = ".".join(names)
    if node.args_unspecified:
        known = [proc for proc in known if proc.prokind in kinds]
        if len(known) > 1:
            hint = f"Specify the argument list to select the {word} unambiguously."
            raise PgError("42725", f'{word} name "{shown}" is not unique', hint=hint)
        if not known:
            raise PgError("42883", f'could not find {_article(called)} {called} named "{shown}"')
        return known[0]
    types = _types(analysis, node)
    signature = (
        f"{shown}({', '.join(map(analysis.catalog.format_type, types)) or ('*' if word == 'aggregate' else '')})"
    )
    found = next((proc for proc in known if list(proc.proargtypes) == types), None)
    if found is None:
        raise PgError("42883", f"{called} {signature} does not exist")
    if found.prokind not in kinds:
        signature = f"{shown}({', '.join(map(analysis.catalog.format_type, types))})"
        raise PgError("42809", f"{'function ' * (word == 'aggregate')}{signature} is not {_article(word)} {word}")
    return found


def _types(analysis: Analysis, node: Node) -> list[int]:
    for parameter in node.objfuncargs:
        parameter.accept()
    with without_location():
        return [resolve_type(analysis, argument)[0] for argument in node.objargs]


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
