-- SPDX-License-Identifier: MIT
-- Questions that were sent to a provider's batch service, many at once. Each is a call with its own reservation. With
-- the provider's reply this is enough to store and to settle every answer, whatever else is lost.
CREATE TABLE batch (
  id         INTEGER PRIMARY KEY,
  tag        TEXT NOT NULL UNIQUE,  -- ours, and given to the provider where it takes one
  provider   INTEGER NOT NULL,
  endpoint   TEXT NOT NULL,         -- as in the cache key
  model      TEXT NOT NULL,
  stage      INTEGER NOT NULL CHECK (stage IN (0, 1, 2)),  -- 0 intended, 1 submitted, 2 closed
  remote     TEXT NOT NULL DEFAULT '',  -- what the provider calls it
  input      TEXT NOT NULL DEFAULT '',  -- the file with its questions at the provider
  items      INTEGER NOT NULL,
  looks      INTEGER NOT NULL DEFAULT 0,  -- that found nothing of it at the provider
  made_at    INTEGER NOT NULL,
  held_until INTEGER NOT NULL,      -- until then its reservations are expected to be open
  closed_at  INTEGER
) STRICT;
CREATE INDEX batch_open ON batch (id) WHERE stage < 2;

CREATE TABLE batch_call (
  call           INTEGER PRIMARY KEY REFERENCES call (id),
  batch          INTEGER NOT NULL REFERENCES batch (id),
  key            BLOB NOT NULL CHECK (length(key) = 32),
  -- The factors of the key that neither the call nor the batch has.
  language       TEXT NOT NULL,
  prompt_hash    TEXT NOT NULL,
  schema_version TEXT NOT NULL,
  config_hash    TEXT NOT NULL,
  context_hash   TEXT NOT NULL,
  content_hash   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX batch_call_key ON batch_call (key, batch);
CREATE INDEX batch_call_batch ON batch_call (batch);
