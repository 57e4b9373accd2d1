-- months, days and time are added one after the other
set timezone='America/New_York';
select '2024-02-10 02:30'::timestamptz + '1 mon 1 day'::interval;
select '2024-02-10 02:30'::timestamptz + '1 mon 1 day 1 hour'::interval;
select '2024-03-09 02:30'::timestamptz + '1 day 1 hour'::interval;
select '294276-12-31'::timestamptz + '1 mon -60 days'::interval;
select '294276-12-31'::timestamp + '1 mon -60 days'::interval;
select '294276-12-31'::timestamp + '2 days -60 hours'::interval;
select '4714-11-24 00:00:00 BC'::timestamp + '-1 mon 60 days';
select '4714-11-24 00:00:00 BC'::timestamp + '1 mon -60 days';
select '4714-11-24 00:00:00 BC'::timestamptz + '-1 day 48 hours';
select '4714-11-24 00:00:00 BC'::date + '-1 day 48 hours'::interval;
select '4714-11-24 00:00:00 BC'::timestamp + '-1 day +25:00'::interval;
-- fields that overflow
select to_char('178956970 years 7 mons'::interval,'DDD WW W IW IDDD IYYY J Q D'), to_char('178956970 years 7 mons'::interval,'DDD');
select to_char('178956970 years 7 mons'::interval,'DDD WW W IW IDDD IYYY J Q');
select to_char('-178956970 years 7 mons'::interval,'DDD WW W IW IDDD IYYY J Q');
select to_char('2147483647 days'::interval,'DDD WW W IW IDDD IYYY J Q');
select to_char('-2147483648 days'::interval,'DDD WW W IW IDDD IYYY J Q');
