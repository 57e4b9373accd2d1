SELECT abbrev, utc_offset, is_dst FROM pg_timezone_abbrevs_zone()
 UNION ALL
SELECT abbrev, utc_offset, is_dst FROM pg_timezone_abbrevs_abbrevs()
