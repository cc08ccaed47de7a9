// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "world.hpp"

namespace rustassistant::test {

// The batch services of four providers in one server, strict about what they are asked: bodies, headers and paths have
// the form that their documentation describes, or the request is refused with 400 and noted in `faults`. A batch is
// done at once, unless told otherwise. Rows come in an order of their own.
class BatchService {
 public:
  using Json = nlohmann::json;
  enum class Speaks : std::uint8_t { openai, anthropic, google, xai };

  explicit BatchService(Speaks speaks);

  struct Batch {
    std::string id;
    std::string tag;               // as the provider keeps it
    std::vector<std::string> ids;  // of the questions, as they came
    std::string input;
    bool cancelled = false;
  };

  // What tests set. Members are read while the server answers.
  bool is_done = true;
  std::string end;                                                     // another last state than the usual one
  Json errors;                                                         // why OpenAI's batch failed
  ScriptedReply::Manner create_manner = ScriptedReply::Manner::plain;  // of the reply to a creation that is accepted
  int create_status = 0;  // a creation is refused with it, by `create_error`
  std::string create_error;
  Json create_refusal;         // its body, where that has another form
  std::size_t most_items = 0;  // more at once are refused as too many that wait; 0: any number is taken
  // The rows of a question, as lines; null: one that answers it.
  std::function<std::vector<std::string>(const std::string& id)> rows;
  std::function<std::string(const Json& body)> text;  // what a row that answers says; null: what others say of kSource
  std::function<void()> on_create;                    // once a creation was accepted, before its reply
  bool drop_questions = false;                        // those that follow a creation never arrive
  std::function<void()> on_results;
  bool refuse_looks = false;  // as too many, for two minutes
  std::vector<Json> looks;    // replies to the next looks, in place of the usual ones; "ID" is replaced
  std::string created = "2026-09-02T20:08:22.100435Z";  // when Anthropic created ours; a foreign one says it in `input`
  std::vector<Batch> foreign;                           // in the list besides ours

  // OpenAI's batches fail from now on, as too much waits already.
  void fail_as_full();

  [[nodiscard]] ScriptedReply answer(const ReceivedRequest& request);

  [[nodiscard]] const std::vector<Batch>& batches() const { return batches_; }
  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }
  [[nodiscard]] const std::vector<std::string>& removed() const { return removed_; }
  // Where the questions of all batches name numbers: how often each key was sent.
  [[nodiscard]] std::map<std::string, int> asked() const;
  // The body of the question that was sent last.
  [[nodiscard]] const Json& last_question() const { return bodies_.at(last_); }

  // A row that answers, and one that says that it was not run.
  [[nodiscard]] std::string good_row(const std::string& id) const;
  [[nodiscard]] std::string expired_row(const std::string& id) const;
  // A row of Anthropic's that says that the account is empty.
  [[nodiscard]] static std::string no_credit_row(const std::string& id);

  // Lets the provider of a world answer here.
  static void configure(World& world, const LoopbackServer& server, Speaks speaks);

 private:
  ScriptedReply create(const ReceivedRequest& request);
  ScriptedReply upload(const ReceivedRequest& request);
  ScriptedReply fill(const ReceivedRequest& request);
  ScriptedReply look(const std::string& id);
  ScriptedReply list();
  ScriptedReply results(const std::string& id);
  ScriptedReply refuse(const std::string& fault);
  ScriptedReply accepted(Batch batch);
  Json state_of(const Batch& batch) const;
  std::vector<std::string> rows_of(const Batch& batch) const;
  Batch* find(const std::string& id);
  bool take_line(const Json& line, std::vector<std::string>& ids);
  bool check_question(const Json& body);

  Speaks speaks_;
  std::vector<Batch> batches_;
  std::map<std::string, std::vector<std::string>> files_;
  std::map<std::string, Json> bodies_;  // of questions
  std::string last_;
  std::vector<std::string> faults_;
  std::vector<std::string> removed_;
};

}  // namespace rustassistant::test
