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
