-- SPDX-License-Identifier: MIT
-- Calls that count against a team's budget, too, which a server keeps. Once such a call is closed here, in whichever way, the
-- server is owed the news, until it has them: a lost connection and a killed process cost nothing.
CREATE TABLE team_call (
  call    INTEGER PRIMARY KEY REFERENCES call (id),
  request TEXT NOT NULL UNIQUE,  -- by which the server knows it
  place   TEXT NOT NULL,         -- which budget it is
  owed    INTEGER NOT NULL DEFAULT 0 CHECK (owed IN (0, 1))
) STRICT;
CREATE INDEX team_call_owed ON team_call (place, call) WHERE owed = 1;

CREATE TRIGGER team_call_closed AFTER UPDATE ON call WHEN old.state = 0 AND new.state <> 0 BEGIN
  UPDATE team_call SET owed = 1 WHERE call = new.id;
END;
