"""Hypothesis strategies for every message, derived from the declared fields."""

from hypothesis import strategies as st

from protocol import backend, frontend, startup  # noqa: F401  (declares the messages)
from protocol.fields import (
    Cells,
    CodedStrings,
    Column,
    Columns,
    CountedStrings,
    Field,
    Fixed,
    Numbers,
    OptionalBytes,
    Pairs,
    Rest,
    String,
    Strings,
)
from protocol.message import BACKEND, FRONTEND, STARTUP, Message

TAGGED = [kind for table in (FRONTEND, BACKEND) for kinds in table.values() for kind in kinds]
ALL_MESSAGES = [*TAGGED, *STARTUP]

RANGES = {"b": (-(2**7), 2**7 - 1), "h": (-(2**15), 2**15 - 1), "i": (-(2**31), 2**31 - 1), "I": (0, 2**32 - 1)}

texts = st.binary(max_size=12).map(lambda data: data.replace(b"\0", b"x"))
names = texts.filter(bool)
values = st.none() | st.binary(max_size=300)
columns = st.builds(
    Column,
    texts,
    *(st.integers(*RANGES[code]) for code in "IhIhih"),
)


def numbers(code: str) -> st.SearchStrategy[object]:
    """Values of one struct code."""
    if code in RANGES:
        return st.integers(*RANGES[code])
    size = 1 if code == "c" else int(code.removesuffix("s"))
    return st.binary(min_size=size, max_size=size)


def field_values(field: Field) -> st.SearchStrategy[object]:
    """Values of one field."""
    if isinstance(field, Fixed):
        return numbers(field.code)
    if isinstance(field, Numbers):
        return st.lists(numbers(field.code), max_size=4).map(tuple)
    by_type: dict[type[Field], st.SearchStrategy[object]] = {
        String: texts,
        Rest: st.binary(max_size=300),
        OptionalBytes: values,
        Cells: st.lists(values, max_size=5),
        Strings: st.lists(names, max_size=3).map(tuple),
        CountedStrings: st.lists(texts, max_size=3).map(tuple),
        Pairs: st.dictionaries(names, texts, max_size=3),
        CodedStrings: st.dictionaries(st.sampled_from([b"S", b"C", b"M"]), texts, max_size=3),
        Columns: st.lists(columns, max_size=3).map(tuple),
    }
    return by_type[type(field)]


def messages_of(kind: type[Message]) -> st.SearchStrategy[Message]:
    """Messages of one class."""
    return st.builds(kind, *(field_values(field) for field in kind.layout.fields.values()))


def messages(kinds: list[type[Message]]) -> st.SearchStrategy[Message]:
    """Messages of any of the classes."""
    return st.one_of([messages_of(kind) for kind in kinds])
