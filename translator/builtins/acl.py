"""Access control lists: what an object allows when nobody has said anything ("Privileges")."""

from __future__ import annotations

from translator.builtins.declare import function
from translator.catalog.acl import OWNER_PRIVILEGES, default_items
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types.array import Array, store


@function('acldefault("char",oid)', context=True)
def acldefault(context: ExecutionContext, kind: str, owner: int) -> str:
    """The list that an object without one stands for."""
    if kind not in OWNER_PRIVILEGES:
        raise PgError("XX000", f"unrecognized object type abbreviation: {kind}")
    name = context.catalog.role_name(owner) or str(owner)
    return store(Array.of([str(item) for item in default_items(kind, name)]))
