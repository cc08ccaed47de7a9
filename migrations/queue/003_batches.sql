-- SPDX-License-Identifier: MIT
-- Which batch a job was sent with, by its tag; the ledger has the batch itself.
ALTER TABLE job ADD COLUMN batch TEXT;
CREATE INDEX job_batch ON job (batch) WHERE state = 3;

-- When a batch is looked at again, and what was seen of it. Times are milliseconds since 1970.
CREATE TABLE poll (
  batch   TEXT PRIMARY KEY,
  next_at INTEGER NOT NULL,
  waits   INTEGER NOT NULL,  -- how often it was looked at in vain
  status  TEXT NOT NULL,     -- in the provider's words
  ended   INTEGER NOT NULL CHECK (ended IN (0, 1))
) STRICT, WITHOUT ROWID;
