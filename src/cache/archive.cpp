// SPDX-License-Identifier: MIT
#include "rustassistant/cache/archive.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "rustassistant/base/hex_array.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/json.hpp"
#include "stored_forms.hpp"

namespace rustassistant::cache {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "rustassistant.cache-export/1";
constexpr std::size_t kMaxPath = 4096;
constexpr std::size_t kMaxText = 256;
constexpr std::int64_t kMaxTokens = 1'000'000'000;
constexpr std::int64_t kMaxCost = 1'000'000'000'000;  // nano-dollars: $1000
constexpr std::int64_t kMaxCount = 1'000'000'000;
constexpr std::int64_t kDay = 86'400'000;

// Texts of an entry besides its factors that stand in the archive as they are.
struct TextMember {
  const char* name;
  std::string EntryInfo::* value;
  std::size_t longest;
};
constexpr TextMember kTexts[] = {
    {"repo_id", &EntryInfo::repo_id, 8},
    {"repo_path", &EntryInfo::repo_path, kMaxPath},
    {"path", &EntryInfo::path, kMaxPath},
};

// Whether an entry's repository and path are told.
enum class Places : bool { told, left_out };

struct TokenMember {
  const char* name;
  Tokens domain::Usage::* value;
};
constexpr TokenMember kTokens[] = {
    {"input_tokens", &domain::Usage::input},
    {"cached_tokens", &domain::Usage::cached},
    {"cache_write_tokens", &domain::Usage::cache_write},
    {"output_tokens", &domain::Usage::output},
    {"reasoning_tokens", &domain::Usage::reasoning},
};

std::string line_of(const Json& json) {
  return codec::dump_json(json, codec::JsonStyle::compact);
}

Json usage_json(const std::optional<domain::Usage>& usage) {
  if (!usage) return nullptr;
  Json json;
  for (const TokenMember& member : kTokens) json[member.name] = (*usage).*member.value;
  return json;
}

// Reads members, and remembers the first that is not as it should be.
class Members {
 public:
  explicit Members(const nlohmann::json& object) : object_(object) {}

  [[nodiscard]] const nlohmann::json& member(const char* name) const {
    static const nlohmann::json null;
    const auto found = object_.find(name);
    return found == object_.end() ? null : *found;
  }

  std::string text(const char* name, std::size_t longest) {
    const nlohmann::json& value = member(name);
    const auto* const text = value.get_ptr<const std::string*>();
    if (text == nullptr || text->size() > longest) return bad(name), std::string();
    return *text;
  }

  std::int64_t integer(const char* name, std::int64_t most) {
    const nlohmann::json& value = member(name);
    const bool fits =
        value.is_number_integer() && (!value.is_number_unsigned() || value.get<std::uint64_t>() <= INT64_MAX);
    const std::int64_t number = fits ? value.get<std::int64_t>() : -1;
    if (number < 0 || number > most) return bad(name), 0;
    return number;
  }

  template <std::size_t Size>
  std::array<std::uint8_t, Size> hash(const char* name) {
    const auto hash = array_from_hex<std::array<std::uint8_t, Size>>(text(name, 2 * Size));
    if (!hash) bad(name);
    return hash.value_or(std::array<std::uint8_t, Size>{});
  }

  void bad(const char* name) {
    if (!fault_) fault_ = std::string("bad member \"") + name + "\"";
  }
  [[nodiscard]] const std::optional<std::string>& fault() const { return fault_; }

 private:
  const nlohmann::json& object_;
  std::optional<std::string> fault_;
};

tl::unexpected<Error> refused(std::string why) {
  return fail(Errc::input, std::move(why));
}

std::optional<domain::Usage> read_usage(Members& members) {
  const nlohmann::json& object = members.member("usage");
  if (object.is_null()) return std::nullopt;
  if (!object.is_object()) return members.bad("usage"), std::nullopt;
  Members tokens(object);
  domain::Usage usage;
  for (const TokenMember& member : kTokens) usage.*member.value = tokens.integer(member.name, kMaxTokens);
  if (tokens.fault()) members.bad("usage");
  return usage;
}

EntryInfo read_info(Members& members, UnixMillis now, Places places) {
  EntryInfo info;
  for (const domain::Factor& factor : domain::kFactors) {
    info.factors.*factor.value = members.text(std::string(factor.name).c_str(), kMaxText);
  }
  if (!domain::analysis_type_named(info.factors.type)) members.bad("type");
  if (!domain::provider_named(info.factors.provider)) members.bad("provider");
  info.factors.content_hash = to_hex(members.hash<32>("content_hash"));
  if (places == Places::told) {
    for (const TextMember& member : kTexts) info.*member.value = members.text(member.name, member.longest);
    if (repo_text(repo_number(info.repo_id)) != info.repo_id) members.bad("repo_id");
  }
  info.usage = read_usage(members);
  if (!members.member("cost_nano_usd").is_null()) info.cost = NanoUsd{members.integer("cost_nano_usd", kMaxCost)};
  if (!members.member("estimated").is_boolean()) members.bad("estimated");
  info.estimated = members.member("estimated") == true;
  // Archives of earlier versions do not tell.
  const nlohmann::json& older_tool = members.member("older_tool");
  if (!older_tool.is_null() && !older_tool.is_boolean()) members.bad("older_tool");
  info.older_tool = older_tool == true;
  info.generation_ms = members.integer("generation_ms", kMaxCount);
  info.created = {members.integer("created_ms", now.value + kDay)};
  info.last_accessed = {members.integer("last_accessed_ms", now.value + kDay)};
  info.access_count = members.integer("access_count", kMaxCount);
  info.key = domain::cache_key(info.factors);
  return info;
}

// Whether a review can show it is found out when it is looked up, as for every entry.
bool is_document(const std::string& result) {
  const auto parsed = codec::parse_json(result);
  return parsed && parsed->is_object();
}

Result<Entry> read_entry(const nlohmann::json& object, UnixMillis now, Places places) {
  Members members(object);
  Entry entry{read_info(members, now, places), members.text("result", static_cast<std::size_t>(kMaxResultBytes))};
  const auto key = members.hash<32>("key");
  const auto digest = members.hash<16>("digest");
  if (members.fault()) return refused(*members.fault());
  if (key != entry.info.key) return refused("its key is not that of its factors");
  if (digest_of(key, entry.result) != db::characters(digest)) return refused("its digest is not that of its result");
  if (!is_document(entry.result)) return refused("its result is not a JSON object");
  return entry;
}

}  // namespace

std::string archive_header(std::string_view tool_version, UnixMillis now) {
  return line_of({{"schema", kSchema}, {"tool_version", tool_version}, {"created", to_rfc3339(now)}});
}

namespace {

std::string line_of(const Entry& entry, Places places) {
  const EntryInfo& info = entry.info;
  Json json = {{"key", to_hex(info.key)}};
  for (const domain::Factor& factor : domain::kFactors) json[std::string(factor.name)] = info.factors.*factor.value;
  for (const TextMember& member : kTexts) {
    if (places == Places::told) json[member.name] = info.*member.value;
  }
  json["usage"] = usage_json(info.usage);
  json["cost_nano_usd"] = info.cost ? Json(info.cost->value) : Json(nullptr);
  json["estimated"] = info.estimated;
  json["older_tool"] = info.older_tool;
  json["generation_ms"] = info.generation_ms;
  json["created_ms"] = info.created.value;
  json["last_accessed_ms"] = info.last_accessed.value;
  json["access_count"] = info.access_count;
  json["digest"] = to_hex(db::bytes(digest_of(info.key, entry.result)));
  json["result"] = entry.result;
  return line_of(json);
}

}  // namespace

std::string archive_line(const Entry& entry) {
  return line_of(entry, Places::told);
}

std::string shared_line(const Entry& entry) {
  return line_of(entry, Places::left_out);
}

std::string archive_trailer(std::int64_t entries) {
  return line_of({{"end", true}, {"entries", entries}});
}

Result<void> check_archive_header(std::string_view line) {
  const auto json = codec::parse_json(line, {kMaxPath, 8});
  const bool object = json && json->is_object() && json->contains("schema") && (*json)["schema"].is_string();
  const std::string schema = object ? (*json)["schema"].get<std::string>() : "";
  if (schema == kSchema) return {};
  if (schema.starts_with("rustassistant.cache-export/")) {
    return fail(Errc::input, "an archive of another version ('" + neutralise(schema) + "')",
                "use the version that wrote it");
  }
  return fail(Errc::input, "not a cache archive", "`rustassistant cache export` writes one");
}

namespace {

Result<nlohmann::json> object_in(std::string_view line) {
  auto json = codec::parse_json(line, {kMaxArchiveLine, 8});
  if (!json) return refused(json.error().what);
  if (!json->is_object()) return refused("not an object");
  return *std::move(json);
}

}  // namespace

Result<ArchiveLine> parse_archive_line(std::string_view line, UnixMillis now) {
  TRY_ASSIGN(const nlohmann::json json, object_in(line));
  if (json.contains("end")) {
    Members members(json);
    const std::int64_t entries = members.integer("entries", INT64_MAX);
    if (members.fault()) return refused(*members.fault());
    return ArchiveLine{std::nullopt, entries};
  }
  TRY_ASSIGN(Entry entry, read_entry(json, now, Places::told));
  return ArchiveLine{std::move(entry), 0};
}

Result<Entry> parse_shared_line(std::string_view line, UnixMillis now) {
  TRY_ASSIGN(const nlohmann::json json, object_in(line));
  return read_entry(json, now, Places::left_out);
}

}  // namespace rustassistant::cache
