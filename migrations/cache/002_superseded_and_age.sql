-- SPDX-License-Identifier: MIT
-- What leaves first must be found without reading everything: entries in whose place newer content of the same path was
-- stored after their last use. And the oldest and newest entry of each repository, for the statistics.

ALTER TABLE entry ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0;

CREATE INDEX entry_place ON entry (repo, path);
CREATE INDEX entry_age ON entry (repo, created);

UPDATE entry SET superseded = 1 WHERE path <> '' AND last_accessed < (
  SELECT max(n.created) FROM entry n WHERE n.repo = entry.repo AND n.path = entry.path AND n.variant = entry.variant);

CREATE INDEX entry_superseded ON entry (last_accessed) WHERE superseded = 1;
