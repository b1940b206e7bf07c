CREATE TABLE public.fair_players (
    session text NOT NULL,
    number integer NOT NULL,
    player bigint NOT NULL
);
CREATE TABLE public.fair_receipts (
    session text NOT NULL,
    n integer NOT NULL,
    request text NOT NULL,
    line text NOT NULL
);
CREATE TABLE public.fair_sessions (
    session text NOT NULL,
    server bigint NOT NULL,
    opened bigint NOT NULL,
    latest bigint NOT NULL,
    secret text NOT NULL,
    mix text NOT NULL,
    counter integer NOT NULL,
    entries integer NOT NULL,
    last text NOT NULL,
    players integer NOT NULL,
    size integer NOT NULL,
    closing text
);
CREATE TABLE public.gateway_sessions (
    application bigint NOT NULL,
    shard integer NOT NULL,
    shards integer NOT NULL,
    session text NOT NULL,
    sequence bigint NOT NULL,
    url text NOT NULL,
    at bigint NOT NULL,
    holder text
);
CREATE TABLE public.nazh_revision (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.rolls (
    seq bigint NOT NULL,
    id text NOT NULL,
    story text NOT NULL,
    player bigint NOT NULL,
    server bigint,
    channel bigint,
    at bigint NOT NULL,
    secret boolean NOT NULL,
    form smallint NOT NULL,
    ruleset text NOT NULL,
    notation text NOT NULL,
    comment text,
    sought text NOT NULL,
    faces text NOT NULL,
    picked text NOT NULL,
    "character" text,
    proof text
);
CREATE SEQUENCE public.rolls_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.rolls_seq_seq OWNED BY public.rolls.seq;
CREATE TABLE public.server_changes (
    seq bigint NOT NULL,
    server bigint NOT NULL,
    player bigint,
    at bigint NOT NULL,
    setting text NOT NULL,
    before text,
    after text
);
CREATE SEQUENCE public.server_changes_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.server_changes_seq_seq OWNED BY public.server_changes.seq;
CREATE TABLE public.servers (
    server bigint NOT NULL,
    settings text NOT NULL,
    days integer,
    left_at bigint
);
CREATE TABLE public.shelves (
    kind text NOT NULL,
    owner bigint NOT NULL,
    document text NOT NULL
);
CREATE TABLE public.tallies (
    server bigint NOT NULL,
    player bigint NOT NULL,
    "character" text NOT NULL,
    secret boolean NOT NULL,
    what text NOT NULL,
    face smallint NOT NULL,
    count bigint NOT NULL,
    since bigint NOT NULL
);
ALTER TABLE ONLY public.rolls ALTER COLUMN seq SET DEFAULT nextval('public.rolls_seq_seq'::regclass);
ALTER TABLE ONLY public.server_changes ALTER COLUMN seq SET DEFAULT nextval('public.server_changes_seq_seq'::regclass);
ALTER TABLE ONLY public.fair_players
    ADD CONSTRAINT fair_players_pkey PRIMARY KEY (session, number);
ALTER TABLE ONLY public.fair_receipts
    ADD CONSTRAINT fair_receipts_pkey PRIMARY KEY (session, n);
ALTER TABLE ONLY public.fair_receipts
    ADD CONSTRAINT fair_receipts_request UNIQUE (request);
ALTER TABLE ONLY public.fair_sessions
    ADD CONSTRAINT fair_sessions_pkey PRIMARY KEY (session);
ALTER TABLE ONLY public.gateway_sessions
    ADD CONSTRAINT gateway_sessions_pkey PRIMARY KEY (application, shard, shards);
ALTER TABLE ONLY public.nazh_revision
    ADD CONSTRAINT nazh_revision_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.rolls
    ADD CONSTRAINT rolls_id UNIQUE (id);
ALTER TABLE ONLY public.rolls
    ADD CONSTRAINT rolls_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.server_changes
    ADD CONSTRAINT server_changes_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.servers
    ADD CONSTRAINT servers_pkey PRIMARY KEY (server);
ALTER TABLE ONLY public.shelves
    ADD CONSTRAINT shelves_pkey PRIMARY KEY (kind, owner);
ALTER TABLE ONLY public.tallies
    ADD CONSTRAINT tallies_pkey PRIMARY KEY (server, player, "character", secret, what, face);
CREATE UNIQUE INDEX fair_players_player ON public.fair_players USING btree (player, session);
CREATE UNIQUE INDEX fair_sessions_open ON public.fair_sessions USING btree (server) WHERE (closing IS NULL);
CREATE INDEX fair_sessions_server ON public.fair_sessions USING btree (server, opened);
CREATE INDEX rolls_at ON public.rolls USING btree (at);
CREATE INDEX rolls_channel ON public.rolls USING btree (channel, seq);
CREATE INDEX rolls_player ON public.rolls USING btree (player, seq);
CREATE INDEX rolls_server ON public.rolls USING btree (server, seq);
CREATE INDEX rolls_story ON public.rolls USING btree (story);
CREATE INDEX server_changes_player ON public.server_changes USING btree (player);
CREATE INDEX server_changes_server ON public.server_changes USING btree (server, seq);
CREATE INDEX tallies_player ON public.tallies USING btree (player);
CREATE TABLE public.jobs (
    name text NOT NULL,
    due_at bigint NOT NULL
);
CREATE TABLE public.outbox (
    seq bigint NOT NULL,
    topic text NOT NULL,
    payload text NOT NULL,
    attempts integer NOT NULL,
    due_at bigint NOT NULL
);
CREATE SEQUENCE public.outbox_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outbox_seq_seq OWNED BY public.outbox.seq;
ALTER TABLE ONLY public.outbox ALTER COLUMN seq SET DEFAULT nextval('public.outbox_seq_seq'::regclass);
ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (seq);
CREATE INDEX outbox_topic ON public.outbox USING btree (topic, seq);
