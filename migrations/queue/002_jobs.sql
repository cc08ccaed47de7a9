-- SPDX-License-Identifier: MIT
-- Questions that wait for an answer. No source text is in here: a file is read again when its job is claimed.
-- state: 0 queued, 1 running, 2 packed, 3 submitted, 4 done, 5 dead, 6 dropped. Times are milliseconds since 1970.
CREATE TABLE job (
  id           INTEGER PRIMARY KEY,
  key          BLOB NOT NULL CHECK (length(key) = 32),
  type         INTEGER NOT NULL,
  repo         TEXT NOT NULL,
  repo_path    TEXT NOT NULL,
  path         TEXT NOT NULL,
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  provider     INTEGER NOT NULL,
  model        TEXT NOT NULL,
  priority     INTEGER NOT NULL,
  rank         INTEGER NOT NULL,
  state        INTEGER NOT NULL DEFAULT 0,
  attempts     INTEGER NOT NULL DEFAULT 0,
  not_before   INTEGER NOT NULL DEFAULT 0,
  worker       INTEGER,
  lease_until  INTEGER,
  last_code    TEXT NOT NULL DEFAULT '',
  last_message TEXT NOT NULL DEFAULT '',
  enqueued_at  INTEGER NOT NULL,
  finished_at  INTEGER
) STRICT;

-- A question is open once, whatever the paths of its content.
CREATE UNIQUE INDEX job_open ON job (key) WHERE state <= 3;
CREATE INDEX job_dead ON job (key) WHERE state = 5;
-- In the order in which jobs are claimed.
CREATE INDEX job_next ON job (provider, model, repo, rank) WHERE state = 0;
CREATE INDEX job_running ON job (worker) WHERE state = 1;
CREATE INDEX job_finished ON job (finished_at) WHERE state >= 4;
-- Of each state as they came.
CREATE INDEX job_state ON job (state);

-- How many jobs there are, so that showing that costs the same with ten and with a million.
CREATE TABLE job_count (
  state INTEGER PRIMARY KEY,
  jobs  INTEGER NOT NULL
) STRICT;
INSERT INTO job_count (state, jobs) VALUES (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0);
CREATE TRIGGER job_added AFTER INSERT ON job BEGIN
  UPDATE job_count SET jobs = jobs + 1 WHERE state = new.state;
END;
CREATE TRIGGER job_moved AFTER UPDATE OF state ON job WHEN old.state <> new.state BEGIN
  UPDATE job_count SET jobs = jobs - 1 WHERE state = old.state;
  UPDATE job_count SET jobs = jobs + 1 WHERE state = new.state;
END;
CREATE TRIGGER job_removed AFTER DELETE ON job BEGIN
  UPDATE job_count SET jobs = jobs - 1 WHERE state = old.state;
END;

-- Providers that take no calls from anybody, whatever is asked: a bad key, an empty account.
CREATE TABLE pause (
  scope   TEXT PRIMARY KEY,
  until   INTEGER NOT NULL,
  code    TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT, WITHOUT ROWID;
