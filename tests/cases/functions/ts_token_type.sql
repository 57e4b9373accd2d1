select * from ts_token_type('default');
select count(*) from ts_token_type(3722);
select count(*) from ts_token_type('pg_catalog."default"');
select * from ts_token_type('nosuch');
select * from ts_token_type('nosuch.default');
select * from ts_token_type('public.default');
select * from ts_token_type(1);
select * from ts_token_type(null::text);
select t.alias, m.mapseqno, d.dictname from pg_ts_config c, ts_token_type(c.cfgparser) t, pg_ts_config_map m, pg_ts_dict d where c.cfgname = 'english' and m.mapcfg = c.oid and m.maptokentype = t.tokid and d.oid = m.mapdict order by t.tokid;
