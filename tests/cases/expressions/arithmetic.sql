SELECT 7 + 2, 7 - 2, 7 * 2, 7 / 2, 7 % 2, -7 / 2, -7 % 2, 7 % -2, 2 ^ 10;
SELECT + 5, - 5, @ -5, - (- 5);
-- precedence
SELECT 2 + 3 * 4, (2 + 3) * 4, 2 ^ 3 ^ 2, -2 ^ 2, 10 - 4 - 3, 7 / 2 * 2;
-- result types of mixed integers
SELECT 1::int2 + 1::int2 AS a, 1::int2 + 1::int4 AS b, 1::int4 + 1::int8 AS c, 1::int2 * 1::int8 AS d;
SELECT 1::int4 + 1.5 AS a, 1::int8 + 1.5::float8 AS b, 1.5::float4 + 1.5::float4 AS c, 1.5::float4 + 1.5::float8 AS d, 1.5 + 1.5::float8 AS e;
SELECT 32767::int2 + 1::int2;
SELECT (-32768)::int2 - 1::int2;
SELECT 200::int2 * 200::int2;
SELECT 2147483647 + 1;
SELECT -2147483648 - 1;
SELECT 65536 * 65536;
SELECT 9223372036854775807 + 1;
SELECT (-9223372036854775808) - 1;
SELECT 4611686018427387904 * 2;
SELECT (-9223372036854775808) / -1;
SELECT (-9223372036854775808) % -1, (-2147483648) % -1;
SELECT (-2147483648) / -1;
SELECT - (-2147483648);
SELECT - (-9223372036854775808)::int8;
SELECT abs(-5), abs(-5::int8), abs(-5.5), abs(-5.5::float8), abs((-32768)::int2 + 1::int2);
SELECT abs(-2147483648);
SELECT 1 / 0;
SELECT 1 % 0;
SELECT 1::int8 / 0;
SELECT 1.0 / 0;
SELECT 1.0::float8 / 0;
SELECT 1.5 % 0;
-- a constant division by zero fails even where it is not reached
SELECT 1 / 0 WHERE false;
SELECT coalesce(1, 1 / 0);
SELECT CASE WHEN true THEN 1 ELSE 1 / 0 END;
-- numeric division's scale
SELECT 1.0 / 3, 10 / 4.0, 1 / 3.0, 2.000 / 7, 100000000000000000000 / 3, 1e-10 / 3;
SELECT 1.10 + 2.2, 1.10 - 2.2, 1.10 * 2.20, 7.5 % 2, -7.5 % 2;
SELECT 0.1 + 0.2 AS numeric, 0.1::float8 + 0.2::float8 AS float8, 0.1::float4 + 0.2::float4 AS float4;
SELECT 1e308::float8 * 10;
SELECT 1e-308::float8 * 1e-308::float8;
SELECT 1e38::float4 * 10::float4;
SELECT 'infinity'::float8 - 'infinity'::float8, 'infinity'::float8 * 0, 'nan'::float8 + 1;
SELECT 5.5::float8 / 2, -5.5::float8 / 2, 5::float4 / 2::float4;
SELECT 2 ^ 0.5 AS numeric, 2::float8 ^ 0.5 AS float8, 2.0 ^ 3 AS n, 2 ^ -1 AS f;
SELECT 0 ^ -1;
SELECT (-8)::float8 ^ 0.5;
SELECT 1 + NULL, NULL - 1, NULL * NULL, 1 / NULL::int, -NULL::int;
SELECT 1 + '2', '3' * 4, '1' || 2, 2.5 + '1';
SELECT 1 + 'x';
SELECT '1' + '2';
SELECT 1 + true;
SELECT 'a' + 1;
SELECT 1 + 'a'::text;
SELECT 'a'::text - 'b'::text;
SELECT -'abc'::text;
SELECT 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 4, -16 >> 2;
SELECT 1::int8 << 40, 1 << 33, 5::int2 & 3::int2, ~0::int8;
SELECT |/ 16, ||/ 27;
SELECT 5 !;
SELECT 1 @@@ 2;
-- functions of numbers
SELECT mod(7, 3), div(7, 2), gcd(12, 18), lcm(4, 6), sign(-3.5), sign(2::float8), power(2, 3), sqrt(16), cbrt(27), exp(0), ln(1), log(100), log(2, 8);
SELECT ceil(1.2), ceil(-1.2), floor(1.8), floor(-1.8), ceiling(1.2::float8), round(2.5), round(-2.5), round(2.5::float8), round(3.5::float8), trunc(2.9), trunc(-2.9::float8);
SELECT round(123.456, 2), round(123.456, -2), trunc(123.456, 1), trunc(-123.456, -1), round(0.005, 2), round(1.0, 5);
SELECT sqrt(-1);
SELECT sqrt(-1::numeric);
SELECT ln(0);
SELECT ln(-1.0);
SELECT mod(1, 0);
SELECT power(0, -1);
SELECT power(10, 400);
SELECT greatest(1, 2, 3), least(1, 2.5, 3), greatest(1, NULL, 2), least(NULL, NULL), greatest('a', 'b');
SELECT factorial(5), factorial(20);
SELECT factorial(-1);
SELECT width_bucket(5.35, 0.024, 10.06, 5), width_bucket(5, 0, 10, 5);
SELECT pi(), degrees(pi()), radians(180), sin(0), cos(0), tan(0), atan2(1, 1), sinh(0), asin(1), acos(1);
SELECT acos(2);
SELECT min_scale(8.4100), scale(8.4100), trim_scale(8.4100);
CREATE TABLE n (a int2, b int4, c int8, d numeric(10,2), e float4, f float8);
INSERT INTO n VALUES (1, 2, 3, 4.50, 5.5, 6.25), (32767, 2147483647, 9223372036854775807, 99999999.99, 3e38, 1e308), (NULL, NULL, NULL, NULL, NULL, NULL);
-- unordered
SELECT a + b, b + c - c, d * 2, e * 0.5, f / 3 FROM n WHERE a = 1;
SELECT a + a FROM n WHERE a > 1;
SELECT b + a FROM n WHERE a > 1;
SELECT c + 1 FROM n WHERE a > 1;
SELECT b * b, c FROM n WHERE a > 1;
SELECT f * 10 FROM n WHERE a > 1;
SELECT e * 10::float4 FROM n WHERE a > 1;
SELECT a / (a - 1) FROM n WHERE a = 1;
SELECT a + 1 AS x, -b AS y, c % 2 AS z FROM n WHERE a IS NULL;
SELECT sum(a), sum(b), sum(c), sum(d), sum(e) FROM n;
-- parameters: 40 | 2
SELECT $1 + $2::int, $1 * 2, $2 / 0.5;
-- parameters: 2147483647
SELECT $1::int + 1;
-- parameters: abc
SELECT $1 + 1;
-- parameters: 1
SELECT $1 / 0;
CREATE TABLE divided (a smallint, b integer, c bigint);
INSERT INTO divided VALUES (7, 3, 2), (-7, 3, -2), (7, -3, -1), (NULL, 1, 1), (1, NULL, 1), (-32768, -2147483648, -9223372036854775808);
SELECT a / b, b / a, c / b, b / c, a % b, b % a, c % b FROM divided WHERE a > -10;
SELECT a / 2, a % 2, b / 2, b % 2, c / 2, c % 2, a / -2, b % -2, c / -2::bigint, mod(a, 3::smallint), mod(c, b) FROM divided;
SELECT (a + b) / 2, (a + b) % 2, (b * c) / 3, (a + b + c) / (b + 1), (a + b) / b % 2 / 2 % 3 / 1 FROM divided WHERE a > -10;
SELECT b / (b - b) FROM divided;
SELECT b % 0 FROM divided;
SELECT a / 0::smallint FROM divided WHERE a IS NULL;
SELECT a / -1::smallint FROM divided WHERE a > -10;
SELECT a / -1::smallint FROM divided;
SELECT b / -1 FROM divided;
SELECT c / -1 FROM divided;
SELECT a % -1::smallint, b % -1, c % -1 FROM divided;
SELECT count(*) FROM divided WHERE b % 3 = 0 OR c / 2 = 1;
SELECT sum(c / b) FROM divided WHERE b <> 0;
SELECT a FROM divided WHERE b <> 3 AND a / (b - 3) >= 0;
DROP TABLE divided;
CREATE TABLE signed (a smallint, b integer, c bigint);
INSERT INTO signed VALUES (7, -6, 5), (-1, 0, -9223372036854775807), (NULL, NULL, NULL), (-32767, -2147483647, 12), (32767, 2147483647, 9223372036854775807);
SELECT -a, -b, -c, abs(a), abs(b), abs(c), ~a, ~b, ~c, @ a, +b, - - c FROM signed;
SELECT a & 6::smallint, b & 6, c & 6, a | 8::smallint, b | 8, c | 8, b # 5, a & b, b | c FROM signed;
SELECT -(b + 1), abs(b - 1), -abs(b), ~(-b), -(a::int * 2) & 255, abs(-(-c)) FROM signed WHERE b > -10 AND b < 10;
SELECT count(*) FROM signed WHERE b & 4 = 4 OR abs(c) > 100;
INSERT INTO signed VALUES (-32768, -2147483648, -9223372036854775808);
SELECT -a FROM signed;
SELECT -b FROM signed;
SELECT -c FROM signed;
SELECT abs(a) FROM signed;
SELECT abs(b) FROM signed;
SELECT abs(c) FROM signed;
SELECT ~a, ~b, ~c, +c, a & a, c | c FROM signed ORDER BY c LIMIT 1;
CREATE INDEX ON signed (abs(a::int), (b & 3));
SELECT a FROM signed WHERE abs(a::int) = 7 AND b & 3 = 2;
DROP TABLE signed;
-- parameters: -5 | 3
SELECT -$1::int, abs($1::int), $1::int & $2::int, ~$2::int, $1::int / $2::int, $1::int % $2::int;
-- parameters: -2147483648 | 0
SELECT abs($1::int);
-- parameters: -2147483648 | 0
SELECT $1::int % $2::int;
