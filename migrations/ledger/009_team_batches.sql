-- SPDX-License-Identifier: MIT
-- Batches that count against a team's budget, too: each as one request, for what all its questions might cost together. Once a
-- batch is closed, the server is owed the news of what its calls came to.
CREATE TABLE team_batch (
  batch   INTEGER PRIMARY KEY REFERENCES batch (id),
  request TEXT NOT NULL UNIQUE,  -- by which the server knows it
  place   TEXT NOT NULL,         -- which budget it is
  owed    INTEGER NOT NULL DEFAULT 0 CHECK (owed IN (0, 1))
) STRICT;
CREATE INDEX team_batch_owed ON team_batch (place, batch) WHERE owed = 1;

CREATE TRIGGER team_batch_closed AFTER UPDATE OF stage ON batch WHEN old.stage < 2 AND new.stage = 2 BEGIN
  UPDATE team_batch SET owed = 1 WHERE batch = new.id;
END;
