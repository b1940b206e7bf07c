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
CREATE TABLE public.shelves (
    kind text NOT NULL,
    owner bigint NOT NULL,
    document text NOT NULL
);
ALTER TABLE ONLY public.rolls ALTER COLUMN seq SET DEFAULT nextval('public.rolls_seq_seq'::regclass);
ALTER TABLE ONLY public.nazh_revision
    ADD CONSTRAINT nazh_revision_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.rolls
    ADD CONSTRAINT rolls_id UNIQUE (id);
ALTER TABLE ONLY public.rolls
    ADD CONSTRAINT rolls_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.shelves
    ADD CONSTRAINT shelves_pkey PRIMARY KEY (kind, owner);
CREATE INDEX rolls_at ON public.rolls USING btree (at);
CREATE INDEX rolls_channel ON public.rolls USING btree (channel, seq);
CREATE INDEX rolls_player ON public.rolls USING btree (player, seq);
CREATE INDEX rolls_server ON public.rolls USING btree (server, seq);
CREATE INDEX rolls_story ON public.rolls USING btree (story);
