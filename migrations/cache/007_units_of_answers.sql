-- SPDX-License-Identifier: MIT
-- The units of the content that an answer is about, one zstd frame, beside its document: of the newest answer about a path,
-- what was found in units that did not change serves again. And what that saved of all time, by month: answers that were
-- put together, the units of their files, how many of them were asked about, and the estimated saving against the price of
-- the whole files, in nano-dollars.

ALTER TABLE blob ADD COLUMN units BLOB;

ALTER TABLE lookup ADD COLUMN reused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lookup ADD COLUMN units INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lookup ADD COLUMN units_asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lookup ADD COLUMN reuse_saved INTEGER NOT NULL DEFAULT 0;
