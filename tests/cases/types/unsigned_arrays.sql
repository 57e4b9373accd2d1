-- arrays of numbers without a sign
select '4294967295'::oid::int, array['4294967295'::oid]::int[], '4294967295 0 1'::oidvector::int[], '4294967295 0'::oidvector::oid[], array[-1]::oid[], array[-1]::oid[]::int[], '{4294967295}'::oid[]::int8[], (-1)::oid, array['4294967295'::oid]::regclass[]::text[], array[-1]::regtype[]::oid[];
select array['4294967295'::xid]::text[], array['5'::oid]::regtype[], array[23]::oid[]::regtype[], array['int4'::regtype]::int[], array['4294967295'::oid::regtype]::int[];
select x::int[] from (values ('{4294967295,1}'::oid[])) v(x);
select x = array[-1,1]::int[]::oid[] from (values ('{4294967295,1}'::oid[])) v(x);
select '4294967295'::oid = any(array[-1]::oid[]), '4294967295'::oid = any(array['-1'::int]::oid[]), -1 = any(array['4294967295'::oid]::int[]);
select oid::int, relname from pg_class where oid = any(array[1259]::int[]::oid[]);
-- nothing in no bits
select position(b'' in b''), position(b'' in b'1'), position(b'1' in b''), position(b'01' in b'001'), position(b'11' in b'1'), position(''::bytea in ''::bytea), position('' in '');
