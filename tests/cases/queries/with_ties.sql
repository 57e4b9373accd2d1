values (1),(2),(2),(3) order by 1 fetch first 2 rows with ties;
values (1),(2),(2),(3) order by 1 desc offset 1 fetch first 1 rows with ties;
values (1),(2) fetch first 1 rows with ties;
select 1 union all select 1 union all select 2 order by 1 fetch first row with ties;
select 1 as a union select 2 order by a desc fetch first row with ties;
select 1 as a union select 2 fetch first row with ties;
select 1 as a union select 2 order by a+1 fetch first row with ties;
select * from (values (1),(2),(2),(3) order by column1 fetch first 2 rows with ties) x;
select n from generate_series(1,3) n order by n fetch first null rows with ties;
