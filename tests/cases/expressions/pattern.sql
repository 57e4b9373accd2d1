SELECT 'abc' LIKE 'abc', 'abc' LIKE 'a%', 'abc' LIKE '_b_', 'abc' LIKE 'c', 'abc' LIKE '%c', 'ABC' LIKE 'abc', 'abc' NOT LIKE 'a%', '' LIKE '%', '' LIKE '_';
SELECT 'a%c' LIKE 'a\%c', 'abc' LIKE 'a\%c', 'a_c' LIKE 'a\_c', 'a\c' LIKE 'a\\c', 'a%c' LIKE 'a!%c' ESCAPE '!', 'a\c' LIKE 'a\c' ESCAPE '';
SELECT 'abc' LIKE 'ab\';
SELECT 'abc' LIKE 'abc' ESCAPE 'xx';
SELECT 'ABC' ILIKE 'abc', 'ÄÖ' ILIKE 'äö', 'abc' NOT ILIKE 'A%', 'straße' ILIKE 'STRASSE';
SELECT 'abc' ~~ 'a%', 'abc' !~~ 'a%', 'ABC' ~~* 'a%', 'ABC' !~~* 'a%';
SELECT NULL LIKE 'a', 'a' LIKE NULL, 'é' LIKE '_', '日本' LIKE '__', '😀' LIKE '_';
SELECT 1 LIKE '1';
SELECT 'a' LIKE 1;
SELECT 'abc'::varchar LIKE 'a%', 'abc'::char(5) LIKE 'abc', 'abc'::char(5) LIKE 'abc  ', 'abc'::name LIKE 'a%';
SELECT '\x616263'::bytea LIKE '\x6125'::bytea;
SELECT 'a' LIKE ANY (ARRAY['b%', 'a%']), 'a' LIKE ALL (ARRAY['a', '%']), 'a' NOT LIKE ALL (ARRAY['b', 'c']);
SELECT starts_with('alphabet', 'alph'), 'alphabet' ^@ 'alph', 'alphabet' ^@ 'x';
CREATE TABLE words (w text, c char(6), v varchar(10));
INSERT INTO words VALUES ('apple', 'apple', 'apple'), ('Apple', 'Apple', 'Apple'), ('ap%le', 'ap%le', 'ap%le'), ('banana', 'banana', 'banana'), ('', '', ''), (NULL, NULL, NULL);
SELECT w FROM words WHERE w LIKE 'ap%' ORDER BY w;
SELECT w FROM words WHERE w ILIKE 'AP%' ORDER BY w;
SELECT w FROM words WHERE w LIKE 'ap\%%' ORDER BY w;
SELECT w FROM words WHERE w NOT LIKE '%a%' ORDER BY w;
SELECT c FROM words WHERE c LIKE '%e' ORDER BY c;
SELECT c FROM words WHERE c LIKE 'apple%' ORDER BY c;
SELECT v FROM words WHERE v LIKE '%e' ORDER BY v;
CREATE INDEX ON words (w);
SELECT w FROM words WHERE w LIKE 'ap%' ORDER BY w;
SELECT w FROM words WHERE w LIKE v AND w LIKE '%' ORDER BY w;
-- parameters: a%
SELECT w FROM words WHERE w LIKE $1 ORDER BY w;
-- parameters: an
SELECT w FROM words WHERE w LIKE '%' || $1 || '%' ORDER BY w;

-- a backslash at a pattern's end counts where the match comes to it
select 'é'::char(1) ~~* E'%_\\';

select '' !~~ E'%\\', 'abc' ~~* E'b%\\', 'abc' ~~* E'ab_c\\', 'a' ~~* E'_a\\', '' ~~* E'\\';

select 'abc' ~~* E'a%\\';

select 'abc' ~~* E'%c\\';

select 'abc' ~~* E'%b\\';

select 'ab' ~~* E'a\\b\\';

select 'ab' ~~* E'ab\\', 'b' ~~* E'%%a\\';

select bytea 'abc' ~~ '\x25625c'::bytea;
