// SPDX-License-Identifier: MIT
#include "escape.hpp"

#include <algorithm>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::render {
namespace {

constexpr std::string_view kZeroWidthSpace = "\xE2\x80\x8B";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// What XML 1.0 cannot hold, of valid UTF-8: U+0000 to U+001F but tab, line feed and return; U+FFFE and U+FFFF.
std::size_t forbidden_length(std::string_view rest) {
  const auto first = static_cast<unsigned char>(rest.front());
  if (first < 0x20 && first != '\t' && first != '\n' && first != '\r') return 1;
  return rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF") ? 3 : 0;
}

std::string percent_encoded(unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return {'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (line.ends_with(' ')) line.pop_back();
  return neutralise(line);
}

std::string cut(std::string text, std::size_t bytes) {
  constexpr std::string_view kEllipsis = "…";
  if (text.size() <= bytes) return text;
  std::size_t end = bytes < kEllipsis.size() ? 0 : bytes - kEllipsis.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text.append(kEllipsis);
}

std::string xml_escaped(std::string_view text) {
  const std::string valid = to_valid_utf8(text);
  std::string escaped;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const std::string_view rest = std::string_view(valid).substr(i);
    if (const std::size_t length = forbidden_length(rest); length > 0) {
      escaped += "\xEF\xBF\xBD";
      i += length - 1;
      continue;
    }
    switch (valid[i]) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      case '\n':
        escaped += "&#10;";
        break;
      case '\r':
        escaped += "&#13;";
        break;
      case '\t':
        escaped += "&#9;";
        break;
      default:
        // A log that shows the document must not be read as a command: "##[".
        escaped += rest.starts_with("##[") ? "&#35;" : rest.substr(0, 1);
    }
  }
  return escaped;
}

std::string workflow_data(std::string_view text) {
  std::string data;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    data += neutralise(text.substr(0, end));
    if (end < text.size()) data += text[end];
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  data = replaced(std::move(data), "%", "%25");
  data = replaced(replaced(std::move(data), "\r", "%0D"), "\n", "%0A");
  return replaced(std::move(data), "##[", "## [");
}

std::string workflow_property(std::string_view text) {
  return replaced(replaced(workflow_data(text), ":", "%3A"), ",", "%2C");
}

std::string markdown_text(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_{}[]<>()#+!|~$^=";
  const std::string line = one_line(text);
  std::string escaped;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '<') {
      escaped += "&lt;";
      continue;
    }
    if (c == '&') {
      escaped += "&amp;";
      continue;
    }
    if (kMarkup.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
    // Mentions and references ("@name", "#12", "!12") are looked for in what the markup says, after escapes.
    const bool refers = c == '@' || c == '#' || c == '!' || c == '$' || c == '%' || c == '~';
    // "https://": no link that a finding's text chose.
    const bool scheme = c == ':' && line.compare(i, 3, "://") == 0;
    const bool www = (c == 'w' || c == 'W') && to_lower(line.substr(i, 4)) == "www.";
    if (refers || scheme || www) escaped += kZeroWidthSpace;
  }
  // A list, quote or heading begins at the start of a line only, where this text never stands.
  return escaped;
}

std::string markdown_code(std::string_view text) {
  std::string code = one_line(text);
  if (code.empty()) return {};
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : code) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  code = replaced(std::move(code), "|", "\\|");
  // Where a fence is misread, it still holds no tag.
  code = replaced(std::move(code), "<", "<" + std::string(kZeroWidthSpace));
  const std::string fence(longest + 1, '`');
  const std::string_view pad = code.front() == '`' || code.back() == '`' ? " " : "";
  return fence + std::string(pad) + code + std::string(pad) + fence;
}

std::string html_escaped(std::string_view text) {
  return xml_escaped(one_line(text));
}

std::string uri_of(std::string_view path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool plain = ascii::is_digit(c) || ascii::is_lower(c) || ascii::is_upper(c) ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : percent_encoded(static_cast<unsigned char>(c));
  }
  return uri;
}

}  // namespace rustassistant::render
