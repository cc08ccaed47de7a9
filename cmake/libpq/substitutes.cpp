// SPDX-License-Identifier: MIT
// What the static libpq is linked with in place of its own: all encodings but UTF-8, tables of Unicode, tracing, a
// printf of its own, and look-ups of users, for which the C library would load modules of the host. A third of its
// size. The names and what they promise are libpq's; each is linked once, and before the originals.
#include <arpa/inet.h>
#include <sys/types.h>

#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstring>

// NOLINTBEGIN(cert-dcl50-cpp,cppcoreguidelines-pro-type-vararg): as libpq has them
extern "C" {

namespace {

constexpr int kUtf8 = 6;

int utf8_length(const char* text) {
  const auto lead = static_cast<unsigned char>(*text);
  return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

}  // namespace

// A password is taken as it is (the answer stands for text that is not UTF-8), which for ASCII is what the tables come
// to.
int pg_saslprep(const char* /*password*/, char** prepared) {
  *prepared = nullptr;
  return -2;
}

bool pg_get_user_name(uid_t /*user*/, char* buffer, std::size_t /*size*/) {
  *buffer = '\0';
  return false;
}
bool pg_get_user_home_dir(uid_t /*user*/, char* buffer, std::size_t /*size*/) {
  *buffer = '\0';
  return false;
}

// The client's encoding is always UTF-8.
int pg_char_to_encoding(const char* /*name*/) {
  return kUtf8;
}
const char* pg_encoding_to_char(int /*encoding*/) {
  return "UTF8";
}
int pg_valid_client_encoding(const char* /*name*/) {
  return kUtf8;
}
int pg_valid_server_encoding(const char* /*name*/) {
  return kUtf8;
}
int pg_valid_server_encoding_id(int /*encoding*/) {
  return 1;
}
int pg_get_encoding_from_locale(const char* /*locale*/, bool /*write_message*/) {
  return kUtf8;
}
int pg_encoding_max_length(int /*encoding*/) {
  return 4;
}
int pg_encoding_mblen(int /*encoding*/, const char* text) {
  return utf8_length(text);
}
int pg_encoding_mblen_or_incomplete(int /*encoding*/, const char* text, std::size_t left) {
  return left == 0 ? 0x7FFFFFFF : utf8_length(text);
}
int pg_encoding_dsplen(int /*encoding*/, const char* /*text*/) {
  return 1;
}
int pg_encoding_verifymbchar(int /*encoding*/, const char* text, int left) {
  const int length = utf8_length(text);
  return length <= left ? length : -1;
}
int pg_encoding_verifymbstr(int /*encoding*/, const char* /*text*/, int length) {
  return length;
}
void pg_encoding_set_invalid(int /*encoding*/, char* two_bytes) {
  two_bytes[0] = '\xC0';
  two_bytes[1] = ' ';
}

void pqTraceOutputMessage(void* /*connection*/, const char* /*message*/, bool /*to_server*/) {}
void pqTraceOutputNoTypeByteMessage(void* /*connection*/, const char* /*message*/) {}

char* pg_strerror_r(int error, char* buffer, std::size_t size) {
  return strerror_r(error, buffer, size);
}
char* pg_strerror(int error) {
  return strerror(error);
}
const char* pg_inet_net_ntop(int family, const void* address, int /*bits*/, char* text, std::size_t size) {
  return inet_ntop(family, address, text, static_cast<socklen_t>(size));
}

int pg_vsnprintf(char* text, std::size_t size, const char* format, va_list arguments) {
  return std::vsnprintf(text, size, format, arguments);
}
int pg_snprintf(char* text, std::size_t size, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = std::vsnprintf(text, size, format, arguments);
  va_end(arguments);
  return length;
}
int pg_vsprintf(char* text, const char* format, va_list arguments) {
  return std::vsprintf(text, format, arguments);
}
int pg_sprintf(char* text, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = std::vsprintf(text, format, arguments);
  va_end(arguments);
  return length;
}
int pg_vfprintf(std::FILE* file, const char* format, va_list arguments) {
  return std::vfprintf(file, format, arguments);
}
int pg_fprintf(std::FILE* file, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = std::vfprintf(file, format, arguments);
  va_end(arguments);
  return length;
}
int pg_vprintf(const char* format, va_list arguments) {
  return std::vprintf(format, arguments);
}
int pg_printf(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = std::vprintf(format, arguments);
  va_end(arguments);
  return length;
}
int pg_strfromd(char* text, std::size_t size, int precision, double value) {
  return std::snprintf(text, size, "%.*g", precision, value);
}

}  // extern "C"
// NOLINTEND(cert-dcl50-cpp,cppcoreguidelines-pro-type-vararg)
