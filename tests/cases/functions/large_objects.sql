-- large objects: descriptors end with the transaction, and with the savepoint that they were opened behind
SELECT lo_from_bytea(778, 'hallo');

select lo_create(777);

select lo_create(777);

select lo_open(1234567, 262144);

begin;
select lo_open(777, 0);

rollback;

begin;
select lo_open(777, 262144), lo_open(777, 131072), lo_open(777,393216);
select loread(0, 10), loread(1,10);
select lowrite(1, 'hello'), lo_tell(1);
select lowrite(0,'x');
rollback;

select loread(0,1);

select lowrite(0,'x');

select lo_close(0);

begin;
select lo_open(777,393216);
select lowrite(0, repeat('x',5000)::bytea);
select lo_lseek(0, -10, 2), lo_lseek(0,-20,1), lo_lseek(0, 3, 0);
select lo_lseek(0, -1, 0);
rollback;

begin;
select lo_open(777,393216);
select lowrite(0, repeat('x',5000)::bytea);
select lo_lseek(0, 1, 7);
rollback;

begin;
select lo_open(777,393216);
select lowrite(0, 'abcdef');
select lo_truncate(0, 3);
select lo_truncate(0, 10);
select lo_lseek(0,0,0), loread(0,100);
select lo_close(0);
select loread(0,1);
rollback;

begin;
select lo_open(777,393216);
select lo_truncate(0, -3);
rollback;

begin;
select lo_open(777,393216);
select lo_lseek64(0, 5000000000, 0), lo_tell64(0);
select lo_tell(0);
rollback;

begin;
select lo_open(777,393216);
select lo_lseek64(0, 5000000000, 0);
select lo_lseek(0,0,1);
rollback;

begin;
select lo_open(777,393216);
select lo_lseek64(0, 5000000000000, 0);
rollback;

begin;
select lo_open(777,393216);
select lo_lseek(0, 5000, 0), lowrite(0,'abc'), lo_lseek(0,0,2), lo_lseek(0, 4990,0), loread(0, 20);
select loid = 777, pageno, length(data) from pg_largeobject;
rollback;

select lo_put(777, 3, 'abc');
select lo_get(777);
select lo_get(777, 2, 3), lo_get(777, 100, 3), lo_get(777, 4, 100);

select lo_get(777, -1, 3);

select lo_get(777, 1, -3);

select lo_put(777, -3, 'abc');

select lo_get(7777);

select lo_put(7777, 0, 'x');

select lo_from_bytea(778, 'hallo');

select lo_from_bytea(0, 'x') > 16384;

select lo_creat(-1) > 16384;

select lo_unlink(778), lo_unlink(777);

select lo_unlink(778);

select count(*) from pg_largeobject_metadata where oid in (777,778);

begin read only;
select lo_create(5);
rollback;

begin read only;
select lo_creat(5);
rollback;

begin read only;
select lo_unlink(5);
rollback;

begin read only;
select lo_open(5, 131072);
rollback;

begin read only;
select lowrite(5, 'x');
rollback;

begin read only;
select lo_truncate(5, 1);
rollback;

begin read only;
select lo_truncate64(5, 1);
rollback;

begin read only;
select lo_from_bytea(5, 'x');
rollback;

begin read only;
select lo_put(5, 0, 'x');
rollback;

select lo_create(779);

begin;
select lo_open(779, 393216);
savepoint a;
select lo_open(779, 393216);
rollback to a;
select loread(0,1);
select loread(1,1);
rollback;

begin;
select lo_open(779, 393216);
savepoint a;
select lo_open(779, 393216);
release a;
select loread(0,1);
select loread(1,1);
rollback;

begin;
select lo_open(779, 393216), lo_open(779, 393216);
select lo_close(0);
select lo_open(779,262144);
select lo_unlink(779);
select loread(1, 2);
select lowrite(1,'x');
commit;

select lo_create(779);

create role lou;
set role lou;
select lo_get(779);
select lo_put(779,0,'x');
select lo_unlink(779);
select lo_create(780);
select lo_put(780,0,'y');
reset role;

begin;
set role lou;
select lo_open(779, 262144);
rollback;

begin;
set role lou;
select lo_open(780, 262144);
reset role;
rollback;

reset role;

select oid, lomowner::regrole::text, lomacl from pg_largeobject_metadata where oid < 16384 order by 1;

select lo_unlink(oid) from pg_largeobject_metadata where oid < 16384;

drop owned by lou;
drop role if exists lou;

select lo_create(-1);

select lo_create(null), lo_get(null);

select lo_from_bytea(0, null);

create role lou;
select lo_create(880);
alter large object 880 owner to lou;
select oid, lomowner::regrole::text from pg_largeobject_metadata where oid = 880;
drop role lou;

comment on large object 880 is 'x';
select obj_description(880, 'pg_largeobject');
comment on large object 881 is 'x';

alter large object 881 owner to lou;

select pg_describe_object(2613, 880, 0), pg_identify_object(2613,880,0);

drop owned by lou;
select count(*) from pg_largeobject_metadata where oid = 880;
drop role lou;

comment on large object 1.5 is 'x';
comment on large object -1 is 'x';
comment on large object 4294967295 is 'x';
comment on large object 4294967296 is 'x';
comment on large object 1e3 is 'x';
alter large object 4294967295 owner to postgres;
alter large object -4294967295 owner to postgres;
