-- the first column that is not grouped: in the order of the function's arguments, or of their names
CREATE TABLE texts (a text, b text, c int, at timestamp);
SELECT trim(BOTH b FROM a) FROM texts GROUP BY c;
SELECT trim(b FROM a) FROM texts GROUP BY c;
SELECT position(a IN b) FROM texts GROUP BY c;
SELECT overlay(a PLACING b FROM c) FROM texts GROUP BY c;
SELECT at AT TIME ZONE a FROM texts GROUP BY c;
SELECT a LIKE b ESCAPE 'x' FROM texts GROUP BY c;
SELECT make_interval(days => c, hours => length(a)) FROM texts GROUP BY b;
SELECT make_interval(hours => length(a), days => c) FROM texts GROUP BY b;
DROP TABLE texts;
