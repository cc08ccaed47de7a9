// SPDX-License-Identifier: MIT
#define OPENSSL_SUPPRESS_DEPRECATED
#include "everything.hpp"

#include <curl/curl.h>
#include <openssl/sha.h>
#include <sqlite3.h>
#include <tree_sitter/api.h>
#include <zstd.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

extern "C" {
const TSLanguage* tree_sitter_bash();
const TSLanguage* tree_sitter_c();
const TSLanguage* tree_sitter_cpp();
const TSLanguage* tree_sitter_go();
const TSLanguage* tree_sitter_java();
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_python();
const TSLanguage* tree_sitter_rust();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_typescript();
}

std::size_t use_everything(const char* text) {
  CLI::App app;
  sqlite3* database = nullptr;
  unsigned char digest[SHA256_DIGEST_LENGTH];
  char frame[64];
  SHA256_CTX hash;
  SHA256_Init(&hash);
  SHA256_Final(digest, &hash);
  TSParser* parser = ts_parser_new();
  std::size_t sum = nlohmann::json::parse(text).size() + ZSTD_compress(frame, sizeof frame, text, 1, 3);
  sum += static_cast<std::size_t>(sqlite3_open(text, &database));
  for (const TSLanguage* language : {tree_sitter_bash(), tree_sitter_c(), tree_sitter_cpp(), tree_sitter_go(),
                                     tree_sitter_java(), tree_sitter_javascript(), tree_sitter_python(),
                                     tree_sitter_rust(), tree_sitter_tsx(), tree_sitter_typescript()}) {
    sum += ts_parser_set_language(parser, language) ? 1U : 0U;
  }
  sum += static_cast<std::size_t>(curl_easy_perform(curl_easy_init()));
  return sum;
}
