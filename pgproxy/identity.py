"""Who a session is: as whom it logged in, SESSION AUTHORIZATION and ROLE.  Manual: the statements that set these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from translator.authority import Authority
from translator.catalog.roles import RoleFacts, RoleGraph
from translator.errors.privileges import insufficient_privilege
from translator.errors.values import invalid_parameter_value

if TYPE_CHECKING:
    from pgproxy.auth import Role
    from pgproxy.roles import StoredRoles
    from pgproxy.settings import Settings

NO_ROLE = "none"


class Identity:
    """The roles of one session.

    session: that of SESSION AUTHORIZATION. authority: the current role, with all there are. key: what plans depend on.
    roles_version: the state of the roles that this was found in.
    """

    def __init__(self, stored: StoredRoles, database: int, authenticated: Role) -> None:
        self._stored = stored
        self._database = database
        self._settings: Settings | None = None
        self.authenticated = authenticated.oid
        self._session_oid = self._current_oid = authenticated.oid
        self.refresh()

    def attach(self, settings: Settings) -> None:
        """Follow the settings from now on."""
        self._settings = settings
        settings.identity_changed = self.follow
        self.follow()

    @property
    def roles(self) -> RoleGraph:
        return self._stored.graph(self._database)

    @property
    def checks(self) -> dict[str, Any]:
        """What the values of the settings must be."""
        return {"role": self._check_role, "session_authorization": self._check_session}

    def follow(self) -> None:
        """Become whom the settings name; a role that is gone stays what it was."""
        assert self._settings is not None
        names = self.roles.by_name
        session = names.get(self._settings.get("session_authorization"))
        self._session_oid = self._session_oid if session is None else session.oid
        role = self._settings.get("role")
        current = names.get(role)
        self._current_oid = self._session_oid if role == NO_ROLE or current is None else current.oid
        self.refresh()

    def refresh(self) -> None:
        """Look the roles up again."""
        roles = self.roles
        self.roles_version = self._stored.version
        self.session = roles.by_oid.get(self._session_oid) or RoleFacts(self._session_oid, str(self._session_oid))
        current = roles.by_oid.get(self._current_oid) or RoleFacts(self._current_oid, str(self._current_oid))
        row_security = self._settings is None or self._settings.flag("row_security")
        self.authority = Authority(roles, current, row_security)
        self.key = (current.name,) if current.superuser else (current.name, self.roles_version, row_security)
        if self._settings is not None:
            self._settings.tell_superuser(current.superuser)
            settable = frozenset[str]() if current.superuser else self._stored.acls.settable(roles, current.oid)
            self._settings.granted = settable

    def _check_role(self, name: str) -> str:
        """Raises PgError 22023 or 42501."""
        if name == NO_ROLE:
            return name
        found = self._existing(name)
        if not self.roles.may_become(self._session_oid, found.oid):
            raise insufficient_privilege(f'permission denied to set role "{name}"')
        return name

    def _check_session(self, name: str) -> str:
        found = self._existing(name)
        if found.oid != self.authenticated and not self.roles.is_superuser(self.authenticated):
            raise insufficient_privilege(f'permission denied to set session authorization "{name}"')
        return name

    def _existing(self, name: str) -> RoleFacts:
        found = self.roles.by_name.get(name)
        if found is None:
            raise invalid_parameter_value(f'role "{name}" does not exist')
        return found
