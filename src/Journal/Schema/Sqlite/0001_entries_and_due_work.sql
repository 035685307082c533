-- Moments are microseconds since 1970-01-01 UTC. Streams sort by code point: BINARY, SQLite's default, compares UTF-8 bytes.
CREATE TABLE entries (
    stream       TEXT    NOT NULL,
    revision     INTEGER NOT NULL,
    recorded_at  INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    actor        TEXT    NOT NULL,
    -- Both stand on the last entry of a request. The hash covers what was asked and by whom: with the id alone, another
    -- request under a known id would be answered as if it had been carried out.
    request_id   TEXT,
    request_hash BLOB,
    hash         BLOB    NOT NULL,
    PRIMARY KEY (stream, revision),
    UNIQUE (stream, request_id)
) STRICT;

-- Every stream has exactly one first entry: this index is the list of streams.
CREATE INDEX entries_streams ON entries (stream) WHERE revision = 1;

CREATE TABLE due_work (
    id           TEXT    NOT NULL PRIMARY KEY,
    stream       TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,
    body         TEXT    NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX due_work_due_at ON due_work (due_at);
