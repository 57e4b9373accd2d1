"""Imports every module that registers implementations."""

from translator.builtins import (  # noqa: F401
    aggregate,
    array,
    binary,
    cast,
    catalog_info,
    comparison,
    float_math,
    integer_math,
    json,
    like,
    numeric_math,
    pattern,
    privileges,
    regular_expression,
    setof,
    settings,
    string,
    string_format,
    system,
    window,
)
