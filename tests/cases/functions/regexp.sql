SELECT similar_to_escape('a%b_c(d|e)[a\]^b].^$\%','\'), 'a[b' similar to 'a\[b', 'abc' similar to '(a|b)%', 'x' like 'ab\', 'ab' like 'ab\', like_escape('a!%b\c!!','!'), 'abc' similar to 'abx';
SELECT 'abc' like 'ab\';
SELECT substring('foobar' similar '%#"o_b#"%' escape '#'), substring('foobar' similar '#"o_b#"%' escape '#');
SELECT regexp_replace('abc','x*','-','g'), regexp_replace('baac','a*','-','g'), regexp_replace('foobarbaz','b(..)','X\1Y\&\\\q','g'), regexp_replace('hello','L','x','i'), regexp_replace('abcabc','b','X',1,2), regexp_replace('aaa','a','b',2);
SELECT regexp_match('foobarbequebaz','(bar)(beque)'), regexp_match('abc','b'), regexp_match('abc','(x)?b'), regexp_split_to_array('the quick',' +'), regexp_split_to_array('abc',''), regexp_split_to_array('','a');
SELECT regexp_matches('aXbXc','[a-z]','g');
SELECT * from regexp_matches('aXbXc','([a-z])(X)?','g');
SELECT * from regexp_split_to_table('a b c',' ');
SELECT regexp_count('ABCABCAXYaxy', 'A.',1,'i'), regexp_instr('ABCDEF','c(.)',1,1,0,'i',1), regexp_like('Hello','hel','i'), regexp_substr('ABCDEF','c(.)(..)',1,1,'i',2), regexp_instr('abcabc','b',1,2), regexp_instr('abc','b',1,1,1), regexp_substr('aXbX','[A-Z]',1,2), regexp_substr('abc','z');
SELECT 'a' ~ '(', 1;
SELECT 'a' !~ 'b', 'A' !~* 'a', 'A' ~* 'a', 'a' ~ null;
SELECT substring('foobar' from 'o(.)b'), substring('foobar' from 'o.b'), substring('x' from 'y');

-- bounds are read one letter ahead
select 'a' ~ 'a{1x';

select 'a' ~ 'a{1,x}';

select 'a' ~ 'a{1,2x}';

select 'a' ~ 'a{1x}';

select 'a' ~ 'a{1,2,3}';

select 'a' ~ 'a{256x';

select 'a' ~ 'a{256';

select 'a' ~ 'a{1-2}';

select 'a' ~ 'a{1,,}';

select 'a' ~ 'a{1\}';

select 'a' ~ 'a{1{';

select 'a' ~ 'a{3,2';

select 'a' ~ 'a{3,2}';

select 'a' ~ 'a{00001}', 'a' ~ 'a{}', 'a' ~ 'a{x', 'a' ~ 'a{ 1}', 'aa' ~ 'a{2,}', 'aa' ~ '^a{1}$';

select 'a' ~ 'a{0256}';

select 'a' ~ '(?x)a{1 , 2}', 'aa' ~ E'(?x)^a { 2 # two\n }$';

select regexp_substr('abbb','a{1,1}?b*'), regexp_substr('abbb','a{1}?b*'), regexp_substr('abbb','a{1,}?b*');

-- basic expressions
select regexp_substr('abbb','(?b)ab*'), regexp_substr('abbb','(?b)(a)b*'), regexp_substr('abbb','(?b)\(a\)b*'), regexp_substr('abbb','(?b)a+');

select regexp_substr('abbb','(a)', 1, 1, 'b'), regexp_substr('(a)+','(a)+', 1, 1, 'b'), regexp_substr('a|b?{1}','a|b?{1}', 1, 1, 'b');

select regexp_substr('abab','\(ab\)\1', 1, 1, 'b'), regexp_substr('ab ab','b\> \<a', 1, 1, 'b');

select regexp_substr('*a*','*a*', 1, 1, 'b'), regexp_substr('*a*','^*a*', 1, 1, 'b'), regexp_substr('*a*','\(*a\)', 1, 1, 'b');

select regexp_substr('a^b$c','a^b$c', 1, 1, 'b'), regexp_substr('abc','^abc$', 1, 1, 'b'), regexp_substr('abc','\(^abc$\)', 1, 1, 'b');

select regexp_substr('aaa','a\{2\}', 1, 1, 'b'), regexp_substr('aaa','a\{1,\}', 1, 1, 'b'), regexp_substr('a\]b','[]\]*b', 1, 1, 'b');

select regexp_substr('a','a\{1', 1, 1, 'b');

select regexp_substr('a','a\{1,x\}', 1, 1, 'b');

select regexp_substr('a','a\{1}', 1, 1, 'b');

select regexp_substr('a','a\{x\}', 1, 1, 'b');

select regexp_substr('a','\(a', 1, 1, 'b');

select regexp_substr('a','a\)', 1, 1, 'b');

select regexp_substr('a','a\', 1, 1, 'b');

select regexp_substr('a','[a', 1, 1, 'b');

select regexp_substr('a','[[:alpha:]]', 1, 1, 'b'), regexp_substr('a-','[[:alpha:]-]*', 1, 1, 'b');

select regexp_substr('d1','\d', 1, 1, 'b'), regexp_substr('a.','a\.', 1, 1, 'b'), regexp_substr('ab','a.', 1, 1, 'b');

-- extended expressions
select regexp_substr('d1','\d', 1, 1, 'e'), regexp_substr('a.','a\.', 1, 1, 'e'), regexp_substr('ab+','(a|b)+', 1, 1, 'e');

select regexp_substr('aab','a+?', 1, 1, 'e');

select regexp_substr('aab','(?:a)', 1, 1, 'e');

select regexp_substr('aab','(?e)a\w'), regexp_substr('aw','(?e)a\w'), regexp_substr('a\','a[\]', 1, 1, 'e');

select regexp_substr('aab','a{2}b', 1, 1, 'e'), regexp_substr('aab','a{2}?', 1, 1, 'q'), regexp_substr('a{2}?','a{2}?', 1, 1, 'q');

-- directors
select regexp_substr('a.b','***=a.b'), regexp_substr('axb','***=a.b'), regexp_substr('ab','***:(?i)AB'), regexp_substr('aw','***:a\w', 1, 1, 'b');

select 'a' ~ '***';

select 'a' ~ '***a';

select 'a' ~ '***?a';

select regexp_substr('***=a','***=a', 1, 1, 'q');
SELECT 'x' ~ '\11', E'\t' ~ '\11', E'\t' ~ '[\11]', 'a' ~ '\141', 'a0' ~ '\1410', E'a\x01' ~ '(a)\01', '?7' ~ '\777';
SELECT 'a' ~ '\8';
SELECT 'a' ~ '\81';
SELECT 'a' ~ '[\1]';
SELECT 'a' ~ '(a\1)';
SELECT 'aa' ~ '(?:a)\1';
SELECT 'aa' ~ '(?=(a))\1';
SELECT 'abb' ~ '(?=(a))a(b)\1', E'a\b' ~ '(a)\10', 'aaaaaaaaaaa' ~ '(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)\10';
SELECT substring(x from 'a1%' for 'a') FROM (VALUES (E'\x01b'), (NULL)) AS v(x);
SELECT substring(NULLIF(x, 'a') from 'a%' for x || 'bc') FROM (VALUES ('a'), ('b')) AS v(x);
SELECT regexp_match('a', 'a', 'gy');
SELECT regexp_count('a', 'a', 1, 'y g');
SELECT regexp_substr('a.b.c', '\W[^a]$', 2, 1, 't', 1), regexp_substr('a.b', 'b', 1, 1, '', 2), regexp_substr('a.b', '(b)|(a)', 1, 1, '', 1), regexp_instr('%x', '.', 1, 2, 1, 's', 1), regexp_instr('%x', '.', 1, 2, 1, 's', 2), regexp_instr('ab', '(b)|(a)', 1, 1, 1, '', 1), regexp_substr('ab', 'z', 1, 1, '', 1);
