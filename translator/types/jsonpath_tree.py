"""A jsonpath as a tree, and its canonical text ("The SQL/JSON Path Language").

A path is a chain of steps: a primary (or an operator over other chains), then accessors.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from translator.types.json import quote


class Step(Struct, frozen=True):
    """One step; `value` and `args` (chains) depend on `kind`."""

    kind: str
    value: Any = None
    args: tuple[Any, ...] = ()


Chain = tuple[Step, ...]


class JsonPath(Struct, frozen=True):
    strict: bool
    chain: Chain


COMPARISONS = ("==", "!=", "<", ">", "<=", ">=")
PRIORITIES = {"||": 0, "&&": 1, "starts with": 2, "like_regex": 6} | dict.fromkeys(COMPARISONS, 2)
PRIORITIES |= {"+": 3, "-": 3, "*": 4, "/": 4, "%": 4, "plus": 5, "minus": 5}
HIGHEST = 6
PREDICATES = frozenset({"||", "&&", "!", "is unknown", "exists", "like_regex", "starts with", *COMPARISONS})
BINARY = frozenset({"||", "&&", "+", "-", "*", "/", "%", "starts with", *COMPARISONS})
ANY_LAST = -1
"""`last` as a level of **."""


def is_predicate(chain: Chain) -> bool:
    return len(chain) == 1 and chain[0].kind in PREDICATES


def path_text(path: JsonPath) -> str:
    """The text that jsonpath's output function gives."""
    return ("strict " if path.strict else "") + _chain_text(path.chain, brackets=True)


def _chain_text(chain: Chain, *, brackets: bool) -> str:
    first = _step_text(chain[0], brackets=brackets)
    if chain[0].kind == "number" and len(chain) > 1:
        first = f"({first})"
    return first + "".join(_accessor_text(step) for step in chain[1:])


def _operand(chain: Chain, kind: str) -> str:
    priority = PRIORITIES.get(chain[0].kind, HIGHEST) if len(chain) == 1 else HIGHEST
    return _chain_text(chain, brackets=priority <= PRIORITIES[kind] or len(chain) > 1)


def _step_text(step: Step, *, brackets: bool) -> str:
    kind = step.kind
    if kind in BINARY:
        text = f"{_operand(step.args[0], kind)} {kind} {_operand(step.args[1], kind)}"
    elif kind in ("plus", "minus"):
        text = ("+" if kind == "plus" else "-") + _operand(step.args[0], kind)
    elif kind == "like_regex":
        pattern, flags = step.value
        flagged = f' flag "{flags}"' if flags else ""
        text = f"{_operand(step.args[0], kind)} like_regex {quote(pattern)}{flagged}"
    else:
        return _primary_text(step)
    return f"({text})" if brackets else text


def _primary_text(step: Step) -> str:
    match step.kind:
        case "!":
            return f"!({_chain_text(step.args[0], brackets=False)})"
        case "is unknown":
            return f"({_chain_text(step.args[0], brackets=False)}) is unknown"
        case "exists":
            return f"exists ({_chain_text(step.args[0], brackets=False)})"
        case "string":
            return str(quote(step.value))
        case "number":
            return str(step.value)
        case "variable":
            return f"${quote(step.value)}"
        case "literal":
            return "null" if step.value is None else "true" if step.value else "false"
    return {"root": "$", "current": "@", "last": "last"}[step.kind]


def _accessor_text(step: Step) -> str:
    match step.kind:
        case "key":
            return f".{quote(step.value)}"
        case "any key":
            return ".*"
        case "any array":
            return "[*]"
        case "array":
            return "[" + ",".join(_subscript_text(low, high) for low, high in step.args) + "]"
        case "any":
            return f".**{_levels_text(*step.value)}"
        case "filter":
            return f"?({_chain_text(step.args[0], brackets=False)})"
    arguments = ",".join(quote(value) if isinstance(value, str) else str(value) for value in step.args)
    return f".{step.value}({arguments})"


def _subscript_text(low: Chain, high: Chain | None) -> str:
    first = _chain_text(low, brackets=False)
    return first if high is None else f"{first} to {_chain_text(high, brackets=False)}"


def _levels_text(first: int, last: int) -> str:
    if (first, last) == (0, ANY_LAST):
        return ""
    shown = ["last" if level == ANY_LAST else str(level) for level in (first, last)]
    return f"{{{shown[0]}}}" if first == last else f"{{{shown[0]} to {shown[1]}}}"
