select string_agg(distinct x, d) from (values ('a',null),('a',','),('b',';'),('a',null)) v(x,d);
select string_agg(distinct x, d) from (values ('a',','),('a',null),('b',';'),('a',null)) v(x,d);
select string_agg(distinct 'a', d) from (values ('a',','),('a',null),('b',';'),('a',null)) v(x,d);
select string_agg(distinct 'a'::text, d) from (values ('a',null),('a',','),('b',';'),('a',null)) v(x,d);
select string_agg(distinct x, ',') from (values ('b',','),('a',null),('b',';'),(null,null)) v(x,d);
select json_object_agg(distinct x, d) from (values ('b',','),('a',null),('b',';'),('b',';')) v(x,d);
select corr(distinct x, y) from (values (1,2),(2,null),(1,2),(3,5)) v(x,y);
select string_agg(distinct x, d order by x desc) from (values ('a',','),('a',null),('b',';'),('a',null)) v(x,d);
select string_agg(distinct x, d order by x desc, d desc nulls last) from (values ('a',','),('a',null),('b',';'),('a',null)) v(x,d);
