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
    "character" text
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
CREATE INDEX rolls_at ON public.rolls USING btree (at);
CREATE INDEX rolls_channel ON public.rolls USING btree (channel, seq);
CREATE INDEX rolls_player ON public.rolls USING btree (player, seq);
CREATE INDEX rolls_server ON public.rolls USING btree (server, seq);
CREATE INDEX rolls_story ON public.rolls USING btree (story);
CREATE INDEX server_changes_player ON public.server_changes USING btree (player);
CREATE INDEX server_changes_server ON public.server_changes USING btree (server, seq);
CREATE INDEX tallies_player ON public.tallies USING btree (player);
