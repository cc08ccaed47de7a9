-- SPDX-License-Identifier: MIT
-- What an embedding model made of chunks. Each vector is named by the text that it is of, so that it outlives changes around
-- that text and the index itself.
CREATE TABLE chunk_key (
  file INTEGER PRIMARY KEY REFERENCES file (id),
  keys BLOB NOT NULL  -- for each chunk the first 8 bytes of SHA-256 of what is embedded of it
) STRICT;

-- Who made the vectors: all by one.
CREATE TABLE vector_maker (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  model     TEXT NOT NULL,     -- as the user calls it
  hash      TEXT NOT NULL,     -- of everything that decides the vectors
  pooling   TEXT NOT NULL,
  dimension INTEGER NOT NULL
) STRICT;

CREATE TABLE vector (
  block   INTEGER PRIMARY KEY,
  keys    BLOB NOT NULL,  -- 8 bytes each, in the order of the vectors
  vectors BLOB NOT NULL   -- packed (embed/vectors.hpp)
) STRICT;
