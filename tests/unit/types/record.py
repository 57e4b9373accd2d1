"""Records PostgreSQL's answers for the value sets of inputs.py: `python -m tests.unit.types.record PORT`.

One line of answers.jsonl per input: type, settings, text; then the text output and the binary output in hexadecimal,
or the error.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import psycopg

from tests.unit.types.inputs import CASES, SETTINGS

ANSWERS = Path(__file__).parent / "answers.jsonl"


def ask(connection: psycopg.Connection[Any], typename: str, text: str) -> dict[str, Any]:
    """PostgreSQL's answer to one input."""
    with connection.transaction(force_rollback=True):
        literal = psycopg.sql.Literal(text).as_string(connection)
        try:
            connection.execute("create temp table t (v " + typename + ")")
            connection.execute(f"insert into t values ({literal})")
        except psycopg.Error as error:
            diagnostic = error.diag
            names = ("sqlstate", "message_primary", "message_detail", "message_hint", "context")
            return {"error": [getattr(diagnostic, name) for name in names]}
        output = connection.execute(
            "select v::text, v from t" if typename in {"char(3)", "bpchar"} else "select v::text from t"
        )
        shown = output.fetchone()
        raw = connection.cursor(binary=True).execute("select v from t").pgresult
        assert shown is not None
        assert raw is not None
        value = raw.get_value(0, 0)
        text_value = connection.execute("select v from t").pgresult
        assert text_value is not None
        printed = text_value.get_value(0, 0)
        return {"text": printed.decode() if printed else "", "binary": value.hex() if value is not None else None}


def main() -> None:
    with (
        psycopg.connect(
            f"host=127.0.0.1 port={sys.argv[1]} user=postgres dbname=postgres", autocommit=True
        ) as connection,
        ANSWERS.open("w") as out,
    ):
        for typename, texts in CASES.items():
            for settings in [{}, *SETTINGS.get(typename, [])]:
                connection.execute("reset all")
                for name, value in settings.items():
                    connection.execute(f"set {name} = '{value}'")
                for text in texts:
                    answer = {"type": typename, "settings": settings, "input": text, **ask(connection, typename, text)}
                    out.write(json.dumps(answer, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
