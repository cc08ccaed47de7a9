-- SPDX-License-Identifier: MIT
-- What a team's store brought, and what it is still to get.

-- Entries that came from there. A look-up reads none of it.
CREATE TABLE origin (
  entry    INTEGER PRIMARY KEY,
  writer   TEXT NOT NULL,     -- key id, 16 hex digits; empty: it was not signed
  written  INTEGER NOT NULL,  -- when it was signed
  received INTEGER NOT NULL
) STRICT;

-- Keys of answers that are still to be sent.
CREATE TABLE outbox (key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

-- What runs got and gave, by day (UTC).
CREATE TABLE team_day (
  day      INTEGER PRIMARY KEY,  -- 20261121
  hits     INTEGER NOT NULL,
  misses   INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  stored   INTEGER NOT NULL
) STRICT;
