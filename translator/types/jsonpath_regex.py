"""like_regex: XQuery's flags over our regular expressions ("SQL/JSON Regular Expressions")."""

from __future__ import annotations

from translator.builtins.regular_expression import Regex, regex
from translator.errors import PgError


def path_regex(pattern: str, flags: str) -> Regex:
    """The expression of a like_regex predicate.  Raises PgError 2201B, 0A000."""
    if "q" in flags:
        return regex(pattern, "q" + ("i" if "i" in flags else ""))
    if "x" in flags:
        raise PgError("0A000", 'XQuery "x" flag (expanded regular expressions) is not implemented')
    lines = {(False, False): "p", (True, False): "s", (False, True): "n", (True, True): "w"}
    return regex(pattern, lines["s" in flags, "m" in flags] + ("i" if "i" in flags else ""))
