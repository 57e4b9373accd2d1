"""How `.sql` files are cut into statements."""

import pytest

from tests.cases import case


def read(text):
    return [case.read_statement(block) for block in case.blocks(text)]


def test_a_statement_ends_with_its_line():
    first, second = read("SELECT 1;\n\nSELECT\n  2;\n")
    assert (first.sql, first.name) == ("SELECT 1", "SELECT 1")
    assert (second.sql, second.name) == ("SELECT\n  2", "SELECT")


def test_comments_name_and_direct():
    (statement,) = read("-- a name\n-- unordered\n-- volatile: clock\n-- parameters: 5 | NULL\nSELECT $1, $2;\n")
    assert statement.name == "a name"
    assert statement.unordered
    assert statement.volatile == "clock"
    assert statement.parameters == ("5", None)


def test_copy_data_follows_its_statement():
    copy, select = read("COPY t FROM STDIN;\n1\tx;\n\n\\.\nSELECT 1;\n")
    assert copy.sql == "COPY t FROM STDIN"
    assert copy.copy_data == "1\tx;\n\n"
    assert select.sql == "SELECT 1"


def test_dollar_quotes_hold_semicolons():
    (statement,) = read("SELECT $$a;\nb$$;\n")
    assert statement.sql == "SELECT $$a;\nb$$"


def test_a_missing_semicolon_is_an_error():
    with pytest.raises(ValueError, match="without its semicolon"):
        read("SELECT 1\n")


def test_names_are_unique(tmp_path, monkeypatch):
    (tmp_path / "area").mkdir()
    (tmp_path / "area" / "topic.sql").write_text("SELECT 1;\nSELECT 1;\n")
    monkeypatch.setattr(case, "CASES", tmp_path)
    assert case.topics() == ["area/topic"]
    assert [statement.name for statement in case.statements("area/topic")] == ["SELECT 1", "SELECT 1 (2)"]
