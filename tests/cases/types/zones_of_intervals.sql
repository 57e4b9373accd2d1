SELECT timestamptz '2024-01-01' AT TIME ZONE interval '1000 days';
SET intervalstyle = 'postgres_verbose';
SELECT timestamptz '2024-01-01' AT TIME ZONE interval '1000 days';
SELECT timestamp '2024-01-01' AT TIME ZONE interval '1 mon -1 day';
SELECT timetz '10:00+00' AT TIME ZONE interval '-1 year -04:05:06';
SELECT timestamptz '2024-01-01' AT TIME ZONE interval 'infinity';
SET intervalstyle = 'iso_8601';
SELECT timestamptz '2024-01-01' AT TIME ZONE interval '1000 days';
SELECT timestamptz '2024-01-01 00:00+00' AT TIME ZONE interval '3:30';
