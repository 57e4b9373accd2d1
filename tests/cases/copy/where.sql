CREATE TABLE kept (id int, a text, b int DEFAULT 5, c int GENERATED ALWAYS AS (id * 2) STORED, PRIMARY KEY (id), CHECK (id < 100));
COPY kept (id, a) FROM STDIN WHERE id > 1 AND a <> 'z';
1	x
2	y
3	z
4	\N
500	z
\.
SELECT * FROM kept ORDER BY id;
COPY kept (id, a) FROM STDIN WHERE b = 5 AND kept.id = 9;
9	q
8	q
\.
COPY kept (id, a) FROM STDIN WHERE c = 5;
\.
COPY kept (id, a) FROM STDIN WHERE sum(id) = 5;
\.
COPY kept (id, a) FROM STDIN WHERE (SELECT 1) = 1;
\.
COPY kept (id, a) FROM STDIN WHERE nope = 1;
\.
COPY kept (id, a) FROM STDIN WHERE id;
\.
COPY kept (id, a) FROM STDIN WHERE other.id = 1;
\.
COPY kept (id, a) FROM STDIN WHERE row_number() OVER () = 1;
\.
COPY kept (id, a) FROM STDIN WHERE generate_series(1, 2) = 1;
\.
COPY kept TO STDOUT WHERE id = 1;
COPY kept FROM STDIN WITH (FORMAT csv) WHERE id BETWEEN 20 AND 30 AND length(a) > 1;
20,ab,1
21,c,2
40,dd,3
\.
COPY kept (id, a) FROM STDIN WHERE 1 / id > 0;
1	x
0	y
\.
COPY kept (id, a) FROM STDIN WHERE a = 'dup';
2	y
2	dup
\.
COPY kept (id, a) FROM STDIN WHERE id > 50;
60	y
200	big
\.
COPY kept (a, id) FROM STDIN WHERE a IS NULL OR a LIKE 'n%';
\N	71
no	72
yes	73
\.
SELECT * FROM kept ORDER BY id;
CREATE TABLE volatile_conditions (a int, b text, c serial, d float DEFAULT random());
COPY volatile_conditions (a, b) FROM STDIN WHERE random() >= 0 AND a > 1;
1	x
2	y
\.
COPY volatile_conditions (a, b) FROM STDIN WHERE clock_timestamp() > '2001-01-01' AND b <> 'k';
7	k
8	l
\.
COPY volatile_conditions (a, b, c) FROM STDIN WHERE c > nextval('volatile_conditions_c_seq') - 100;
9	m	50
10	n	-99
\.
SELECT a, b FROM volatile_conditions ORDER BY a;
DROP TABLE volatile_conditions;
CREATE TABLE without_parameters (a int);
COPY without_parameters FROM STDIN WHERE a = $1;
1
\.
COPY without_parameters FROM STDIN WHERE abs(a + $1) = 2;
1
\.
DROP TABLE without_parameters;
