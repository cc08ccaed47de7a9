-- SPDX-License-Identifier: MIT
-- What `budget set` keeps beside the rows of `setting`, whose names are monthly_cap and daily_cap (nano-dollars),
-- warn_percent, alert_percent, when_exceeded, timezone (as the user called it) and timezone_rule (as it is computed).
CREATE TABLE repo_cap (
  repo    TEXT PRIMARY KEY,
  path    TEXT NOT NULL,
  monthly INTEGER NOT NULL CHECK (monthly >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO setting (name, value) VALUES ('timezone_rule', 'UTC');

-- With the tokens that were counted, what the next request of its size will come to.
ALTER TABLE call ADD COLUMN request_bytes INTEGER CHECK (request_bytes >= 0);
-- Closed by `budget settle`: what the user said stays, whatever comes in late.
ALTER TABLE call ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1));

CREATE INDEX call_day ON call (day);
