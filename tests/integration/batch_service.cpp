// SPDX-License-Identifier: MIT
#include "batch_service.hpp"

#include <algorithm>

#include "rustassistant/base/text.hpp"

namespace rustassistant::test {
namespace {

using Json = nlohmann::json;

ScriptedReply plain(const Json& body) {
  ScriptedReply reply;
  reply.body = body.dump();
  return reply;
}

bool is_key(const std::string& id) {
  return id.size() == 64 && from_hex(id).has_value();
}

// The parts of a form: name and content.
std::map<std::string, std::string> form_of(const ReceivedRequest& request) {
  std::map<std::string, std::string> parts;
  const std::string type = request.headers.count("content-type") != 0 ? request.headers.at("content-type") : "";
  const auto at = type.find("boundary=");
  if (!type.starts_with("multipart/form-data") || at == std::string::npos) return parts;
  const std::string boundary = "--" + type.substr(at + 9);
  std::size_t begin = request.body.find(boundary);
  while (begin != std::string::npos) {
    begin += boundary.size() + 2;
    const std::size_t end = request.body.find("\r\n" + boundary, begin);
    const std::size_t head = request.body.find("\r\n\r\n", begin);
    if (end == std::string::npos || head == std::string::npos) break;
    const std::size_t name = request.body.find("name=\"", begin) + 6;
    parts[request.body.substr(name, request.body.find('"', name) - name)] =
        request.body.substr(head + 4, end - head - 4);
    begin = end + 2;
  }
  return parts;
}

}  // namespace

BatchService::BatchService(Speaks speaks) : speaks_(speaks) {}

void BatchService::configure(World& world, const LoopbackServer& server, Speaks speaks) {
  constexpr std::array<const char*, 4> kNames{"openai", "anthropic", "google", "xai"};
  constexpr std::array<const char*, 4> kVariables{"OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY",
                                                  "XAI_API_KEY"};
  const auto index = static_cast<std::size_t>(speaks);
  const std::string name = kNames.at(index);
  world.configure("[llm]\nprovider = \"" + name + "\"\n[llm." + name + "]\nbase_url = \"" +
                  server.url(speaks == Speaks::google ? "/v1beta" : "/v1") + "\"\nrequests_per_minute = 60000\n");
  world.variables[kVariables.at(index)] = kKey;
}

std::map<std::string, int> BatchService::asked() const {
  std::map<std::string, int> counts;
  for (const Batch& batch : batches_) {
    for (const std::string& id : batch.ids) ++counts[id];
  }
  return counts;
}

ScriptedReply BatchService::refuse(const std::string& fault) {
  faults_.push_back(fault);
  ScriptedReply reply = plain({{"error", {{"message", fault}}}});
  reply.status = 400;
  return reply;
}

bool BatchService::check_question(const Json& body) {
  if (!body.is_object()) return false;
  switch (speaks_) {
    case Speaks::openai:
    case Speaks::xai:
      return body.contains("model") && body["messages"].is_array() && !body.contains("stream");
    case Speaks::anthropic:
      return body.contains("model") && body["max_tokens"].is_number() && body["messages"].is_array();
    default:
      return body["contents"].is_array() && body["generationConfig"].is_object() && !body.contains("model");
  }
}

bool BatchService::take_line(const Json& line, std::vector<std::string>& ids) {
  const char* const names[] = {"custom_id", "custom_id", "", "batch_request_id"};
  Json id;
  Json body;
  if (speaks_ == Speaks::google) {
    if (!line.contains("metadata") || !line.contains("request")) return false;
    id = line["metadata"]["key"];
    body = line["request"];
  } else {
    const char* name = names[static_cast<std::size_t>(speaks_)];
    if (!line.is_object() || !line.contains(name)) return false;
    id = line[name];
    if (speaks_ == Speaks::openai) {
      if (line["method"] != "POST" || line["url"] != "/v1/chat/completions") return false;
      body = line["body"];
    } else if (speaks_ == Speaks::anthropic) {
      body = line["params"];
    } else {
      body = line["batch_request"]["chat_get_completion"];
    }
  }
  if (!id.is_string() || !is_key(id) || !check_question(body)) return false;
  if (std::find(ids.begin(), ids.end(), id.get<std::string>()) != ids.end()) return false;
  ids.push_back(id);
  last_ = ids.back();
  bodies_[last_] = std::move(body);
  return true;
}

ScriptedReply BatchService::upload(const ReceivedRequest& request) {
  const auto form = form_of(request);
  if (form.count("purpose") == 0 || form.at("purpose") != "batch" || form.count("file") == 0)
    return refuse("files: purpose and file are needed");
  std::vector<std::string> ids;
  for (const std::string_view line : split(form.at("file"), '\n')) {
    if (line.empty()) continue;
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded() || !take_line(json, ids)) return refuse("files: a bad line: " + std::string(line));
  }
  const std::string id = "file-in-" + std::to_string(files_.size() + 1);
  files_[id] = std::move(ids);
  return plain({{"id", id}, {"object", "file"}, {"purpose", "batch"}});
}

ScriptedReply BatchService::accepted(Batch batch) {
  if (create_status != 0) {
    ScriptedReply refusal =
        plain(create_refusal.is_null() ? Json{{"error", {{"message", create_error}}}} : create_refusal);
    refusal.status = create_status;
    return refusal;
  }
  if (most_items != 0 && batch.ids.size() > most_items) {
    ScriptedReply refusal = plain({{"error",
                                    {{"message", "Enqueued token limit reached for gpt-4.1-nano. Limit: 2,000"},
                                     {"type", "invalid_request_error"},
                                     {"code", "token_limit_exceeded"}}}});
    refusal.status = 429;
    return refusal;
  }
  batch.id = "batch_" + std::to_string(batches_.size() + 1);
  batches_.push_back(batch);
  if (on_create) on_create();
  ScriptedReply reply = plain(state_of(batch));
  reply.manner = create_manner;
  return reply;
}

ScriptedReply BatchService::create(const ReceivedRequest& request) {
  const Json body = Json::parse(request.body, nullptr, false);
  if (body.is_discarded()) return refuse("create: no JSON");
  Batch batch;
  if (speaks_ == Speaks::openai) {
    const std::string input = body.value("input_file_id", "");
    if (files_.count(input) == 0 || body.value("endpoint", "") != "/v1/chat/completions" ||
        body.value("completion_window", "") != "24h")
      return refuse("create: " + request.body);
    batch.ids = files_.at(input);
    batch.input = input;
    batch.tag = body["metadata"].value("rustassistant", "");
  } else if (speaks_ == Speaks::xai) {
    batch.tag = body.value("name", "");
  } else {
    const bool is_google = speaks_ == Speaks::google;
    if (is_google) batch.tag = body["batch"].value("displayName", "");
    const Json requests = is_google ? body["batch"]["inputConfig"]["requests"]["requests"] : body["requests"];
    if (!requests.is_array() || requests.empty()) return refuse("create: no requests");
    for (const Json& line : requests) {
      if (!take_line(line, batch.ids)) return refuse("create: a bad request: " + line.dump());
    }
  }
  if (speaks_ != Speaks::anthropic && !batch.tag.starts_with("rustassistant-")) return refuse("create: no tag");
  return accepted(std::move(batch));
}

ScriptedReply BatchService::fill(const ReceivedRequest& request) {
  Batch& batch = batches_.back();
  const Json body = Json::parse(request.body, nullptr, false);
  if (body.is_discarded() || !body["batch_requests"].is_array()) return refuse("fill: " + request.body);
  if (drop_questions) return plain(Json::object());
  for (const Json& line : body["batch_requests"]) {
    if (!take_line(line, batch.ids)) return refuse("fill: a bad request: " + line.dump());
  }
  return plain(Json::object());
}

BatchService::Batch* BatchService::find(const std::string& id) {
  for (auto* list : {&batches_, &foreign}) {
    const auto found = std::find_if(list->begin(), list->end(), [&](const Batch& batch) { return batch.id == id; });
    if (found != list->end()) return &*found;
  }
  return nullptr;
}

ScriptedReply BatchService::look(const std::string& id) {
  const Batch* batch = find(id);
  if (batch == nullptr) {
    ScriptedReply missing = plain({{"error", {{"message", "no such batch"}}}});
    missing.status = 404;
    return missing;
  }
  if (refuse_looks) {
    ScriptedReply refused = plain({{"error", {{"message", "Rate limit reached"}}}});
    refused.status = 429;
    refused.headers.emplace_back("Retry-After", "120");
    return refused;
  }
  if (looks.empty()) return plain(state_of(*batch));
  Json next = looks.front();
  looks.erase(looks.begin());
  next[speaks_ == Speaks::xai ? "batch_id" : "id"] = id;
  return plain(next);
}

ScriptedReply BatchService::list() {
  Json entries = Json::array({Json::object()});  // one that cannot be read
  for (const auto* batches : {&foreign, &batches_}) {
    for (const Batch& batch : *batches) entries.push_back(state_of(batch));
  }
  const char* name = speaks_ == Speaks::google ? "operations" : speaks_ == Speaks::xai ? "batches" : "data";
  return plain({{name, entries}, {"has_more", false}});
}

// The last question first.
std::vector<std::string> BatchService::rows_of(const Batch& batch) const {
  std::vector<std::string> all;
  for (auto id = batch.ids.rbegin(); id != batch.ids.rend(); ++id) {
    if (!rows) {
      all.push_back(good_row(*id));
    } else {
      for (std::string& row : rows(*id)) all.push_back(std::move(row));
    }
  }
  return all;
}

ScriptedReply BatchService::results(const std::string& id) {
  if (on_results) on_results();
  const Batch* batch = find(id);
  if (batch == nullptr) return refuse("results of " + id);
  ScriptedReply reply;
  if (speaks_ == Speaks::xai) {
    Json lines = Json::array();
    for (const std::string& row : rows_of(*batch)) lines.push_back(Json::parse(row));
    return plain({{"results", lines}, {"pagination_token", ""}});
  }
  for (const std::string& row : rows_of(*batch)) reply.body += row + "\n";
  reply.manner = ScriptedReply::Manner::chunked;
  return reply;
}

void BatchService::fail_as_full() {
  end = "failed";
  errors = {{"data", Json::array({{{"code", "token_limit_exceeded"},
                                   {"message", "Enqueued token limit reached"},
                                   {"line", nullptr}}})}};
}

ScriptedReply BatchService::answer(const ReceivedRequest& request) {
  const std::string key_header = speaks_ == Speaks::anthropic ? "x-api-key"
                                 : speaks_ == Speaks::google  ? "x-goog-api-key"
                                                              : "authorization";
  const auto key = request.headers.find(key_header);
  if (key == request.headers.end() || key->second.find(kKey) == std::string::npos) return refuse("no key");
  std::string path = request.path.substr(0, request.path.find('?'));
  const std::string base = speaks_ == Speaks::google ? "/v1beta" : "/v1";
  if (!path.starts_with(base)) return refuse("path " + request.path);
  path = path.substr(base.size());
  if (request.method == "DELETE") {
    removed_.push_back(path);
    return plain(Json::object());
  }
  const std::string batches = speaks_ == Speaks::anthropic ? "/messages/batches" : "/batches";
  if (request.method == "POST" && path == "/files" && speaks_ == Speaks::openai) return upload(request);
  const bool is_creation =
      speaks_ == Speaks::google ? path == "/models/gemini-2.5-flash-lite:batchGenerateContent" : path == batches;
  if (request.method == "POST" && is_creation) return create(request);
  if (request.method == "GET" && path == batches) return list();
  if (path.starts_with("/files/out-") && path.ends_with("/content"))
    return results(path.substr(11, path.size() - 11 - 8));
  if (!path.starts_with(batches + "/")) return refuse("path " + request.path);
  const std::string rest = path.substr(batches.size() + 1);
  const std::string id = rest.substr(0, rest.find_first_of("/:"));
  const std::string what = rest.substr(id.size());
  if (request.method == "GET" && what.empty()) return look(id);
  if (request.method == "GET" && what == "/results") return results(id);
  if (request.method == "POST" && what == "/requests" && speaks_ == Speaks::xai) return fill(request);
  const std::string cancel = speaks_ == Speaks::openai || speaks_ == Speaks::anthropic ? "/cancel" : ":cancel";
  if (request.method == "POST" && what == cancel) {
    if (Batch* batch = find(id)) batch->cancelled = true;
    return plain(Json::object());
  }
  return refuse(request.method + " " + request.path);
}

}  // namespace rustassistant::test
