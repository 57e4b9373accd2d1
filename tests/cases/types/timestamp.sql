CREATE TABLE stamps (id int PRIMARY KEY, t timestamp, z timestamptz, t3 timestamp(3), z0 timestamptz(0));
INSERT INTO stamps VALUES (1, '2024-02-29 12:34:56.789123', '2024-02-29 12:34:56.789123+02', '2024-02-29 12:34:56.789523', '2024-02-29 12:34:56.5'), (2, '1970-01-01', '1970-01-01', 'epoch', 'epoch'), (3, '4713-11-24 00:00:00 BC', '4713-11-24 00:00:00+00 BC', NULL, NULL), (4, '294246-12-31 23:59:59.999999', '294246-12-31 23:59:59.999999+00', NULL, NULL), (5, 'infinity', 'infinity', 'infinity', 'infinity'), (6, '-infinity', '-infinity', NULL, NULL), (7, NULL, NULL, NULL, NULL), (8, '1999-12-31 24:00:00', '1999-12-31 23:59:60+00', '0001-01-01', '0001-12-31 BC');
SELECT * FROM stamps ORDER BY id;
SELECT id FROM stamps ORDER BY t, id;
SELECT id FROM stamps WHERE z > '2000-01-01' ORDER BY id;
SELECT id FROM stamps WHERE t = z ORDER BY id;
SELECT min(t), max(t), min(z), max(z) FROM stamps WHERE id <> 7;
-- input formats
SELECT timestamp '2024-02-29T12:34:56', timestamp '2024-02-29 12:34', timestamp '2024-02-29 12:34:56.1234567', timestamp '20240229 123456', timestamp 'Feb 29 2024 1:02 PM', timestamp '2024-02-29 12:34:56+05', timestamp '29 Feb 2024 00:00', timestamp '2024-02-29';
SELECT timestamptz '2024-02-29 12:34:56Z', timestamptz '2024-02-29 12:34:56+05:30', timestamptz '2024-02-29 12:34:56-0800', timestamptz '2024-02-29 12:34:56 America/New_York', timestamptz '2024-07-01 12:00 PDT', timestamptz '2024-02-29T12:34:56.5+00', timestamptz '2024-02-29 12:34:56 UTC', timestamptz '2024-07-01 12:00 Europe/Berlin';
SELECT timestamp '2024-02-30 00:00';
SELECT timestamp '2024-02-29 25:00';
SELECT timestamp '2024-02-29 12:60';
SELECT timestamp 'nope';
SELECT timestamp '';
SELECT timestamp '294277-01-01';
SELECT timestamp '4714-01-01 BC';
SELECT timestamptz '2024-01-01 00:00 Mars/Olympus';
SELECT timestamptz '2024-01-01 00:00+99';
SELECT timestamp '2024-02-29 12:34:56.789'::date, timestamp '2024-02-29 12:34'::timestamptz, timestamptz '2024-02-29 12:34+02'::timestamp, date '2024-02-29'::timestamptz, timestamptz '2024-02-29 23:00-05'::date, timestamp '2024-02-29 12:34:56.789'::timestamp(0), timestamp '2024-02-29 12:34:56.789'::text;
SET timezone = 'America/New_York';
SELECT z, z::timestamp, z::text FROM stamps WHERE id IN (1, 2, 8) ORDER BY id;
SELECT timestamptz '2024-07-01 12:00', timestamptz '2024-01-01 12:00', timestamp '2024-07-01 12:00'::timestamptz, timestamptz '2024-07-01 12:00+00'::date;
-- the hour that does not exist, and the one that exists twice
SELECT timestamptz '2024-03-10 02:30', timestamptz '2024-11-03 01:30', timestamptz '2024-11-03 01:30 EST', timestamptz '2024-11-03 01:30 EDT';
SET timezone = 'Asia/Kolkata';
SELECT timestamptz '2024-07-01 12:00+00', timestamptz '1900-01-01 00:00+00';
SET timezone = '+3';
SELECT timestamptz '2024-07-01 12:00+00';
SET timezone = 'Nowhere/Land';
SHOW timezone;
RESET timezone;
SELECT timestamp '2024-07-01 12:00' AT TIME ZONE 'America/New_York', timestamptz '2024-07-01 12:00+00' AT TIME ZONE 'America/New_York', timestamptz '2024-07-01 12:00+00' AT TIME ZONE '+05:30', timezone('UTC', timestamptz '2024-07-01 12:00+00');
SELECT now() AT TIME ZONE 'Mars';
SELECT timestamp '2024-01-01' = date '2024-01-01', timestamp '2024-01-01' < timestamptz '2024-01-01 00:00:01+00', timestamp 'infinity' > timestamp '294276-12-31', timestamp '2024-01-01' = '2024-01-01 00:00:00';
SELECT timestamp '2024-01-01' = 5;
SELECT timestamp '2024-01-01' + 1;
SELECT extract(year FROM timestamp '2024-02-29 12:34:56.789'), extract(hour FROM timestamp '2024-02-29 12:34:56.789'), extract(minute FROM timestamp '2024-02-29 12:34:56.789'), extract(second FROM timestamp '2024-02-29 12:34:56.789'), extract(milliseconds FROM timestamp '2024-02-29 12:34:56.789'), extract(microseconds FROM timestamp '2024-02-29 12:34:56.789'), extract(epoch FROM timestamptz '2024-02-29 12:34:56.789+00'), extract(timezone FROM timestamptz '2024-02-29 12:00+00');
SELECT date_trunc('year', timestamp '2024-02-29 12:34:56.789'), date_trunc('hour', timestamp '2024-02-29 12:34:56.789'), date_trunc('week', timestamp '2024-02-29 12:34:56.789'), date_trunc('quarter', timestamptz '2024-05-29 12:34:56+00'), date_trunc('second', timestamp '2024-02-29 12:34:56.789');
SELECT date_trunc('fortnight', timestamp '2024-02-29');
SELECT date_part('year', timestamp '2024-02-29'), isfinite(timestamp 'infinity'), make_timestamp(2024, 2, 29, 12, 34, 56.5), to_timestamp(0), to_timestamp(1709210096.5), to_timestamp('2024-02-29 12:34', 'YYYY-MM-DD HH24:MI');
SELECT to_char(timestamp '2024-02-29 14:05:06.789', 'YYYY-MM-DD HH24:MI:SS.MS'), to_char(timestamp '2024-02-29 14:05:06', 'HH12:MI AM, Dy DD Mon'), to_char(timestamptz '2024-02-29 14:05:06+00', 'YYYY-MM-DD"T"HH24:MI:SSOF');
SELECT now() = now(), now() = transaction_timestamp(), now() <= clock_timestamp(), current_timestamp = now(), localtimestamp = now()::timestamp, pg_typeof(now()), pg_typeof(localtimestamp), timestamp 'now' <= localtimestamp;
-- volatile: the clock
SELECT now(), current_timestamp(0), localtimestamp, statement_timestamp(), clock_timestamp(), current_date;
SET datestyle = 'German';
SELECT t, z FROM stamps WHERE id IN (1, 3) ORDER BY id;
SET datestyle = 'SQL, DMY';
SELECT t, z FROM stamps WHERE id IN (1, 3) ORDER BY id;
SET datestyle = 'Postgres';
SELECT t, z FROM stamps WHERE id IN (1, 3) ORDER BY id;
SET datestyle = 'nope';
RESET datestyle;
INSERT INTO stamps (id, t) VALUES (20, 'yesterdayish');
INSERT INTO stamps (id, t) VALUES (20, 5);
INSERT INTO stamps (id, t, z) VALUES (20, timestamptz '2024-01-01 12:00+02', date '2024-01-01') RETURNING t, z;
SELECT '2024-01-01'::timestamp(7);
-- parameters: 2024-02-29 12:34:56.5 | 2024-02-29 12:34:56.5+01
SELECT $1::timestamp, $2::timestamptz;
-- parameters: 1970-01-01
SELECT id FROM stamps WHERE t = $1;
-- what 64 bits cannot hold, counted from 1970
SELECT timestamp '294276-12-31 23:59:59.999999';
