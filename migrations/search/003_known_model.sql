-- SPDX-License-Identifier: MIT
-- The embedding model that was examined last, so that a search does not read all of its weights, or ask a server what its vectors
-- are like, to learn whether the vectors are of it.
CREATE TABLE known_model (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  identity  TEXT NOT NULL,  -- tells one state of the model from another: stamps of its files, or where the server is
  model     TEXT NOT NULL,  -- the rest as in vector_maker
  hash      TEXT NOT NULL,
  pooling   TEXT NOT NULL,
  dimension INTEGER NOT NULL
) STRICT;
