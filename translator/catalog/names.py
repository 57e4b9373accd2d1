"""Names of objects to oids and back, as the reg* types and the visibility functions need them.  Manual: "Object
Identifier Types".
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache

from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS, Analysis
from translator.analyze.typename import resolve_type
from translator.catalog import function_text, own_row_text
from translator.catalog.bootstrap import load
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_identifier, quote_qualified
from translator.catalog.relation import Relation
from translator.errors import PgError
from translator.errors.definitions import undefined_column_of_relation
from translator.errors.objects import shell_type, undefined_schema, undefined_table, undefined_type
from translator.errors.statements import syntax_error
from translator.parser import Node, parse, strings
from translator.types.datatype import DataType
from translator.types.text import truncate_name


class CatalogNames(ABC):
    """Look-ups over whatever image is current."""

    @property
    @abstractmethod
    def image(self) -> CatalogImage: ...

    @property
    def database(self) -> str:
        """The name of the database that names may begin with; empty where that is not known."""
        return ""

    def quoted(self, name: str) -> str:
        return quote_identifier(name)

    def unquoted(self, name: str) -> str:
        parts = split_name(name)
        return parts[-1]

    # relations

    def relation_name(self, oid: int) -> str | None:
        found = self._named(oid)
        if found is None:
            return None
        namespace, name = found
        return self._qualified(namespace, name, visible=self.image.find_oid(name) == oid)

    def qualified_name(self, oid: int) -> str | None:
        """The relation's name with its schema, always."""
        found = self._named(oid)
        return None if found is None else self._qualified(*found, visible=False)

    def _named(self, oid: int) -> tuple[int, str] | None:
        relation = self.image.relation(oid)
        if relation is not None:
            return relation.namespace, relation.name
        table = self.image.index_relation(oid)
        if table is not None:
            return table.namespace, next(index.name for index in table.indexes if index.oid == oid)
        row = self.image.system.classes.get(oid)
        return None if row is None else (row.relnamespace, row.relname)

    def _qualified(self, namespace: int, name: str, *, visible: bool) -> str:
        row = self.image.namespace_by_oid(namespace)
        return quote_qualified(None if visible or row is None else row.nspname, name)

    def relation_oid(self, name: str) -> int | None:
        parts = split_name(name)
        if len(parts) > 3:
            raise PgError("42601", f"improper relation name (too many dotted names): {'.'.join(parts)}")
        if len(parts) == 3 and parts[0] != (self.database or parts[0]):
            raise PgError("0A000", f'cross-database references are not implemented: "{".".join(parts)}"')
        return self.image.find_oid(parts[-1], parts[-2] if len(parts) > 1 else None) or None

    def relation_is_visible(self, oid: int) -> bool | None:
        found = self._named(oid)
        return None if found is None else self.image.find_oid(found[1]) == oid

    def no_such_relation(self, name: str) -> PgError:
        return undefined_table(".".join(split_name(name)))

    def no_such_column(self, relation: Relation, column: str) -> PgError:
        return undefined_column_of_relation(column, relation.name)

    # types

    def type_name(self, oid: int, typmod: int = -1) -> str | None:
        if self.image.type_by_oid(oid) is None:
            return None
        return self.image.format_type(oid, typmod if typmod >= 0 else None)

    def type_oid(self, name: str, *, shell: bool = False) -> int | None:
        try:
            node = _type_node(name)
            oid = resolve_type(Analysis(self.image, DEFAULT_ANALYZER_SETTINGS), node, shell=True)[0]
        except PgError as error:
            if error.sqlstate not in ("42704", "3F000"):
                raise
        else:
            if not (shell or self.image.type(oid).typisdefined):
                raise shell_type(".".join(strings(node.names)))
            return oid
        schemas = strings(node.names[:-1])
        if len(schemas) > 1:
            object_name(".".join(strings(node.names)))
        if schemas and self.image.namespace(schemas[-1]) is None:
            raise undefined_schema(schemas[-1])
        return None

    def type_typmod(self, name: str) -> int:
        """The modifier that a type's name holds, as varchar(3) does; bit and character have one unsaid."""
        return resolve_type(Analysis(self.image, DEFAULT_ANALYZER_SETTINGS), _type_node(name))[1]

    def _known_type(self, name: str) -> int:
        """A type that must exist.  Raises PgError 42704."""
        oid = self.type_oid(name)
        if oid is None:
            raise undefined_type(".".join(strings(_type_node(name).names)))
        return oid

    def datatype(self, oid: int) -> DataType:
        return self.image.datatype(oid)

    def is_comparable(self, oid: int, *, equality: bool) -> bool:
        return self.image.is_comparable(oid, equality=equality)

    def base_type_of(self, oid: int) -> int | None:
        return None if self.image.type_by_oid(oid) is None else self.image.base_type(oid)

    def format_type(self, oid: int, typmod: int | None) -> str:
        return self.image.format_type(oid, typmod)

    def type_is_visible(self, oid: int) -> bool | None:
        row = self.image.type_by_oid(oid)
        if row is None:
            return None
        found = self.image.find_type(row.typname)
        return found is not None and found.oid == oid

    # functions and operators

    def proc_name(self, oid: int) -> str | None:
        row = self.image.find_proc(oid)
        if row is None:
            return None
        alone = len(self.image.procs_named(row.proname)) == 1 and self.proc_is_visible(oid)
        return quote_identifier(row.proname) if alone else self._qualified(row.pronamespace, row.proname, visible=False)

    def proc_oid(self, name: str) -> int | None:
        parts = object_name(name)
        found = self.image.procs_named(parts[-1], parts[-2] if len(parts) > 1 else None)
        if len(found) > 1:
            raise PgError("42725", f'more than one function named "{name}"')
        return found[0].oid if found else None

    def proc_signature(self, oid: int) -> str | None:
        row = self.image.find_proc(oid)
        return None if row is None else own_row_text.proc_signature(self.image, row)

    def proc_signature_oid(self, signature: str) -> int | None:
        name, inside = _arguments_of(signature)
        parts = object_name(name)
        types = [self._known_type(part.strip()) for part in inside.split(",")] if inside else []
        for proc in self.image.procs_named(parts[-1], parts[-2] if len(parts) > 1 else None):
            if list(proc.proargtypes) == types:
                return proc.oid
        return None

    def proc_is_visible(self, oid: int) -> bool | None:
        row = self.image.find_proc(oid)
        return None if row is None else own_row_text.proc_is_visible(self.image, row)

    def function_definition(self, oid: int) -> str | None:
        row = self.image.find_proc(oid)
        return None if row is None else function_text.definition(self.image, row)

    def function_default(self, oid: int, number: int) -> str | None:
        row = self.image.find_proc(oid)
        return None if row is None else function_text.default(row, number)

    def function_arguments(self, oid: int) -> str | None:
        row = self.image.find_proc(oid)
        return None if row is None else function_text.arguments(self.image, row, defaults=True)

    def function_identity_arguments(self, oid: int) -> str | None:
        row = self.image.find_proc(oid)
        return None if row is None else function_text.arguments(self.image, row, defaults=False)

    def function_result(self, oid: int) -> str | None:
        row = self.image.find_proc(oid)
        return None if row is None else function_text.result(self.image, row)

    def operator_name(self, oid: int) -> str | None:
        row = self.image.find_operator(oid)
        if row is None:
            return None
        alone = len(self.image.operators_named(row.oprname)) == 1 and own_row_text.operator_is_visible(self.image, row)
        schema = self.image.namespace_by_oid(row.oprnamespace)
        return row.oprname if alone or schema is None else f"{quote_identifier(schema.nspname)}.{row.oprname}"

    def operator_oid(self, name: str) -> int | None:
        parts = object_name(name)
        found = self.image.operators_named(parts[-1], parts[-2] if len(parts) > 1 else None)
        if len(found) > 1:
            raise PgError("42725", f"more than one operator named {name}")
        return found[0].oid if found else None

    def operator_signature(self, oid: int) -> str | None:
        row = self.image.find_operator(oid)
        return None if row is None else own_row_text.operator_signature(self.image, row)

    def operator_signature_oid(self, signature: str) -> int | None:
        name, inside = _arguments_of(signature)
        parts = split_name(name)
        operands = [
            0 if part.strip().upper() == "NONE" else self._known_type(part.strip()) for part in inside.split(",")
        ]
        if len(operands) < 2:
            hint = "Use NONE to denote the missing argument of a unary operator."
            raise PgError("42P02", "missing argument", hint=hint)
        if len(operands) > 2:
            raise PgError("54023", "too many arguments", hint="Provide two argument types for operator.")
        left, right = operands
        named = self.image.operators_named(parts[-1].strip(), parts[-2] if len(parts) > 1 else None)
        return next((row.oid for row in named if (row.oprleft, row.oprright) == (left, right)), None)

    def operator_is_visible(self, oid: int) -> bool | None:
        row = self.image.find_operator(oid)
        return None if row is None else own_row_text.operator_is_visible(self.image, row)

    def opclass_is_visible(self, oid: int) -> bool | None:
        row = self.image.opclass(oid)
        return None if row is None else self.image.find_opclass(row.opcmethod, row.opcname) == row

    def opfamily_is_visible(self, oid: int) -> bool | None:
        row = self.image.opfamily(oid)
        return None if row is None else self.image.find_opfamily(row.opfmethod, row.opfname) == row

    def search_path_oids(self) -> Sequence[int]:
        return list(self.image.path(None))

    def conversion_is_visible(self, oid: int) -> bool | None:
        row = next((known for known in self.image.conversions() if known.oid == oid), None)
        return None if row is None else self.image.find_conversion(row.conname) == row

    # schemas and collations

    def namespace_name(self, oid: int) -> str | None:
        row = self.image.namespace_by_oid(oid)
        return None if row is None else quote_identifier(row.nspname)

    def namespace_oid(self, name: str) -> int | None:
        row = self.image.namespace(single_name(name))
        return None if row is None else row.oid

    def namespace_exists(self, name: str) -> bool:
        return self.image.namespace(name) is not None

    def collation_provider(self, oid: int) -> str | None:
        row = self.image.find_collation_by_oid(oid)
        return None if row is None else row.collprovider

    def collation_name(self, oid: int) -> str | None:
        return self.image.shown_collation(oid) if self.image.find_collation_by_oid(oid) is not None else None

    def collation_oid(self, name: str) -> int | None:
        parts = object_name(name)
        row = self.image.find_collation(parts[-1], parts[-2] if len(parts) > 1 else None)
        return None if row is None else row.oid

    def collation_is_visible(self, oid: int) -> bool | None:
        row = self.image.find_collation_by_oid(oid)
        if row is None:
            return None
        found = self.image.find_collation(row.collname)
        return found is not None and found.oid == oid

    def config_name(self, oid: int) -> str | None:
        return _text_search_names("pg_ts_config", "cfgname").get(oid)

    def config_oid(self, name: str) -> int | None:
        return _text_search_oid("pg_ts_config", "cfgname", name)

    def dictionary_name(self, oid: int) -> str | None:
        return _text_search_names("pg_ts_dict", "dictname").get(oid)

    def dictionary_oid(self, name: str) -> int | None:
        return _text_search_oid("pg_ts_dict", "dictname", name)

    def record_columns(self, typmod: int) -> Sequence[tuple[int, int]]:
        return ()


@cache
def _text_search_names(catalog: str, column: str) -> dict[int, str]:
    """The names of PostgreSQL's own text search objects of a kind; users can make none."""
    facts = load(catalog)
    return dict(zip(facts.column("oid"), facts.column(column), strict=True))


def config_path(name: str) -> str | None:
    """The name, with its schema, of a text search configuration.  Raises PgError 42601."""
    oid = _text_search_oid("pg_ts_config", "cfgname", name)
    return None if oid is None else f"pg_catalog.{_text_search_names('pg_ts_config', 'cfgname')[oid]}"


def _text_search_oid(catalog: str, column: str, name: str) -> int | None:
    *schema, last = object_name(name)
    if schema not in ([], ["pg_catalog"]):
        return None
    return next((oid for oid, found in _text_search_names(catalog, column).items() if found == last), None)


_QUOTED = re.compile(r'[^("]*(?:"[^"]*"[^("]*)+')
"""A beginning with quoted names, in which parentheses mean nothing."""
_PLAIN_NAME = re.compile(r"[^\s.]+\Z")


BEFORE_TYPE = "SELECT CAST(NULL AS "


def _type_node(name: str) -> Node:
    """A type's name parsed.  Raises PgError 42601, which does not point into it."""
    if not name.strip():
        raise syntax_error(f'invalid type name "{name}"')
    try:
        node: Node = parse(f"{BEFORE_TYPE}{name})")[0].node.target_list[0].val.type_name
    except PgError as error:
        place = None if error.position is None else error.position - len(BEFORE_TYPE)
        context = f'invalid type name "{name}"'
        message = error.message.replace(')"', '"')  # an unterminated string takes in the parenthesis behind it
        if message.endswith('at or near ""'):
            message = "syntax error at end of input"
        raise PgError(error.sqlstate, message, position=place, context=context) from None
    except AttributeError:
        raise syntax_error(f'invalid type name "{name}"') from None
    return node


def _arguments_of(signature: str) -> tuple[str, str]:
    """The name before the parentheses and what is between them.  Raises PgError 22P02."""
    quoted = _QUOTED.match(signature)
    head = quoted[0] if quoted else ""
    name, parenthesis, rest = signature[len(head) :].partition("(")
    name = head + name
    if not parenthesis:
        raise PgError("22P02", "expected a left parenthesis")
    split_name(name)
    if not rest.rstrip().endswith(")"):
        raise PgError("22P02", "expected a right parenthesis")
    return name, rest.rstrip()[:-1].strip()


def single_name(text: str) -> str:
    """A name that is not qualified.  Raises PgError 42602."""
    parts = split_name(text)
    if len(parts) > 1:
        raise PgError("42602", "invalid name syntax")
    return parts[0]


def object_name(text: str) -> list[str]:
    """The name of an object, with its schema at most.  Raises PgError 42601, 0A000."""
    parts = split_name(text)
    shown = ".".join(parts)
    if len(parts) > 3:
        raise PgError("42601", f"improper qualified name (too many dotted names): {shown}")
    if len(parts) == 3:
        raise PgError("0A000", f"cross-database references are not implemented: {shown}")
    return parts


def split_name(text: str) -> list[str]:
    """A qualified name as text: folded, quotes taken off.  Raises PgError 42602 for what is no name."""
    parts: list[str] = []
    rest = text.strip()
    while True:
        if rest.startswith('"'):
            end = rest.find('"', 1)
            while end >= 0 and rest[end + 1 : end + 2] == '"':
                end = rest.find('"', end + 2)
            if end < 0:
                raise PgError("42602", "invalid name syntax")
            parts.append(truncate_name(rest[1:end].replace('""', '"')))
            rest = rest[end + 1 :].lstrip()
        else:
            part, dot, after = rest.partition(".")
            if not _PLAIN_NAME.match(part.strip()):
                raise PgError("42602", "invalid name syntax")
            parts.append(truncate_name(part.strip().lower()))
            rest = dot + after
        if not rest:
            return parts
        if not rest.startswith("."):
            raise PgError("42602", "invalid name syntax")
        rest = rest[1:].lstrip()
