"""The modules of postgast that parse and scan, without the rest of that package: the only place that imports them.

A package's `__init__` runs before any of its modules; that of postgast loads its deparser, formatter and tree walkers,
which is a twentieth of a start.  So its modules are imported from a package that has only its place, not its contents,
and whoever else imports postgast finds it untouched.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec

_SPEC = find_spec("postgast")
assert _SPEC is not None
_WHOLE = sys.modules.get("postgast")
sys.modules["postgast"] = module_from_spec(_SPEC)
try:
    from postgast.errors import PgQueryError
    from postgast.parse import parse
    from postgast.pg_query_pb2 import Node, Token
    from postgast.scan import scan
finally:
    del sys.modules["postgast"]
if _WHOLE is not None:
    sys.modules["postgast"] = _WHOLE

__all__ = ["Node", "PgQueryError", "Token", "parse", "scan"]
