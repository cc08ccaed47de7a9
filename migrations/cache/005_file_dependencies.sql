-- SPDX-License-Identifier: MIT
-- What files say of other files, so that a repository is not parsed again for each question about its dependencies. By
-- content: which files that are depends on the repository around it, and is looked up each time.

CREATE TABLE file_dependencies (
  content   BLOB NOT NULL,     -- SHA-256 of the file
  language  TEXT NOT NULL,
  version   INTEGER NOT NULL,  -- of what read it
  interface BLOB NOT NULL,     -- SHA-256 of what others may use of it
  facts     BLOB NOT NULL,     -- one zstd frame
  used      INTEGER NOT NULL,  -- days since 1970; not more often than once a week
  PRIMARY KEY (content, language)
) STRICT, WITHOUT ROWID;

CREATE INDEX file_dependencies_used ON file_dependencies (used);
