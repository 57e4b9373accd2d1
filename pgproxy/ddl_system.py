"""ALTER SYSTEM: the settings that sessions begin with once the server has reloaded them.  Manual: ALTER SYSTEM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgproxy.portal import Portal
from translator import command as c
from translator.errors.privileges import insufficient_privilege

if TYPE_CHECKING:
    from pgproxy.session import Session


def alter_system(session: Session, command: c.AlterSystem, portal: Portal) -> None:
    """Raises PgError 25001, 42501, 42704, 55P02, 22023, and 0A000 for what only an option of the server sets."""
    session.transaction.forbid_block("ALTER SYSTEM")
    name, value = command.setting.name, command.setting.value
    superuser = session.authority.superuser
    if name is None:
        if not superuser:
            raise insufficient_privilege("permission denied to perform ALTER SYSTEM RESET ALL")
        session.server.system_settings.change(None, None)
        return
    granted = session.server.roles.acls.settable(session.authority.roles, session.role.oid, "A")
    if not superuser and name.lower() not in granted:
        raise insufficient_privilege(f'permission denied to set parameter "{session.settings.name_of(name.lower())}"')
    session.settings.check_for_system(name, value)
    session.server.system_settings.change(session.settings.name_of(name.lower()), value)
