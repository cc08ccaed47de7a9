-- SPDX-License-Identifier: MIT
-- Stored answers. Metadata and documents stand in two tables with the same id, so that figures are read without the documents.
-- Money is in nano-dollars, times in milliseconds since 1970; NULL means unknown, never 0.

-- The key factors that many entries share.
CREATE TABLE variant (
  id             INTEGER PRIMARY KEY,
  type           INTEGER NOT NULL,
  provider       INTEGER NOT NULL,
  model          TEXT NOT NULL,
  endpoint       TEXT NOT NULL,
  prompt_hash    TEXT NOT NULL,
  schema_version TEXT NOT NULL,
  language       TEXT NOT NULL,
  config_hash    TEXT NOT NULL,
  UNIQUE (model, prompt_hash, language, config_hash, type, provider, schema_version, endpoint)
) STRICT;

CREATE TABLE repo (
  id   INTEGER PRIMARY KEY,  -- the eight hex digits of the repo id as a number
  path TEXT NOT NULL         -- empty where it is not known yet
) STRICT;

-- Keys and content hashes are split into their first eight bytes, a big-endian number that is indexed, and the rest.
CREATE TABLE entry (
  id                 INTEGER PRIMARY KEY,
  key_prefix         INTEGER NOT NULL,
  key_rest           BLOB NOT NULL,
  content_prefix     INTEGER NOT NULL,
  content_rest       BLOB NOT NULL,
  variant            INTEGER NOT NULL,
  context_hash       TEXT NOT NULL,
  repo               INTEGER NOT NULL,  -- that first stored it
  last_repo          INTEGER NOT NULL,  -- that used it last
  path               TEXT NOT NULL,
  extension          TEXT NOT NULL,
  input_tokens       INTEGER,
  cached_tokens      INTEGER,
  cache_write_tokens INTEGER,
  output_tokens      INTEGER,
  reasoning_tokens   INTEGER,
  cost               INTEGER,
  estimated          INTEGER NOT NULL,
  generation_ms      INTEGER NOT NULL,
  created            INTEGER NOT NULL,
  last_accessed      INTEGER NOT NULL,
  access_count       INTEGER NOT NULL,
  raw_size           INTEGER NOT NULL,
  stored_size        INTEGER NOT NULL
) STRICT;

CREATE INDEX entry_key ON entry (key_prefix);
CREATE INDEX entry_content ON entry (content_prefix);

CREATE TABLE blob (
  id         INTEGER PRIMARY KEY,
  dictionary INTEGER NOT NULL,  -- 0: compressed without one
  digest     BLOB NOT NULL,     -- first 16 bytes of SHA-256 over the key and the document
  data       BLOB NOT NULL      -- one zstd frame
) STRICT;

CREATE TABLE dictionary (
  id      INTEGER PRIMARY KEY,
  created INTEGER NOT NULL,
  samples INTEGER NOT NULL,  -- documents that it was trained on
  data    BLOB NOT NULL
) STRICT;

CREATE TABLE pruning_stats (
  id              INTEGER PRIMARY KEY,
  at              INTEGER NOT NULL,
  cause           TEXT NOT NULL,     -- "store" or "command"
  strategy        TEXT NOT NULL,
  finished        INTEGER NOT NULL,  -- 0: the next store goes on
  entries         INTEGER NOT NULL,  -- that left
  raw_bytes       INTEGER NOT NULL,
  stored_bytes    INTEGER NOT NULL,
  regenerate_cost INTEGER NOT NULL,  -- of those whose cost is known
  unknown_costs   INTEGER NOT NULL,
  bytes_before    INTEGER NOT NULL,  -- that the file occupied
  bytes_after     INTEGER NOT NULL,
  duration_ms     INTEGER NOT NULL
) STRICT;

-- Look-ups of all time, entries gone since included.
CREATE TABLE lookup (
  month  INTEGER NOT NULL,  -- 202611, UTC
  type   INTEGER NOT NULL,
  repo   INTEGER NOT NULL,
  hits   INTEGER NOT NULL DEFAULT 0,
  misses INTEGER NOT NULL DEFAULT 0,
  saved  INTEGER NOT NULL DEFAULT 0,  -- each hit saves what its entry cost
  PRIMARY KEY (month, type, repo)
) STRICT, WITHOUT ROWID;

-- Sums that triggers keep, so that statistics do not depend on the number of entries.
CREATE TABLE counter (
  variant       INTEGER NOT NULL,
  repo          INTEGER NOT NULL,
  extension     TEXT NOT NULL,
  entries       INTEGER NOT NULL DEFAULT 0,
  raw_bytes     INTEGER NOT NULL DEFAULT 0,
  stored_bytes  INTEGER NOT NULL DEFAULT 0,
  input_tokens  INTEGER NOT NULL DEFAULT 0,
  cached_tokens INTEGER NOT NULL DEFAULT 0,
  output_tokens INTEGER NOT NULL DEFAULT 0,
  cost          INTEGER NOT NULL DEFAULT 0,
  unknown_costs INTEGER NOT NULL DEFAULT 0,
  estimated     INTEGER NOT NULL DEFAULT 0,
  accesses      INTEGER NOT NULL DEFAULT 0,  -- of the entries that exist
  hits          INTEGER NOT NULL DEFAULT 0,  -- of all time; so is the next
  saved         INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (variant, repo, extension)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
  INSERT INTO counter (variant, repo, extension) VALUES (new.variant, new.repo, new.extension) ON CONFLICT DO NOTHING;
  UPDATE counter SET
    entries       = entries + 1,
    raw_bytes     = raw_bytes + new.raw_size,
    stored_bytes  = stored_bytes + new.stored_size,
    input_tokens  = input_tokens + ifnull(new.input_tokens, 0),
    cached_tokens = cached_tokens + ifnull(new.cached_tokens, 0),
    output_tokens = output_tokens + ifnull(new.output_tokens, 0),
    cost          = cost + ifnull(new.cost, 0),
    unknown_costs = unknown_costs + (new.cost IS NULL),
    estimated     = estimated + new.estimated,
    accesses      = accesses + new.access_count
  WHERE variant = new.variant AND repo = new.repo AND extension = new.extension;
END;

CREATE TRIGGER entry_removed AFTER DELETE ON entry BEGIN
  UPDATE counter SET
    entries       = entries - 1,
    raw_bytes     = raw_bytes - old.raw_size,
    stored_bytes  = stored_bytes - old.stored_size,
    input_tokens  = input_tokens - ifnull(old.input_tokens, 0),
    cached_tokens = cached_tokens - ifnull(old.cached_tokens, 0),
    output_tokens = output_tokens - ifnull(old.output_tokens, 0),
    cost          = cost - ifnull(old.cost, 0),
    unknown_costs = unknown_costs - (old.cost IS NULL),
    estimated     = estimated - old.estimated,
    accesses      = accesses - old.access_count
  WHERE variant = old.variant AND repo = old.repo AND extension = old.extension;
  DELETE FROM blob WHERE id = old.id;
END;

CREATE TRIGGER entry_changed AFTER UPDATE OF access_count, stored_size ON entry BEGIN
  UPDATE counter SET
    stored_bytes = stored_bytes + new.stored_size - old.stored_size,
    accesses     = accesses + new.access_count - old.access_count,
    hits         = hits + new.access_count - old.access_count,
    saved        = saved + (new.access_count - old.access_count) * ifnull(new.cost, 0)
  WHERE variant = new.variant AND repo = new.repo AND extension = new.extension;
END;
