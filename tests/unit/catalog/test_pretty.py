"""Which parentheses of a stored expression are superfluous, as PostgreSQL's pg_get_constraintdef(oid, true) says."""

import pytest

from translator.catalog.pretty import pretty

EXPRESSIONS = (
    ("(amount > (0)::numeric)", "amount > 0::numeric"),
    (
        "((name)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
        "name::text = ANY (ARRAY['a'::character varying, 'b'::character varying]::text[])",
    ),
    ("((a > 0) AND ((b < 5) OR (c IS NOT NULL)))", "a > 0 AND (b < 5 OR c IS NOT NULL)"),
    ("(((a + b) * 2) > ((a * b) + 2))", "((a + b) * 2) > (a * b + 2)"),
    ("(((a - b) - c) = (a - (b - c)))", "(a - b - c) = (a - (b - c))"),
    ("(((j -> 'x'::text) ->> 'y'::text) = 'z'::text)", "((j -> 'x'::text) ->> 'y'::text) = 'z'::text"),
    ("((amount)::numeric(8,2) > (0)::numeric)", "amount::numeric(8,2) > 0::numeric"),
    ("(((a + 1))::bigint > 2)", "(a + 1)::bigint > 2"),
    ("(COALESCE((a + 1), 0) > 0)", "COALESCE(a + 1, 0) > 0"),
    ("((a + b) IS NULL)", "(a + b) IS NULL"),
    (
        "\nCASE\n    WHEN (a > 1) THEN true\n    ELSE false\nEND",
        "\nCASE\n    WHEN a > 1 THEN true\n    ELSE false\nEND",
    ),
)


@pytest.mark.parametrize(("stored", "shown"), EXPRESSIONS, ids=[shown for _, shown in EXPRESSIONS])
def test_superfluous_parentheses_go(stored: str, shown: str) -> None:
    assert pretty(stored) == shown
