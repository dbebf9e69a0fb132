-- The store's second form: events, and what analysts decide about them.

-- Derived from `documents` by reading them: what each tells beside others.
CREATE TABLE reports (
    document   INTEGER PRIMARY KEY REFERENCES documents (number),
    form       INTEGER NOT NULL,       -- of `packed`
    packed     BLOB NOT NULL,
    reconciled INTEGER NOT NULL CHECK (reconciled IN (0, 1)) -- whether `events` knows of it
) STRICT;
CREATE INDEX reports_to_reconcile ON reports (document) WHERE reconciled = 0;

-- Derived from all `reports` together and `decisions`. An event's number is that of its first claim.
CREATE TABLE events (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,        -- its document's fingerprint, @ and a byte of its text
    clarity      INTEGER NOT NULL,     -- UCDP's: 1 an incident, 2 a summary of many
    happened     TEXT NOT NULL,
    grade        TEXT NOT NULL,        -- in Airwars' words
    rule         TEXT NOT NULL,        -- that gave the grade
    told         INTEGER NOT NULL CHECK (told IN (0, 1)), -- a deed of a known kind that was done
    disputed     INTEGER NOT NULL,     -- how many slots are
    action       TEXT,                 -- the kind of deed, of ontology/actions.toml
    actors       TEXT,                 -- who, whom and where, as a line of a list says it
    targets      TEXT,
    place        TEXT,
    day_from     TEXT,                 -- year-month-day, both ends included
    day_to       TEXT,
    lon          REAL,
    lat          REAL,
    radius_km    REAL,
    killed_low   REAL,
    killed_best  REAL,
    killed_high  REAL,
    toll_low     REAL,                 -- the dead that it adds to a sum of events, by the rules of situations
    toll_best    REAL,
    toll_high    REAL,
    voices       INTEGER NOT NULL,
    reports      INTEGER NOT NULL,
    rival        TEXT,                 -- the id of the event that it was likest to besides
    rival_points REAL,
    digest       INTEGER NOT NULL      -- of all that these tables say of it
) STRICT;
CREATE INDEX events_by_day ON events (told, day_from);

CREATE TABLE event_claims (
    claim INTEGER PRIMARY KEY,         -- claims.number; each claim is in one event
    event INTEGER NOT NULL
) STRICT;
CREATE INDEX event_claims_by_event ON event_claims (event, claim);

-- What holds two reports' tellings of an event together, in points.
CREATE TABLE event_links (
    event INTEGER NOT NULL,
    place INTEGER NOT NULL,
    one   TEXT NOT NULL,               -- ids of claims
    other TEXT NOT NULL,
    day   REAL NOT NULL,
    site  REAL NOT NULL,
    deed  REAL NOT NULL,
    toll  REAL NOT NULL,
    party REAL NOT NULL,
    words REAL NOT NULL,
    PRIMARY KEY (event, place)
) STRICT, WITHOUT ROWID;

-- Derived from all `reports`: which documents are copies of others, or were replaced by later ones.
CREATE TABLE stories (
    document      INTEGER PRIMARY KEY REFERENCES documents (number),
    story         TEXT NOT NULL,       -- the fingerprint of the first document that printed it
    superseded_by TEXT                 -- that of the same publisher's later one
) STRICT;

-- Ground truth: what analysts have decided. Nothing in the program deletes a row, and the only change is a withdrawal.
CREATE TABLE decisions (
    number           INTEGER PRIMARY KEY, -- the order in which they act
    ruling           TEXT NOT NULL CHECK (ruling IN ('merge', 'split', 'correct', 'reject', 'confirm')),
    by               TEXT NOT NULL,
    day              TEXT NOT NULL,
    reason           TEXT NOT NULL,
    correction       TEXT,             -- what a slot is put right to, as JSON
    withdrawn_by     TEXT,
    withdrawn_day    TEXT,
    withdrawn_reason TEXT,
    reconciled       INTEGER NOT NULL CHECK (reconciled IN (0, 1)) -- whether `events` knows of it as it is
) STRICT;

-- The claims that a decision names, by the words that they hang on, which no later reading changes.
CREATE TABLE decision_claims (
    decision    INTEGER NOT NULL REFERENCES decisions (number),
    fingerprint TEXT NOT NULL,
    start       INTEGER NOT NULL,      -- bytes of the document's text
    end         INTEGER NOT NULL,
    PRIMARY KEY (decision, fingerprint, start)
) STRICT, WITHOUT ROWID;

-- Derived: which decisions act on which events.
CREATE TABLE event_decisions (
    event    INTEGER NOT NULL,
    decision INTEGER NOT NULL REFERENCES decisions (number),
    PRIMARY KEY (event, decision)
) STRICT, WITHOUT ROWID;
