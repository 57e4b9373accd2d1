SELECT 1, -1, 0, 42;
-- the type of an integer literal grows with its value
SELECT 2147483647 AS a, 2147483648 AS b, 9223372036854775807 AS c, 9223372036854775808 AS d;
SELECT -2147483648 AS a, -9223372036854775808 AS b;
-- numeric literals keep their scale
SELECT 1.0, 1.50, .5, 5., 1e3, 1.5e-3, 1E+2;
-- integers in other bases
SELECT 0x1F, 0o17, 0b101, 1_000_000, 1_000.000_1;
SELECT 0x;
SELECT 123abc;
SELECT 1_000_;
SELECT 'a string', '', 'it''s', 'back\slash';
-- adjacent strings on separate lines are one
SELECT 'foo'
'bar';
SELECT 'foo' 'bar';
-- escape strings
SELECT E'a\nb', E'tab\there', E'\x41\u00e9\U0001F600', E'\'q\'', E'\\', E'\101';
SELECT E'\u00', 'x';
SELECT E'\xff';
SELECT E'\000';
-- dollar quoting
SELECT $$it's$$ AS a, $tag$with $q$ inside$tag$ AS b;
SELECT $$unfinished;
$$;
-- unicode escapes
SELECT U&'d\0061t\+000061', U&'d!0061t' UESCAPE '!';
SELECT U&'\D83D\DE00';
SELECT U&'\00';
SELECT TRUE, FALSE, NULL, true, NULL::boolean;
SELECT b'101', x'1F';
SELECT bool 't', int '7', numeric '1.10', text 'abc', date '2024-02-29';
SELECT int 'x';
SELECT date '2024-02-30';
SELECT 'unknown' AS u, NULL AS n;
-- the column name comes from the expression
SELECT 1, 'a'::text, 1 + 1, length('abc'), CASE WHEN true THEN 1 END, (SELECT 5), coalesce(1, 2), true AND false, CAST(1 AS bigint), ARRAY[1], current_date = current_date;
SELECT 'unterminated
;
SELECT "unterminated
;
SELECT '';
SELECT "" FROM (SELECT 1) s;
SELECT 1 AS "Mixed Case", 2 AS plain, 3 AS "select", 4 AS "with ""quotes""";
SELECT 1 a, 2 "b", 3 AS order;
-- a comment alone is an empty query
/* nothing */;
SELECT /* nested /* comment */ here */ 1 -- to the end
;
SELECT /* unterminated;
SELECT 1;;
-- non-ASCII text, and the position counts characters
SELECT 'grüße', '日本語', '😀', nöpe;
SELECT 1 +;
SELEC 1;
SELECT 1 FROM;
SELECT (1;
SELECT 1);
-- simple only
SELECT 1; SELECT 'two'; SELECT 3.0;
-- simple only
SELECT 1; SELECT nope; SELECT 3;
-- simple only
SELECT 1; SELEC 2;
-- several statements cannot be prepared
SELECT 1; SELECT 2;
