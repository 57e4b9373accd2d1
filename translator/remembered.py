"""What is found of an expression by looking at all inside it: found once, however often it is asked on the way down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from translator.catalog.image import CatalogImage
from translator.query import Expr

Answer = TypeVar("Answer")
CAPACITY = 20_000
"""Expressions that are remembered; beyond it all are forgotten."""


class _Memories:
    """The answers to each question, by expression and catalog, while statements are translated."""

    __slots__ = ("all", "translations")

    def __init__(self) -> None:
        self.all: list[dict[tuple[int, int], tuple[Expr, CatalogImage, Any]]] = []
        self.translations = 0


_memories = _Memories()


def remembered(question: Callable[[CatalogImage, Expr], Answer]) -> Callable[[CatalogImage, Expr], Answer]:
    """A function whose answers are kept by the expression itself, not by what equals it, which would look inside."""
    answers: dict[tuple[int, int], tuple[Expr, CatalogImage, Any]] = {}
    _memories.all.append(answers)

    @wraps(question)
    def ask(catalog: CatalogImage, expr: Expr) -> Answer:
        key = id(expr), id(catalog)
        found = answers.get(key)
        if found is not None:
            known: Answer = found[2]
            return known
        answer = question(catalog, expr)
        if len(answers) >= CAPACITY:
            answers.clear()
        answers[key] = expr, catalog, answer  # which keeps both, so that no others get their ids
        return answer

    return ask


@contextmanager
def remembering() -> Iterator[None]:
    """While a statement is translated; when none is, neither expressions nor their catalogs are kept."""
    _memories.translations += 1
    try:
        yield
    finally:
        _memories.translations -= 1
        if not _memories.translations:
            for answers in _memories.all:
                answers.clear()
