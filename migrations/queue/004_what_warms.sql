-- SPDX-License-Identifier: MIT
-- Whether nobody has asked for the answer of a job yet: `cache sync --warm` asked ahead of time.
ALTER TABLE job ADD COLUMN warms INTEGER NOT NULL DEFAULT 0 CHECK (warms IN (0, 1));
