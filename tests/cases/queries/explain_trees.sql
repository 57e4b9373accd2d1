create table p (a int, b text) partition by range (a);
create table p1 partition of p for values from (1) to (10);
create table p2 partition of p for values from (10) to (20);
create table plain (a int);
explain (costs off) select * from p;
explain (costs off) update plain set a = 1 returning old.a;
explain (costs off) update plain set a = 1 returning old.a;
explain (costs off) insert into p values (1, 'x');
