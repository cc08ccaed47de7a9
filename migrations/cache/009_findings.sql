-- SPDX-License-Identifier: MIT
-- What reports found in repositories, by the newest answers about their files. Reports write it; look-ups and stores do not.
-- How many findings of a kind there were when a report was made on a day (UTC). The row with an empty kind has the number of
-- files with an answer, so that a day without findings is known, too. Days older than three years go.
CREATE TABLE findings_day (
  repo     INTEGER NOT NULL,  -- the eight hex digits of the repo id as a number
  day      INTEGER NOT NULL,  -- 20261121
  kind     TEXT NOT NULL,
  severity INTEGER NOT NULL,
  findings INTEGER NOT NULL,
  PRIMARY KEY (repo, day, kind, severity)
) STRICT, WITHOUT ROWID;

-- Which findings: of the last day with a report, and of the one before it, which others of the same day are compared with.
CREATE TABLE findings_seen (
  repo     INTEGER NOT NULL,
  day      INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  findings BLOB NOT NULL,     -- one zstd frame
  PRIMARY KEY (repo, day)
) STRICT, WITHOUT ROWID;
