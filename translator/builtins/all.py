"""Imports every module that registers implementations."""

from translator.builtins import (  # noqa: F401
    aggregate,
    array,
    cast,
    comparison,
    float_math,
    integer_math,
    json,
    numeric_math,
    setof,
    string,
    system,
    window,
)
