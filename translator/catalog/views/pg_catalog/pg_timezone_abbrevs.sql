SELECT z.abbrev, z.utc_offset, z.is_dst FROM pg_timezone_abbrevs_zone() AS z
 UNION ALL
SELECT a.abbrev, a.utc_offset, a.is_dst FROM pg_timezone_abbrevs_abbrevs() AS a
 WHERE NOT EXISTS (SELECT 1 FROM pg_timezone_abbrevs_zone() AS own WHERE own.abbrev = a.abbrev)
 ORDER BY 1
