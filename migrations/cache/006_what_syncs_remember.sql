-- SPDX-License-Identifier: MIT
-- What `cache sync` found the last time, so that it can tell which files depend on a changed interface; and which answers
-- it asked for before anybody wanted them, so that `cache status` can tell whether they were of use.

CREATE TABLE seen_file (
  repo       INTEGER NOT NULL,  -- the eight hex digits of the repo id as a number
  path       TEXT NOT NULL,
  content    BLOB NOT NULL,     -- SHA-256 of the file
  interfaces BLOB NOT NULL,     -- SHA-256 over the interfaces of the files that it depends on
  PRIMARY KEY (repo, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE warmed (
  entry INTEGER PRIMARY KEY  -- its id
) STRICT;

-- Of warmed entries that are gone.
CREATE TABLE warmed_past (
  repo       INTEGER PRIMARY KEY,
  used       INTEGER NOT NULL DEFAULT 0,
  superseded INTEGER NOT NULL DEFAULT 0,
  unused     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TRIGGER warmed_removed AFTER DELETE ON entry WHEN EXISTS (SELECT 1 FROM warmed WHERE entry = old.id) BEGIN
  INSERT INTO warmed_past (repo) VALUES (old.repo) ON CONFLICT DO NOTHING;
  UPDATE warmed_past SET
    used       = used + (old.access_count > 0),
    superseded = superseded + (old.access_count = 0 AND old.superseded <> 0),
    unused     = unused + (old.access_count = 0 AND old.superseded = 0)
  WHERE repo = old.repo;
  DELETE FROM warmed WHERE entry = old.id;
END;
