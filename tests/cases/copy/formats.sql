create table t(a int, b text, c numeric(6,2), d date default '2020-01-01', e bool, f int[], g jsonb, h timestamptz, i serial, j bytea, k float8, gen int generated always as (a*2) stored);
copy t(a,b,c,d,e,f,g,h,j,k) from stdin;
1	x\ty	1.5	2024-02-03	t	{1,2,NULL}	{"a": [1, "\\"]}	2024-01-01 00:00:00+02	\\x00ff	NaN
-5	\N	\N	\N	f	\N	\N	\N	\N	-Infinity
 7	a\\b\x41\101\r	-0.005	infinity	yes	{}	null	epoch	abc\\\\	1e300
\.
select * from t;
copy t to stdout;
copy t to stdout (format csv);
copy t to stdout (format csv, force_quote *, null 'NULL', delimiter ';', quote '''', escape '\');
copy t (b, a) to stdout (header);
copy t(a, b) from stdin (format csv, header match);
a,b
8,"multi
line"
9,""
10,
\.
copy t(a, b) from stdin (format csv, force_null (b), force_not_null (a));
11,""
\.
copy t(a, b) from stdin (null 'x', delimiter '|');
12|x
13|y\|z
\.
copy t(a,gen) from stdin;
copy t(b,a) from stdin;
ok	1
bad	2147483648
\.
copy t(a,c) from stdin;
1	12345.6
\.
copy t(a,b) from stdin;
1	a\
b
2	\303\251
3	\xc3
\.
copy (select a, b, gen from t order by i) to stdout;
copy (insert into t(a,b) values (99,'ret') returning a, b) to stdout;
copy (values (1,'a'),(2,null)) to stdout with csv header;
create table f1(a int primary key);
create table f2(a int references f1 deferrable, s int primary key, p int references f2);
copy f1 from stdin;
1
2
\.
copy f2 from stdin;
1	1	2
2	2	1
\.
copy f2 from stdin;
1	3	3
7	4	3
\.
copy f2 from stdin;
1	3	30
\.
begin;
set constraints all deferred;
copy f2 from stdin;
7	9	\N
\.
insert into f1 values (7);
commit;
select * from f2 order by s;
truncate t;
begin;
copy t(a) from stdin;
1
x
\.
select 1;
rollback;
copy t(a) from stdin;
1
2
\.
select count(*), max(i) from t;
create table zero();
copy zero from stdin;


\.
select count(*) from zero;
copy zero to stdout;
