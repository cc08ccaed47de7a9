-- SPDX-License-Identifier: MIT
-- What keeps the sums comes with each connection that writes (src/cache/triggers.sql).

DROP TRIGGER entry_added;
DROP TRIGGER entry_removed;
DROP TRIGGER entry_changed;
DROP TRIGGER entry_on_day;
DROP TRIGGER paid_again;
DROP TRIGGER pruned_on_day;
DROP TRIGGER warmed_removed;
