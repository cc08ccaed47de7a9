// SPDX-License-Identifier: MIT
#include "ledger_lines.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/base/version.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::app {
namespace {

using Json = nlohmann::json;
using ledger::CallRecord;
using ledger::CallState;
using Integer = std::optional<std::int64_t>;

constexpr std::string_view kSchema = "rustassistant.ledger/1";
constexpr std::int64_t kMostMoney = 1'000'000'000'000'000'000;
constexpr std::int64_t kLatest = 253'402'300'799'999;  // the end of the year 9999

tl::unexpected<Error> wrong(std::string what) {
  return fail(Errc::input, std::move(what));
}

Json value_of(const std::optional<NanoUsd>& amount) {
  return amount ? Json(amount->value) : Json(nullptr);
}
template <typename Number>
Json value_of(const std::optional<Number>& number) {
  return number ? Json(*number) : Json(nullptr);
}

// Reads the members of one object. The first that is not as it should be is remembered.
class Members {
 public:
  explicit Members(const Json& object) : object_(object) {}

  Integer integer(const char* name, std::int64_t most) {
    const Json* const value = find(name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    if (!value->is_number_integer() || (value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX)) {
      return fault(name), std::nullopt;
    }
    const auto number = value->get<std::int64_t>();
    if (number < 0 || number > most) return fault(name), std::nullopt;
    return number;
  }
  std::int64_t needed(const char* name, std::int64_t most) {
    const Integer number = integer(name, most);
    if (!number) fault(name);
    return number.value_or(0);
  }
  std::optional<NanoUsd> money(const char* name) {
    const Integer number = integer(name, kMostMoney);
    return number ? std::optional(NanoUsd{*number}) : std::nullopt;
  }
  std::string text(const char* name) {
    const Json* const value = find(name);
    if (value != nullptr && value->is_string()) return value->get<std::string>();
    fault(name);
    return {};
  }
  bool truth(const char* name) {
    const Json* const value = find(name);
    if (value != nullptr && value->is_boolean()) return value->get<bool>();
    fault(name);
    return false;
  }
  template <typename Value>
  Value named(const char* name, std::optional<Value> (*find_named)(std::string_view)) {
    const auto found = find_named(text(name));
    if (!found) fault(name);
    return found.value_or(Value{});
  }
  void fault(const char* name) {
    if (fault_.empty()) fault_ = std::string("'") + name + "' is missing or wrong";
  }
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  const Json* find(const char* name) {
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }

  const Json& object_;
  std::string fault_;
};

std::optional<CallState> state_named(std::string_view name) {
  for (const CallState state : {CallState::reserved, CallState::settled, CallState::released}) {
    if (ledger::name_of(state) == name) return state;
  }
  return std::nullopt;
}

Json settings_json(const domain::BudgetSettings& settings) {
  Json caps = Json::array();
  for (const domain::RepoCap& cap : settings.repo_caps) {
    caps.push_back({{"repo", cap.repo_id},
                    {"path", to_valid_utf8(cap.path)},
                    {"monthly_nano_usd", cap.monthly_cap.value},
                    {"first_commit", cap.root_commit}});
  }
  return {{"monthly_nano_usd", value_of(settings.monthly_cap)},
          {"daily_nano_usd", value_of(settings.daily_cap)},
          {"warn_percent", value_of(settings.warn_percent)},
          {"alert_percent", value_of(settings.alert_percent)},
          {"when_exceeded", settings.when_exceeded ? Json(name_of(*settings.when_exceeded)) : Json(nullptr)},
          {"repositories", std::move(caps)}};
}

bool is_plain(std::string_view id) {
  return id.size() <= 200 && !id.starts_with('.') && std::all_of(id.begin(), id.end(), [](char c) {
           return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.';
         });
}

std::optional<int> percent_of(Members& members, const char* name) {
  const Integer number = members.integer(name, 100);
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

Result<domain::BudgetSettings> settings_of(const Json& json) {
  if (!json.is_object()) return wrong("'settings' is missing or wrong");
  Members members(json);
  domain::BudgetSettings settings;
  settings.monthly_cap = members.money("monthly_nano_usd");
  settings.daily_cap = members.money("daily_nano_usd");
  settings.warn_percent = percent_of(members, "warn_percent");
  settings.alert_percent = percent_of(members, "alert_percent");
  if (json.contains("when_exceeded") && !json["when_exceeded"].is_null())
    settings.when_exceeded = members.named("when_exceeded", domain::when_exceeded_named);
  const Json caps = json.value("repositories", Json::array());
  if (!caps.is_array()) members.fault("repositories");
  for (const Json& cap : caps) {
    if (!cap.is_object()) return wrong("'repositories' is missing or wrong");
    Members parts(cap);
    const auto monthly = parts.money("monthly_nano_usd");
    if (!monthly) parts.fault("monthly_nano_usd");
    settings.repo_caps.push_back(
        {parts.text("repo"), parts.text("path"), monthly.value_or(NanoUsd{}), parts.text("first_commit")});
    if (!parts.fault().empty()) return wrong(parts.fault());
  }
  if (!members.fault().empty()) return wrong(members.fault());
  return settings;
}

Result<ledger::CallBatch> batch_of(const Json& json) {
  if (!json.is_object()) return wrong("'batch' is wrong");
  Members members(json);
  ledger::CallBatch batch;
  batch.tag = members.text("tag");
  batch.endpoint = members.text("endpoint");
  batch.remote = members.text("remote");
  batch.input = members.text("input");
  batch.items = members.needed("items", INT64_MAX);
  batch.made_at = {members.needed("made_at_ms", kLatest)};
  batch.held_until = {members.needed("held_until_ms", kLatest)};
  batch.language = members.text("language");
  batch.prompt_hash = members.text("prompt_hash");
  batch.schema_version = members.text("schema_version");
  batch.config_hash = members.text("config_hash");
  batch.context_hash = members.text("context_hash");
  batch.content_hash = members.text("content_hash");
  // Ledgers of before there were such questions do not say it.
  const auto parts = from_hex(json.contains("parts") ? members.text("parts") : std::string());
  if (!parts) members.fault("parts");
  if (parts) batch.parts.assign(parts->begin(), parts->end());
  // They become parts of paths at the provider.
  const std::pair<const char*, const std::string&> ids[] = {
      {"tag", batch.tag}, {"remote", batch.remote}, {"input", batch.input}};
  for (const auto& [name, id] : ids) {
    if (!is_plain(id)) members.fault(name);
  }
  if (batch.tag.empty()) members.fault("tag");
  if (!members.fault().empty()) return wrong("batch: " + members.fault());
  return batch;
}

Json batch_json(const ledger::CallBatch& batch) {
  return {{"tag", batch.tag},
          {"endpoint", to_valid_utf8(batch.endpoint)},
          {"remote", to_valid_utf8(batch.remote)},
          {"input", to_valid_utf8(batch.input)},
          {"items", batch.items},
          {"made_at_ms", batch.made_at.value},
          {"held_until_ms", batch.held_until.value},
          {"language", batch.language},
          {"prompt_hash", batch.prompt_hash},
          {"schema_version", batch.schema_version},
          {"config_hash", batch.config_hash},
          {"context_hash", batch.context_hash},
          {"content_hash", batch.content_hash},
          {"parts", to_hex({reinterpret_cast<const std::uint8_t*>(batch.parts.data()), batch.parts.size()})}};
}

Result<CallRecord> call_of(const Json& json) {
  Members members(json);
  CallRecord call;
  call.tag = members.text("tag");
  call.id = members.needed("id", INT64_MAX);
  call.at = {members.needed("at_ms", kLatest)};
  const auto day = parse_day(members.text("day"));
  if (!day) members.fault("day");
  call.day = day.value_or(0);
  call.month = call.day / 100;
  call.state = members.named("state", state_named);
  if (const auto closed = members.integer("closed_at_ms", kLatest)) call.closed_at = UnixMillis{*closed};
  call.reserved = members.money("reserved_nano_usd");
  call.cost = members.money("cost_nano_usd");
  call.estimated = members.truth("estimated");
  call.by_hand = members.truth("by_hand");
  call.facts.provider = members.named("provider", domain::provider_named);
  call.facts.type = members.named("type", domain::call_type_named);
  call.facts.model = members.text("model");
  call.facts.repo_id = members.text("repo");
  call.facts.repo_path = members.text("repo_path");
  call.facts.path = members.text("path");
  call.facts.extension = members.text("extension");
  call.facts.request_bytes = members.integer("request_bytes", kMostMoney);
  call.input_tokens = members.integer("input_tokens", domain::kMaxTokens);
  call.cached_tokens = members.integer("cached_tokens", domain::kMaxTokens);
  call.cache_write_tokens = members.integer("cache_write_tokens", domain::kMaxTokens);
  call.output_tokens = members.integer("output_tokens", domain::kMaxTokens);
  call.reasoning_tokens = members.integer("reasoning_tokens", domain::kMaxTokens);
  if (call.tag.empty()) members.fault("tag");
  if (!members.fault().empty()) return wrong(members.fault());
  if (const auto batch = json.find("batch"); batch != json.end() && !batch->is_null()) {
    TRY_ASSIGN(call.batch, batch_of(*batch));
  }
  return call;
}

Result<Json> object_of(std::string_view line) {
  TRY_ASSIGN(Json json, codec::parse_json(line, {kMaxLedgerLine, 8}));
  if (!json.is_object()) return wrong("it is not an object");
  return json;
}

}  // namespace

std::string head_line(const ledger::LedgerHead& head) {
  Json former = Json::array();
  for (const auto& [id, repo] : head.former_repos) former.push_back({{"former", id}, {"repo", repo}});
  return codec::dump_json(Json{{"schema", kSchema},
                               {"tool_version", program_version()},
                               {"ledger_id", head.id},
                               {"timezone", {{"name", head.timezone}, {"rule", head.timezone_rule}}},
                               {"settings", settings_json(head.settings)},
                               {"former_repositories", std::move(former)}},
                          codec::JsonStyle::compact);
}

std::string call_line(const CallRecord& call) {
  const Json json = {{"tag", call.tag},
                     {"id", call.id},
                     {"at_ms", call.at.value},
                     {"day", day_text(call.day)},
                     {"state", name_of(call.state)},
                     {"closed_at_ms", call.closed_at ? Json(call.closed_at->value) : Json(nullptr)},
                     {"reserved_nano_usd", value_of(call.reserved)},
                     {"cost_nano_usd", value_of(call.cost)},
                     {"estimated", call.estimated},
                     {"by_hand", call.by_hand},
                     {"provider", name_of(call.facts.provider)},
                     {"type", name_of(call.facts.type)},
                     {"model", to_valid_utf8(call.facts.model)},
                     {"repo", to_valid_utf8(call.facts.repo_id)},
                     {"repo_path", to_valid_utf8(call.facts.repo_path)},
                     {"path", to_valid_utf8(call.facts.path)},
                     {"extension", to_valid_utf8(call.facts.extension)},
                     {"request_bytes", value_of(call.facts.request_bytes)},
                     {"input_tokens", value_of(call.input_tokens)},
                     {"cached_tokens", value_of(call.cached_tokens)},
                     {"cache_write_tokens", value_of(call.cache_write_tokens)},
                     {"output_tokens", value_of(call.output_tokens)},
                     {"reasoning_tokens", value_of(call.reasoning_tokens)},
                     {"batch", call.batch ? batch_json(*call.batch) : Json(nullptr)}};
  return codec::dump_json(json, codec::JsonStyle::compact);
}

std::string end_line(std::int64_t calls) {
  return codec::dump_json(Json{{"calls", calls}}, codec::JsonStyle::compact);
}

Result<ledger::LedgerHead> parse_head_line(std::string_view line) {
  const auto json = object_of(line);
  if (!json || json->value("schema", Json()) != kSchema)
    return fail(Errc::input, "it is not an exported ledger, or damaged",
                "`rustassistant budget export --full` writes one");
  ledger::LedgerHead head;
  Members members(*json);
  head.id = members.text("ledger_id");
  const Json zone = json->value("timezone", Json());
  if (!zone.is_object()) return wrong("'timezone' is missing or wrong");
  Members parts(zone);
  head.timezone = parts.text("name");
  head.timezone_rule = parts.text("rule");
  if (!parts.fault().empty() || head.timezone.empty() || !TimeZone::parse(head.timezone_rule))
    return wrong("'timezone' is missing or wrong");
  TRY_ASSIGN(head.settings, settings_of(json->value("settings", Json())));
  for (const Json& former : json->value("former_repositories", Json::array())) {
    if (!former.is_object()) return wrong("'former_repositories' is wrong");
    Members ids(former);
    head.former_repos.emplace_back(ids.text("former"), ids.text("repo"));
    if (!ids.fault().empty()) return wrong(ids.fault());
  }
  if (!members.fault().empty()) return wrong(members.fault());
  return head;
}

Result<LedgerLine> parse_ledger_line(std::string_view line) {
  TRY_ASSIGN(const Json json, object_of(line));
  LedgerLine parsed;
  if (json.contains("calls") && !json.contains("tag")) {
    Members members(json);
    parsed.calls = members.needed("calls", INT64_MAX);
    if (!members.fault().empty()) return wrong(members.fault());
    return parsed;
  }
  TRY_ASSIGN(parsed.call, call_of(json));
  return parsed;
}

}  // namespace rustassistant::app
