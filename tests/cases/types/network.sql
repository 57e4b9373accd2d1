-- oids
SELECT '10.1.2.3'::inet, '10.1.2.3/24'::inet, '10.1.2.3/32'::inet, '0.0.0.0/0'::inet, '10.1.2.0/24'::cidr, '10.1.2.3'::cidr, '10'::cidr, '10.1'::cidr, '192.168'::cidr, '224'::cidr, '172.16.0.0/12'::cidr, '0x0a01'::cidr;
SELECT '::1'::inet, '::'::inet, '::2'::inet, '2001:DB8::1/64'::inet, '2001:db8::/32'::cidr, '1:0:0:2:0:0:0:3'::inet, '1:0:0:2::3'::inet, '::ffff:1.2.3.4'::inet, '::1.2.3.4'::inet, '1::'::inet, 'fe80:0:0:0:1:2:3:4'::inet, '0:1:0:0:0:0:1:0'::inet, '1:2:3:4:5:6:7:0'::inet, '::ffff:0:0/96'::cidr, '::/0'::cidr;
SELECT '10.1'::inet;
SELECT '10.1.2.256'::inet;
SELECT '10.1.2.3/33'::inet;
SELECT '10.1.2.3.4'::inet;
SELECT 'x'::inet;
SELECT ''::inet;
SELECT '10.1.2.3/'::inet;
SELECT '1::2::3'::inet;
SELECT '::1/129'::inet;
SELECT '10.1.2.3/24'::cidr;
SELECT '2001:db8::1/32'::cidr;
SELECT '300'::cidr;
-- oids
SELECT host(a), abbrev(a), text(a), family(a), masklen(a), network(a), broadcast(a), netmask(a), hostmask(a) FROM (VALUES ('10.1.2.3/24'::inet), ('10.1.2.3'), ('2001:db8::1/32'), ('::1')) v(a);
SELECT abbrev('10.1.0.0/16'::cidr), abbrev('2001:db8::/32'::cidr), abbrev('10.1.2.3'::cidr), abbrev('10.0.0.0/8'::cidr), abbrev('0.0.0.0/0'::cidr), abbrev('192.168.128.0/17'::cidr);
-- oids
SELECT set_masklen('10.1.2.3/24'::inet, 16), set_masklen('10.1.2.0/24'::cidr, 16), set_masklen('10.1.2.3/8'::inet, -1), set_masklen('::1'::inet, 64);
SELECT set_masklen('10.1.2.3'::inet, 33);
SELECT set_masklen('10.1.2.3'::inet, -2);
-- oids
SELECT '10.0.0.1'::inet + 5, 5 + '10.0.0.1'::inet, '10.0.0.9'::inet - 4, '10.0.0.9'::inet - '10.0.0.1', '10.0.0.1/24'::inet + 300, '::1'::inet + 65535, ~'10.0.0.1'::inet, ~'::1'::inet, '10.0.0.5'::inet & '0.0.0.255', '10.0.0.5/24'::inet | '0.0.1.0/16';
SELECT '255.255.255.255'::inet + 1;
SELECT '0.0.0.0'::inet - 1;
SELECT '1.1.1.1'::inet & '::1';
SELECT '1.1.1.1'::inet | '::1';
SELECT '1.1.1.1'::inet - '::1';
SELECT 'ffff::'::inet - '::1'::inet;
SELECT '10.0.0.5'::inet << '10.0.0.0/24', '10.0.0.0/24'::inet << '10.0.0.0/24', '10.0.0.0/24'::inet <<= '10.0.0.0/24', '10.0.0.0/8'::inet >> '10.1.0.0/16', '10.0.0.0/8'::cidr >>= '10.0.0.0/8', '10.0.0.0/24'::inet && '10.0.0.128/25', '10.0.0.0/24'::inet && '10.0.1.0/24', '::1'::inet << '10.0.0.0/8', '10.1.1.1'::inet <<= '0.0.0.0/0';
SELECT '10.0.0.1'::inet = '10.0.0.1/32', '10.0.0.1/24'::inet = '10.0.0.1', '10.0.0.1'::inet < '10.0.0.2', '10.0.0.0/8'::inet < '10.0.0.0/16', '9.0.0.0/8'::cidr < '10.0.0.0/8', '255.255.255.255'::inet < '::', '10.0.0.0/24'::cidr = '10.0.0.0/24'::inet, '10.0.0.1/24'::inet > '10.0.0.0/24', '10.0.0.1/8'::inet <> '10.0.0.1/16';
SELECT inet_merge('10.0.1.5', '10.0.2.9'), inet_merge('10.0.1.5/8', '10.0.2.9'), inet_merge('2001:db8::1', '2001:db8:1::1'), inet_same_family('1.1.1.1', '::1'), inet_same_family('1.1.1.1', '2.2.2.2');
SELECT inet_merge('1.1.1.1', '::1');
-- oids
SELECT '10.1.2.3/24'::inet::cidr, '10.1.2.3/24'::inet::text, '10.1.2.3'::inet::text, '10.1.2.0/24'::cidr::inet, '10.1.2.3'::inet::varchar, '10.1.2.3'::text::inet, cidr('10.1.2.3/8'::inet), '10.0.0.0/8'::cidr::text, 'ip: ' || '10.0.0.1'::inet, to_json('10.0.0.1'::inet), ARRAY['10.0.0.1'::inet, '::1'];
SELECT 1::inet;
SELECT '10.1.2.3'::inet::int;
-- oids
SELECT max(a), min(a), count(DISTINCT a) FROM (VALUES ('10.0.0.2'::inet), ('::1'), ('10.0.0.1'), ('10.0.0.2/32')) v(a);
CREATE TABLE hosts (id int PRIMARY KEY, ip inet UNIQUE, net cidr, mac macaddr, mac8 macaddr8);
INSERT INTO hosts VALUES (1, '10.0.0.10', '10.0.0.0/24', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05'), (2, '10.0.0.9', '10.0.0.0/16', '08-00-2b-01-02-04', '08:00:2b:01:02:03'), (3, '::1', '2001:db8::/32', NULL, NULL), (4, '10.0.0.9/8', '10', '0800.2b01.0203', NULL), (5, NULL, NULL, NULL, NULL);
INSERT INTO hosts VALUES (6, '10.0.0.10/32');
INSERT INTO hosts VALUES (6, '10.0.0.300');
INSERT INTO hosts (id, net) VALUES (6, '10.0.0.1/8');
INSERT INTO hosts (id, net) VALUES (6, '10.0.0.1/8'::inet);
-- oids
SELECT * FROM hosts ORDER BY ip NULLS FIRST;
SELECT id FROM hosts ORDER BY net DESC NULLS LAST, id;
SELECT id FROM hosts WHERE ip <<= '10.0.0.0/24' ORDER BY id;
SELECT id FROM hosts WHERE ip = '10.0.0.9';
SELECT id FROM hosts WHERE ip > '10.0.0.9' ORDER BY id;
SELECT net, count(*) FROM hosts GROUP BY net ORDER BY net;
-- oids
SELECT id, host(ip), ip + 1 FROM hosts WHERE ip IS NOT NULL ORDER BY id;
CREATE INDEX hosts_net ON hosts (net);
UPDATE hosts SET ip = set_masklen(ip, 24), net = network(ip) WHERE id = 1 RETURNING ip, net;
-- parameters: 10.0.0.9 | 2001:db8::/32
SELECT id FROM hosts WHERE ip = $1 OR net = $2 ORDER BY id;
-- parameters: 10.0.0.9/40
SELECT $1::inet;
COPY hosts (id, ip, net, mac, mac8) FROM STDIN;
20	1.2.3.4	1.2.3.0/24	08002b010203	08002b0102030405
\.
COPY (SELECT * FROM hosts WHERE id >= 20) TO STDOUT;
-- hardware addresses
SELECT '08:00:2b:01:02:03'::macaddr, '08-00-2B-01-02-03'::macaddr, '08002b:010203'::macaddr, '08002b-010203'::macaddr, '0800.2b01.0203'::macaddr, '0800-2b01-0203'::macaddr, '08002b010203'::macaddr, '8:0:2b:1:2:3'::macaddr, ' 08:00:2b:01:02:03 '::macaddr;
SELECT '08:00:2b:01:02'::macaddr;
SELECT 'x'::macaddr;
SELECT '08:00:2b:01:02:103'::macaddr;
SELECT '08:00:2b:01:02:0g'::macaddr;
SELECT '08:00:2b:01:02:03'::macaddr8, '08:00:2b:01:02:03:04:05'::macaddr8, '08002b0102030405'::macaddr8, '08-00-2b-01-02-03-04-05'::macaddr8, '0800.2b01.0203.0405'::macaddr8, '08002b01:02030405'::macaddr8;
SELECT '08:00-2b:01:02:03'::macaddr8;
SELECT '08:00:2b:01:02:03:04'::macaddr8;
SELECT trunc('08:00:2b:01:02:03'::macaddr), ~'08:00:2b:01:02:03'::macaddr, '08:00:2b:01:02:03'::macaddr & 'ff:ff:ff:00:00:00', '08:00:2b:01:02:03'::macaddr | '00:00:00:ff:ff:ff', '08:00:2b:01:02:03'::macaddr::macaddr8, '08:00:2b:ff:fe:01:02:03'::macaddr8::macaddr, macaddr8_set7bit('08:00:2b:01:02:03'), trunc('08:00:2b:01:02:03:04:05'::macaddr8), ~'08:00:2b:01:02:03:04:05'::macaddr8;
SELECT '08:00:2b:01:02:03:04:05'::macaddr8::macaddr;
SELECT '08:00:2b:01:02:03'::macaddr < '08:00:2b:01:02:04', '08:00:2b:01:02:03'::macaddr = '08002b010203', 'ff:00:00:00:00:00'::macaddr > '08:00:2b:01:02:04', '08:00:2b:01:02:03:04:05'::macaddr8 <> '08:00:2b:01:02:03:04:06', '08:00:2b:01:02:03'::macaddr::text;
SELECT mac, count(*) FROM hosts GROUP BY mac ORDER BY mac NULLS FIRST;
SELECT id FROM hosts ORDER BY mac8 DESC NULLS LAST, id LIMIT 2;
select s, pg_input_is_valid(s,'inet'), pg_input_is_valid(s,'cidr') from unnest('{10,10/8,10.1/16,10.1/8,10.1,10.1.2/24,10.1.2/16,10.1.2,10.1.2.3,10./8,.10/8,10/7,10/0,10/33,10/,10.1.2.3/,1/32,10.1.2/32,10.1.2/25,10.1/25,300/8,10.300/16,010/8,0x0a/8,0xa,0xa/8,0x0a0b/16,10.1.2.3.4/8,10/08,10/8x, 10/8 ,10 /8,255/8,::/0,::1/,1::/200,192.168/24,192/24,224,224/4,192.168,128,128.0,128/16,0,0/0,10..1/8,10.1./16,1.2.3.4/31}'::text[]) s;
select s, pg_input_is_valid(s,'inet') i, pg_input_is_valid(s,'cidr') c from unnest('{10.,10.1.,10.1.2.3.,10.1.2.3./32,10.1.2.3./8,10./8,10./,10.1./16,10.1.2.0./24,0010.1.1.1,0010.1.1.1/32,00000000010/8,1.2.3.0004,1.2.3.4/032,1.2.3.4/0032,1.2.3.4/33,1.2.3.4/032x,10/15,10/16,10.1/23,10.1/24,10.1.2/31,10.1.2/32,10.1.2.3/0,0x,0x/8,0x1,0x123,0x0102030405,0x01020304,0X0a,0x0a.1,0x0a1/12,0xg,.1,1.,/8,-1,1.-1,1.2.3.4/-1,1.2.3.4/+8,1.2.3.256,1.2.3.4.5,::1/064,::1/64,::1/0,::1/00,::1/0064,::1/128,::1/129,::01.2.3.4,::1.2.3.4,::1.2.3.04}'::text[]) s;
select '10/8'::inet, '10.1/16'::inet, '10.1.2/24'::inet, '10/0'::inet, '10/15'::inet, '010.1.2.3/032'::inet;
