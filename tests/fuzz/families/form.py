"""A way of calling something, each of its arguments with the values that fit it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.fuzz.entry import Entry
from tests.fuzz.tree import Kind


@dataclass(frozen=True, slots=True)
class Fitting:
    """Texts of one type that make sense in some place."""

    type: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A template over fitting values, and the type of what it gives."""

    template: str
    args: tuple[Fitting, ...]
    type: str
    kind: Kind = "scalar"


def calls(result: str, name: str, *args: Fitting, least: int | None = None, kind: Kind = "scalar") -> Iterator[Form]:
    """Calls of a function with its first `least` arguments (all, when not given) up to all of them."""
    for count in range(len(args) if least is None else least, len(args) + 1):
        places = ", ".join(f"{{{place}}}" for place in range(count))
        yield Form(f"{name}({places})", args[:count], result, kind)


def operators(result: str, left: Fitting, signs: Sequence[str], right: Fitting) -> Iterator[Form]:
    """Uses of several operators with the same operands."""
    for sign in signs:
        yield Form(f"({{0}} {sign} {{1}})", (left, right), result)


def entry(form: Form) -> Entry:
    """A form as something that an expression can be made of."""
    hints = tuple((place, each.texts) for place, each in enumerate(form.args))
    return Entry(form.template, form.template, tuple(each.type for each in form.args), form.type, hints, form.kind)
