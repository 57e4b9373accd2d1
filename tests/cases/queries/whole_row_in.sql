create table t (a int, b text);
insert into t values (1, 'x'), (2, 'y');
create table u (a int, b text);
insert into u values (1, 'x');
-- unordered
select t from t where t in (select t from t where a = 1);
-- unordered
select t in (select t from t) from t;
-- unordered
select t = any (select t from t) from t;
-- unordered
select t not in (select t from t where a = 1) from t;
-- unordered
select row(t.*) in (select a, b from t) from t;
-- unordered
select (t.*) in (select a, b from t) from t;
-- unordered
select t in (select a, b from t) from t;
-- unordered
select row(1, 'x') in (select a, b from t);
-- unordered
select (a, b) in (select u from u) from t;
-- unordered
select row(a, b) in (select row(a, b) from u) from t;
-- unordered
select t.* in (select t from t) from t;
-- unordered
select t = (select t from t where a = 1) from t;
-- unordered
select (select t from t where a = 1) in (select t from t);
-- unordered
select row(t) in (select t from t) from t;
