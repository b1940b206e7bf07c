CREATE TABLE nazh_revision (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT nazh_revision_pkc PRIMARY KEY (version_num)
);
CREATE TABLE rolls (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    story TEXT NOT NULL,
    player BIGINT NOT NULL,
    server BIGINT,
    channel BIGINT,
    at BIGINT NOT NULL,
    secret BOOLEAN NOT NULL,
    form SMALLINT NOT NULL,
    ruleset TEXT NOT NULL,
    notation TEXT NOT NULL,
    comment TEXT,
    sought TEXT NOT NULL,
    faces TEXT NOT NULL,
    picked TEXT NOT NULL,
    character TEXT,
    proof TEXT,
    CONSTRAINT rolls_id UNIQUE (id)
);
CREATE INDEX rolls_story ON rolls (story);
CREATE INDEX rolls_at ON rolls (at);
CREATE INDEX rolls_player ON rolls (player, seq);
CREATE INDEX rolls_channel ON rolls (channel, seq);
CREATE INDEX rolls_server ON rolls (server, seq);
CREATE TABLE shelves (
    kind TEXT NOT NULL,
    owner BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (kind, owner)
);
CREATE TABLE servers (
    server BIGINT NOT NULL,
    settings TEXT NOT NULL,
    days INTEGER,
    left_at BIGINT,
    PRIMARY KEY (server)
);
CREATE TABLE server_changes (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    server BIGINT NOT NULL,
    player BIGINT,
    at BIGINT NOT NULL,
    setting TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT
);
CREATE INDEX server_changes_server ON server_changes (server, seq);
CREATE INDEX server_changes_player ON server_changes (player);
CREATE TABLE tallies (
    server BIGINT NOT NULL,
    player BIGINT NOT NULL,
    character TEXT NOT NULL,
    secret BOOLEAN NOT NULL,
    what TEXT NOT NULL,
    face SMALLINT NOT NULL,
    count BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (server, player, character, secret, what, face)
) WITHOUT ROWID;
CREATE INDEX tallies_player ON tallies (player);
CREATE TABLE gateway_sessions (
    application BIGINT NOT NULL,
    shard INTEGER NOT NULL,
    shards INTEGER NOT NULL,
    session TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    url TEXT NOT NULL,
    at BIGINT NOT NULL,
    holder TEXT,
    PRIMARY KEY (application, shard, shards)
);
CREATE TABLE fair_sessions (
    session TEXT NOT NULL,
    server BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    latest BIGINT NOT NULL,
    secret TEXT NOT NULL,
    mix TEXT NOT NULL,
    counter INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    last TEXT NOT NULL,
    players INTEGER NOT NULL,
    size INTEGER NOT NULL,
    closing TEXT,
    PRIMARY KEY (session)
);
CREATE INDEX fair_sessions_server ON fair_sessions (server, opened);
CREATE UNIQUE INDEX fair_sessions_open ON fair_sessions (server) WHERE closing IS NULL;
CREATE TABLE fair_receipts (
    session TEXT NOT NULL,
    n INTEGER NOT NULL,
    request TEXT NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (session, n),
    CONSTRAINT fair_receipts_request UNIQUE (request)
);
CREATE TABLE fair_players (
    session TEXT NOT NULL,
    number INTEGER NOT NULL,
    player BIGINT NOT NULL,
    PRIMARY KEY (session, number)
);
CREATE UNIQUE INDEX fair_players_player ON fair_players (player, session);
CREATE TABLE jobs (
    name TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE outbox (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    payload TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at BIGINT NOT NULL
);
CREATE INDEX outbox_topic ON outbox (topic, seq);
