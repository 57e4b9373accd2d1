"""The registry of implementations agrees with the recorded catalog."""

from __future__ import annotations

from collections import Counter

import pytest

import translator.builtins.all  # noqa: F401  registers every implementation
from translator.builtins import declare, facts

KINDS = {
    "function": declare.FUNCTIONS,
    "aggregate": declare.AGGREGATES,
    "set-returning": declare.SET_RETURNING,
}
SIGNATURES = [
    *declare.FUNCTIONS,
    *declare.LOWERINGS,
    *declare.TYPED_LOWERINGS,
    *declare.AGGREGATES,
    *declare.AGGREGATE_LOWERINGS,
    *declare.TYPED_AGGREGATE_LOWERINGS,
    *declare.SET_RETURNING,
    *declare.WINDOWS,
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_postgresql_has_the_function(signature: str) -> None:
    assert facts.known(signature)


@pytest.mark.parametrize("kind", KINDS)
def test_keys_of_one_body_agree(kind: str) -> None:
    for implementation in set(KINDS[kind].values()):
        rows = [facts.proc(signature) for signature in implementation.signatures]
        assert len({row.proisstrict for row in rows}) == 1, implementation.signatures
        assert not implementation.deterministic or {row.provolatile for row in rows} == {"i"}


def test_names_in_sqlite_are_unique() -> None:
    implementations = {found for registry in KINDS.values() for found in registry.values()}
    repeated = [name for name, count in Counter(found.sqlite_name for found in implementations).items() if count > 1]
    assert repeated == []


def test_set_returning_functions_return_sets() -> None:
    assert all(facts.proc(signature).proretset for signature in declare.SET_RETURNING)


def test_a_signature_is_implemented_once() -> None:
    with pytest.raises(RuntimeError, match="implemented twice"):
        declare.function(next(iter(declare.FUNCTIONS)))(lambda: None)
