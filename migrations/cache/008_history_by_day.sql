-- SPDX-License-Identifier: MIT
-- What happened on each day (UTC), so that a report tells how things went without reading entries: sums of constant cost.
-- Days are numbers such as 20261121; those older than three years go.

CREATE TABLE lookup_day (
  day    INTEGER NOT NULL,
  type   INTEGER NOT NULL,
  repo   INTEGER NOT NULL,
  hits   INTEGER NOT NULL DEFAULT 0,
  misses INTEGER NOT NULL DEFAULT 0,
  saved  INTEGER NOT NULL DEFAULT 0,
  -- The hits by the age of what was found.
  in_hour  INTEGER NOT NULL DEFAULT 0,
  in_day   INTEGER NOT NULL DEFAULT 0,
  in_week  INTEGER NOT NULL DEFAULT 0,
  in_month INTEGER NOT NULL DEFAULT 0,  -- of 30 days
  older    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, type, repo)
) STRICT, WITHOUT ROWID;

CREATE TABLE cache_day (
  day             INTEGER PRIMARY KEY,
  stored          INTEGER NOT NULL DEFAULT 0,  -- answers that were made on the day
  kept_bytes      INTEGER,                     -- of documents, when look-ups were last counted on the day
  pruned_entries  INTEGER NOT NULL DEFAULT 0,
  pruned_bytes    INTEGER NOT NULL DEFAULT 0,
  pruned_cost     INTEGER NOT NULL DEFAULT 0,
  paid_again      INTEGER NOT NULL DEFAULT 0,  -- answers that had left to make room
  paid_again_cost INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The answers that left to make room last, of those that had cost something; a hundredth of the cache at most.
CREATE TABLE evicted (
  key_prefix    INTEGER PRIMARY KEY,
  at            INTEGER NOT NULL,
  place         INTEGER NOT NULL,  -- a hash of repository, path and variant
  cost          INTEGER NOT NULL,
  generation_ms INTEGER NOT NULL,
  raw_size      INTEGER NOT NULL,
  stored_size   INTEGER NOT NULL,
  created       INTEGER NOT NULL,
  asked_again   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A ring of the newest uses of answers that had cost something, to be played again: all uses of one in an hour are one
-- row, with the time of the last. Row -1 has the number of rows that were ever written, and when that began.
CREATE TABLE use_trace (
  slot       INTEGER PRIMARY KEY,
  key_prefix INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  uses       INTEGER NOT NULL
) STRICT;

-- Entries that exist and that nobody asked for since they were stored.
ALTER TABLE counter ADD COLUMN unused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counter ADD COLUMN unused_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counter ADD COLUMN unused_cost INTEGER NOT NULL DEFAULT 0;
UPDATE counter SET unused = n.entries, unused_bytes = n.bytes, unused_cost = n.cost FROM (
  SELECT variant, repo, extension, count(*) AS entries, sum(stored_size) AS bytes, sum(ifnull(cost, 0)) AS cost
  FROM entry NOT INDEXED WHERE access_count = 0 GROUP BY variant, repo, extension) AS n
WHERE counter.variant = n.variant AND counter.repo = n.repo AND counter.extension = n.extension;

DROP TRIGGER entry_added;
CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
  INSERT INTO counter (variant, repo, extension) VALUES (new.variant, new.repo, new.extension) ON CONFLICT DO NOTHING;
  UPDATE counter SET
    entries       = entries + 1,
    raw_bytes     = raw_bytes + new.raw_size,
    stored_bytes  = stored_bytes + new.stored_size,
    input_tokens  = input_tokens + ifnull(new.input_tokens, 0),
    cached_tokens = cached_tokens + ifnull(new.cached_tokens, 0),
    output_tokens = output_tokens + ifnull(new.output_tokens, 0),
    cost          = cost + ifnull(new.cost, 0),
    unknown_costs = unknown_costs + (new.cost IS NULL),
    estimated     = estimated + new.estimated,
    accesses      = accesses + new.access_count,
    unused        = unused + (new.access_count = 0),
    unused_bytes  = unused_bytes + iif(new.access_count = 0, new.stored_size, 0),
    unused_cost   = unused_cost + iif(new.access_count = 0, ifnull(new.cost, 0), 0)
  WHERE variant = new.variant AND repo = new.repo AND extension = new.extension;
END;

DROP TRIGGER entry_removed;
CREATE TRIGGER entry_removed AFTER DELETE ON entry BEGIN
  UPDATE counter SET
    entries       = entries - 1,
    raw_bytes     = raw_bytes - old.raw_size,
    stored_bytes  = stored_bytes - old.stored_size,
    input_tokens  = input_tokens - ifnull(old.input_tokens, 0),
    cached_tokens = cached_tokens - ifnull(old.cached_tokens, 0),
    output_tokens = output_tokens - ifnull(old.output_tokens, 0),
    cost          = cost - ifnull(old.cost, 0),
    unknown_costs = unknown_costs - (old.cost IS NULL),
    estimated     = estimated - old.estimated,
    accesses      = accesses - old.access_count,
    unused        = unused - (old.access_count = 0),
    unused_bytes  = unused_bytes - iif(old.access_count = 0, old.stored_size, 0),
    unused_cost   = unused_cost - iif(old.access_count = 0, ifnull(old.cost, 0), 0)
  WHERE variant = old.variant AND repo = old.repo AND extension = old.extension;
  DELETE FROM blob WHERE id = old.blob;
END;

DROP TRIGGER entry_changed;
CREATE TRIGGER entry_changed AFTER UPDATE OF access_count, stored_size ON entry BEGIN
  UPDATE counter SET
    stored_bytes = stored_bytes + new.stored_size - old.stored_size,
    accesses     = accesses + new.access_count - old.access_count,
    hits         = hits + new.access_count - old.access_count,
    saved        = saved + (new.access_count - old.access_count) * ifnull(new.cost, 0),
    unused       = unused + (new.access_count = 0) - (old.access_count = 0),
    unused_bytes = unused_bytes + iif(new.access_count = 0, new.stored_size, 0) -
                   iif(old.access_count = 0, old.stored_size, 0),
    unused_cost  = unused_cost + ((new.access_count = 0) - (old.access_count = 0)) * ifnull(new.cost, 0)
  WHERE variant = new.variant AND repo = new.repo AND extension = new.extension;
END;

-- Instants outside of the calendar are on no day.
CREATE TRIGGER entry_on_day AFTER INSERT ON entry WHEN new.created BETWEEN 0 AND 253370764800000 BEGIN
  INSERT INTO cache_day (day, stored) VALUES (strftime('%Y%m%d', new.created / 1000, 'unixepoch') + 0, 1)
    ON CONFLICT DO UPDATE SET stored = stored + 1;
END;

CREATE TRIGGER paid_again AFTER INSERT ON entry WHEN new.cost > 0 AND new.created BETWEEN 0 AND 253370764800000 AND
  EXISTS (SELECT 1 FROM evicted WHERE key_prefix = new.key_prefix AND at < new.created AND asked_again = 0) BEGIN
  INSERT INTO cache_day (day, paid_again, paid_again_cost)
    VALUES (strftime('%Y%m%d', new.created / 1000, 'unixepoch') + 0, 1, new.cost)
    ON CONFLICT DO UPDATE SET paid_again = paid_again + 1, paid_again_cost = paid_again_cost + excluded.paid_again_cost;
  UPDATE evicted SET asked_again = 1 WHERE key_prefix = new.key_prefix;
END;

CREATE TRIGGER pruned_on_day AFTER INSERT ON pruning_stats WHEN new.at BETWEEN 0 AND 253370764800000 BEGIN
  INSERT INTO cache_day (day, pruned_entries, pruned_bytes, pruned_cost)
    VALUES (strftime('%Y%m%d', new.at / 1000, 'unixepoch') + 0, new.entries, new.stored_bytes, new.regenerate_cost)
    ON CONFLICT DO UPDATE SET pruned_entries = pruned_entries + excluded.pruned_entries,
      pruned_bytes = pruned_bytes + excluded.pruned_bytes, pruned_cost = pruned_cost + excluded.pruned_cost;
END;

-- What is known of the past: answers that exist by the day that they were made, and the prunings.
INSERT INTO cache_day (day, stored) SELECT strftime('%Y%m%d', created / 1000, 'unixepoch') + 0, count(*)
  FROM entry NOT INDEXED WHERE created BETWEEN 0 AND 253370764800000 GROUP BY 1;
INSERT INTO cache_day (day, pruned_entries, pruned_bytes, pruned_cost)
  SELECT strftime('%Y%m%d', at / 1000, 'unixepoch') + 0, sum(entries), sum(stored_bytes), sum(regenerate_cost)
  FROM pruning_stats WHERE at BETWEEN 0 AND 253370764800000 GROUP BY 1
  ON CONFLICT DO UPDATE SET pruned_entries = pruned_entries + excluded.pruned_entries,
    pruned_bytes = pruned_bytes + excluded.pruned_bytes, pruned_cost = pruned_cost + excluded.pruned_cost;
