// SPDX-License-Identifier: MIT
// The least that a process costs with the libraries and grammars of the product linked in the product's way, unused.
#include "linked/everything.hpp"

int main(int argc, char** argv) {
  return argc > 1000 ? static_cast<int>(use_everything(argv[0])) : 0;
}
