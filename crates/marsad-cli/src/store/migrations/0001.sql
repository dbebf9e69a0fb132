-- The store's first form. docs/store.md tells what each table is for.

-- Ground truth: reports as received. Nothing in the program changes or deletes a row.
CREATE TABLE documents (
    number      INTEGER PRIMARY KEY,   -- in the order of arrival; other tables refer to it
    fingerprint TEXT NOT NULL UNIQUE,  -- the key by which a document is known
    given_id    TEXT,                  -- the id that it came with, which need not be unique
    source      TEXT,
    published   TEXT,                  -- year-month-day
    title       TEXT,
    url         TEXT,
    language    TEXT,
    text        TEXT NOT NULL
) STRICT;

-- Derived from `documents`: which of them hold which words.
CREATE VIRTUAL TABLE documents_words USING fts5 (
    title, text,
    content = 'documents', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
);

-- A pass over all documents; one that is not finished is continued by the next.
CREATE TABLE rebuilds (
    number   INTEGER PRIMARY KEY,
    reader   TEXT NOT NULL,            -- the versions of the program and of its data
    finished INTEGER NOT NULL CHECK (finished IN (0, 1))
) STRICT;

-- Derived from `documents` by reading them.
CREATE TABLE readings (
    document     INTEGER PRIMARY KEY REFERENCES documents (number),
    wire_version INTEGER NOT NULL,
    data_version TEXT NOT NULL,
    rebuild      INTEGER NOT NULL,     -- in which rebuild it was made; 0 when it was ingested
    json         BLOB NOT NULL         -- one line of `marsad read --format jsonl`, as a zstd frame
) STRICT;
CREATE INDEX readings_by_data_version ON readings (data_version);

-- Derived from `readings`: what searches ask of claims. A claim's number is its document's
-- number times 1,048,576 plus its place in the reading, counted from 0, so the claims of a
-- document lie together and keep their numbers however often they are rebuilt.
CREATE TABLE claims (
    number     INTEGER PRIMARY KEY,
    document   INTEGER NOT NULL REFERENCES documents (number),
    id         TEXT NOT NULL,
    action     TEXT NOT NULL,
    plover     TEXT,                   -- the type of event
    modality   TEXT NOT NULL,
    grade      TEXT NOT NULL,
    known_kind INTEGER NOT NULL CHECK (known_kind IN (0, 1)),
    day_from   TEXT,                   -- year-month-day, both ends included
    day_to     TEXT,
    lon        REAL,
    lat        REAL,
    radius_km  REAL,
    words      TEXT NOT NULL           -- the clause that says it
) STRICT;
CREATE INDEX claims_by_day ON claims (day_from DESC);
CREATE INDEX claims_by_action ON claims (action, day_from DESC);
CREATE INDEX claims_by_plover ON claims (plover, day_from DESC) WHERE plover IS NOT NULL;
CREATE INDEX claims_by_grade ON claims (grade, day_from DESC);

CREATE VIRTUAL TABLE claim_points USING rtree (number, west, east, south, north);
-- Days are counted from 1 January 1970.
CREATE VIRTUAL TABLE claim_days USING rtree_i32 (number, first, last);

-- Which known actors have which part in which claims. Day and action stand here again, so that
-- most claims of an actor who has very many can be passed over without a look at them.
CREATE TABLE claim_actors (
    claim    INTEGER NOT NULL REFERENCES claims (number),
    part     TEXT NOT NULL CHECK (part IN ('actor', 'target')),
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    day_from TEXT,
    PRIMARY KEY (claim, part, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_actors_by_actor ON claim_actors (actor, part, day_from DESC, claim, action);

-- Everybody who was ever quoted, each once.
CREATE TABLE voices (
    number  INTEGER PRIMARY KEY,
    speaker TEXT NOT NULL,             -- the actor's id, or nothing
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL,
    folded  TEXT NOT NULL,             -- the name in small letters between two blanks
    UNIQUE (name, kind, speaker)
) STRICT;

CREATE TABLE claim_voices (
    claim    INTEGER NOT NULL REFERENCES claims (number),
    voice    INTEGER NOT NULL REFERENCES voices (number),
    day_from TEXT,
    PRIMARY KEY (claim, voice)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_voices_by_voice ON claim_voices (voice, day_from DESC, claim);
