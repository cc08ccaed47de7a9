-- SPDX-License-Identifier: MIT
-- A call whose time proves to be wrong may be moved to another day, and a ledger that is carried elsewhere keeps who it
-- is. How a call ended still never changes.
DROP TRIGGER call_closed_once;
CREATE TRIGGER call_closed_once BEFORE UPDATE OF id, state, reserved, cost, estimated, provider, type, model, repo,
  repo_path, path, extension, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
  request_bytes, by_hand, tag ON call WHEN old.state <> 0 BEGIN
  SELECT raise(ABORT, 'the call is closed');
END;

DROP TRIGGER call_closed;
CREATE TRIGGER call_closed AFTER UPDATE OF state, reserved, cost, estimated, input_tokens, cached_tokens, output_tokens
  ON call BEGIN
  UPDATE day_total SET
    reserved        = reserved - old.charged + iif(new.state = 0, new.charged, 0),
    spent           = spent + iif(new.state = 1, new.charged, 0),
    calls           = calls + (new.state = 1),
    unknown_costs   = unknown_costs + (new.state = 1 AND new.cost IS NULL),
    estimated_calls = estimated_calls + (new.state = 1 AND new.estimated),
    input_tokens    = input_tokens + iif(new.state = 1, coalesce(new.input_tokens, 0), 0),
    cached_tokens   = cached_tokens + iif(new.state = 1, coalesce(new.cached_tokens, 0), 0),
    output_tokens   = output_tokens + iif(new.state = 1, coalesce(new.output_tokens, 0), 0)
  WHERE month = new.month AND day = new.day AND repo = new.repo;
END;

-- A move changes nothing but times.
CREATE TRIGGER call_moved AFTER UPDATE OF month, day ON call BEGIN
  INSERT INTO day_total (month, day, repo) VALUES (new.month, new.day, new.repo) ON CONFLICT DO NOTHING;
  UPDATE day_total SET
    spent           = spent - iif(old.state = 1, old.charged, 0),
    reserved        = reserved - iif(old.state = 0, old.charged, 0),
    calls           = calls - (old.state = 1),
    unknown_costs   = unknown_costs - (old.state = 1 AND old.cost IS NULL),
    estimated_calls = estimated_calls - (old.state = 1 AND old.estimated),
    input_tokens    = input_tokens - iif(old.state = 1, coalesce(old.input_tokens, 0), 0),
    cached_tokens   = cached_tokens - iif(old.state = 1, coalesce(old.cached_tokens, 0), 0),
    output_tokens   = output_tokens - iif(old.state = 1, coalesce(old.output_tokens, 0), 0)
  WHERE month = old.month AND day = old.day AND repo = old.repo;
  UPDATE day_total SET
    spent           = spent + iif(new.state = 1, new.charged, 0),
    reserved        = reserved + iif(new.state = 0, new.charged, 0),
    calls           = calls + (new.state = 1),
    unknown_costs   = unknown_costs + (new.state = 1 AND new.cost IS NULL),
    estimated_calls = estimated_calls + (new.state = 1 AND new.estimated),
    input_tokens    = input_tokens + iif(new.state = 1, coalesce(new.input_tokens, 0), 0),
    cached_tokens   = cached_tokens + iif(new.state = 1, coalesce(new.cached_tokens, 0), 0),
    output_tokens   = output_tokens + iif(new.state = 1, coalesce(new.output_tokens, 0), 0)
  WHERE month = new.month AND day = new.day AND repo = new.repo;
END;

-- Calls whose cost is unknown are few, and every average leaves them out.
CREATE INDEX call_unknown ON call (month) WHERE state = 1 AND cost IS NULL;

-- Which ledger this is, so that its calls are known again where they are brought together with those of another.
INSERT INTO setting (name, value) VALUES ('ledger_id', lower(hex(randomblob(8))));

-- The first commit of a capped repository, by which its cap finds it after it moved; and the ids that it had before.
ALTER TABLE repo_cap ADD COLUMN root_commit TEXT NOT NULL DEFAULT '';
CREATE TABLE repo_former (
  former TEXT PRIMARY KEY,
  repo   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
