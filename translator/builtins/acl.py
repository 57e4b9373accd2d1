"""Access control lists: what an object allows when nobody has said anything ("Privileges")."""

from __future__ import annotations

from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types.array import Array, store

_OWNER = {
    "c": "", "r": "arwdDxtm", "s": "rwU", "d": "CTc", "f": "X", "l": "U", "L": "rw", "n": "UC", "p": "sA", "t": "C",
    "F": "U", "S": "U", "T": "U",
}  # fmt: skip
"""What the owner may do, by the kind of object."""
_EVERYBODY = {"d": "Tc", "f": "X", "l": "U", "T": "U"}


@function('acldefault("char",oid)', context=True)
def acldefault(context: ExecutionContext, kind: str, owner: int) -> str:
    """The list that an object without one stands for."""
    if kind not in _OWNER:
        raise PgError("XX000", f"unrecognized object type abbreviation: {kind}")
    name = context.catalog.role_name(owner) or str(owner)
    items = []
    if kind in _EVERYBODY:
        items.append(f"={_EVERYBODY[kind]}/{name}")
    if _OWNER[kind]:
        items.append(f"{name}={_OWNER[kind]}/{name}")
    return store(Array.of(items))
