-- Moments are microseconds since 1970-01-01 UTC. Streams sort by code point: COLLATE "C" compares UTF-8 bytes, as SQLite does.
CREATE TABLE entries (
    stream       TEXT COLLATE "C" NOT NULL,
    revision     BIGINT           NOT NULL,
    recorded_at  BIGINT           NOT NULL,
    kind         TEXT             NOT NULL,
    body         TEXT             NOT NULL,
    actor        TEXT             NOT NULL,
    -- Both stand on the last entry of a request. The hash covers what was asked and by whom: with the id alone, another
    -- request under a known id would be answered as if it had been carried out.
    request_id   TEXT,
    request_hash BYTEA,
    hash         BYTEA            NOT NULL,
    PRIMARY KEY (stream, revision),
    UNIQUE (stream, request_id)
);

-- Every stream has exactly one first entry: this index is the list of streams.
CREATE INDEX entries_streams ON entries (stream) WHERE revision = 1;

CREATE TABLE due_work (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    stream       TEXT COLLATE "C" NOT NULL,
    kind         TEXT             NOT NULL,
    due_at       BIGINT           NOT NULL,
    body         TEXT             NOT NULL,
    attempts     BIGINT           NOT NULL DEFAULT 0,
    leased_until BIGINT           NOT NULL DEFAULT 0
);

CREATE INDEX due_work_due_at ON due_work (due_at);
