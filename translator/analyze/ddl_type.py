"""CREATE, ALTER and DROP TYPE and DOMAIN: raw tree to command.  Manual: "Enumerated Types", "Domain Types" and kin."""

from __future__ import annotations

from collections.abc import Sequence

from translator import command as c
from translator import type_command as t
from translator.analyze.other_database import refuse_name_elsewhere
from translator.analyze.privilege import require_owner, require_superuser
from translator.analyze.qualified_name import named_or_current, target_schema
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.relation_lookups import RELATION_KINDS
from translator.catalog.rows import PgNamespace, PgType
from translator.errors import PgError
from translator.errors.objects import shell_type, undefined_schema, undefined_type, wrong_object_type
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings
from translator.plan import ResultColumn

Result = tuple[c.Command, str, tuple[ResultColumn, ...] | None]

MAX_LABEL = 63


def creation_target(analysis: Analysis, names: Sequence[str]) -> tuple[str, PgNamespace]:
    """Name and schema of a type to be made.  Raises PgError 3F000, 42501, 0A000 for the first temporary object."""
    if len(names) > 1 and names[-2] == "pg_temp" and analysis.catalog.temp_schema is None:
        raise feature_not_supported("a type in schema pg_temp")
    namespace = named_or_current(analysis, names)
    if namespace.nspname == "pg_catalog":
        raise PgError("42501", "permission denied for schema pg_catalog")
    return names[-1], namespace


def require_new(analysis: Analysis, name: str, namespace: PgNamespace) -> None:
    """Raises PgError 42710 where a type has the name already."""
    if analysis.catalog.type_stands(namespace.oid, name):
        raise PgError("42710", f'type "{name}" already exists')


def find_type(analysis: Analysis, names: Sequence[str], *, shell: bool = False) -> PgType:
    """A type by its written name, a `shell` where one will do.  Raises PgError 42704."""
    refuse_name_elsewhere(analysis, names)
    schema = names[-2] if len(names) > 1 else None
    found = analysis.catalog.find_type(names[-1], schema)
    if found is None:
        if schema is not None and analysis.catalog.namespace(schema) is None:
            raise undefined_schema(schema)
        raise undefined_type(".".join(names))
    if not found.typisdefined and not shell:
        raise shell_type(".".join(names))
    return found


def create_type(analysis: Analysis, node: Node) -> Result:
    """A shell, which another CREATE TYPE fills.  Raises PgError 42501, 42710, 0A000 for types of functions."""
    _ = node.args, node.oldstyle, node.if_not_exists, node.replace
    require_superuser(analysis, "must be superuser to create a base type")
    name, namespace = creation_target(analysis, strings(node.defnames))
    found = analysis.catalog.type_of(namespace.oid, name)
    is_shell = found is not None and not found.typisdefined
    if node.definition and not is_shell and not analysis.catalog.type_taken(namespace.oid, name):
        hint = "Create the type as a shell type, then create its I/O functions, then do a full CREATE TYPE."
        raise PgError("42710", f'type "{name}" does not exist', hint=hint)
    if analysis.catalog.type_stands(namespace.oid, name) or (is_shell and not node.definition):
        raise PgError("42710", f'type "{name}" already exists')
    if node.definition:
        raise feature_not_supported("a base type")
    return t.CreateShell(name, namespace.oid), "CREATE TYPE", None


def create_enum(analysis: Analysis, node: Node) -> Result:
    name, namespace = creation_target(analysis, strings(node.type_name))
    require_new(analysis, name, namespace)
    labels = tuple(strings(node.vals))
    for label in labels:
        _check_label(label)
    return t.CreateEnum(name, namespace.oid, labels), "CREATE TYPE", None


def _check_label(label: str) -> None:
    if len(label.encode()) > MAX_LABEL:
        raise PgError("42602", f'invalid enum label "{label}"', detail=f"Labels must be {MAX_LABEL} bytes or less.")


def alter_enum(analysis: Analysis, node: Node) -> Result:
    row = find_type(analysis, strings(node.type_name))
    if row.typtype != "e":
        raise wrong_object_type(f"{analysis.catalog.format_type(row.oid)} is not an enum")
    if node.old_val:
        return t.RenameLabel(row.oid, node.old_val, node.new_val), "ALTER TYPE", None
    _check_label(node.new_val)
    neighbor = node.new_val_neighbor or None
    command = t.AddLabel(row.oid, node.new_val, neighbor, node.new_val_is_after, node.skip_if_new_val_exists)
    return command, "ALTER TYPE", None


def drop(analysis: Analysis, node: Node, word: str) -> Result:
    """DROP TYPE or DROP DOMAIN."""
    found: list[int] = []
    missing: list[str] = []
    for item in node.objects:
        names = strings(item.names)
        try:
            oid = resolve_type(analysis, item, shell=True)[0]
        except PgError as error:
            error.location = None
            item.accept()
            if error.sqlstate not in ("42704", "3F000"):
                raise
            schema = names[-2] if len(names) > 1 else None
            if schema is not None and analysis.catalog.namespace(schema) is None:
                error = undefined_schema(schema)
            if not node.missing_ok:
                raise error from None
            missing.append(f"{error.message}, skipping")
            continue
        row = analysis.catalog.type(oid)
        if word == "domain" and row.typtype != "d":
            raise wrong_object_type(f'"{".".join(names)}" is not a domain')
        _check_droppable(analysis, row)
        if oid not in found:
            found.append(oid)
    command = t.DropTypes(word, tuple(found), node.behavior == "DROP_CASCADE", tuple(missing))
    return command, f"DROP {word.upper()}", None


def _check_droppable(analysis: Analysis, row: PgType) -> None:
    """Types that belong to another object go with that object alone.  Raises PgError 2BP01."""
    catalog = analysis.catalog
    name = catalog.format_type(row.oid)
    owner = ""
    if row.oid not in catalog.types:
        raise PgError("2BP01", f"cannot drop type {name} because it is required by the database system")
    if row.typelem and row.typcategory == "A":
        owner = f"type {catalog.format_type(row.typelem)}"
    relation = catalog.relation(row.typrelid) if row.typrelid else None
    if relation is not None and relation.kind != "c":
        owner = f"{RELATION_KINDS[relation.kind]} {name}"
    if row.typtype == "m":
        owner = f"type {catalog.format_type(catalog.range_with_multirange(row.oid))}"
    if owner:
        raise PgError(
            "2BP01", f"cannot drop type {name} because {owner} requires it", hint=f"You can drop {owner} instead."
        )


def commented(analysis: Analysis, node: Node, kind: str) -> int:
    """The type that COMMENT ON TYPE or DOMAIN names."""
    oid = resolve_type(analysis, node, shell=True)[0]
    if kind == "OBJECT_DOMAIN" and analysis.catalog.type(oid).typtype != "d":
        raise wrong_object_type(f'"{".".join(strings(node.names))}" is not a domain')
    return oid


def alterable(analysis: Analysis, names: Sequence[str], word: str, *, shell: bool = False) -> PgType:
    """The type of an ALTER TYPE or ALTER DOMAIN.  Raises PgError 42809 for what must be altered otherwise."""
    row = find_type(analysis, names, shell=shell)
    name = analysis.catalog.format_type(row.oid)
    if word == "domain" and row.typtype != "d":
        raise wrong_object_type(f"{name} is not a domain")
    if row.oid not in analysis.catalog.types:
        require_owner(analysis, row.typowner, "type", name)
        raise feature_not_supported("changing one of the system's types")
    relation = analysis.catalog.relation(row.typrelid) if row.typrelid else None
    if relation is not None and relation.kind != "c":
        raise PgError("42809", f"{name} is a table's row type", hint="Use ALTER TABLE instead.")
    if row.typelem and row.typcategory == "A":
        element = analysis.catalog.format_type(row.typelem)
        raise PgError(
            "42809",
            f"cannot alter array type {name}",
            hint=f"You can alter type {element}, which will alter the array type as well.",
        )
    return row


def rename(analysis: Analysis, node: Node) -> Result:
    """ALTER TYPE or DOMAIN ... RENAME TO."""
    word = "domain" if node.rename_type == "OBJECT_DOMAIN" else "type"
    row = alterable(analysis, strings(node.object.items), word)
    if analysis.catalog.type_stands(row.typnamespace, node.newname, renamed=True):
        raise PgError("42710", f'type "{node.newname}" already exists')
    return t.RenameType(row.oid, node.newname), f"ALTER {word.upper()}", None


def set_schema(analysis: Analysis, node: Node) -> Result:
    """ALTER TYPE or DOMAIN ... SET SCHEMA."""
    kind = node.object_type
    if kind not in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        raise feature_not_supported(f"ALTER {kind.removeprefix('OBJECT_').replace('_', ' ')} ... SET SCHEMA")
    word = "domain" if kind == "OBJECT_DOMAIN" else "type"
    row = alterable(analysis, strings(node.object.items), word)
    namespace = target_schema(analysis, node.newschema)
    if namespace.oid != row.typnamespace and analysis.catalog.type_taken(namespace.oid, row.typname):
        raise PgError("42710", f'type "{row.typname}" already exists in schema "{namespace.nspname}"')
    return t.SetTypeSchema(row.oid, namespace.oid), f"ALTER {word.upper()}", None


def set_owner(analysis: Analysis, node: Node) -> Result:
    """ALTER TYPE or DOMAIN ... OWNER TO."""
    kind = node.object_type
    if kind not in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        raise feature_not_supported(f"ALTER {kind.removeprefix('OBJECT_').replace('_', ' ')} ... OWNER TO")
    word = "domain" if kind == "OBJECT_DOMAIN" else "type"
    row = alterable(analysis, strings(node.object.items), word, shell=True)
    node.newowner.accept()
    return t.SetTypeOwner(row.oid, node.newowner.rolename), f"ALTER {word.upper()}", None
