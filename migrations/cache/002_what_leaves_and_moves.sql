-- SPDX-License-Identifier: MIT
-- What leaves first must be found without reading everything: entries in whose place newer content of the same path was
-- stored after their last use. And the oldest and newest entry of each repository, for the statistics. Documents get ids
-- of their own, so that optimising can move them together while entries stay where they are.

ALTER TABLE entry ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0;

CREATE INDEX entry_place ON entry (repo, path);
CREATE INDEX entry_age ON entry (repo, created);

UPDATE entry SET superseded = 1 WHERE path <> '' AND last_accessed < (
  SELECT max(n.created) FROM entry n WHERE n.repo = entry.repo AND n.path = entry.path AND n.variant = entry.variant);

CREATE INDEX entry_superseded ON entry (last_accessed) WHERE superseded = 1;

ALTER TABLE entry ADD COLUMN blob INTEGER NOT NULL DEFAULT 0;
UPDATE entry SET blob = id;

DROP TRIGGER entry_removed;
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
  DELETE FROM blob WHERE id = old.blob;
END;

-- How far `cache optimize` got, while it is not done.
CREATE TABLE optimization (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  dictionary INTEGER NOT NULL,  -- that documents are compressed with; 0: none
  level      INTEGER NOT NULL,  -- of zstd
  above      INTEGER NOT NULL,  -- entries up to this id are done
  until      INTEGER NOT NULL   -- the last that stood there at the start
) STRICT;

-- How far documents were moved together; pruning goes on from there.
CREATE TABLE compaction (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  above INTEGER NOT NULL  -- entries up to this id are done
) STRICT;
