"""What is found of an expression by looking at all inside it: found once, however often it is asked on the way down."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, TypeVar

from translator.catalog.image import CatalogImage
from translator.query import Expr

Answer = TypeVar("Answer")
CAPACITY = 20_000
"""Expressions that are remembered; beyond it all are forgotten."""


class _Memory(Generic[Answer]):
    """Of one question, for one catalog at a time: others are not kept alive."""

    __slots__ = ("answers", "catalog")

    def __init__(self) -> None:
        self.catalog: CatalogImage | None = None
        self.answers: dict[int, tuple[Expr, Answer]] = {}


_memories: list[_Memory[Any]] = []


def remembered(question: Callable[[CatalogImage, Expr], Answer]) -> Callable[[CatalogImage, Expr], Answer]:
    """A function whose answers are kept by the expression itself, not by what equals it, which would look inside."""
    memory: _Memory[Answer] = _Memory()
    _memories.append(memory)

    @wraps(question)
    def ask(catalog: CatalogImage, expr: Expr) -> Answer:
        answers = memory.answers
        if memory.catalog is not catalog or len(answers) >= CAPACITY:
            memory.catalog = catalog
            answers.clear()
        found = answers.get(id(expr))
        if found is not None:
            return found[1]
        answer = question(catalog, expr)
        answers[id(expr)] = expr, answer  # which keeps the expression, so that no other one gets its id
        return answer

    return ask


def forget() -> None:
    """A statement is planned: neither its expressions nor their catalog need be kept."""
    for memory in _memories:
        memory.catalog = None
        memory.answers.clear()
