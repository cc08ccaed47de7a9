-- SPDX-License-Identifier: MIT
-- The record of paid calls. Money is in nano-dollars, times in milliseconds since 1970; NULL means unknown, never 0.
-- STRICT tables refuse a sum that no longer fits 64 bits, which SQLite would otherwise turn into a rounded number.

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The zone whose calendar divides spending into days and months.
INSERT INTO setting (name, value) VALUES ('timezone', 'UTC');

CREATE TABLE call (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,
  at                 INTEGER NOT NULL,  -- of the reservation; decides day and month
  month              INTEGER NOT NULL,  -- 202611, in the ledger's zone
  day                INTEGER NOT NULL,  -- 20261121, in the ledger's zone
  state              INTEGER NOT NULL CHECK (state IN (0, 1, 2)),  -- 0 reserved, 1 settled, 2 released
  closed_at          INTEGER,           -- when it was settled or released
  reserved           INTEGER CHECK (reserved >= 0),  -- upper bound of the cost
  cost               INTEGER CHECK (cost >= 0),      -- what it cost
  estimated          INTEGER NOT NULL DEFAULT 0 CHECK (estimated IN (0, 1)),
  provider           INTEGER NOT NULL,
  type               INTEGER NOT NULL,
  model              TEXT NOT NULL,
  repo               TEXT NOT NULL,
  repo_path          TEXT NOT NULL,
  path               TEXT NOT NULL,
  extension          TEXT NOT NULL,
  input_tokens       INTEGER CHECK (input_tokens >= 0),
  cached_tokens      INTEGER CHECK (cached_tokens >= 0),
  cache_write_tokens INTEGER CHECK (cache_write_tokens >= 0),
  output_tokens      INTEGER CHECK (output_tokens >= 0),
  reasoning_tokens   INTEGER CHECK (reasoning_tokens >= 0),
  -- What counts against a cap: an unknown cost stays charged at its upper bound.
  charged            INTEGER NOT NULL GENERATED ALWAYS AS
                       (iif(state = 2, 0, coalesce(iif(state = 1, cost, NULL), reserved, 0))) VIRTUAL
) STRICT;

CREATE INDEX call_at ON call (at);
CREATE INDEX call_open ON call (month, at) WHERE state = 0;

-- Sums that triggers keep, so that a budget is known without reading the calls.
CREATE TABLE day_total (
  month           INTEGER NOT NULL,
  day             INTEGER NOT NULL,
  repo            TEXT NOT NULL,
  spent           INTEGER NOT NULL DEFAULT 0,
  reserved        INTEGER NOT NULL DEFAULT 0,
  calls           INTEGER NOT NULL DEFAULT 0,  -- settled ones; so are all counts below
  unknown_costs   INTEGER NOT NULL DEFAULT 0,
  estimated_calls INTEGER NOT NULL DEFAULT 0,
  input_tokens    INTEGER NOT NULL DEFAULT 0,
  cached_tokens   INTEGER NOT NULL DEFAULT 0,
  output_tokens   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (month, day, repo)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER call_counted AFTER INSERT ON call BEGIN
  INSERT INTO day_total (month, day, repo) VALUES (new.month, new.day, new.repo) ON CONFLICT DO NOTHING;
  UPDATE day_total SET
    spent           = spent + iif(new.state = 1, new.charged, 0),
    reserved        = reserved + iif(new.state = 0, new.charged, 0),
    calls           = calls + (new.state = 1),
    unknown_costs   = unknown_costs + (new.state = 1 AND new.cost IS NULL),
    estimated_calls = estimated_calls + (new.state = 1 AND new.estimated),
    input_tokens    = input_tokens + iif(new.state = 1, coalesce(new.input_tokens, 0), 0),
    cached_tokens   = cached_tokens + iif(new.state = 1, coalesce(new.cached_tokens, 0), 0),
    output_tokens   = output_tokens + iif(new.state = 1, coalesce(new.output_tokens, 0), 0)
  WHERE month = new.month AND day = new.day AND repo = new.repo;
END;

-- Only an open call changes, and only once.
CREATE TRIGGER call_closed_once BEFORE UPDATE ON call WHEN old.state <> 0 BEGIN
  SELECT raise(ABORT, 'the call is closed');
END;

CREATE TRIGGER call_closed AFTER UPDATE ON call BEGIN
  UPDATE day_total SET
    reserved        = reserved - old.charged + iif(new.state = 0, new.charged, 0),
    spent           = spent + iif(new.state = 1, new.charged, 0),
    calls           = calls + (new.state = 1),
    unknown_costs   = unknown_costs + (new.state = 1 AND new.cost IS NULL),
    estimated_calls = estimated_calls + (new.state = 1 AND new.estimated),
    input_tokens    = input_tokens + iif(new.state = 1, coalesce(new.input_tokens, 0), 0),
    cached_tokens   = cached_tokens + iif(new.state = 1, coalesce(new.cached_tokens, 0), 0),
    output_tokens   = output_tokens + iif(new.state = 1, coalesce(new.output_tokens, 0), 0)
  WHERE month = new.month AND day = new.day AND repo = new.repo;
END;
