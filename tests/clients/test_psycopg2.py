"""psycopg2: values written into the statement's text, named cursors, COPY, two-way notices."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import psycopg2
import psycopg2.errors
import psycopg2.extras

from tests.clients.target import Target, Targets, assert_same


def failure(error: psycopg2.Error) -> tuple[Any, ...]:
    diag = error.diag
    return type(error).__name__, error.pgcode, error.pgerror, diag.constraint_name, diag.column_name


def application(target: Target) -> list[Any]:
    """A small inventory."""
    connection = psycopg2.connect(target.dsn)
    cursor = connection.cursor()
    notes: list[Any] = []
    cursor.execute(
        "CREATE TABLE item (id serial PRIMARY KEY, name text NOT NULL, price numeric(8,2), made date, tags int[])"
    )
    cursor.execute("CREATE TABLE stock (item_id int REFERENCES item, place text, amount int, UNIQUE (item_id, place))")
    rows = [(f"it'em {n} %", Decimal(n) / 3, dt.date(2024, 1, 1) + dt.timedelta(n), [n, n + 1]) for n in range(12)]
    notes.append(
        psycopg2.extras.execute_values(
            cursor, "INSERT INTO item (name, price, made, tags) VALUES %s RETURNING id, price", rows, fetch=True
        )
    )
    psycopg2.extras.execute_batch(
        cursor, "INSERT INTO stock VALUES (%s, %s, %s)", [(1 + n % 12, f"p{n // 12}", n) for n in range(30)]
    )
    connection.commit()
    for number in range(5):
        cursor.execute("SELECT name, price, made, tags FROM item WHERE id = %s AND name LIKE %s", (number, "it'em%"))
        notes += [cursor.fetchall(), cursor.statusmessage, cursor.rowcount]
    cursor.execute("SELECT %s, %s, %s, %s", (None, True, 1.5, b"\0\xff"))
    notes.append([bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone() or ()])
    cursor.execute(
        "SELECT i.name, s.place, s.amount FROM item i JOIN stock s ON s.item_id = i.id WHERE s.amount IN %s ORDER BY 3",
        ((1, 5, 29),),
    )
    notes.append(cursor.fetchall())
    notes += mistakes(connection) + copies(connection) + named_cursors(connection)
    connection.close()
    return notes


def mistakes(connection: Any) -> list[Any]:
    notes = []
    cursor = connection.cursor()
    for query, parameters in (
        ("INSERT INTO stock VALUES (%s, 'p0', 1)", (1,)),
        ("INSERT INTO stock VALUES (%s, 'p0', 1)", (77,)),
        ("DELETE FROM item WHERE id = %s", (1,)),
        ("SELECT * FROM item WHERE nme = %s", ("x",)),
        ("INSERT INTO item (name) VALUES (%s)", (None,)),
        ("SELECT %s + 'a'", (1,)),
    ):
        try:
            cursor.execute(query, parameters)
        except psycopg2.Error as error:
            notes.append(failure(error))
        connection.rollback()
    return notes


def copies(connection: Any) -> list[Any]:
    cursor = connection.cursor()
    cursor.copy_from(io.StringIO("1\tp9\t90\n2\tp9\t\\N\n"), "stock", columns=("item_id", "place", "amount"))
    out, table = io.StringIO(), io.StringIO()
    cursor.copy_expert("COPY (SELECT * FROM stock WHERE place = 'p9' ORDER BY 1) TO STDOUT WITH CSV HEADER", out)
    cursor.copy_to(table, "item", columns=("id", "tags"))
    connection.commit()
    return [out.getvalue(), sorted(table.getvalue().splitlines())]


def named_cursors(connection: Any) -> list[Any]:
    notes: list[Any] = []
    with connection.cursor("many", cursor_factory=psycopg2.extras.DictCursor) as reader:
        reader.itersize = 7
        reader.execute("SELECT item_id, amount FROM stock ORDER BY 1, 2")
        notes.append([dict(row) for row in reader])
    connection.commit()
    with connection.cursor("walk", scrollable=True) as walker:
        walker.execute("SELECT id FROM item ORDER BY id")
        walker.scroll(5)
        notes.append(walker.fetchone())
        walker.scroll(-2)
        notes.append(walker.fetchmany(2))
    connection.rollback()
    return notes


def test_an_application(targets: Targets) -> None:
    assert_same(application, targets)
