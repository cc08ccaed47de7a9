// SPDX-License-Identifier: MIT
#include "rustassistant/config/secret_text.hpp"

#include "rustassistant/base/text.hpp"

namespace rustassistant::config {

std::string without_credentials(std::string_view url) {
  url = url.substr(0, url.find('?'));
  const std::size_t scheme_end = url.find("://");
  const std::size_t at = url.rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  const std::size_t begin = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
  return std::string(url.substr(0, begin)) + std::string(url.substr(at + 1));
}

Result<std::string> expanded(std::string_view text, std::string_view setting, const sys::Environment& environment) {
  std::string result;
  while (true) {
    const std::size_t begin = text.find("${");
    result += text.substr(0, begin);
    if (begin == std::string_view::npos) return result;
    const std::size_t end = text.find('}', begin);
    if (end == std::string_view::npos)
      return fail(Errc::config, std::string(setting) + ": a '${' has no '}'", "write ${NAME} for a variable");
    const std::string name(text.substr(begin + 2, end - begin - 2));
    const auto value = environment.value(name);
    if (!value) {
      return fail(Errc::config, std::string(setting) + " needs the variable " + neutralise(name) + ", which is not set",
                  "set it, or change the setting");
    }
    result += *value;
    text.remove_prefix(end + 1);
  }
}

}  // namespace rustassistant::config
