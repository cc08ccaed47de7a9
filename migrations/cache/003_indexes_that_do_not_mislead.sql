-- SPDX-License-Identifier: MIT
-- Whether newer content stands in for an entry is asked for each use of it: by an index that has the answer, for the one by
-- age made SQLite read every entry of the repository. Statistics of tables, which led to such plans elsewhere, are no longer
-- made. Columns that nothing reads go.

DROP INDEX entry_place;
CREATE INDEX entry_place ON entry (repo, path, variant, created);

ALTER TABLE lookup DROP COLUMN hits;
ALTER TABLE pruning_stats DROP COLUMN finished;

DROP TABLE IF EXISTS sqlite_stat1;
