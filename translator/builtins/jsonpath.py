"""jsonb_path_exists and its kin, with the operators @? and @@ ("JSON Functions and Operators")."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from translator.builtins.declare import function, set_returning
from translator.builtins.jsonpath_execute import Execution
from translator.builtins.jsonpath_values import plain
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.values import invalid_parameter_value
from translator.types.json import dump_jsonb, load_json, read_jsonb
from translator.types.jsonpath_parse import parse_jsonpath

NO_VARIABLES = "{}"
_ARGUMENTS = "(jsonb,jsonpath,jsonb,boolean)"


def _execution(context: ExecutionContext, target: str, path: str, variables: str, *, with_zone: bool) -> Execution:
    values = load_json(variables)
    if not isinstance(values, dict):
        raise invalid_parameter_value(
            '"vars" argument is not an object',
            detail='Jsonpath parameters should be encoded as key-value pairs of "vars" object.',
        )
    return Execution(parse_jsonpath(path), read_jsonb(target), values, context, with_zone=with_zone)


def _shown(item: Any) -> str:
    return dump_jsonb(plain(item))


def _match(run: Execution, *, silent: bool) -> int | None:
    found = run.run(silent=silent)
    if len(found) == 1 and (found[0] is None or isinstance(found[0], bool)):
        return None if found[0] is None else int(found[0])
    if silent:
        return None
    raise PgError("22038", "single boolean result is expected")


def _exists(run: Execution, *, silent: bool) -> int | None:
    found = run.exists(silent=silent)
    return None if found is None else int(found)


def _query_array(run: Execution, *, silent: bool) -> str:
    return dump_jsonb([plain(item) for item in run.run(silent=silent)])


def _query_first(run: Execution, *, silent: bool) -> str | None:
    found = run.run(silent=silent)
    return _shown(found[0]) if found else None


def _query(run: Execution, *, silent: bool) -> Iterator[str]:
    return map(_shown, run.run(silent=silent))


def _declare(name: str, answer: Callable[..., Any], register: Callable[..., Any]) -> None:
    for suffix, with_zone in (("", False), ("_tz", True)):

        def body(
            context: ExecutionContext,
            target: str,
            path: str,
            variables: str = NO_VARIABLES,
            silent: int = 0,
            with_zone: bool = with_zone,
        ) -> Any:
            run = _execution(context, target, path, variables, with_zone=with_zone)
            return answer(run, silent=bool(silent))

        body.__name__ = name + suffix
        register(f"{name}{suffix}{_ARGUMENTS}", context=True)(body)


_declare("jsonb_path_exists", _exists, function)
_declare("jsonb_path_match", _match, function)
_declare("jsonb_path_query_array", _query_array, function)
_declare("jsonb_path_query_first", _query_first, function)
_declare("jsonb_path_query", _query, set_returning)


@function("jsonb_path_exists_opr(jsonb,jsonpath)", context=True)
def jsonb_path_exists_opr(context: ExecutionContext, target: str, path: str) -> int | None:
    """@?"""
    return _exists(_execution(context, target, path, NO_VARIABLES, with_zone=False), silent=True)


@function("jsonb_path_match_opr(jsonb,jsonpath)", context=True)
def jsonb_path_match_opr(context: ExecutionContext, target: str, path: str) -> int | None:
    """@@"""
    return _match(_execution(context, target, path, NO_VARIABLES, with_zone=False), silent=True)
