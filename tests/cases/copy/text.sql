CREATE TABLE t (id int PRIMARY KEY, a text, n numeric(6,2), b bool, d date);
COPY t FROM STDIN;
1	one	1.5	t	2024-01-01
2	\N	\N	\N	\N
3		0	f	infinity
4	tab\there	1	true	2024-02-29
5	line\nbreak	2.005	no	epoch
6	back\\slash	-1	1	today
7	\x41\102	3	0	2024-01-01
8	ünï 日本	4	y	2024-01-01
\.
DELETE FROM t WHERE id = 6;
SELECT * FROM t ORDER BY id;
COPY t TO STDOUT;
COPY t (id, a) FROM STDIN;
10	ten
11	eleven
\.
COPY t (a, id) FROM STDIN;
twelve	12
\.
COPY t (id, a) TO STDOUT;
COPY (SELECT id, a FROM t WHERE id > 9 ORDER BY id DESC) TO STDOUT;
COPY (SELECT 1, NULL, 'x' || E'\t' || 'y', ARRAY[1, 2], true) TO STDOUT;
COPY (VALUES (1, 'a'), (2, 'b')) TO STDOUT;
COPY (SELECT) TO STDOUT;
COPY t (id, a) FROM STDIN;
20	missing	extra
\.
COPY t (id, a) FROM STDIN;
20
\.
COPY t (id, a) FROM STDIN;
x	bad integer
\.
COPY t (id, a) FROM STDIN;
21	fine
1	duplicate
\.
SELECT count(*) FROM t WHERE id = 21;
COPY t (id, n) FROM STDIN;
22	99999
\.
COPY t (id, d) FROM STDIN;
23	2024-02-30
\.
COPY t (id) FROM STDIN;
\N
\.
COPY t FROM STDIN;
\.
COPY nosuch FROM STDIN;
1
\.
COPY t (nosuch) FROM STDIN;
1
\.
COPY t (id, id) FROM STDIN;
1	1
\.
COPY nosuch TO STDOUT;
COPY t (nosuch) TO STDOUT;
COPY (SELECT nosuch FROM t) TO STDOUT;
COPY t (id, a) TO STDOUT WITH (DELIMITER '|', NULL 'nil');
COPY t (id, a) FROM STDIN WITH (DELIMITER '|', NULL 'nil');
30|thirty
31|nil
32|a\|b
\.
SELECT id, a FROM t WHERE id >= 30 ORDER BY id;
COPY t (id, a) TO STDOUT (HEADER);
COPY t (id, a) FROM STDIN (HEADER);
id	a
40	forty
\.
COPY t TO STDOUT (NOSUCH 1);
COPY t TO STDOUT (FORMAT nosuch);
COPY t TO STDOUT (DELIMITER 'ab');
BEGIN;
COPY t (id, a) FROM STDIN;
50	in transaction
\.
SELECT a FROM t WHERE id = 50;
ROLLBACK;
SELECT count(*) FROM t WHERE id = 50;
CREATE TABLE d (id serial, a int DEFAULT 5, c int NOT NULL, CHECK (c > 0));
COPY d (c) FROM STDIN;
1
2
\.
SELECT * FROM d ORDER BY id;
COPY d (c) FROM STDIN;
0
\.
COPY d (a) FROM STDIN;
1
\.
CREATE TABLE types (i int[], j json, t timestamptz, f float8, x bytea, u uuid);
COPY types FROM STDIN;
{1,NULL,3}	{"a": "b\\tc"}	2024-01-01 00:00:00+02	NaN	\\xdead	a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
{}	[]	infinity	-Infinity	\\x	\N
\.
COPY types TO STDOUT;
COPY t TO '/nonexistent/dir/file';
