"""CREATE OPERATOR and what else happens to operators: raw tree to command.  Manual: CREATE OPERATOR.

An operator that only a COMMUTATOR or NEGATOR has named so far is a shell: a row without a function.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from translator import command as c
from translator import own_row_command as o
from translator.analyze.ddl_drop import Result
from translator.analyze.def_elem import def_boolean
from translator.analyze.def_type import def_names, def_type
from translator.analyze.function_name import existing_function
from translator.analyze.oper import undefined_for
from translator.analyze.operator_links import Links, already_set, linked
from translator.analyze.ownership import role_name
from translator.analyze.privilege import owns, require_create, require_execute, require_superuser, require_types
from translator.analyze.qualified_name import new_object_place, target_schema
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.own_row_text import operator_signature
from translator.catalog.rows import PgNamespace, PgOperator, PgProc
from translator.errors import PgError, without_location
from translator.errors.constraints import unique_violation
from translator.errors.objects import (
    invalid_function_definition,
    invalid_object_definition,
    undefined_type,
)
from translator.errors.privileges import must_be_owner
from translator.errors.statements import feature_not_supported, syntax_error
from translator.parser import Node, strings
from translator.types import oids

_ESTIMATORS = {
    "restrict": ("restriction", (oids.INTERNAL, oids.OID, oids.INTERNAL, oids.INT4)),
    "join": ("join", (oids.INTERNAL, oids.OID, oids.INTERNAL, oids.INT2, oids.INTERNAL)),
}
"""Selectivity estimators: what messages call them, and what they take."""
_OBSOLETE = frozenset({"sort1", "sort2", "ltcmp", "gtcmp"})
"""Attributes of old that mean MERGES."""
_KNOWN = frozenset(
    {"leftarg", "rightarg", "function", "procedure", "commutator", "negator", "restrict", "join", "hashes", "merges"}
)


def create_operator(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42P13 for what makes no operator, 42883 for its functions, 42723, 42501."""
    _ = node.oldstyle, node.replace, node.if_not_exists, node.args
    name, namespace = new_object_place(analysis, strings(node.defnames), "an operator")
    options, warnings = _options(analysis, node)
    try:
        rows = _made(analysis, name, namespace, options)
    except PgError as error:
        if not warnings:
            raise
        node.accept()
        return c.Denied(error, warnings=warnings), "CREATE OPERATOR", None
    return o.StoreRows("CREATE OPERATOR", rows, warnings), "CREATE OPERATOR", None


def _made(
    analysis: Analysis, name: str, namespace: PgNamespace, options: Mapping[str, Node | None]
) -> tuple[PgOperator, ...]:
    """The new operator, and those that it is linked with."""
    left, right = (_operand(analysis, side, options.get(side)) for side in ("leftarg", "rightarg"))
    if "function" not in options:
        raise invalid_function_definition("operator function must be specified")
    if not left and not right:
        raise invalid_function_definition("operator argument types must be specified")
    if not right:
        raise invalid_function_definition(
            "operator right argument type must be specified", detail="Postfix operators are not supported."
        )
    operands = (left, right) if left else (right,)
    require_types(analysis, operands)
    proc = existing_function(analysis, def_names("function", options["function"]), operands)
    require_execute(analysis, proc)
    require_types(analysis, (proc.prorettype,))
    estimators = {each: _estimator(analysis, each, options.get(each)) for each in _ESTIMATORS}
    links = Links(
        *(None if options.get(each) is None else def_names(each, options[each]) for each in ("commutator", "negator"))
    )
    hashes, merges = (each in options and _is_set(each, options[each]) for each in ("hashes", "merges"))
    made = PgOperator(
        -1, name, namespace.oid, 0, "b" if left else "l", merges, hashes, left, right, proc.prorettype,
        0, 0, proc.oid, estimators["restrict"], estimators["join"],
    )  # fmt: skip
    _require_sense(made, links)
    shell = analysis.catalog.operator_of(namespace.oid, name, left, right)
    if shell is not None and shell.oprcode:
        raise PgError("42723", f"operator {name} already exists")
    if shell is not None:
        _require_owner(analysis, shell)
        made = replace(made, oid=shell.oid, oprowner=shell.oprowner)
    return linked(analysis, made, links)


def _options(analysis: Analysis, node: Node) -> tuple[dict[str, Node | None], tuple[PgError, ...]]:
    """What is written for each attribute, the last time that it is; warnings for unknown ones."""
    found: dict[str, Node | None] = {}
    warnings = []
    for item in node.definition:
        _ = item.defnamespace, item.defaction, item.location
        name = "function" if item.defname == "procedure" else item.defname
        if name in _OBSOLETE:
            name = "merges"
            found[name] = None
        elif name in _KNOWN:
            found[name] = item.arg
        else:
            message = f'operator attribute "{item.defname}" not recognized'
            warnings.append(PgError("42601", message, severity="WARNING"))
        if item.arg is not None:
            item.arg.accept()
    return found, tuple(warnings)


def _is_set(name: str, written: Node | None) -> bool:
    return written is None or def_boolean(name, written)


def _operand(analysis: Analysis, side: str, written: Node | None) -> int:
    if written is None:
        return 0
    if written.tag == "TypeName" and written.setof:
        raise invalid_function_definition("SETOF type not allowed for operator argument")
    return def_type(analysis, side, written)


def _estimator(analysis: Analysis, kind: str, written: Node | None) -> int:
    """The function of RESTRICT or JOIN, 0 for none."""
    if written is None:
        return 0
    word, takes = _ESTIMATORS[kind]
    names = def_names(kind, written)
    proc: PgProc = existing_function(analysis, names, takes)
    if proc.prorettype != oids.FLOAT8:
        shown = ".".join(names)
        raise invalid_object_definition(f"{word} estimator function {shown} must return type double precision")
    if proc.oid >= FIRST_NORMAL_OID:
        require_superuser(analysis, f"must be superuser to specify a non-built-in {word} estimator function")
    require_execute(analysis, proc)
    return proc.oid


def _require_sense(made: PgOperator, links: Links) -> None:
    """What only operators with two operands, or of conditions, can have."""
    binary = bool(made.oprleft)
    truth = made.oprresult == oids.BOOL
    for wrong, words in (
        (not binary and links.commutator, "only binary operators can have commutators"),
        (not binary and made.oprjoin, "only binary operators can have join selectivity"),
        (not binary and made.oprcanmerge, "only binary operators can merge join"),
        (not binary and made.oprcanhash, "only binary operators can hash"),
        (not truth and links.negator, "only boolean operators can have negators"),
        (not truth and made.oprrest, "only boolean operators can have restriction selectivity"),
        (not truth and made.oprjoin, "only boolean operators can have join selectivity"),
        (not truth and made.oprcanmerge, "only boolean operators can merge join"),
        (not truth and made.oprcanhash, "only boolean operators can hash"),
    ):
        if wrong:
            raise invalid_function_definition(words)


def _require_owner(analysis: Analysis, operator: PgOperator) -> None:
    if not owns(analysis, operator.oprowner):
        raise must_be_owner("operator", operator.oprname)


def existing_operator(analysis: Analysis, item: Node) -> PgOperator:
    """The operator of a name and the very types of its operands.  Raises PgError 42883, 42601."""
    names = strings(item.objname)
    left, right = _operands(analysis, item)
    return exact_operator(analysis, names, left, right)


def exact_operator(analysis: Analysis, names: Sequence[str], left: int, right: int) -> PgOperator:
    """The same of types that are known."""
    schema = names[-2] if len(names) > 1 else None
    for operator in analysis.catalog.operators_named(names[-1], schema):
        if (operator.oprleft, operator.oprright) == (left, right):
            return operator
    raise undefined_for(analysis, ".".join(names), left, right)


def _operands(analysis: Analysis, item: Node) -> tuple[int, int]:
    with without_location():
        left, right = (
            0 if written is None or written.tag != "TypeName" else resolve_type(analysis, written)[0]
            for written in item.objargs
        )
    if not right:
        raise syntax_error("postfix operators are not supported")
    return left, right


def _changeable(analysis: Analysis, item: Node) -> PgOperator:
    operator = existing_operator(analysis, item)
    _require_owner(analysis, operator)
    if analysis.catalog.own_rows.find(PgOperator, operator.oid) is None:
        raise feature_not_supported("changing one of the system's operators")
    return operator


def alter_operator(analysis: Analysis, node: Node) -> Result:
    """SET (...).  Raises PgError 42601, 42P13 for what cannot be changed any more."""
    operator = existing_operator(analysis, node.opername)
    if not operator.oprcode:
        raise undefined_for(analysis, operator.oprname, operator.oprleft, operator.oprright)
    changes, wanted = _changes(analysis, node)
    operator = _changeable(analysis, node.opername)
    for names in (wanted.commutator, wanted.negator):
        _require_partner(analysis, operator, names, swapped=names is wanted.commutator)
    for name, column, value in (
        ("merges", "oprcanmerge", changes.get("oprcanmerge")), ("hashes", "oprcanhash", changes.get("oprcanhash")),
    ):  # fmt: skip
        if value is False and getattr(operator, column):
            raise already_set(name)
    changed = replace(operator, **changes)
    _require_sense(changed, wanted)
    return o.StoreRows("ALTER OPERATOR", linked(analysis, changed, wanted)), "ALTER OPERATOR", None


def _require_partner(analysis: Analysis, operator: PgOperator, names: Sequence[str] | None, *, swapped: bool) -> None:
    """An operator that is named later must be there.  Raises PgError 42883, 42501."""
    if names is None:
        return
    left, right = operator.oprleft, operator.oprright
    partner = exact_operator(analysis, names, *((right, left) if swapped else (left, right)))
    _require_owner(analysis, partner)


def _changes(analysis: Analysis, node: Node) -> tuple[dict[str, int | bool], Links]:
    changes: dict[str, int | bool] = {}
    names: dict[str, Sequence[str] | None] = {}
    for item in node.options:
        _ = item.defnamespace, item.defaction, item.location
        name, written = item.defname, item.arg
        if written is not None:
            def_names(name, written)
        if name in ("restrict", "join"):
            estimator = _estimator(analysis, name, written)
            changes["oprrest" if name == "restrict" else "oprjoin"] = estimator
        elif name in ("commutator", "negator"):
            names[name] = def_names(name, written)
        elif name in ("merges", "hashes"):
            changes["oprcanmerge" if name == "merges" else "oprcanhash"] = _is_set(name, written)
        elif name in _KNOWN:
            raise syntax_error(f'operator attribute "{name}" cannot be changed')
        else:
            raise syntax_error(f'operator attribute "{name}" not recognized')
    return changes, Links(names.get("commutator"), names.get("negator"))


def set_schema(analysis: Analysis, node: Node) -> Result:
    _ = node.missing_ok
    operator = existing_operator(analysis, node.object)
    namespace = target_schema(analysis, node.newschema)
    require_create(analysis, namespace)
    _changeable(analysis, node.object)
    if namespace.oid == operator.oprnamespace:
        return o.StoreRows("ALTER OPERATOR", ()), "ALTER OPERATOR", None
    if analysis.catalog.operator_of(namespace.oid, operator.oprname, operator.oprleft, operator.oprright) is not None:
        key = f"{operator.oprname}, {operator.oprleft}, {operator.oprright}, {namespace.oid}"
        detail = f"Key (oprname, oprleft, oprright, oprnamespace)=({key}) already exists."
        raise unique_violation("pg_catalog", "pg_operator", "pg_operator_oprname_l_r_n_index", detail)
    return o.StoreRows("ALTER OPERATOR", (replace(operator, oprnamespace=namespace.oid),)), "ALTER OPERATOR", None


def set_owner(analysis: Analysis, node: Node) -> Result:
    operator = _changeable(analysis, node.object)
    return (
        o.ChangeRowOwner("ALTER OPERATOR", ("pg_operator", operator.oid), role_name(node.newowner)),
        "ALTER OPERATOR",
        None,
    )


def commented(analysis: Analysis, item: Node) -> int:
    """The operator that COMMENT ON means."""
    operator = existing_operator(analysis, item)
    _require_owner(analysis, operator)
    return operator.oid


def drop(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42883, 42501, 2BP01 for the system's own."""
    found, missing = [], []
    for item in node.objects:
        try:
            operator = existing_operator(analysis, item)
        except PgError as error:
            if not node.missing_ok or error.sqlstate not in ("42883", "42704", "3F000"):
                raise
            missing.append(f"{_missing(analysis, item, error)}, skipping")
            item.accept()
            continue
        namespace = analysis.catalog.namespace_by_oid(operator.oprnamespace)
        if namespace is None or not owns(analysis, operator.oprowner, namespace.nspowner):
            raise must_be_owner("operator", operator.oprname)
        if analysis.catalog.own_rows.find(PgOperator, operator.oid) is None:
            shown = operator_signature(analysis.catalog, operator)
            raise PgError("2BP01", f"cannot drop operator {shown} because it is required by the database system")
        found.append(("pg_operator", operator.oid))
    cascade = node.behavior == "DROP_CASCADE"
    return o.DropRows("DROP OPERATOR", tuple(dict.fromkeys(found)), cascade, tuple(missing)), "DROP OPERATOR", None


def _missing(analysis: Analysis, item: Node, error: PgError) -> str:
    """What does not exist: the schema, a type, or the operator."""
    names = strings(item.objname)
    if len(names) > 1 and analysis.catalog.namespace(names[-2]) is None:
        return f'schema "{names[-2]}" does not exist'
    if error.sqlstate == undefined_type("").sqlstate:
        return error.message
    return f"operator {'.'.join(names)} does not exist"
