INSERT INTO nazh_revision (version_num) VALUES ('0006');
INSERT INTO rolls
    (id, story, player, server, channel, at, secret, form,
     ruleset, notation, comment, sought, faces, picked, character)
VALUES
    ('1001', '1001', 4611686018427387905, 4611686018427387904, 4611686018427387911, 1767323045678901, FALSE, 1,
     'nazh', 'a1d20+5>=15, 2d6', NULL, 'a1d20+5>=15, 2d6', '[[2,19,2,4]]', '[]', NULL),
    ('1002', '1002', 4611686018427387905, 4611686018427387904, 4611686018427387911, 1767323105678901, FALSE, 1,
     'nazh', '3x4d6kh3', 'Strength', '3x4d6kh3 # strength', '[[3,2,2,3],[2,1,3,2],[2,2,6,1]]', '[]', NULL),
    ('1003', '1003', 80351110224678912, 4611686018427387904, 4611686018427387911, 1767323165678901, FALSE, 1,
     'plain', 'Épée: 2d10!+3', NULL, 'épée: 2d10!+3', '[[10,3,4]]', '[]', NULL),
    ('1004', '1004', 4611686018427387905, 4611686018427387904, 4611686018427387911, 1767323225678901, FALSE, 1,
     'cosmere', '1d20+2, dp', NULL, '1d20+2, dp', '[[20,2]]', '[]', 'Hoid'),
    ('1005', '1005', 80351110224678912, NULL, NULL, 1767323285678901, TRUE, 1,
     'nazh', '1d20+4', NULL, '1d20+4', '[[1]]', '[]', NULL),
    ('1006', '1006', 4611686018427387905, 4611686018427387904, 4611686018427387911, 1767323345678901, TRUE, 1,
     'nazh', 'Stealth: d1d20+1', 'the guard', 'stealth: d1d20+1 # the guard', '[[5,14]]', '[]', NULL),
    ('1007', '1006', 4611686018427387905, 4611686018427387904, 4611686018427387911, 1767323405678901, FALSE, 1,
     'nazh', 'Stealth: d1d20+1', 'the guard', 'stealth: d1d20+1 # the guard', '[[5,14]]', '[]', NULL),
    ('1008', '1008', 4611686018427387905, 4611686018427387904, 4611686018427387911, 1767323465678901, FALSE, 1,
     'nazh', '4d6kh3', NULL, '4d6kh3', '[[1,2,5,4]]', '[]', NULL),
    ('1008+plot', '1008', 4611686018427387905, 4611686018427387904, 4611686018427387911, 1767323525678901, FALSE, 1,
     'nazh', '4d6kh3, dp', NULL, '4d6kh3, dp', '[[1,2,5,4,5]]', '[]', NULL),
    ('1009', '1009', 80351110224678912, 4611686018427387904, 4611686018427387911, 1767323585678901, FALSE, 1,
     'nazh', '5d10>=8, 4dF', NULL, '5d10>=8, 4df', '[[9,6,5,10,6,-1,0,-1,1]]', '[]', NULL),
    ('1010', '1010', 4611686018427387905, 4611686018427387904, 4611686018427387911, 1767323645678901, FALSE, 1,
     'cosmere', '1d20+2, a1dp', NULL, '1d20+2, a1dp', '[[9,2,5]]', '[]', NULL),
    ('1010+pick0', '1010', 4611686018427387905, 4611686018427387904, 4611686018427387911, 1767323705678901, FALSE, 1,
     'cosmere', '1d20+2, a1dp', NULL, '1d20+2, a1dp', '[[9,2,5]]', '[5]', NULL);
INSERT INTO shelves (kind, owner, document)
VALUES
    ('player', 4611686018427387905,
     '{"characters":[{"home":4611686018427387904,"name":"Old Jeskai","numbers":{"@athletics":"5"}},{"home":null,"name":"Hoid","numbers":{}}],"form":1,"played":{"":"Hoid","4611686018427387904":"Old Jeskai"},"texts":{"$attack":"1d20 + {bonus=5} # “Señor” 🐉","@luck":"-3"}}'),
    ('server', 4611686018427387904,
     '{"characters":[],"form":1,"played":{},"texts":{"$raid":"2d6+3"}}');
INSERT INTO servers (server, settings, days, left_at)
VALUES
    (4611686018427387904,
     '{"ruleset":"cosmere","language":"de","game_masters":"4611686018427387904","notice_channel":"7","days":"30","layout":"compact"}', 30, NULL),
    (5, '{}', NULL, 1767323045678901);
INSERT INTO server_changes (server, player, at, setting, before, after)
VALUES
    (4611686018427387904, 4611686018427387905, 1767323045678901, 'language', NULL, 'fr'),
    (4611686018427387904, NULL, 1767323045678902, 'language', 'fr', 'de');
INSERT INTO tallies (server, player, character, secret, what, face, count, since)
VALUES
    (4611686018427387904, 4611686018427387905, '', FALSE, 'rolls', 0, 41, 1767323045678901),
    (4611686018427387904, 4611686018427387905, '', FALSE, 'd20', 20, 3, 1767323045678901),
    (4611686018427387904, 4611686018427387905, 'Hoid', FALSE, 'rolls', 0, 1, 1767323045678901),
    (4611686018427387904, 4611686018427387905, '', TRUE, 'rolls', 0, 2, 1767323045678901),
    (0, 80351110224678912, '', TRUE, 'rolls', 0, 1, 1767323045678901),
    (0, 80351110224678912, '', TRUE, 'd20', 1, 1, 1767323045678901),
    (4611686018427387904, 0, '', FALSE, 'rolls', 0, 9, 1767323045678901);
INSERT INTO gateway_sessions (application, shard, shards, session, sequence, url, at, holder)
VALUES
    (4611686018427387905, 0, 2, 'a1b2', 77, 'wss://gateway-us-east1-b.discord.gg', 1767323045678901, 'nazh-0/7'),
    (4611686018427387905, 1, 2, 'c3d4', 1099511627776, 'wss://gateway-us-east1-c.discord.gg', 1767323045678902, NULL);
UPDATE rolls SET proof = '00000000000000aa 2 1f2d1544719282a5abbf5541a49a251b9c8a501d1fd1dfdac16e6784e6ece6f0' WHERE id = '1009';
INSERT INTO fair_sessions
    (session, server, opened, latest, secret, mix, counter, entries, last, players, size, closing)
VALUES
    ('00000000000000aa', 4611686018427387904, 1767323045678901, 1767323045678901,
     '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
     '1e05deb4085cf8cc6bd5c3f26593ae8466332052f1141cb81922a34cc686f0ba', 1, 3,
     '1f2d1544719282a5abbf5541a49a251b9c8a501d1fd1dfdac16e6784e6ece6f0', 1, 643, NULL);
INSERT INTO fair_receipts (session, n, request, line)
VALUES
    ('00000000000000aa', 0, '2000',
     '{"at":"2026-01-02T03:04:05Z","commitment":"9015bb2b408407e53caa10ee5b9e3ca57dd2ed1eaf78054b85726d14c9490240","format":"nazh-fair-1","kind":"opened","n":0,"server":"4611686018427387904","session":"00000000000000aa"}'),
    ('00000000000000aa', 1, '2001',
     '{"at":"2026-01-02T03:04:05Z","before":"40b2ce4f74604bb1bc76fcebbb94043cb15ca71f07418d2883a7c2953aa98f16","kind":"joined","n":1,"player":1,"words":"b9f195c5cc7ef6afadbfbc42892ad47d3b24c6bc94bb510c4564a90a14e8b799"}'),
    ('00000000000000aa', 2, '2002',
     '{"at":"2026-01-02T03:04:05Z","before":"74b1f1fc8a0b511c460a0004087e8738c98723f2b135170d513b146efa8d812f","counter":0,"faces":[2,3],"kind":"rolled","n":2,"notation":"2d6","player":1,"ruleset":"nazh","totals":[[5]]}');
INSERT INTO fair_players (session, number, player)
VALUES
    ('00000000000000aa', 1, 4611686018427387905);
