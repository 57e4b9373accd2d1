"""TABLESPACE clauses, and the tablespace of what has none.  Manual: "Tablespaces".

0 stands for that of the database, as in pg_class.
"""

from __future__ import annotations

from translator.analyze.state import Analysis
from translator.catalog.tablespace import GLOBAL, Tablespace
from translator.errors import PgError
from translator.errors.objects import undefined_tablespace
from translator.errors.privileges import permission_denied


def existing_tablespace(analysis: Analysis, name: str) -> Tablespace:
    """Raises PgError 42704."""
    found = analysis.settings.tablespace(name)
    if found is None:
        raise undefined_tablespace(name)
    return found


def new_tablespace(analysis: Analysis, written: str, persistence: str, *, partitioned: bool, above: int = 0) -> int:
    """Where a new table or index is to be.  above: where the partitioned table is that it is a part of.

    Raises PgError 42704, 42501, 22023, 0A000.
    """
    settings = analysis.settings
    if not written and above:
        return above
    name = written or (settings.temporary_tablespace if persistence == "t" else settings.default_tablespace)
    found = existing_tablespace(analysis, name) if written else settings.tablespace(name)
    if found is None:
        return 0
    if found.oid == settings.database_tablespace:
        if partitioned:
            raise PgError("0A000", "cannot specify default tablespace for partitioned relations")
        return 0
    return checked(analysis, found)


def moved_tablespace(analysis: Analysis, name: str) -> int:
    """Where SET TABLESPACE puts a relation.  Raises PgError 42704, 42501, 22023."""
    found = existing_tablespace(analysis, name)
    return 0 if found.oid == analysis.settings.database_tablespace else checked(analysis, found)


def checked(analysis: Analysis, found: Tablespace) -> int:
    """The oid of a tablespace in which the role may make relations."""
    require_use(analysis, found)
    if found.oid == GLOBAL:
        raise PgError("22023", "only shared relations can be placed in pg_global tablespace")
    return found.oid


def require_use(analysis: Analysis, found: Tablespace) -> None:
    """Raises PgError 42501."""
    authority = analysis.settings.authority
    if authority is not None and not authority.may("C", found.acl, "t", found.owner):
        raise permission_denied("tablespace", found.name)
