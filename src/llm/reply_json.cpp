// SPDX-License-Identifier: MIT
#include "reply_json.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::llm {
namespace {

constexpr std::string_view kData = "data:";
constexpr std::string_view kDone = "[DONE]";
constexpr std::size_t kEscape = 6;  // "\u0000"

// The code unit that "\u0041" at the text's begin stands for; -1 for anything else.
int code_unit(std::string_view text) {
  if (text.size() < kEscape || text[0] != '\\' || text[1] != 'u') return -1;
  int unit = 0;
  for (const char c : text.substr(2, 4)) {
    if (!ascii::is_hex_digit(c)) return -1;
    unit = unit * 16 + (ascii::is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

bool is_high(int unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}
bool is_low(int unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

// What stands for the escape at the text's begin; its length is taken off the text.
std::string take_escape(std::string_view& text) {
  const int unit = code_unit(text);
  const bool is_pair = is_high(unit) && is_low(code_unit(text.substr(std::min(kEscape, text.size()))));
  const std::size_t length = is_pair ? 2 * kEscape : unit >= 0 ? kEscape : std::min<std::size_t>(2, text.size());
  std::string escape = !is_pair && (is_high(unit) || is_low(unit)) ? "\\ufffd" : std::string(text.substr(0, length));
  text.remove_prefix(length);
  return escape;
}

std::string_view escape_of_control(char c) {
  return c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : "\\ufffd";
}

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
    TRY_ASSIGN(Json event, parse_document(data));
    events.push_back(std::move(event));
    data.clear();
    return {};
  };
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) TRY(end_event());
    if (!line.starts_with(kData)) continue;
    // Some servers leave out the empty line between events.
    if (!data.empty() && Json::accept(data)) TRY(end_event());
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

// Words that programs write where JSON has others.
std::string_view json_word(std::string_view word) {
  if (word == "NaN" || word == "Infinity" || word == "None" || word == "undefined") return "null";
  return word == "True" ? "true" : word == "False" ? "false" : word;
}

// What stands outside of strings at the text's begin; its length is taken off the text.
std::string_view take_outside(std::string_view& text) {
  const auto take = [&](std::size_t size) {
    const std::string_view taken = text.substr(0, size);
    text.remove_prefix(size);
    return taken;
  };
  if (text.front() == ',') {
    const std::string_view next = text.substr(std::min(text.size(), text.find_first_not_of(" \t\r\n", 1)));
    return next.starts_with('}') || next.starts_with(']') ? (take(1), std::string_view()) : take(1);
  }
  if (text.starts_with("-Infinity")) return take(1), std::string_view();
  std::size_t letters = 0;
  while (letters < text.size() && ascii::is_letter(text[letters])) ++letters;
  return letters == 0 ? take(1) : json_word(take(letters));
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

}  // namespace

std::optional<std::string_view> after_json(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string && c == '\\') {
      ++at;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (in_string) {
      continue;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return text.substr(at + 1);
    }
  }
  return std::nullopt;
}

std::string repaired_json(std::string_view text) {
  const std::string valid = to_valid_utf8(text);
  std::string repaired;
  repaired.reserve(valid.size());
  bool in_string = false;
  for (std::string_view rest = valid; !rest.empty();) {
    const char c = rest.front();
    if (in_string && c == '\\') {
      repaired += take_escape(rest);
      continue;
    }
    if (!in_string && c != '"') {
      repaired += take_outside(rest);
      continue;
    }
    if (c == '"') in_string = !in_string;
    if (in_string && ascii::is_control(c) && c != 0x7f) {
      repaired += escape_of_control(c);
    } else {
      repaired += c;
    }
    rest.remove_prefix(1);
  }
  return repaired;
}

Result<Json> parse_reply(std::string_view body, Json (*join)(std::span<const Json> events)) {
  const std::string_view text = trim(body);
  if (is_stream(text)) {
    TRY_ASSIGN(const auto events, events_of(repaired_json(text)));
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
