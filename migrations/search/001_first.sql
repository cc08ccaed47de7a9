-- SPDX-License-Identifier: MIT
-- What is found by which terms (search/index.hpp). All of it comes from files that are still there: a file of another
-- kind of content is emptied and filled again, so that this is the only migration that there will ever be a need for.
CREATE TABLE state (
  id           INTEGER PRIMARY KEY CHECK (id = 1),
  made_by      TEXT NOT NULL,     -- versions of what decides the content; another one: all of it is of no use
  generation   INTEGER NOT NULL,  -- rises with each change
  next_chunk   INTEGER NOT NULL,  -- the first id that no chunk ever had
  refreshed_at INTEGER            -- milliseconds since 1970; when it was last known to be complete
) STRICT;

CREATE TABLE file (
  id          INTEGER PRIMARY KEY,
  path        BLOB NOT NULL UNIQUE,  -- from the top of the repository
  size        INTEGER NOT NULL,      -- the stamp: bytes, and nanoseconds since 1970
  modified_ns INTEGER NOT NULL,
  changed_ns  INTEGER NOT NULL,
  hash        BLOB NOT NULL,         -- SHA-256 of the content
  language    TEXT NOT NULL,
  aside       INTEGER NOT NULL,      -- a test, an example or the like
  first_chunk INTEGER NOT NULL,
  chunks      BLOB NOT NULL          -- a byte for each: the terms of its body, and whether it is a test
) STRICT;

-- What chunks are called and where they are, packed. Apart, for every search reads all rows of `file`.
CREATE TABLE outline (
  file   INTEGER PRIMARY KEY REFERENCES file (id),
  chunks BLOB NOT NULL
) STRICT;

-- A row for each chunk. How often a term stands in the body is told by the column that it is in: once, twice, up to
-- five times, more often. That way, no places need to be kept.
CREATE VIRTUAL TABLE posting USING fts5 (
  once, twice, often, much, path, definitions,
  content = '', contentless_delete = 1, detail = 'column', tokenize = 'ascii'
);
INSERT INTO posting (posting, rank) VALUES ('hashsize', 8000000);
