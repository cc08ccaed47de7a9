// SPDX-License-Identifier: MIT
// batch_fill HOME ENDPOINT ROWS: a ledger in HOME with a batch of that many questions that OpenAI has at that endpoint,
// as "batch_keys". Prints their keys, a line each.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "rustassistant/base/text.hpp"
#include "rustassistant/ledger/batch_books.hpp"

namespace {

using namespace rustassistant;

template <typename T>
T value_of(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "batch_fill: %s\n", result.error().what.c_str());
  std::exit(1);
}

ledger::BatchQuestion question_of(std::int64_t number, const std::string& endpoint) {
  ledger::BatchQuestion question;
  question.facts = {domain::Provider::openai,
                    "gpt-4.1-nano",
                    domain::AnalysisType::refactor,
                    "0badcafe",
                    "/r",
                    std::to_string(number) + ".rs",
                    "rs",
                    4000};
  question.factors = {"refactor", "openai", endpoint, "gpt-4.1-nano",        "0123456789abcdef", "1",
                      "rust",     "",       "",       std::to_string(number)};
  question.worst_case = NanoUsd{1000};
  return question;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string path = std::string(argv[1]) + "/ledger.db";
  const std::int64_t rows = std::strtoll(argv[3], nullptr, 10);
  SystemClock clock;
  const auto ledger = value_of(ledger::Ledger::open(path, clock));
  const auto books = value_of(ledger::BatchBooks::open(path, clock));
  std::vector<ledger::BatchQuestion> questions;
  questions.reserve(static_cast<std::size_t>(rows));
  for (std::int64_t i = 0; i < rows; ++i) questions.push_back(question_of(i, argv[2]));
  const ledger::BatchFacts facts{
      "0badcafe", domain::Provider::openai, argv[2], "gpt-4.1-nano", {clock.now().value + 86'400'000}};
  const auto made = value_of(books->reserve(facts, questions, {}));
  if (made.reserved.size() != questions.size()) return 1;
  if (!books->note_submitted(facts.tag, "batch_keys")) return 1;
  for (const ledger::BatchQuestion& question : questions)
    std::printf("%s\n", to_hex(domain::cache_key(question.factors)).c_str());
  return 0;
}
