-- SPDX-License-Identifier: MIT
-- What is known of the rate at which providers let calls through, for all processes (domain/rate.hpp): one row for all
-- dimensions, so that a booking reads one row and writes one. A scope stands for a key, an endpoint and a model; it is a
-- hash, so that no key is in here. Times are microseconds since 1970; 0 is none.
CREATE TABLE rate (
  scope          TEXT PRIMARY KEY,
  provider       TEXT NOT NULL,
  model          TEXT NOT NULL,
  blocked_until  INTEGER NOT NULL,
  interactive_at INTEGER NOT NULL,
  changed_at     INTEGER NOT NULL,
  request_per_minute INTEGER NOT NULL,
  request_stated INTEGER NOT NULL,
  request_free_at INTEGER NOT NULL,
  request_learned_at INTEGER NOT NULL,
  request_lowered_at INTEGER NOT NULL,
  token_per_minute INTEGER NOT NULL,
  token_stated INTEGER NOT NULL,
  token_free_at INTEGER NOT NULL,
  token_learned_at INTEGER NOT NULL,
  token_lowered_at INTEGER NOT NULL,
  input_token_per_minute INTEGER NOT NULL,
  input_token_stated INTEGER NOT NULL,
  input_token_free_at INTEGER NOT NULL,
  input_token_learned_at INTEGER NOT NULL,
  input_token_lowered_at INTEGER NOT NULL,
  output_token_per_minute INTEGER NOT NULL,
  output_token_stated INTEGER NOT NULL,
  output_token_free_at INTEGER NOT NULL,
  output_token_learned_at INTEGER NOT NULL,
  output_token_lowered_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
