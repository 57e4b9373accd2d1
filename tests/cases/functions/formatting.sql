SET timezone = 'Europe/Berlin';
SELECT to_char(timestamp '2024-02-09 13:04:05.123456','YYYY-MM-DD HH24:MI:SS.MS US'), to_char(timestamp '2024-02-09 13:04:05','Day, DD Month YYYY|DAY|day|Dy|DY|dy|Mon|MON|mon|MONTH|month'), to_char(timestamp '2024-02-09 03:04:05','HH12:MI AM p.m. HH A.M. pm'), to_char(timestamp '2024-02-09','FMDay, FMDD FMMonth YYYY'), to_char(timestamp '2024-02-09','DDD IDDD D ID W WW IW CC J Q YYY YY Y IYYY IYY IY I RM rm'), to_char(timestamp '2024-02-09','Y,YYY BC AD b.c.'), to_char(timestamptz '2024-07-09 12:00Z','TZ tz TZH:TZM OF SSSS SSSSS'), to_char(timestamp '2024-02-01','DDth DDTH FMDDth FMMMth'), to_char(timestamp '2024-02-09','"text MM" \"YYYY\" MM');
SELECT to_char(timestamp '2024-02-09 13:04:05.123456','FF1 FF2 FF3 FF4 FF5 FF6'), to_char(timestamp '0044-03-15 BC','YYYY BC CC'), to_char('infinity'::timestamp,'YYYY'), to_char(date '2024-02-09','YYYY/MM/DD'), to_char(timestamp '2024-02-09','FMHH24:FMMI FMSS FMMS'), to_char(timestamp '2024-02-09','FXYYYY TMMonth TMDay TMMon'), to_char(timestamp '12345-02-09','YYYY YYY'), to_char(timestamp '2024-02-09','xYYYYx'), to_char(timestamp '2024-12-22','DDth RM|FMRM|rm'), to_char(timestamp '2024-02-11','DDth') , to_char(timestamp '2024-02-12 00:30','HH12 HH DDth'),to_char(timestamp '2024-02-13','DDTH'), to_char(timestamp '2024-02-23','DDth'), to_char(timestamp '2024-02-09',''), to_char(timestamptz '2024-07-09 12:00Z','YYYY-MM-DD"T"HH24:MI:SSOF');
SELECT to_char(interval '1 year 2 mons 3 days 04:05:06.789','YYYY MM DD HH24:MI:SS.MS'), to_char(interval '100 hours','HH24 HH12 HH'), to_char(interval '-3 days -04:05','DD HH24:MI'), to_char(interval '26 hours','HH24:MI:SS'), to_char(interval '15 months','YYYY MM RM Q'), to_char(interval '1 day 12 hours','DDD J SSSS'), to_char(interval '14 hours','HH:MI AM');
SELECT to_char(interval '1 day','Day');
SELECT '|'||to_char(1234.5,'9999.99')||'|', '|'||to_char(1234.5,'FM9999.99')||'|', '|'||to_char(-1234.5,'9999.99')||'|', '|'||to_char(12345,'9999')||'|', '|'||to_char(0.5,'9.99')||'|', '|'||to_char(0.5,'0.99')||'|', '|'||to_char(1234567.891,'9,999,999.99')||'|', '|'||to_char(1234567,'FM9G999G999D00')||'|', '|'||to_char(12,'0000')||'|', '|'||to_char(-12,'S999')||'|', '|'||to_char(12,'S999')||'|', '|'||to_char(12,'999S')||'|', '|'||to_char(-12,'999MI')||'|', '|'||to_char(12,'999MI')||'|', '|'||to_char(-12,'999PR')||'|', '|'||to_char(12,'999PR')||'|', '|'||to_char(12,'PL999')||'|', '|'||to_char(12,'SG999')||'|', '|'||to_char(-12,'SG999')||'|', '|'||to_char(485,'RN')||'|', '|'||to_char(485,'FMRN')||'|', '|'||to_char(485,'999th')||'|', '|'||to_char(0,'999')||'|', '|'||to_char(0,'9.9')||'|', '|'||to_char(12.45,'99V99')||'|', '|'||to_char(0.0004859,'9.99EEEE')||'|', '|'||to_char(148.5,'999D999')||'|', '|'||to_char(12,'L999')||'|', '|'||to_char(485,'"Good number:"999')||'|', '|'||to_char(-0.1,'99.99')||'|', '|'||to_char(-0.1,'FM9.99')||'|', '|'||to_char(0.1,'0.9')||'|', '|'||to_char(148,'999,999')||'|', '|'||to_char(1485,'9,999')||'|', '|'||to_char(148,'9 9 9')||'|', '|'||to_char(-485,'9SG99')||'|', '|'||to_char(12,'FM999')||'|', '|'||to_char(12.4,'FM000.000')||'|',  '|'||to_char(12.4,'FM999.990')||'|', '|'||to_char(125.8,'999')||'|', '|'||to_char(125.5,'999.')||'|', '|'||to_char(0,'FM999.99')||'|', '|'||to_char(5,'FM9.')||'|', '|'||to_char(-5,'B999')||'|', '|'||to_char(482,'999th')||'|', '|'||to_char(3.1,'99.9TH')||'|', '|'||to_char('NaN'::numeric,'999.9')||'|', '|'||to_char('Infinity'::float8,'999.9')||'|';
SELECT '|'||to_char(1234.5::float8,'9999.99')||'|', '|'||to_char(1.5e10::float8,'999')||'|', '|'||to_char(123456789::bigint,'999,999,999')||'|', '|'||to_char(-5::int,'99')||'|', '|'||to_char(0.1::float4,'9.99999999')||'|', '|'||to_char(123.456::float8,'FM999.999999')||'|',  '|'||to_char(12345678901234.5::float8,'99999999999999.999999')||'|', '|'||to_char(1e100::float8,'9.99EEEE')||'|', '|'||to_char(4000,'RN')||'|', '|'||to_char(-1234,'S9,999')||'|', '|'||to_char(1234,'9,999S')||'|', '|'||to_char(0,'S9')||'|', '|'||to_char(-1.5,'9.9S')||'|', '|'||to_char(-12,'0999')||'|', '|'||to_char(-12,'9990')||'|', '|'||to_char(12,'009')||'|', '|'||to_char(12.7,'FM0')||'|', '|'||to_char(1e15,'FM9')||'|', '|'||to_char(-12,'L99')||'|', '|'||to_char(-1234,'FM9,999MI')||'|', '|'||to_char(12,'FM99S')||'|', '|'||to_char(-1234,'9,999PR')||'|';
SELECT to_date('2024-02-09','YYYY-MM-DD'), to_date('05 Dec 2000','DD Mon YYYY'), to_timestamp('05 Dec 2000 13:14:15.5','DD Mon YYYY HH24:MI:SS.MS'), to_timestamp('2024-07-01 10:00 PM','YYYY-MM-DD HH:MI AM'), to_date('20240209','YYYYMMDD'), to_date('24','YY'), to_date('2024 60','YYYY DDD'), to_date('9/2/2024','FMDD/FMMM/YYYY'), to_date('February 3, 2024','Month DD, YYYY'), to_timestamp('2024-07-01 10:00:00.123456','YYYY-MM-DD HH24:MI:SS.US'), to_timestamp('2024-07-01 10:00 +05','YYYY-MM-DD HH24:MI TZH'), to_date('2024-W06-5','IYYY-"W"IW-ID'), to_date('44-03-15 BC','YYYY-MM-DD BC'), to_timestamp('1720000000','SSSS') ;
SELECT to_date('2024-02-09','YYYY-MM-DD'), to_date('2000131','YYYYMMDD');
SELECT to_date('2024-13-09','YYYY-MM-DD');
SELECT to_date('2024-02-30','YYYY-MM-DD');
SELECT to_date('abc','YYYY');
SELECT to_date('05 Foo 2000','DD Mon YYYY');
SELECT to_timestamp('25:00','HH24:MI');
SELECT to_timestamp('13:00','HH:MI');
SELECT to_date('97','YY'), to_date('69','YY'), to_date('70','YY'), to_date('095','YYY'), to_date('2024','YYYY'), to_date('  2024  02','YYYYMM'), to_timestamp('12:30','HH24:MI'), to_timestamp('2024-01-01T10:20:30','YYYY-MM-DD"T"HH24:MI:SS'), to_date('2459000','J'), to_date('4','Q');
SELECT to_number('12,454.8-','99G999D9S'), to_number('-34,338,492','99G999G999'), to_number('<564646.654564>','999999.999999PR'), to_number('0.00001-','9.999999S'), to_number(' 4 4 4 -',' 9 9 9 9 ');
SELECT to_number('$1,234.56','L9,999.99'), to_number('1234','9999'), to_number('XII','RN'), to_number('12.5','99.9'), to_number('12abc','99999'), to_number('1st','9th');
SELECT to_number('abc','999');
SELECT to_number('','999');
SELECT to_date('','YYYY'), to_char(null::int,'9'), to_date(null,'YYYY');

-- the width of an argument is read as an integer
select format('%*s', '');

select format('%*s|', '', 'a');

select format('%*s|', '99999999999', 'a');

select format('%*s|', '-2147483648', 'a');

select format('%*s|', ' 5 ', 'a'), format('%*s|', '0x5', 'a'), format('%*s|', '-5', 'a'), format('%*s|', null, 'a');

select format('%*s|', 99999999999, 'a');

select format('%*s|', 5.5, 'a');

select format('%*s|', true, 'a');

select format('ab%2147483647s|', 'a');

select format('ab%-2147483647s|', 'éa');

select format('ab%1073741824s|', 'a');

-- numbers in dates are cut by bytes
select to_date('😀 emoji', 'YYYY-MM-DD');

select to_date('é1', 'YYYYMMDD');

select to_date('1é', 'YYYYMMDD');

select to_date('éé', 'DD');

-- fields of intervals are divided toward zero
select i, to_char(i, 'YYYY YYY YY Y'), to_char(i, 'Y,YYY'), to_char(i, 'IYYY IYY IY I'), to_char(i, 'CC'), to_char(i, 'J') from unnest(array['30 days', '-30 days', '5 years', '-5 years', '-1234 years', '1234 years 5 mons 6 days', '0', '-1 mon', '13 mons', '-1 day', '1 day', '400 days']::interval[]) i;

select i, to_char(i, 'IW WW W'), to_char(i, 'IDDD DDD DD'), to_char(i, 'Q MM RM'), to_char(i, 'FMYYYY FMYYY FMI') from unnest(array['30 days', '-30 days', '5 years', '-5 years', '-1234 years', '1234 years 5 mons 6 days', '0', '-1 mon', '13 mons', '-1 day', '1 day', '400 days']::interval[]) i;

select d, to_char(d, 'YYYY YYY YY Y Y,YYY IYYY IYY IY I CC') from unnest(array['0001-01-01 BC', '0001-01-02', '4713-01-01 BC', '2024-12-30', '1005-01-01 BC', '1999-01-01', '2000-06-01']::date[]) d;

select i, to_char(i, 'HH24 HH12 HH MI SS SSSS'), to_char(i, 'MS US FF1 FF2 FF3 FF6'), to_char(i, 'AM p.m.'), to_char(i, 'FMHH FMMI FMMS') from unnest(array['12:34:56.789', '-12:34:56.789', '-12:00', '-24:00', '100:00:00.000001', '-100:00:00.000001', '-00:00:00.5', '23:59:59.999999', '-1 day 12:00', '-13:30']::interval[]) i;

select i, to_char(i, 'YYYY YYY YY Y IYYY IYY IY I'), to_char(i, 'MM DD DDD Q RM rm W CC') from unnest(array['-1000 years', '-1000 years -1 mon', '1000 years', '-100 years -11 mons -8 days', '2 years -3 mons', '-2 mons', '-3 mons', '-4 mons', '-12 mons', '12 mons', '10000 years', '-10000 years', '-7 days', '-8 days', '-6 days']::interval[]) i;

SELECT to_date('😀 emoji'::text, 'SSSS'::text);

select to_timestamp('86399', 'SSSSS') = to_timestamp('86399', 'SSSS');
