-- documents that are NULL, before their paths and arguments are computed
select json_value(x, '$.a' passing 1/y as b) from (values (null::jsonb, 0)) v(x,y);
select json_value(x, p::text::jsonpath) from (values (null::jsonb, '')) v(x,p);
select json_query(x, p::text::jsonpath) from (values ('{}'::jsonb, '')) v(x,p);
select json_exists(x, '$ ? (@ == $b)' passing 1/y as b) from (values (null::jsonb, 0),('1',1)) v(x,y);
