-- SPDX-License-Identifier: MIT
-- Of a question in a batch about parts of a file: what joins its answer with the one that it left out, one zstd frame, until
-- the question is closed. NULL: the question is about the whole file.
ALTER TABLE batch_call ADD COLUMN parts BLOB;
