-- Correlations just above one, and of values whose squares are too small or too large.
select count(*), max(c) from (select corr(x, x*k+m) c from generate_series(1,400) g, lateral (select (g*0.37)%1 k, (g*0.77)%3 m) q, lateral generate_series(1,7) h, lateral (select (h*0.1*g)%1.7 as x) r group by g) z where c > 1;
select corr(x, y) from (values (1e200, 1e200), (2e200, 3e200)) v(x,y);
select corr(x, y) from (values (1e-200, 1e-200), (2e-200, 3e-200)) v(x,y);
select corr(x, y) from (values (1e100, 1e-100), (2e100, 3e-100),(5e100,7e-100)) v(x,y);
select corr(x, y) from (values (1e-170::float8, 1e100), (2e-170, 3e100),(5e-170,7e100)) v(x,y);
select corr(x, y) from (values (1e-162::float8, 1e-162::float8), (2e-162, 3e-162),(5e-162,7e-162)) v(x,y);
select corr(x, y), regr_r2(x,y) from (values ('nan'::float8, 1e-162::float8), (2e-162, 3e-162),(5e-162,7e-162)) v(x,y);
select corr(x, y), regr_r2(x,y) from (values ('inf'::float8, 1e-162::float8), (2e-162, 3e-162),(5e-162,7e-162)) v(x,y);
select corr(x, y), regr_r2(x,y) from (values (1e-81::float8, 1e-81::float8), (2e-81, 3e-81),(5e-81,7e-81)) v(x,y);
select corr(x, y), regr_r2(x,y) from (values (0.1::float8, 1e-161::float8), (0.2, 3e-161),(0.5,7e-161)) v(x,y);
