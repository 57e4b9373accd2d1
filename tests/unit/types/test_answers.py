"""Every type reads and prints its value set exactly as PostgreSQL does, in text and binary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from translator.errors import PgError
from translator.settings_view import FixedSettings
from translator.types.datatype import DataType
from translator.types.interval import DAY, FULL_PRECISION, FULL_RANGE, HOUR, MINUTE, SECOND, YEAR
from translator.types.registry import datatype

ANSWERS = [json.loads(line) for line in (Path(__file__).parent / "answers.jsonl").read_text().splitlines()]
INTERVAL_FIELDS = {
    "day to second": DAY | HOUR | MINUTE | SECOND,
    "year": YEAR,
    "hour to minute": HOUR | MINUTE,
    "minute to second": MINUTE | SECOND,
}
NAMES = {'"char"': "char", "char": "bpchar"}


def resolve(typename: str) -> tuple[DataType, int]:
    """The type and typmod of a column declared so."""
    if typename.startswith("interval "):
        fields = INTERVAL_FIELDS[typename.removeprefix("interval ")]
        return datatype("interval"), fields << 16 | FULL_PRECISION
    if typename == "interval(3)":
        return datatype("interval"), FULL_RANGE << 16 | 3
    name, _, modifiers = typename.partition("(")
    if name.endswith("[]"):
        name = "_" + name[:-2]
    found = datatype(NAMES.get(name, name))
    return found, found.typmod_in(modifiers.rstrip(")").split(",")) if modifiers else -1


def settings_of(answer: dict[str, Any]) -> FixedSettings:
    given = dict(answer["settings"])
    if "extra_float_digits" in given:
        given["extra_float_digits"] = int(given["extra_float_digits"])
    return FixedSettings(**given)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: f"{a['type']}-{a['input']}-{''.join(a['settings'].values())}")
def test_input_and_output(answer: dict[str, Any]) -> None:
    found, typmod = resolve(answer["type"])
    settings = settings_of(answer)
    if "error" in answer:
        with pytest.raises(PgError) as caught:
            found.input(answer["input"], typmod, settings)
        error = caught.value
        assert [error.sqlstate, error.message, error.detail, error.hint, error.context] == answer["error"]
        return
    value = found.input(answer["input"], typmod, settings)
    assert found.output(value, settings) == answer["text"]
    assert found.text_encoder(settings)(value).decode() == answer["text"]
    binary = bytes.fromhex(answer["binary"])
    assert found.binary_encoder(settings)(value) == binary
    assert found.receive(binary, typmod, settings) == value
