-- the schema public is like any other: it can be renamed, dropped and made anew
select oid, nspname, nspacl, obj_description(oid) from pg_namespace where nspname ~ 'pub';
grant create on schema public to public;
select oid, nspname, nspacl from pg_namespace where nspname ~ 'pub';
alter schema public rename to pub2;
select oid, nspname, nspacl, obj_description(oid) from pg_namespace where nspname ~ 'pub';
create schema public;
create table t(a int); 
select oid >16384, nspname, nspacl from pg_namespace where nspname ~ 'pub' order by 1,2;
alter schema pub2 rename to pub3;
select relname, nspname from pg_class c join pg_namespace n on n.oid = relnamespace where relname = 't';
drop schema pub3;
comment on schema public is 'x';
drop schema public cascade;
select count(*) from pg_description where classoid = 'pg_namespace'::regclass;
select count(*) from pg_init_privs where objoid = 2200;
create schema public;
drop schema public;
drop schema if exists public;
