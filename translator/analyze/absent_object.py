"""Statements about objects of kinds that cannot be made here: what else is wrong with them, or that there are none.

Manual: "SQL Commands", from ALTER EVENT TRIGGER to SECURITY LABEL.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from translator import command as c
from translator.analyze.built_in_object import (
    BUILT_IN,
    built_in_object,
    kind_words,
    named_object,
    of_relation,
)
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.ddl_type import find_type
from translator.analyze.existing_relation import missing_relation
from translator.analyze.extension import require_extension
from translator.analyze.func import argument_names, resolve_call
from translator.analyze.funccall import written_arguments
from translator.analyze.function_name import existing_function
from translator.analyze.privilege import require_superuser
from translator.analyze.routine import ROUTINES, routine_of
from translator.analyze.rule import require_rows
from translator.analyze.state import Analysis, ParseState
from translator.errors import PgError
from translator.errors.objects import invalid_object_definition, undefined_object, wrong_object_type
from translator.errors.statements import feature_not_supported, syntax_error
from translator.parser import Node, strings
from translator.types import oids


def refuse_change(analysis: Analysis, node: Node, kind: str, statement: str) -> NoReturn:
    """ALTER or COMMENT ON an object of a kind of `BUILT_IN`.  statement: with {} for what it calls the kind.

    Raises PgError 42704, 42883, 42P01 where there is none, else 0A000.
    """
    if kind in ("OBJECT_TRIGGER", "OBJECT_RULE") and node.tag != "CommentStmt":
        require_rows(relation_of(analysis, node.relation), f"{kind_words(kind).lower()}s")
        written = node.relation
        of_relation(analysis, [*filter(None, (written.schemaname, written.relname))], _trigger_name(node), kind)
    elif node.object is None:
        named_object(analysis, node.subname, kind)
    else:
        built_in_object(analysis, node.object, kind)
    raise feature_not_supported(statement.format(kind_words(kind)))


def _trigger_name(node: Node) -> str:
    return str(node.subname) if node.tag == "RenameStmt" else strings(node.object.items)[-1]


def changes(field: str, statement: str) -> dict[str, Callable[[Analysis, Node], Result]]:
    """What a statement for many kinds does to those of `BUILT_IN`.  field: tells the kind."""

    def change(analysis: Analysis, node: Node) -> Result:
        refuse_change(analysis, node, getattr(node, field), statement)

    return dict.fromkeys(BUILT_IN, change)


def _missing(word: str, field: str) -> Callable[[Analysis, Node], Result]:
    """A statement that needs an object of a kind that none are of.  field: its name."""

    def refuse(analysis: Analysis, node: Node) -> Result:
        raise undefined_object(word, getattr(node, field))

    return refuse


def _drop_missing(word: str, field: str, tag: str) -> Callable[[Analysis, Node], Result]:
    """A DROP of its own that may have IF EXISTS."""

    def drop(analysis: Analysis, node: Node) -> Result:
        missing = undefined_object(word, getattr(node, field))
        if not node.missing_ok:
            raise missing
        node.accept()
        return c.Skipped((("00000", f"{missing.message}, skipping"),)), tag, None

    return drop


def _call(analysis: Analysis, node: Node) -> Result:
    """No function is a procedure."""
    call = node.funccall
    names = strings(call.funcname)
    arguments = written_arguments(ParseState(analysis, clause="CALL"), call)
    try:
        resolve_call(analysis, names, arguments, call.location, variadic=call.func_variadic)
    except PgError as error:
        error.message = error.message.replace("function ", "procedure ", 1)
        if error.hint is not None:
            error.hint = error.hint.replace("No function", "No procedure").replace("function.", "procedure.")
        raise
    signature = f"{'.'.join(names)}({', '.join(argument_names(analysis, arguments))})"
    hint = "To call a function, use SELECT."
    raise PgError("42809", f"{signature} is not a procedure", hint=hint, location=call.location)


def _label(analysis: Analysis, node: Node) -> Result:
    """SECURITY LABEL: there are no providers."""
    if node.provider:
        raise PgError("22023", f'security label provider "{node.provider}" is not loaded')
    raise PgError("22023", "no security label providers have been loaded")


def _load(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 58P01; 42501 for what only superusers may name."""
    if not re.fullmatch(r"\$libdir/plugins/[^/]+", node.filename):
        require_superuser(analysis, f'access to library "{node.filename}" is not allowed')
    raise PgError("58P01", f'could not access file "{node.filename}": No such file or directory')


def _alter_function(analysis: Analysis, node: Node) -> Result:
    proc = routine_of(analysis, node.func, node.objtype)
    if proc.prokind == "a":
        raise wrong_object_type(f'"{".".join(strings(node.func.objname))}" is an aggregate function')
    raise feature_not_supported(f"ALTER {kind_words(node.objtype)}")


def _depends(analysis: Analysis, node: Node) -> Result:
    kind = node.object_type
    if kind in ROUTINES:
        routine_of(analysis, node.object, kind)
    elif kind == "OBJECT_TRIGGER":
        refuse_change(analysis, node, kind, "ALTER {} ... DEPENDS ON EXTENSION")
    else:
        written = node.relation
        _ = written.inh, written.relpersistence
        if not analysis.catalog.find_oid(written.relname, written.schemaname or None):
            raise missing_relation(analysis.catalog, written.schemaname, written.relname)
    require_extension(node.extname.sval)
    if node.remove:  # which nothing does
        return c.Skipped(()), f"ALTER {kind_words(kind)}", None
    raise feature_not_supported(f"ALTER {kind_words(kind)} ... DEPENDS ON EXTENSION")


def _alter_type(analysis: Analysis, node: Node) -> Result:
    """ALTER TYPE ... SET (...), of base types."""
    find_type(analysis, strings(node.type_name))
    for option in node.options:
        if option.defname not in _TYPE_OPTIONS:
            raise syntax_error(f'type attribute "{option.defname}" not recognized')
    raise feature_not_supported("ALTER TYPE ... SET")


_TYPE_OPTIONS = frozenset(
    {"analyze", "receive", "send", "storage", "subscript", "typmod_in", "typmod_out"}
)  # fmt: skip


def _alter_text_search(kind: str, field: str) -> Callable[[Analysis, Node], Result]:
    """field: the parts of the object's name."""

    def refuse(analysis: Analysis, node: Node) -> Result:
        named_object(analysis, ".".join(strings(getattr(node, field))), kind)
        raise feature_not_supported(f"ALTER {kind_words(kind)}")

    return refuse


def _create_trigger(analysis: Analysis, node: Node) -> Result:
    require_rows(relation_of(analysis, node.relation), "triggers")
    proc = existing_function(analysis, strings(node.funcname), ())
    if proc.prorettype != oids.TRIGGER:
        raise invalid_object_definition(f"function {'.'.join(strings(node.funcname))} must return type trigger")
    raise feature_not_supported("CREATE TRIGGER")


def _create_rule(analysis: Analysis, node: Node) -> Result:
    require_rows(relation_of(analysis, node.relation), "rules")
    raise feature_not_supported("CREATE RULE")


def _create_function(analysis: Analysis, node: Node) -> Result:
    raise feature_not_supported("CREATE PROCEDURE" if node.is_procedure else "CREATE FUNCTION")


def _define(analysis: Analysis, node: Node) -> Result:
    raise feature_not_supported(f"CREATE {kind_words(node.kind)}")


ABSENT: dict[str, Callable[[Analysis, Node], Result]] = {
    "AlterEventTrigStmt": _missing("event trigger", "trigname"),
    "AlterSubscriptionStmt": _missing("subscription", "subname"),
    "DropSubscriptionStmt": _drop_missing("subscription", "subname", "DROP SUBSCRIPTION"),
    "CallStmt": _call,
    "SecLabelStmt": _label,
    "LoadStmt": _load,
    "AlterTSConfigurationStmt": _alter_text_search("OBJECT_TSCONFIGURATION", "cfgname"),
    "AlterTSDictionaryStmt": _alter_text_search("OBJECT_TSDICTIONARY", "dictname"),
    "AlterFunctionStmt": _alter_function,
    "AlterObjectDependsStmt": _depends,
    "AlterTypeStmt": _alter_type,
    "CreateTrigStmt": _create_trigger,
    "RuleStmt": _create_rule,
    "CreateFunctionStmt": _create_function,
    "DefineStmt": _define,
}
"""By the parse node's tag."""
