SET timezone = 'Europe/Berlin';
SELECT extract(year from timestamp '2024-02-29 13:14:15.123456'), extract(second from timestamp '2024-02-29 13:14:15.123456'), extract(milliseconds from timestamp '2024-02-29 13:14:15.1'), extract(epoch from timestamp '2024-02-29 13:14:15.1'), extract(julian from timestamp '2024-02-29 13:14:15.1'), extract(century from date '0001-01-01 BC'), extract(week from date '2021-01-03'), extract(dow from date '2021-01-03');
SELECT date_part('second', timestamp '2024-02-29 13:14:15.123456'), date_part('year', interval '1 year 14 months'), extract(epoch from interval '1 year 2 days 3.5 s'), extract(quarter from interval '-5 months');
SELECT extract(timezone from timestamptz '2024-07-01'), extract(hour from timestamptz '2024-07-01 00:00Z'), extract(epoch from timestamptz '2024-07-01 00:00Z'), extract(epoch from date '2024-07-01'), extract(second from time '13:14:15.5'), extract(timezone from timetz '13:14:15.5+02'), extract(epoch from timetz '13:14:15.5+02');
SELECT extract(year from 'infinity'::timestamp), extract(hour from 'infinity'::timestamp), extract(day from 'infinity'::interval), date_part('year','infinity'::timestamp);
SELECT extract(foo from timestamp '2024-01-01');
SELECT extract(hour from date '2024-01-01');
SELECT date_trunc('week', timestamp '2024-02-29 13:14'), date_trunc('day', timestamptz '2024-07-01 10:00Z'), date_trunc('hour', interval '1 day 25:30'), date_trunc('day', timestamptz '2024-07-01 10:00Z', 'Asia/Tokyo'), date_trunc('month', date '2024-05-04');
SELECT age(timestamp '2024-03-01', timestamp '2024-01-31'), age(timestamptz '2024-07-01', timestamptz '2024-01-01');
SELECT date '2024-01-31' + interval '1 month', timestamp '2024-01-31' + interval '1 mon 1 day 01:00', timestamptz '2024-03-30 12:00' + interval '1 day', timestamptz '2024-03-30 12:00' + interval '24 hours', timestamp '2024-03-31' - interval '1 month', date '2024-01-01' + 5, date '2024-01-01' - 5, date '2024-01-05' - date '2024-01-01', timestamp '2024-01-05 01:00' - timestamp '2024-01-01', timestamptz '2024-01-01' - timestamptz '2023-01-01 12:00', date '2024-01-01' + time '10:00', time '10:00' + interval '25 hours', time '10:00' - time '11:30', time '10:00' - interval '11:00', timetz '10:00+02' + interval '1 hour', date '2024-01-01' + timetz '10:00+05', 5 + date '2024-01-01';
SELECT 'infinity'::timestamp - 'infinity'::timestamp;
SELECT 'infinity'::date + 1, timestamp '2024-01-01' + 'infinity'::interval, - 'infinity'::interval;
SELECT 'infinity'::date - date '2024-01-01';
SELECT interval '1 month' + interval '40 days', interval '1 month 1 day' * 1.5, interval '1 month' / 4, -interval '1 mon -1 day', 2 * interval '1 hour';
SELECT interval '1 day' / 0;
SELECT make_date(2024,2,29), make_date(-44,3,15), make_timestamp(2024,2,29,1,2,3.5), make_timestamptz(2024,7,1,0,0,0), make_timestamptz(2024,7,1,0,0,0,'Asia/Tokyo'), make_time(23,59,59.999999), make_interval(1,2,3,4,5,6,7.5), make_interval(days=>3), make_interval(secs => -0.0000015);
SELECT make_date(2023,2,29);
SELECT sum(i), avg(i), min(i), max(i) from (values (interval '1 day'),(interval '2 hours')) v(i);
SELECT d::date from generate_series(date '2024-01-01', date '2024-01-03', interval '1 day') d;
SELECT count(*) from generate_series(timestamptz '2024-03-30 12:00', timestamptz '2024-04-02', '1 day') d;
SELECT timezone('Asia/Tokyo', timestamp '2024-07-01'), timezone('Asia/Tokyo', timestamptz '2024-07-01 00:00Z'), timezone('UTC', timestamptz 'infinity'), timestamptz '2024-07-01 00:00Z' at time zone 'EST', timestamp '2024-07-01' at time zone 'PST8PDT', timestamp '2024-07-01' at time zone interval '2 hours', timezone(interval '-2 hours', timestamptz '2024-07-01 00:00Z'), timezone('CEST', timestamp '2024-07-01'), timezone('+02', timestamp '2024-07-01'), timestamptz '2024-07-01 00:00Z' at local, timestamp '2024-07-01' at local, timezone('+02:30', timestamp '2024-07-01'), timezone('utc+3', timestamp '2024-07-01');
SELECT timezone('Nowhere', timestamp '2024-07-01');
SELECT timezone(interval '1 month', timestamp '2024-07-01');
SELECT to_timestamp(0), to_timestamp(1.5), to_timestamp('infinity'::float8), to_timestamp(-1e9), isfinite(date 'infinity'), isfinite(timestamp '2024-01-01'), isfinite(interval '1 day'), justify_days(interval '35 days'), justify_hours(interval '27 hours'), justify_interval(interval '1 mon -1 hour'), justify_days(interval '-35 days'), justify_interval(interval '-1 mon 40 days 25 hours');
SELECT to_timestamp('nan'::float8);
SELECT to_timestamp(1e20);
SELECT '2024-07-01 10:00Z'::timestamptz::date, '2024-07-01 23:00Z'::timestamptz::timestamp, '2024-07-01 23:00Z'::timestamptz::time, '2024-07-01 10:00'::timestamp::timestamptz, '2024-07-01'::date::timestamptz, '2024-03-31 02:30'::timestamp::timestamptz, '2024-10-27 02:30'::timestamp::timestamptz, '10:00'::time::interval, interval '25:30'::time, interval '-1 hour'::time, '10:00+05'::timetz::time, '2024-07-01 23:00Z'::timestamptz::timetz, 'infinity'::timestamptz::date, '-infinity'::date::timestamp, 'infinity'::timestamp::time;
SELECT '5874897-01-01'::date::timestamp;
SELECT '5874897-01-01'::date::timestamptz;
SELECT '2024-01-01 00:00:00.5678'::timestamp(2), '10:00:00.999999'::time(0), interval '1 day 1.567 s'::interval(1), interval '1 year 2 mon 3 days' year to month, '10:00:00.55'::time::time(1), interval '100 days 10:11:12.6'::interval hour to minute, '23:59:59.9999'::time(3);
SELECT (timestamp '2024-01-01', timestamp '2024-02-01') overlaps (timestamp '2024-01-15', timestamp '2024-03-01'), (date '2024-01-01', interval '1 month') overlaps (date '2024-02-01', interval '1 day'), (time '10:00', interval '1 hour') overlaps (time '10:30', time '11:00'), (null, timestamp '2024-01-05') overlaps (timestamp '2024-01-05', timestamp '2024-01-06');
SELECT date_bin('15 minutes', timestamp '2024-02-11 15:44:17', timestamp '2001-01-01'), date_bin('1 hour', timestamptz '1999-02-11 15:44:17Z', timestamptz '2001-01-01Z');
SELECT date_bin('1 month', timestamp '2024-02-11 15:44:17', timestamp '2001-01-01');
SELECT date_bin('0', timestamp '2024-02-11 15:44:17', timestamp '2001-01-01');
SELECT date_add(timestamptz '2024-03-30 12:00Z', interval '1 day', 'Europe/Berlin'), date_subtract(timestamptz '2024-03-31 12:00Z', interval '1 day'), date_add(timestamptz '2024-03-30 12:00Z', interval '1 day', 'UTC');
SELECT date '2024-07-01' = timestamptz '2024-07-01', '2024-10-27 02:30'::timestamp at time zone 'Europe/Berlin';
SELECT interval '1 mon' * 0.5, interval '1.5 days' * 3, interval '11 mons' / 3, interval '7 days' * 0.1, interval '1 day' * 0.3333333, interval '-1 mon -1 day' / 7, interval '1 year' * 0.1, interval '2 mons 5 days' * 3.7;
SELECT justify_interval(interval '1 mon 29 days 25 hours'), justify_interval(interval '-29 days 25 hours'), justify_hours(interval '1 day -25 hours'), justify_days(interval '1 mon -35 days'), justify_hours(interval '-1 day 25 hours');
SELECT sum(i), avg(i), min(i), max(i) from (values (interval '1 day'),(interval '2 hours')) v(i);
SELECT d::date from generate_series(date '2024-01-01', date '2024-01-03', interval '1 day') d;
SELECT count(*) from generate_series(timestamptz '2024-03-30 12:00', timestamptz '2024-04-02', '1 day') d;
SELECT generate_series(timestamp '2024-01-01', '2024-01-02', '8 hours');
SELECT generate_series(timestamp '2024-01-01', '2024-01-02', '0 hours');
SELECT i, sum(v) over (order by i rows between 1 preceding and current row), avg(v) over (order by i rows between 1 preceding and current row) from (values (1,interval '1 day'),(2,interval '2 hours'),(3,interval '3 mons')) x(i,v);
SELECT (timestamp '2024-01-01', interval '1 month') overlaps (timestamp '2024-01-15', timestamp '2024-03-01');

-- words that stand for a whole date are known as units, and have no field
select extract('now' from '2024-02-29'::date);

select extract('allballs' from 'infinity'::timestamp);

select date_part('yesterday', '2024-02-29 12:34:56+00'::timestamptz);

select extract('today' from 'infinity'::interval);

select extract('today' from '1 day'::interval);

select extract('today' from '12:34'::time);

select extract(timezone from '-infinity'::timestamp), date_part('timezone_hour', 'infinity'::date);

select extract(timezone from '2024-02-29'::timestamp);

-- what nothing is cut to
select date_trunc('julian', '2024-02-29'::timestamp);

select date_trunc('dow', 'infinity'::timestamptz);

select date_trunc('isodow', '1 day'::interval);

select date_trunc('doy', '2024-02-29'::timestamptz, 'UTC');

select date_trunc('isoyear', '2024-02-29'::timestamp);

select date_trunc('timezone', '2024-02-29'::timestamp);

select date_trunc('epoch', '1 day'::interval);

-- sums of intervals overflow before infinity counts
select avg(x) from (values ('178000000 years'::interval), ('178000000 years'), ('-infinity')) v(x);

select sum(x) from (values ('178000000 years'::interval), ('178000000 years'), ('-infinity')) v(x);

select sum(x) over (order by n desc) from (values (1, '178000000 years'::interval), (2, '178000000 years'), (3, '-infinity')) v(n, x);

select sum(x) over (order by n rows between 1 preceding and current row) from (values (1, '-infinity'::interval), (2, '178000000 years'), (3, '1 year')) v(n,x);
