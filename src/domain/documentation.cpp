// SPDX-License-Identifier: MIT
#include "rustassistant/domain/documentation.hpp"

#include <utility>

#include "json_reader.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::domain {
namespace {

DocumentedParameter read_parameter(const Reader& reader) {
  return {reader.text("name", true), reader.text("description", false), reader.truth("verified")};
}

DocumentedItem read_item(const Reader& reader, std::optional<Error>& problem) {
  DocumentedItem item;
  item.kind = reader.text("kind", true);
  item.name = reader.text("name", true);
  item.signature = reader.text("signature", false);
  item.description = reader.text("description", true);
  reader.each("parameters", false, [&](const Json& parameter, const std::string& place) {
    item.parameters.push_back(read_parameter(Reader(parameter, place, problem)));
  });
  item.returns = reader.text("returns", false);
  item.errors = reader.texts("errors", false);
  item.examples = reader.texts("examples", false);
  if (const auto location = reader.object("location")) item.location = read_location(*location);
  return item;
}

OrderedJson parameter_json(const DocumentedParameter& parameter) {
  OrderedJson json = {{"name", parameter.name}, {"description", parameter.description}};
  if (parameter.verified) json["verified"] = *parameter.verified;
  return json;
}

OrderedJson item_json(const DocumentedItem& item, std::string_view path) {
  OrderedJson parameters = OrderedJson::array();
  for (const DocumentedParameter& parameter : item.parameters) parameters.push_back(parameter_json(parameter));
  return {{"kind", item.kind},
          {"name", item.name},
          {"signature", item.signature},
          {"description", item.description},
          {"parameters", std::move(parameters)},
          {"returns", item.returns},
          {"errors", item.errors},
          {"examples", item.examples},
          {"location", location_json(item.location, path)}};
}

}  // namespace

Result<Documentation> parse_documentation(std::string_view text) {
  TRY_ASSIGN(const Json json, parse_result(text));
  std::optional<Error> problem;
  const Reader reader(json, "", problem);
  Documentation documentation;
  documentation.purpose = reader.text("purpose", true);
  reader.each("items", true, [&](const Json& item, const std::string& place) {
    documentation.items.push_back(read_item(Reader(item, place, problem), problem));
  });
  documentation.judged = reader.truth("judged").value_or(true);
  documentation.unparsed = read_unparsed(reader, problem);
  if (problem) return tl::unexpected(std::move(*problem));
  return documentation;
}

OrderedJson to_json(const Documentation& documentation, std::string_view path) {
  OrderedJson items = OrderedJson::array();
  for (const DocumentedItem& item : documentation.items) items.push_back(item_json(item, path));
  OrderedJson json = {
      {"purpose", documentation.purpose}, {"items", std::move(items)}, {"judged", documentation.judged}};
  write_unparsed(documentation.unparsed, json);
  return json;
}

std::string serialise(const Documentation& documentation) {
  return codec::dump_json(to_json(documentation), codec::JsonStyle::compact);
}

}  // namespace rustassistant::domain
