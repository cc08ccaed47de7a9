-- SPDX-License-Identifier: MIT
-- Calls of the older tool are taken in once, however often its records are read.
ALTER TABLE call ADD COLUMN tag TEXT;
CREATE UNIQUE INDEX call_tag ON call (tag) WHERE tag IS NOT NULL;
