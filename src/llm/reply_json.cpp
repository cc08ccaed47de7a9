// SPDX-License-Identifier: MIT
#include "reply_json.hpp"

#include <utility>
#include <vector>

#include "loose_json.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::llm {
namespace {

constexpr std::string_view kData = "data:";
constexpr std::string_view kDone = "[DONE]";

// Merges what a member holds for the second time into what it held before.
void merge(Json& first, Json second) {
  if (first.is_object() && second.is_object()) {
    for (auto& [name, value] : second.items()) {
      if (first.contains(name)) {
        merge(first[name], std::move(value));
      } else {
        first[name] = std::move(value);
      }
    }
  } else if (!second.is_null() && !(first.is_number() && second.is_number() && second < first)) {
    first = std::move(second);
  }
}

// Builds a document in which no member was lost because another one had its name.
class Builder : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    open_.back().key = std::move(name);
    return true;
  }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

  [[nodiscard]] Json& document() { return document_; }

 private:
  struct Level {
    Json value;
    std::string key;  // of the member that comes next
  };

  bool open(Json value) {
    open_.push_back({std::move(value), {}});
    return true;
  }
  bool close() {
    Json value = std::move(open_.back().value);
    open_.pop_back();
    return put(std::move(value));
  }
  bool put(Json value) {
    if (open_.empty()) {
      document_ = std::move(value);
    } else if (Level& level = open_.back(); level.value.is_array()) {
      level.value.push_back(std::move(value));
    } else if (level.value.contains(level.key)) {
      merge(level.value[level.key], std::move(value));
    } else {
      level.value[level.key] = std::move(value);
    }
    return true;
  }

  std::vector<Level> open_;
  Json document_;
};

Result<Json> parse_document(std::string_view text) {
  // Checks the limits, and says what is wrong.
  const auto checked = codec::parse_json(text);
  if (!checked) return fail(Errc::provider, checked.error().what);
  Builder builder;
  if (!Json::sax_parse(text, &builder)) return fail(Errc::provider, "not valid JSON");
  return std::move(builder.document());
}

bool is_stream(std::string_view text) {
  return text.starts_with(kData) || text.starts_with("event:") || text.starts_with("id:") || text.starts_with(':');
}

// The events of a stream (HTML standard, "server-sent events"); the lines of one event's data belong together.
Result<std::vector<Json>> events_of(std::string_view text) {
  std::vector<Json> events;
  std::string data;
  const auto end_event = [&]() -> Result<void> {
    if (data.empty() || data == kDone) return data.clear(), Result<void>();
    auto event = parse_document(data);
    if (!event) event = parse_document(repaired_json(data));
    if (!event) return tl::unexpected(std::move(event).error());
    events.push_back(std::move(*event));
    data.clear();
    return {};
  };
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) TRY(end_event());
    if (!line.starts_with(kData)) continue;
    // Some servers leave out the empty line between events.
    if (!data.empty() && Json::accept(repaired_json(data))) TRY(end_event());
    data += trim(line.substr(kData.size()));
  }
  TRY(end_event());
  return events;
}

std::string_view without_done(std::string_view text) {
  if (!text.ends_with(kDone)) return text;
  const std::string_view rest = trim(text.substr(0, text.size() - kDone.size()));
  return rest.ends_with(kData) ? trim(rest.substr(0, rest.size() - kData.size())) : text;
}

// JSON documents one behind the other, up to what is none.
std::vector<Json> documents_in(std::string_view text) {
  std::vector<Json> documents;
  while (text.starts_with('{')) {
    const auto rest = after_json(text);
    if (!rest) break;
    auto document = parse_document(repaired_json(text.substr(0, text.size() - rest->size())));
    if (!document) break;
    documents.push_back(std::move(*document));
    text = trim(*rest);
  }
  return documents;
}

// The mark of the byte order, and what keeps a reply from being run as a script.
std::string_view without_marks(std::string_view text) {
  for (const std::string_view mark : {"\xef\xbb\xbf", ")]}'"}) {
    if (text.starts_with(mark)) text = trim(text.substr(mark.size()));
  }
  return text;
}

}  // namespace

Result<Json> parse_reply(std::string_view body, Json (*join)(std::span<const Json> events)) {
  const std::string_view text = without_marks(trim(body));
  if (is_stream(text)) {
    TRY_ASSIGN(const auto events, events_of(text));
    return join(events);
  }
  const std::string_view document = without_done(text);
  auto parsed = parse_document(document);
  if (!parsed) parsed = parse_document(repaired_json(document));
  std::vector<Json> documents;
  if (!parsed) documents = documents_in(document);
  if (parsed && parsed->is_array()) documents.assign(parsed->begin(), parsed->end());
  if (documents.empty()) return parsed;
  return documents.size() == 1 ? std::move(documents.front()) : join(documents);
}

}  // namespace rustassistant::llm
