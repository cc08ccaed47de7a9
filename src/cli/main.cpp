// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <string>
#include <vector>

#include "run.hpp"
#include "rustassistant/app/ca_wishes.hpp"
#include "rustassistant/http/curl_transport.hpp"
#include "rustassistant/pg/connection.hpp"
#include "rustassistant/sys/signals.hpp"
#include "rustassistant/sys/terminal.hpp"

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the name is the library's
namespace __gnu_cxx {

// In place of the standard library's, which names the exception, and whose reader of names is 60 KB of the executable.
void __verbose_terminate_handler() {
  std::abort();
}

}  // namespace __gnu_cxx
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

int main(int argc, char** argv) {
  using namespace rustassistant;
  sys::occupy_missing_streams();
  sys::install_signal_handlers();
  pg::forget_environment();
  SystemClock clock;
  const sys::Environment environment = sys::Environment::of_process();
  http::CurlTransport transport(app::ca_wishes(environment), sys::grace_time_over);
  return cli::run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc), clock, transport, environment);
}
