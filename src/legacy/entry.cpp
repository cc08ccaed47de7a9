// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/entry.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "forms.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::legacy {
namespace {

// Members that describe an entry; all others at the top level are its result, where there is no member of that name.
enum class Member : std::uint8_t {
  file_path,
  file_hash,
  analyzed_at,
  provider,
  model,
  result,
  tokens,
  input,
  output,
  cost,
  generation_ms,
  access_count,
  last_accessed,
  cache_type,
  prompt_hash,
  passed_over,
  of_result,
};

struct MemberRow {
  std::string_view name;
  Member member;
};
constexpr auto kMembers = std::to_array<MemberRow>({
    {"file_path", Member::file_path},
    {"file_hash", Member::file_hash},
    {"content_hash", Member::file_hash},
    {"analyzed_at", Member::analyzed_at},
    {"provider", Member::provider},
    {"model", Member::model},
    {"model_id", Member::model},
    {"result", Member::result},
    {"tokens_used", Member::tokens},
    {"llm_tokens", Member::tokens},
    {"total_tokens", Member::tokens},
    {"input_tokens", Member::input},
    {"output_tokens", Member::output},
    {"cost_usd", Member::cost},
    {"generation_time_ms", Member::generation_ms},
    {"access_count", Member::access_count},
    {"last_accessed", Member::last_accessed},
    {"cache_type", Member::cache_type},
    {"prompt_hash", Member::prompt_hash},
    {"file_size", Member::passed_over},
    {"cache_key", Member::passed_over},
    {"schema_version", Member::passed_over},
    {"config_hash", Member::passed_over},
});

MemberRow member_named(std::string_view name) {
  const auto* const found =
      std::find_if(kMembers.begin(), kMembers.end(), [&](const MemberRow& row) { return row.name == name; });
  return found == kMembers.end() ? MemberRow{{}, Member::of_result} : *found;
}

// NOLINTBEGIN(readability-identifier-naming): the parser calls its handlers by these names.

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

// Follows the parser: depth 1 is within the entry. Numbers arrive as they are written. Returning false ends the
// parsing, with `fault_` saying why.
class Handler {
 public:
  // `room` bytes: what the entry has, so that its result is written without growing.
  explicit Handler(std::size_t room) : result_(nullptr, room) {}

  bool Null() {
    return scalar([](Writer& writer) { return writer.Null(); });
  }
  bool Bool(bool value) {
    return scalar([&](Writer& writer) { return writer.Bool(value); });
  }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    if (depth_ == 1 && !take_number({text, size})) return false;
    return scalar([&](Writer& writer) { return writer.RawValue(text, size, rapidjson::kNumberType); });
  }
  bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    if (depth_ == 1 && !take_text({text, size})) return false;
    return scalar([&](Writer& writer) { return writer.String(text, size); });
  }
  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    if (depth_ != 1) return write([&](Writer& writer) { return writer.Key(text, size); });
    member_ = member_named({text, size});
    target_ = nullptr;
    if (is(Member::result)) {
      result_.Clear();
      result_writer_.Reset(result_);
      target_ = &result_writer_;
    } else if (is(Member::of_result)) {
      target_ = &loose_writer_;
      return loose_writer_.Key(text, size);
    }
    return true;
  }
  bool StartObject() {
    return open([](Writer& writer) { return writer.StartObject(); }, Kind::object);
  }
  bool EndObject(rapidjson::SizeType /*members*/) {
    return close([](Writer& writer) { return writer.EndObject(); });
  }
  bool StartArray() {
    if (depth_ == 0) return fault("expected an object");
    return open([](Writer& writer) { return writer.StartArray(); }, Kind::array);
  }
  bool EndArray(rapidjson::SizeType /*elements*/) {
    return close([](Writer& writer) { return writer.EndArray(); });
  }
  // The reader is told to hand over numbers as text.
  bool Int(int /*value*/) { return false; }
  bool Uint(unsigned /*value*/) { return false; }
  bool Int64(std::int64_t /*value*/) { return false; }
  bool Uint64(std::uint64_t /*value*/) { return false; }
  bool Double(double /*value*/) { return false; }

  [[nodiscard]] const std::string& fault_text() const { return fault_; }

  Result<Entry> take() {
    if (entry_.file_path.empty()) return fail(Errc::input, "'file_path' is missing");
    if (!has_hash_) return fail(Errc::input, "'file_hash' is missing");
    if (entry_.model.empty()) return fail(Errc::input, "'model' is missing");
    if (result_.GetSize() > 0) {
      entry_.result.assign(result_.GetString(), result_.GetSize());
    } else if (loose_.GetSize() > 2) {
      entry_.result.assign(loose_.GetString(), loose_.GetSize());
    } else {
      return fail(Errc::input, "'result' is missing");
    }
    // Half of a surrogate pair, as an escape, passes the parser.
    for (const std::string* text : {&entry_.result, &entry_.file_path, &entry_.model}) {
      if (!is_valid_utf8(*text)) return fail(Errc::input, "not UTF-8: half of a surrogate pair");
    }
    return std::move(entry_);
  }

 private:
  bool fault(std::string why) {
    fault_ = std::move(why);
    return false;
  }

  template <typename Write>
  bool write(const Write& write) {
    return target_ == nullptr || write(*target_);
  }

  template <typename Write>
  bool scalar(const Write& to) {
    if (depth_ == 0) return fault("expected an object");
    if (depth_ == 1 && is(Member::result)) return fault("'result': expected an object");
    return write(to);
  }

  enum class Kind : bool { array, object };

  template <typename Write>
  bool open(const Write& to, Kind kind) {
    if (depth_ == 0) {
      ++depth_;
      return loose_writer_.StartObject();
    }
    if (depth_ == 1 && is(Member::result) && kind != Kind::object) {
      return fault("'result': expected an object");
    }
    if (++depth_ > kMaxDepth) return fault("nested deeper than " + std::to_string(kMaxDepth));
    return write(to);
  }

  template <typename Write>
  bool close(const Write& to) {
    if (--depth_ == 0) return loose_writer_.EndObject();
    return write(to);
  }

  bool take_text(std::string_view text) {
    switch (member_.member) {
      case Member::file_path:
        entry_.file_path = text;
        if (text.find('\0') != std::string_view::npos) return fault("'file_path': a zero byte");
        return true;
      case Member::file_hash:
        has_hash_ = take_hash(text, entry_);
        return has_hash_ || fault("'file_hash': expected 64 hex digits");
      case Member::analyzed_at:
        return take_time(text);
      case Member::last_accessed:
        entry_.last_accessed = time_of(text);
        return true;
      case Member::provider:
        entry_.provider = provider_called(text);
        return true;
      case Member::model:
        entry_.model = text;
        return true;
      case Member::cache_type:
        entry_.cache_type = to_lower(text);
        return true;
      case Member::prompt_hash:
        entry_.prompt_hash = foreign_prompt(text);
        return true;
      default:
        return true;
    }
  }

  bool take_number(std::string_view text) {
    switch (member_.member) {
      case Member::tokens:
        return take_count(entry_.tokens, text);
      case Member::input:
        return take_count(entry_.input, text);
      case Member::output:
        return take_count(entry_.output, text);
      // What is not understood of these is not worth losing an answer.
      case Member::generation_ms:
        entry_.generation_ms = count_of(text);
        return true;
      case Member::access_count:
        entry_.access_count = count_of(text);
        return true;
      case Member::last_accessed:
        entry_.last_accessed = time_of(text);
        return true;
      case Member::cost:
        entry_.cost = usd_of(text);
        return entry_.cost || fault(name() + ": expected US dollars");
      case Member::analyzed_at:
        return take_time(text);
      default:
        return true;
    }
  }

  bool take_count(std::optional<std::int64_t>& member, std::string_view text) {
    member = count_of(text);
    return member || fault(name() + ": expected a count");
  }

  bool take_time(std::string_view text) {
    entry_.analyzed_at = time_of(text);
    return entry_.analyzed_at || fault(name() + ": expected a time such as 2026-02-04T03:12:42Z");
  }

  [[nodiscard]] bool is(Member member) const { return member_.member == member; }
  [[nodiscard]] std::string name() const { return "'" + std::string(member_.name) + "'"; }

  Entry entry_;
  bool has_hash_ = false;
  std::size_t depth_ = 0;
  MemberRow member_{{}, Member::passed_over};  // that is read
  std::string fault_;
  rapidjson::StringBuffer result_;
  rapidjson::StringBuffer loose_;
  Writer result_writer_{result_};
  Writer loose_writer_{loose_};
  Writer* target_ = nullptr;  // of what is read; null: passed over
};

// Passes on one object, without its white space.
class Compactor : public Writer {
 public:
  using Writer::Writer;
  bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    return RawValue(text, size, rapidjson::kNumberType);
  }
  bool StartObject() {
    ++depth_;
    return depth_ <= kMaxDepth && Writer::StartObject();
  }
  bool StartArray() {
    ++depth_;
    return depth_ > 1 && depth_ <= kMaxDepth && Writer::StartArray();
  }
  bool EndObject(rapidjson::SizeType count) {
    --depth_;
    return Writer::EndObject(count);
  }
  bool EndArray(rapidjson::SizeType count) {
    --depth_;
    return Writer::EndArray(count);
  }

 private:
  std::size_t depth_ = 0;
};

// NOLINTEND(readability-identifier-naming)

constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag;

// What may stand before it taken away, as the parser needs it: with a zero byte and room behind, for it reads sixteen
// bytes at a time. Or why it cannot be read.
Result<std::string> prepared(std::string_view text) {
  constexpr std::size_t kRoom = 32;
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.size() > static_cast<std::size_t>(kMaxEntryBytes)) return fail(Errc::input, "too large");
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (trim(text).empty()) return fail(Errc::input, "empty");
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    return fail(Errc::input, "a zero byte (byte " + std::to_string(zero) + ")");
  }
  if (!is_valid_utf8(text)) return fail(Errc::input, "not JSON: it is not UTF-8");
  std::string body;
  body.reserve(text.size() + kRoom);
  body = text;
  return body;
}

}  // namespace

Result<std::string> compact_object(std::string_view text) {
  TRY_ASSIGN(const std::string body, prepared(text));
  rapidjson::StringStream stream(body.c_str());
  rapidjson::StringBuffer buffer;
  Compactor compactor(buffer);
  rapidjson::Reader reader;
  const rapidjson::ParseResult parsed = reader.Parse<kFlags>(stream, compactor);
  if (!parsed || buffer.GetSize() == 0 || *buffer.GetString() != '{')
    return fail(Errc::input, "the result is not a JSON object");
  std::string compact(buffer.GetString(), buffer.GetSize());
  if (!is_valid_utf8(compact)) return fail(Errc::input, "not UTF-8: half of a surrogate pair");
  return compact;
}

Result<Entry> parse_entry(std::string_view text) {
  TRY_ASSIGN(const std::string body, prepared(text));
  rapidjson::StringStream stream(body.c_str());
  rapidjson::Reader reader;
  Handler handler(body.size());
  const rapidjson::ParseResult parsed = reader.Parse<kFlags>(stream, handler);
  if (parsed) return handler.take();
  const std::string why = handler.fault_text().empty()
                              ? std::string("not JSON: ") + rapidjson::GetParseError_En(parsed.Code())
                              : handler.fault_text();
  return fail(Errc::input, why + " (byte " + std::to_string(parsed.Offset()) + ")");
}

}  // namespace rustassistant::legacy
