-- SPDX-License-Identifier: MIT
-- The sums that follow every change of entries. Each connection that writes makes these triggers for itself: a look-up,
-- which opens the file anew in every process, would else spend a tenth of its time on reading them.
--
-- OR ROLLBACK: what removes entries is within a transaction that is given up whole. With the usual ABORT, SQLite would
-- copy each page that a statement changes, to be able to undo that one statement: a third of the time of a pruning.

CREATE TEMP TRIGGER entry_added AFTER INSERT ON main.entry BEGIN
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

CREATE TEMP TRIGGER entry_removed AFTER DELETE ON main.entry BEGIN
  UPDATE OR ROLLBACK counter SET
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

CREATE TEMP TRIGGER entry_changed AFTER UPDATE OF access_count, stored_size ON main.entry BEGIN
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
CREATE TEMP TRIGGER entry_on_day AFTER INSERT ON main.entry WHEN new.created BETWEEN 0 AND 253370764800000 BEGIN
  INSERT INTO cache_day (day, stored) VALUES (strftime('%Y%m%d', new.created / 1000, 'unixepoch') + 0, 1)
    ON CONFLICT DO UPDATE SET stored = stored + 1;
END;

CREATE TEMP TRIGGER paid_again AFTER INSERT ON main.entry
  WHEN new.cost > 0 AND new.created BETWEEN 0 AND 253370764800000 AND
  EXISTS (SELECT 1 FROM evicted WHERE key_prefix = new.key_prefix AND at < new.created AND asked_again = 0) BEGIN
  INSERT INTO cache_day (day, paid_again, paid_again_cost)
    VALUES (strftime('%Y%m%d', new.created / 1000, 'unixepoch') + 0, 1, new.cost)
    ON CONFLICT DO UPDATE SET paid_again = paid_again + 1, paid_again_cost = paid_again_cost + excluded.paid_again_cost;
  UPDATE evicted SET asked_again = 1 WHERE key_prefix = new.key_prefix;
END;

CREATE TEMP TRIGGER pruned_on_day AFTER INSERT ON main.pruning_stats WHEN new.at BETWEEN 0 AND 253370764800000 BEGIN
  INSERT INTO cache_day (day, pruned_entries, pruned_bytes, pruned_cost)
    VALUES (strftime('%Y%m%d', new.at / 1000, 'unixepoch') + 0, new.entries, new.stored_bytes, new.regenerate_cost)
    ON CONFLICT DO UPDATE SET pruned_entries = pruned_entries + excluded.pruned_entries,
      pruned_bytes = pruned_bytes + excluded.pruned_bytes, pruned_cost = pruned_cost + excluded.pruned_cost;
END;

CREATE TEMP TRIGGER warmed_removed AFTER DELETE ON main.entry
  WHEN EXISTS (SELECT 1 FROM warmed WHERE entry = old.id) BEGIN
  INSERT OR ROLLBACK INTO warmed_past (repo) VALUES (old.repo) ON CONFLICT DO NOTHING;
  UPDATE OR ROLLBACK warmed_past SET
    used       = used + (old.access_count > 0),
    superseded = superseded + (old.access_count = 0 AND old.superseded <> 0),
    unused     = unused + (old.access_count = 0 AND old.superseded = 0)
  WHERE repo = old.repo;
  DELETE FROM warmed WHERE entry = old.id;
END;

CREATE TEMP TRIGGER origin_removed AFTER DELETE ON main.entry BEGIN
  DELETE FROM origin WHERE entry = old.id;
END;
