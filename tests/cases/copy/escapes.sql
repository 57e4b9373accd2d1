CREATE DOMAIN filled AS text NOT NULL;
CREATE TABLE t (id int, a text, v varchar(4), b bytea, d date);
COPY t FROM STDIN;
1	\N	\N	\N	\N
\N	\\N	\\	\\x00ff	2024-01-0\x31
\x33	\\\\	a\\b	\\\\x	\N
4	\061\t\x	\\t	\\134	\N
\x35\n	a\
b	ab	x	\N
\N	\\.	c.	y	\N
\.
COPY t FROM STDIN;
1	a	b	c	\N
2	\\.	c\.	y	\N
\.
SELECT * FROM t ORDER BY id, a;
COPY t (id, a) FROM STDIN;
6	ends with a backslash\\
7	one field\	still the same
\.
COPY t (id, a) FROM STDIN;
8	joined\	field	second
\.
COPY t (id, v) FROM STDIN;
\N	\\\\\\\\\\\\
\.
COPY t (id) FROM STDIN;
9\\
\.
COPY t (id) FROM STDIN WITH (NULL 'x');
x
\x
\.
COPY t (id) FROM STDIN WITH (NULL 'x');
x
10
\.
COPY t (a) FROM STDIN WITH (NULL '\\', DELIMITER '|');
\\
\\\\
\\n
\.
COPY t (id, a) FROM STDIN WITH (FORMAT csv);
11,"a ""b"" c"
12,""
13,
14,"two
lines"
15,"a,b"
\.
SELECT id, a FROM t WHERE id > 5 OR id IS NULL ORDER BY id, a COLLATE "C";
CREATE TABLE f (id int, name filled);
COPY f FROM STDIN;
1	\\N
2	\N
\.
COPY f FROM STDIN;
1	\\N
2	x\ty
\.
SELECT * FROM f;
CREATE TABLE none ();
COPY none FROM STDIN;


\.
COPY none FROM STDIN;
x
\.
SELECT count(*) FROM none;
CREATE TABLE quoted (a text);
COPY quoted FROM STDIN WITH (FORMAT csv, QUOTE '''', ESCAPE '\');
''
\\
a\'b
c'
'x\'y\\'
\.
SELECT * FROM quoted;
