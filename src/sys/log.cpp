// SPDX-License-Identifier: MIT
#include "rustassistant/sys/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "rustassistant/base/text.hpp"

namespace rustassistant::sys {
namespace {

std::unique_ptr<spdlog::logger> logger;

void write(spdlog::level::level_enum level, std::string_view text) {
  if (logger && logger->should_log(level)) logger->log(level, "{}", neutralise(text));
}

}  // namespace

void start_log(LogLevel level) {
  if (level == LogLevel::off) return;
  logger = std::make_unique<spdlog::logger>("rustassistant", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%H:%M:%S.%e %l: %v");
  logger->set_level(level == LogLevel::debug ? spdlog::level::debug : spdlog::level::info);
  logger->flush_on(spdlog::level::debug);
}

bool log_enabled(LogLevel level) {
  return logger && level != LogLevel::off &&
         logger->should_log(level == LogLevel::debug ? spdlog::level::debug : spdlog::level::info);
}

void log_info(std::string_view text) {
  write(spdlog::level::info, text);
}
void log_debug(std::string_view text) {
  write(spdlog::level::debug, text);
}

}  // namespace rustassistant::sys
