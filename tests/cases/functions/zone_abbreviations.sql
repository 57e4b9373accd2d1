SET timezone = 'UTC';
-- unordered
SELECT * FROM pg_timezone_abbrevs_zone();
SET timezone = 'Europe/Berlin';
-- unordered
SELECT * FROM pg_timezone_abbrevs_zone();
SET timezone = 'America/New_York';
-- unordered
SELECT * FROM pg_timezone_abbrevs_zone();
SELECT * FROM pg_timezone_abbrevs WHERE abbrev IN ('EST', 'EDT', 'LMT', 'EWT', 'EPT', 'CET');
SET timezone = 'Asia/Kolkata';
-- unordered
SELECT * FROM pg_timezone_abbrevs_zone();
SET timezone = 'Australia/Sydney';
-- unordered
SELECT * FROM pg_timezone_abbrevs_zone();
SET timezone = 'Europe/Moscow';
-- unordered
SELECT * FROM pg_timezone_abbrevs_zone();
SET timezone = 'America/Sao_Paulo';
-- unordered
SELECT * FROM pg_timezone_abbrevs_zone();
SET timezone = 'Etc/GMT+5';
SELECT * FROM pg_timezone_abbrevs_zone();
SET timezone = -7;
SELECT * FROM pg_timezone_abbrevs_zone();
SELECT count(*), count(DISTINCT abbrev) FROM pg_timezone_abbrevs;
