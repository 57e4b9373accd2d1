"""`pip install sqlglot[c]` beside pgproxy brings compiled classes, which Python's cannot inherit from."""

import pkgutil
from importlib import import_module
from typing import Any

import pytest
from sqlglot import exp
from sqlglot.generator import Generator

import translator


def derived(base: type[Any]) -> list[type[Any]]:
    """All classes below one."""
    children: list[type[Any]] = base.__subclasses__()
    return [each for child in children for each in (child, *derived(child))]


@pytest.mark.parametrize("base", [Generator, exp.Expr])
def test_nothing_here_is_derived_from_classes_that_may_be_compiled(base: type[Any]) -> None:
    for module in pkgutil.walk_packages(translator.__path__, "translator."):
        import_module(module.name)
    modules = {each.__module__ for each in derived(base)}
    assert modules
    assert not [name for name in modules if name.startswith(("translator", "pgproxy"))]
