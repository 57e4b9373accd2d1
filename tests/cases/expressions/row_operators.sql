-- what has no order
select least('1'::xid,'2'::xid);
select least(null::xid);
select greatest('ABC'::text::xid, '2');
select greatest(x, '2') from (values ('1'::xid)) v(x) where false;
select greatest(x, 1/0::text::int) from (values (1)) v(x) where false;
select least('{}'::json, '{}');
select row('1'::xid,1)=row('1'::xid,2);
select row('1'::xid,1) in (row('1'::xid,2),row('1'::xid,3));
select row('1'::xid,1) in (select '1'::xid, 2);
select row('1'::cid,1)=row('1'::cid,2);
select row('1'::cid)=row('1'::cid);
select row(1,'a'::name) = row('1'::int8, 'b'::text);
select row('1'::regclass,1)=row('1'::regclass,1), row('1'::money,row(1)) = row('1'::money,row(1)), row(array[1],1)<>row(array[1],2);
