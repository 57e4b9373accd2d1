SELECT (ROW('123'::text, '1'::integer, (SELECT string_agg(r::text, '|') FROM json_to_record('-0.0'::json) AS r(a int, b jsonb, d text))) >= ROW('297564ba1489c884231df74bf6ac91b7'::text, '3'::integer, 'a'));
select ROW(1, (select 1/x from (values (0)) v(x))) > ROW(2, 5);
select ROW(1, (select 1/x from (values (0)) v(x))) > ROW(1, 5);
select ROW((select 1/x from (values (0)) v(x)),1) > ROW(1, 5);
select ROW(1, 5) > ROW(2, (select 1/x from (values (0),(0)) v(x)));
select ROW(n, 5, 1) > ROW(2, 5, (select 1/x from (values (0),(n-n)) v(x) limit 1)) from (values (1),(3)) v(n);
select ROW(n, 5, 1) > ROW(2, 5, (select 1/x from (values (0),(n-n)) v(x) limit 1)) from (values (1),(2)) v(n);
SELECT (ROW('123'::text, '1'::integer, (SELECT string_agg(r::text, '|') FROM json_to_record('-0.0'::json) AS r(a int, b jsonb, d text))) >= ROW('297564ba1489c884231df74bf6ac91b7'::text, '3'::integer, CASE '{(,3),[10,)}'::int4multirange WHEN '{[1,5),[7,9)}'::int4multirange THEN 'a,b;c'::text END));
SELECT ROW('123'::text, '1'::integer, (SELECT string_agg(r::text, '|') FROM json_to_record('-0.0'::json) AS r(a int, b jsonb, d text))) = ROW('297564ba1489c884231df74bf6ac91b7'::text, '3'::integer, CASE '{(,3),[10,)}'::int4multirange WHEN '{[1,5),[7,9)}'::int4multirange THEN 'a,b;c'::text END);
