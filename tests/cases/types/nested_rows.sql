-- Rows within rows.
select row(row(row(row(row(row(row(row(row(row(row(row(row(row(row(row(row(row(row(row(x)))))))))))))))))))) as r from generate_series(1,5) x order by 1 desc limit 1;
