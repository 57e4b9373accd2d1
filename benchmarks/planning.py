"""Statements that no session has sent before, as the first run of an application's tests is full of."""

import itertools
import time

import psycopg

from benchmarks.workload import Target, Workload

TABLES = (
    "DROP TABLE IF EXISTS bench_review, bench_book, bench_author",
    "CREATE TABLE bench_author (id bigserial PRIMARY KEY, name varchar(100) NOT NULL, email text UNIQUE, born date, "
    "active boolean DEFAULT true, meta jsonb)",
    "CREATE TABLE bench_book (id bigserial PRIMARY KEY, author bigint NOT NULL REFERENCES bench_author, "
    "title varchar(200), price numeric(10, 2), published timestamptz, pages int CHECK (pages > 0))",
    "CREATE TABLE bench_review (id bigserial PRIMARY KEY, book bigint NOT NULL REFERENCES bench_book, stars smallint)",
)
STATEMENTS = (
    "SELECT id, name, email, born, active, meta FROM bench_author {t} WHERE {t}.id = 1 LIMIT 21",
    "SELECT {t}.id, title, price FROM bench_book {t} WHERE (price >= 10.5 AND title LIKE 'abc%' AND published "
    "BETWEEN '2024-01-01' AND '2024-12-31') ORDER BY published DESC, id LIMIT 10 OFFSET 5",
    "SELECT {t}.id, a.name, r.stars FROM bench_book {t} JOIN bench_author a ON {t}.author = a.id "
    "LEFT JOIN bench_review r ON r.book = {t}.id WHERE a.active AND r.stars IN (1, 2, 3) ORDER BY a.name, {t}.title",
    "SELECT a.id, count({t}.id) AS n, avg({t}.price), max({t}.published) FROM bench_author a "
    "LEFT JOIN bench_book {t} ON {t}.author = a.id GROUP BY a.id HAVING count({t}.id) > 2 ORDER BY n DESC",
    "SELECT count(*) FROM bench_author {t} WHERE EXISTS (SELECT 1 FROM bench_book b WHERE b.author = {t}.id "
    "AND b.price > 5) AND NOT EXISTS (SELECT 1 FROM bench_review r WHERE r.id = {t}.id)",
    "INSERT INTO bench_author AS {t} (name, email, born, meta) VALUES ('x', NULL, '1980-01-01', '{{\"a\": 1}}') "
    "RETURNING {t}.id",
    "UPDATE bench_book {t} SET price = price * 1.1, title = upper(title) WHERE {t}.id = 5 RETURNING price",
    "DELETE FROM bench_review {t} WHERE book IN (SELECT id FROM bench_book WHERE author = 3)",
    "SELECT {t}.id, row_number() OVER (PARTITION BY author ORDER BY price DESC), sum(price) OVER (PARTITION BY author) "
    "FROM bench_book {t}",
    "WITH {t} AS (SELECT author, sum(price) AS total FROM bench_book GROUP BY author) SELECT a.name, {t}.total "
    "FROM bench_author a JOIN {t} ON {t}.author = a.id WHERE {t}.total > (SELECT avg(total) FROM {t}) LIMIT 5",
    "SELECT CASE WHEN pages > 500 THEN 'long' ELSE 'short' END AS {t}, count(*), round(avg(price), 2) "
    "FROM bench_book GROUP BY 1 ORDER BY 2 DESC",
    "SELECT {t}.id, meta->>'a', meta @> '{{\"a\": 1}}' FROM bench_author {t} WHERE (meta->>'n')::int > 5",
)
_numbers = itertools.count()


def prepare_tables(target: Target) -> None:
    """Empty tables: it is planning that takes the time."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        for statement in TABLES:
            connection.execute(statement)


def new_statements(target: Target) -> float:
    """Milliseconds of statements with a name in them that was not there before."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        connection.execute("SELECT 1")
        texts = [text.format(t=f"t{next(_numbers)}") for _ in range(5) for text in STATEMENTS]
        started = time.perf_counter()
        for text in texts:
            connection.execute(text.encode())
        return (time.perf_counter() - started) * 1000 / 5


WORKLOADS = [
    Workload(f"{len(STATEMENTS)} new statements", "ms", new_statements, prepare_tables, more_is_better=False),
]
