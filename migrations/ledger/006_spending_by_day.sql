-- SPDX-License-Identifier: MIT
-- What was spent on each day, on what: sums that triggers keep, so that history costs the same with ten calls a day and ten
-- thousand. `batched` is the part of `spent` that batches were paid for.
CREATE TABLE spending (
  day                INTEGER NOT NULL,  -- 20261121, in the ledger's zone
  repo               TEXT NOT NULL,
  provider           INTEGER NOT NULL,
  model              TEXT NOT NULL,
  type               INTEGER NOT NULL,
  extension          TEXT NOT NULL,
  spent              INTEGER NOT NULL DEFAULT 0,
  reserved           INTEGER NOT NULL DEFAULT 0,
  batched            INTEGER NOT NULL DEFAULT 0,
  open_calls         INTEGER NOT NULL DEFAULT 0,
  calls              INTEGER NOT NULL DEFAULT 0,  -- settled ones; so are all counts below
  unknown_costs      INTEGER NOT NULL DEFAULT 0,
  estimated_calls    INTEGER NOT NULL DEFAULT 0,
  input_tokens       INTEGER NOT NULL DEFAULT 0,
  cached_tokens      INTEGER NOT NULL DEFAULT 0,
  cache_write_tokens INTEGER NOT NULL DEFAULT 0,
  output_tokens      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, repo, provider, model, type, extension)
) STRICT, WITHOUT ROWID;

CREATE TABLE repo_place (
  repo TEXT PRIMARY KEY,
  path TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO spending SELECT day, repo, provider, model, type, extension, sum(iif(state = 1, charged, 0)),
  sum(iif(state = 0, charged, 0)),
  sum(iif(state = 1 AND EXISTS (SELECT 1 FROM batch_call WHERE batch_call.call = call.id), charged, 0)),
  sum(state = 0), sum(state = 1), sum(state = 1 AND cost IS NULL), sum(state = 1 AND estimated),
  sum(iif(state = 1, ifnull(input_tokens, 0), 0)), sum(iif(state = 1, ifnull(cached_tokens, 0), 0)),
  sum(iif(state = 1, ifnull(cache_write_tokens, 0), 0)), sum(iif(state = 1, ifnull(output_tokens, 0), 0))
  FROM call NOT INDEXED WHERE state <> 2 GROUP BY day, repo, provider, model, type, extension;
INSERT INTO repo_place SELECT repo, max(repo_path) FROM call NOT INDEXED GROUP BY repo;

CREATE TRIGGER spending_counted AFTER INSERT ON call BEGIN
  INSERT INTO repo_place (repo, path) VALUES (new.repo, new.repo_path)
    ON CONFLICT DO UPDATE SET path = excluded.path WHERE excluded.path > path;
  INSERT INTO spending (day, repo, provider, model, type, extension)
    VALUES (new.day, new.repo, new.provider, new.model, new.type, new.extension) ON CONFLICT DO NOTHING;
  UPDATE spending SET
    spent              = spent + iif(new.state = 1, new.charged, 0),
    reserved           = reserved + iif(new.state = 0, new.charged, 0),
    open_calls         = open_calls + (new.state = 0),
    calls              = calls + (new.state = 1),
    unknown_costs      = unknown_costs + (new.state = 1 AND new.cost IS NULL),
    estimated_calls    = estimated_calls + (new.state = 1 AND new.estimated),
    input_tokens       = input_tokens + iif(new.state = 1, coalesce(new.input_tokens, 0), 0),
    cached_tokens      = cached_tokens + iif(new.state = 1, coalesce(new.cached_tokens, 0), 0),
    cache_write_tokens = cache_write_tokens + iif(new.state = 1, coalesce(new.cache_write_tokens, 0), 0),
    output_tokens      = output_tokens + iif(new.state = 1, coalesce(new.output_tokens, 0), 0)
  WHERE day = new.day AND repo = new.repo AND provider = new.provider AND model = new.model AND type = new.type
    AND extension = new.extension;
END;

-- Only an open call changes, and only once.
CREATE TRIGGER spending_closed AFTER UPDATE OF state, reserved, cost, estimated, input_tokens, cached_tokens,
  cache_write_tokens, output_tokens ON call BEGIN
  UPDATE spending SET
    reserved           = reserved - old.charged + iif(new.state = 0, new.charged, 0),
    spent              = spent + iif(new.state = 1, new.charged, 0),
    batched            = batched + iif(new.state = 1 AND EXISTS (SELECT 1 FROM batch_call WHERE call = new.id),
                                       new.charged, 0),
    open_calls         = open_calls - 1 + (new.state = 0),
    calls              = calls + (new.state = 1),
    unknown_costs      = unknown_costs + (new.state = 1 AND new.cost IS NULL),
    estimated_calls    = estimated_calls + (new.state = 1 AND new.estimated),
    input_tokens       = input_tokens + iif(new.state = 1, coalesce(new.input_tokens, 0), 0),
    cached_tokens      = cached_tokens + iif(new.state = 1, coalesce(new.cached_tokens, 0), 0),
    cache_write_tokens = cache_write_tokens + iif(new.state = 1, coalesce(new.cache_write_tokens, 0), 0),
    output_tokens      = output_tokens + iif(new.state = 1, coalesce(new.output_tokens, 0), 0)
  WHERE day = new.day AND repo = new.repo AND provider = new.provider AND model = new.model AND type = new.type
    AND extension = new.extension;
END;

-- A move changes nothing but times. A part of the sums of a day that a batch was paid for moves with its call.
CREATE TRIGGER spending_moved AFTER UPDATE OF month, day ON call WHEN old.state <> 2 BEGIN
  INSERT INTO spending (day, repo, provider, model, type, extension)
    VALUES (new.day, new.repo, new.provider, new.model, new.type, new.extension) ON CONFLICT DO NOTHING;
  UPDATE spending SET
    spent              = spent - iif(old.state = 1, old.charged, 0),
    reserved           = reserved - iif(old.state = 0, old.charged, 0),
    batched            = batched - iif(old.state = 1 AND EXISTS (SELECT 1 FROM batch_call WHERE call = old.id),
                                       old.charged, 0),
    open_calls         = open_calls - (old.state = 0),
    calls              = calls - (old.state = 1),
    unknown_costs      = unknown_costs - (old.state = 1 AND old.cost IS NULL),
    estimated_calls    = estimated_calls - (old.state = 1 AND old.estimated),
    input_tokens       = input_tokens - iif(old.state = 1, coalesce(old.input_tokens, 0), 0),
    cached_tokens      = cached_tokens - iif(old.state = 1, coalesce(old.cached_tokens, 0), 0),
    cache_write_tokens = cache_write_tokens - iif(old.state = 1, coalesce(old.cache_write_tokens, 0), 0),
    output_tokens      = output_tokens - iif(old.state = 1, coalesce(old.output_tokens, 0), 0)
  WHERE day = old.day AND repo = old.repo AND provider = old.provider AND model = old.model AND type = old.type
    AND extension = old.extension;
  UPDATE spending SET
    spent              = spent + iif(new.state = 1, new.charged, 0),
    reserved           = reserved + iif(new.state = 0, new.charged, 0),
    batched            = batched + iif(new.state = 1 AND EXISTS (SELECT 1 FROM batch_call WHERE call = new.id),
                                       new.charged, 0),
    open_calls         = open_calls + (new.state = 0),
    calls              = calls + (new.state = 1),
    unknown_costs      = unknown_costs + (new.state = 1 AND new.cost IS NULL),
    estimated_calls    = estimated_calls + (new.state = 1 AND new.estimated),
    input_tokens       = input_tokens + iif(new.state = 1, coalesce(new.input_tokens, 0), 0),
    cached_tokens      = cached_tokens + iif(new.state = 1, coalesce(new.cached_tokens, 0), 0),
    cache_write_tokens = cache_write_tokens + iif(new.state = 1, coalesce(new.cache_write_tokens, 0), 0),
    output_tokens      = output_tokens + iif(new.state = 1, coalesce(new.output_tokens, 0), 0)
  WHERE day = new.day AND repo = new.repo AND provider = new.provider AND model = new.model AND type = new.type
    AND extension = new.extension;
END;
