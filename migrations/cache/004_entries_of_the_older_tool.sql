-- SPDX-License-Identifier: MIT
-- A hit on an answer that the older tool made says so. Entries that were migrated before this version do not tell.

ALTER TABLE entry ADD COLUMN older_tool INTEGER NOT NULL DEFAULT 0;
