// SPDX-License-Identifier: MIT
// The least that a process costs: linked statically, without relocations.
int main() {
  return 0;
}
