-- SPDX-License-Identifier: MIT
-- A vector is its direction: the scales of four bytes that stood before the vectors of a block say nothing more.
UPDATE vector SET vectors = substr(vectors, length(keys) / 2 + 1);
