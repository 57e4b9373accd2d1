CREATE TABLE dates (id int PRIMARY KEY, d date);
INSERT INTO dates VALUES (1, '2024-02-29'), (2, '1970-01-01'), (3, '0001-01-01'), (4, '4713-11-24 BC'), (5, '5874897-12-31'), (6, 'infinity'), (7, '-infinity'), (8, NULL), (9, '0044-03-15 BC'), (10, '9999-12-31'), (11, 'epoch');
SELECT * FROM dates ORDER BY id;
SELECT id FROM dates ORDER BY d;
SELECT id FROM dates WHERE d > '2000-01-01' ORDER BY id;
SELECT min(d), max(d), count(DISTINCT d) FROM dates;
-- input formats
SELECT date 'January 8, 1999', date '1999-01-08', date '1/8/1999', date '19990108', date '990108', date '1999.008', date 'J2451187', date '1999-Jan-08', date 'Jan-08-1999', date '08-Jan-1999', date '2024-02-29 12:34:56', date '8 January 1999', date '99-Jan-08', date '20240229T101112';
SELECT date '2023-02-29';
SELECT date '2024-13-01';
SELECT date '2024-00-10';
SELECT date '2024-01-32';
SELECT date '13/13/2024';
SELECT date '';
SELECT date 'abc';
SELECT date '0000-01-01';
SELECT date '5874898-01-01';
SELECT date '4714-01-01 BC';
-- differs: Which error bad dates give
SELECT date '99-08-01-1';
SELECT date '2024-1-1', date '2024-01-01 BC', date '10000-01-01', date '00010-01-01';
SELECT date '2024-03-01' - date '2024-02-01', date '2024-02-28' + 2, 1 + date '2024-02-28', date '2024-01-01' - 1, date '2024-01-01' - date '2024-12-31';
SELECT date 'infinity' + 1, date '-infinity' - 5, date '5874897-12-31' > date '2024-01-01', date 'infinity' > date '5874897-12-31';
SELECT date '5874897-12-31' + 1;
SELECT date 'infinity' - date '2024-01-01';
SELECT date '2024-01-01' + date '2024-01-01';
SELECT date '2024-01-01' * 2;
SELECT date '2024-01-01' + 1.5;
SELECT date '2024-01-01' = '2024-01-01', date '2024-01-01' < '2024-01-02', date '2024-01-01' <= timestamp '2024-01-01 00:00', '2024-01-01' = date '2024-01-01';
SELECT date '2024-01-01' = 5;
SELECT make_date(2024, 2, 29), make_date(-44, 3, 15);
SELECT make_date(2023, 2, 29);
SELECT extract(year FROM date '2024-02-29'), extract(month FROM date '2024-02-29'), extract(day FROM date '2024-02-29'), extract(dow FROM date '2024-02-29'), extract(isodow FROM date '2024-03-03'), extract(doy FROM date '2024-02-29'), extract(week FROM date '2024-12-30'), extract(isoyear FROM date '2024-12-30'), extract(quarter FROM date '2024-05-01'), extract(epoch FROM date '2024-01-01'), extract(century FROM date '2024-01-01'), extract(decade FROM date '2024-01-01'), extract(millennium FROM date '2024-01-01'), extract(julian FROM date '2024-01-01');
SELECT date_part('year', date '2024-02-29'), date_part('month', date '2024-02-29');
SELECT extract(hour FROM date '2024-01-01');
SELECT extract(nope FROM date '2024-01-01');
SELECT isfinite(date '2024-01-01'), isfinite(date 'infinity'), extract(year FROM date 'infinity');
SELECT date_trunc('month', date '2024-02-29'), pg_typeof(date_trunc('month', date '2024-02-29'));
SELECT to_char(date '2024-02-09', 'YYYY-MM-DD'), to_char(date '2024-02-09', 'DD Mon YYYY'), to_char(date '2024-02-09', 'FMDay, DDth FMMonth YYYY'), to_date('09.02.2024', 'DD.MM.YYYY');
SELECT current_date = now()::date, current_date - current_date, date 'today' = current_date, date 'tomorrow' - date 'yesterday';
SET datestyle = 'ISO, DMY';
SELECT date '1/8/1999', date '31/12/2024';
SET datestyle = 'German';
SELECT date '2024-02-29', date '44-03-15 BC';
SET datestyle = 'SQL, MDY';
SELECT date '2024-02-29', date 'infinity';
SET datestyle = 'Postgres, DMY';
SELECT date '2024-02-29', date '0044-03-15 BC';
RESET datestyle;
SELECT generate_series(1, 3) + date '2024-02-27';
INSERT INTO dates VALUES (20, 'tomorrowish');
INSERT INTO dates VALUES (20, 20240101);
UPDATE dates SET d = d + 1 WHERE id = 1 RETURNING d;
-- parameters: 2024-02-29
SELECT $1::date, $1::date + 1;
-- parameters: 1970-01-01
SELECT id FROM dates WHERE d = $1 ORDER BY id;
-- parameters: 30 Feb
SELECT $1::date;
