-- Calls in SQL's own syntax, as views and indexes show them; COLLATE as a property of index keys.
CREATE TABLE kx(x text, b bytea, t timestamp, tz timestamptz, d date, n int, ti time, ttz timetz, bt bit(8), v varchar(9), iv interval);
CREATE VIEW vx AS SELECT trim(x) a1, trim(leading from x) a2, trim(both 'a' from x) a3, trim(trailing 'b' from v) a4, ltrim(x) a5, btrim(x) a6, trim(x, 'a') a7, trim(b from b) a8, trim('a', x) a9,
 substring(x from 1 for 2) b1, substring(x from 2) b2, substring(x for 2) b3, substring(x, 1, 2) b4, substring(x from 'a') b5, substring(x from 'a' for '#') b6, substring(x similar 'a' escape '#') b7, substring(b from 1 for 2) b8, substring(bt from 1 for 2) b9,
 position('a' in x) c1, position(b in b) c2, overlay(x placing 'a' from 1) c3, overlay(x placing 'a' from 1 for 2) c4, overlay(b placing b from 1) c5,
 normalize(x) d1, normalize(x, nfd) d2, x is normalized d3, x is nfc normalized d4, x is not nfkc normalized d5,
 t at time zone 'UTC' e1, tz at time zone x e2, ttz at time zone 'utc' e3, t at time zone iv e4, t at local e5, tz at local e6, timezone('UTC', t) e7,
 (t, t) overlaps (t, iv) f1, (ti, ti) overlaps (ti, ti) f2,
 extract(year from d) g1, extract(epoch from iv) g2, date_part('year', d) g3, extract('month' from t) g4,
 collation for (x) h1, x like 'a' h2, x not like 'a' escape '#' h3, x ilike 'b' h4, x similar to 'a' h5, x not similar to 'a' escape '#' h6, x ~ 'a' h7, x like any (array['a']) h8,
 current_date i1, current_time i2, current_time(2) i3, current_timestamp i4, localtime i5, localtimestamp(3) i6, current_user i7, session_user i8, user i9, current_role i10, current_catalog i11, current_schema i12, system_user i13, now() i14,
 greatest(n, 1) j1, nullif(n, 1) j2, coalesce(n, 1) j3, n between 1 and 2 j4, n not between symmetric 2 and 1 j5, n in (1,2) j6, n is distinct from 1 j7, d + 1 j8, cast(x as int) j9, x::varchar(3) j10, treat(n as bigint) j11
 FROM kx;
SELECT pg_get_viewdef('vx');
DROP TABLE kx CASCADE;
CREATE TABLE jx(x text, jb jsonb, n int);
CREATE INDEX i1 ON jx (JSON_VALUE(jb, '$'));
CREATE INDEX i2 ON jx (JSON_QUERY(jb, '$'));
CREATE INDEX i3 ON jx (JSON_EXISTS(jb, '$'));
CREATE INDEX i4 ON jx ((JSON_SCALAR(n)::text));
CREATE INDEX i5 ON jx ((JSON_OBJECT('a': n RETURNING jsonb)));
CREATE INDEX i6 ON jx ((JSON_ARRAY(n RETURNING jsonb)));
CREATE INDEX i7 ON jx ((x IS JSON));
CREATE INDEX i8 ON jx (COALESCE(x, ''), NULLIF(x, ''), GREATEST(x, 'a'), (CASE WHEN n > 1 THEN 1 END), (n + 1), lower(x), extract(year from '2020-01-01'::date + n), (x COLLATE "C"), (x || 'a'));
CREATE INDEX i9 ON jx (trim(x), substring(x from 1 for 2), position('a' in x), overlay(x placing 'a' from 1), normalize(x));
SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'jx'::regclass ORDER BY indexrelid;
DROP TABLE jx;
CREATE TABLE jx(x text, t timestamp, c text COLLATE "C");
CREATE INDEX k1 ON jx ((t AT TIME ZONE 'UTC'));
CREATE INDEX k2 ON jx ((x IS NORMALIZED));
CREATE INDEX k3 ON jx (((t,t) OVERLAPS (t,t)));
CREATE INDEX k4 ON jx (COALESCE(x, 'a'), (COLLATION FOR (x)));
CREATE INDEX k5 ON jx ((x COLLATE "C"), (x COLLATE "POSIX") text_pattern_ops, (lower(x) COLLATE "C"), (c COLLATE "C"), ((x || 'a') COLLATE "C") DESC);
CREATE INDEX k6 ON jx (x COLLATE "C", lower(x) COLLATE "POSIX", (x || 'b') COLLATE "C");
CREATE INDEX ON jx ((x COLLATE "C"));
SELECT pg_get_indexdef(indexrelid), indkey, indcollation FROM pg_index WHERE indrelid = 'jx'::regclass ORDER BY indexrelid;
DROP TABLE jx;
CREATE TABLE pk (x text, y text) PARTITION BY RANGE ((x COLLATE "C"), (lower(y) COLLATE "POSIX"));
SELECT pg_get_partkeydef('pk'::regclass), partattrs, partcollation FROM pg_partitioned_table WHERE partrelid = 'pk'::regclass;
CREATE TABLE pk1 PARTITION OF pk FOR VALUES FROM ('a', 'a') TO ('b', 'b');
INSERT INTO pk VALUES ('ab', 'A') RETURNING *;
DROP TABLE pk;
CREATE TABLE ck (x text CHECK (trim(x) <> ''), y text DEFAULT trim(both 'x' from 'xax'), z text GENERATED ALWAYS AS (substring(x from 1 for 2)) STORED, w timestamp CHECK (extract(year from w) > 2000));
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'ck'::regclass ORDER BY conname;
SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'ck'::regclass ORDER BY adnum;
INSERT INTO ck (x, w) VALUES ('abc', '2020-01-01') RETURNING *;
INSERT INTO ck (x) VALUES (' ');
DROP TABLE ck;
