-- letters without case, and the names of letters
select 'K' ~* 'k', 'k' ~* 'K', 'K' ~* 'K', 'K' ~* 'K', 'K' ~* '[a-z]', 'K' ~* '[A-Z]', 'K' ~* '[[:alpha:]]', 'K' ~* '[[:upper:]]', 'K' ~* '\w';
select 'ǅ' ~* 'ǅ', 'ǆ' ~* 'ǅ', 'Ǆ' ~* 'ǅ', 'ǅ' ~* 'ǆ', 'ǅ' ~* 'Ǆ', 'ǅ' ~* '[ǅ]', 'ǅ' ~* '[Ǆ-ǆ]', 'ǆ' ~* '[ǅ]', 'ǅ' ~* '[^ǅ]';
select 'İ' ~* 'i', 'i' ~* 'İ', 'I' ~* 'İ', 'İ' ~* 'İ', 'ı' ~* 'i', 'ı' ~* 'I', 'I' ~* 'ı', 'i' ~* 'ı', 'ı' ~* 'ı';
select 'ß' ~* 'ẞ', 'ẞ' ~* 'ß', 'ſ' ~* 's', 's' ~* 'ſ', 'S' ~* 'ſ', 'ſ' ~* 'ſ', 'ς' ~* 'σ', 'Σ' ~* 'ς', 'ς' ~* 'Σ', 'ς' ~* 'ς';
select 'µ' ~* 'μ', 'Μ' ~* 'µ', 'µ' ~* 'Μ', 'Å' ~* 'å', 'å' ~* 'Å', 'Ω' ~* 'ω', 'ω' ~* 'Ω', 'é' ~* 'É', 'É' ~* 'é';
select 'ᾳ' ~* 'ᾼ', 'ᾼ' ~* 'ᾼ', 'ᾼ' ~* 'ᾳ', 'ŉ' ~* 'ŉ', 'ǰ' ~* 'ǰ', 'ﬁ' ~* 'FI', 'ﬁ' ~* 'ﬁ';
select 'K' ~* '(?i)[J-L]', 'ſ' ~* '[a-z]', 'ſ' ~* '[r-t]', 'S' ~* '[ſ]', 's' ~* '[ž-ƀ]', 'k' ~* '[Å-℮]';
select regexp_match('aAkK','(a)\1(k)\2','i'), regexp_match('ss','(s)\1','i'), regexp_match('sſ','(s)\1','i'), regexp_match('ſs','(ſ)\1','i'), regexp_match('ſS','(.)\1','i'), regexp_match('ǆǅ','(.)\1','i');
select 'ABC' ~* '\u0061bc', 'a' ~* '\x41', 'K' ~* '[[.k.]]', 'K' ~* '[[=k=]]', 'a' ~* '[[:lower:]]', 'A' ~* '[[:lower:]]', 'A' ~* '[^[:lower:]]', 'ǅ' ~* '[[:upper:]]', 'ǅ' ~ '[[:alpha:]]';
select 'a' ~* '***=A', 'K' ~* '***=k', 'abc' ~* '***=BC';
select '-' ~ '[[.hyphen.]]', 'a' ~ '[[.a.]]', ' ' ~ '[[.space.]]', '-' ~ '[[.-.]]', 'x' ~ '[[.hyphen-minus.]]', '.' ~ '[[.period.]]', '.' ~ '[[.full-stop.]]', E'\n' ~ '[[.newline.]]', E'\t' ~ '[[.tab.]]', E'\t' ~ '[[.HT.]]', 'A' ~ '[[.A.]]', '1' ~ '[[.one.]]';
select 'a' ~ '[[.nosuch.]]';
select 'a' ~ '[[=one=]]';
select '1' ~ '[[=one=]]';
select '1' ~ '[[.one.]-[.three.]]', '2' ~ '[[.one.]-[.three.]]';
select 'a' ~ '(a+a+)+b', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' ~ '(a+a+)+b';
select regexp_match(repeat('a', 60) || 'b', '(a|aa)+$');
