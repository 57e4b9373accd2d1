create global temporary table gt (a int);
create global temp table gt2 as select 1 as a;
create local temporary table lt (a int);
create global temporary sequence gs;
create global temporary view gv as select 1;
create temp table gt3 (a int) on commit drop;
select 1 as a into global temporary gt4;
select 1 as a into local temp gt5;
SELECT global temp FROM (SELECT 1) AS t(global);
