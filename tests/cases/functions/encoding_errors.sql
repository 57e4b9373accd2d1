-- the first byte that is wrong is named
select convert_from('\x0001fe', 'UTF8');
select convert_from('\xfe0001', 'UTF8');
select convert_from('\x6100', 'UTF8');
select convert_from('\xfe0001', 'EUC_JP');
select convert_from('\x00fe01', 'EUC_JP');
select convert_from('\x4100', 'LATIN1');
select convert('\xfe00', 'EUC_JP', 'UTF8');
select convert('\x00fe', 'SQL_ASCII', 'EUC_JP');
select length('\x00fe'::bytea, 'EUC_JP');
select length('\xfe00'::bytea, 'EUC_JP');
select length('\xfe0001'::bytea, 'UTF8');
select length('\x00fe01'::bytea, 'UTF8');
select length('\x6100'::bytea, 'LATIN1');
select convert_from('\xa1', 'EUC_KR');
select convert_from('\x81', 'SJIS');
