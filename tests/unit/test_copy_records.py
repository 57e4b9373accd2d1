"""COPY's file formats: records and fields cut at any place, lines printed and read back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgproxy.copy_lines import header_line, line_encoder
from pgproxy.copy_records import Records, csv_fields, text_fields
from translator.command import CopyOptions
from translator.errors import PgError

TEXT = CopyOptions()
CSV = CopyOptions("csv", ",", "")
CSV_ESCAPED = CopyOptions("csv", ",", "", quote="'", escape="\\")


def records(options: CopyOptions, *texts: str) -> list[str]:
    cutter = Records(options)
    found = [line for text in texts for lines in cutter.cut(text, final=False) for line in lines]
    return found + [line for lines in cutter.cut("", final=True) for line in lines]


def test_text_records_end_at_newlines_that_no_backslash_precedes() -> None:
    assert records(TEXT, "a\tb\n", "c\\\n", "d\n", "e\n\\.\nrest\n") == ["a\tb", "c\\\nd", "e"]


def test_carriage_returns_end_records_when_the_first_one_ends_so() -> None:
    assert records(TEXT, "a\r\nb\r\n") == ["a", "b"]
    with pytest.raises(PgError, match="literal carriage return found in data"):
        records(TEXT, "a\nb\r\n")
    with pytest.raises(PgError, match="unquoted newline found in data"):
        records(CSV, 'a\r\n"b"\n')


def test_the_marker_stands_alone() -> None:
    with pytest.raises(PgError, match="end-of-copy marker is not alone on its line"):
        records(TEXT, "a\\.\n")


def test_csv_records_hold_quoted_newlines() -> None:
    assert records(CSV, 'a,"b\n', 'c"\nd\n') == ['a,"b\nc"', "d"]
    assert records(CSV_ESCAPED, "'it\\'s\n", "x',\\\ny\n") == ["'it\\'s\nx',\\", "y"]


def test_text_fields_are_unescaped_after_null_is_recognized() -> None:
    assert text_fields("\\N\t\\\\N\t\\x41\\102\\t\\z\ta\\\tb", TEXT) == [None, "\\N", "AB\tz", "a\tb"]
    assert text_fields("\\303\\251", TEXT) == ["é"]
    with pytest.raises(PgError, match="invalid byte sequence"):
        text_fields("\\303", TEXT)


def test_csv_fields_may_be_quoted_in_part() -> None:
    assert csv_fields('a"b,""c""",,""', CSV) == [('ab,"c"', True), ("", False), ("", True)]
    assert csv_fields("'it\\'s',\\a", CSV_ESCAPED) == [("it's", True), ("\\a", False)]
    with pytest.raises(PgError, match="unterminated CSV quoted field"):
        csv_fields('a,"b', CSV)


@pytest.mark.parametrize("options", [TEXT, CSV, CSV_ESCAPED], ids=["text", "csv", "csv escaped"])
@given(
    rows=st.lists(st.tuples(*[st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"))] * 2)),
    cuts=st.lists(st.integers(0, 200)),
)
def test_what_is_printed_reads_back(
    options: CopyOptions, rows: list[tuple[str | None, str | None]], cuts: list[int]
) -> None:
    line = line_encoder(["a", "b"], [str.encode, str.encode], options)
    stream = "".join(line(row).decode() for row in rows)
    lines = stream.splitlines(keepends=True) if "\r" not in stream else [stream]
    pieces = ["".join(lines[start:end]) for start, end in _spans(sorted(cuts), len(lines))]
    found = records(options, *[piece for piece in pieces if piece.endswith("\n")] if _whole(pieces) else [stream])
    assert [_fields(record, options) for record in found] == [list(row) for row in rows]


@pytest.mark.parametrize("options", [TEXT, CSV, CSV_ESCAPED], ids=["text", "csv", "csv escaped"])
@given(text=st.text(st.sampled_from("a\\N.\n\"',")))
def test_records_are_the_same_line_by_line(options: CopyOptions, text: str) -> None:
    text += "\n"
    assert _outcome(options, text) == _outcome(options, *text.splitlines(keepends=True))


def _outcome(options: CopyOptions, *texts: str) -> list[str] | str:
    try:
        return records(options, *texts)
    except PgError as error:
        return error.message


def _spans(cuts: list[int], length: int) -> list[tuple[int, int]]:
    places = [0, *[cut for cut in cuts if cut < length], length]
    return [(start, end) for start, end in pairwise(places) if start < end]


def _whole(pieces: list[str]) -> bool:
    return all(piece.endswith("\n") for piece in pieces)


def _fields(record: str, options: CopyOptions) -> list[str | None]:
    if options.format == "text":
        return text_fields(record, options)
    return [None if text == options.null and not quoted else text for text, quoted in csv_fields(record, options)]


def test_a_header_is_quoted_like_a_row() -> None:
    assert header_line(["a", "b,c"], CSV) == b'a,"b,c"\n'
    assert header_line(["a", "b\tc"], TEXT) == b"a\tb\\tc\n"
