// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

// The colors of a page: every color there is, by name, for a light and a dark screen. Pure.
namespace rustassistant::render {

struct Color {
  std::string_view name;
  std::uint32_t light = 0;  // 0xRRGGBB
  std::uint32_t dark = 0;
};

inline constexpr std::array kPalette{
    Color{"paper", 0xfaf9f6, 0x14171a},    // behind everything
    Color{"surface", 0xffffff, 0x1b1f23},  // behind figures and tables
    Color{"ink", 0x1c2126, 0xe9e7e2},      // words
    Color{"muted", 0x59626c, 0xa6aeb8},    // words that explain
    Color{"rule", 0xe3dfd7, 0x31373d},     // lines that only divide, and the ground of a meter
    Color{"base", 0x858c94, 0x6f7882},     // the line that bars stand on
    Color{"accent", 0x0d6a73, 0x5fc3cb},   // what is measured, and links
    Color{"band", 0xcfe5e6, 0x21474b},     // between which values a forecast lies; its edge is in the accent
    Color{"c1", 0x0a4f57, 0x8fdbe0},       // areas, from the bottom
    Color{"c2", 0x23808a, 0x4fb3bb},       //
    Color{"c3", 0x4a949b, 0x3d8f97},       //
    Color{"c4", 0x5f6973, 0xa6aeb8},       //
    Color{"c5", 0x858c94, 0x7b848e},       //
    Color{"alarm", 0x9f2f1b, 0xf0917d},    // over a cap
};

// What stands on what. Words need a contrast of 4.5, what a picture says without words 3 (WCAG 2.2, 1.4.3 and 1.4.11).
struct ColorPair {
  std::string_view over;
  std::string_view under;
  bool of_words = false;
};
inline constexpr std::array kColorPairs{
    ColorPair{"ink", "paper", true},       ColorPair{"ink", "surface", true},  ColorPair{"muted", "paper", true},
    ColorPair{"muted", "surface", true},   ColorPair{"accent", "paper", true}, ColorPair{"accent", "surface", true},
    ColorPair{"alarm", "surface", true},   ColorPair{"ink", "band", true},     ColorPair{"base", "surface", false},
    ColorPair{"accent", "surface", false}, ColorPair{"accent", "rule", false}, ColorPair{"alarm", "rule", false},
    ColorPair{"accent", "band", false},    ColorPair{"ink", "rule", false},    ColorPair{"ink", "surface", false},
    ColorPair{"c1", "surface", false},     ColorPair{"c2", "surface", false},  ColorPair{"c3", "surface", false},
    ColorPair{"c4", "surface", false},     ColorPair{"c5", "surface", false},
};

// As custom properties of CSS: "--ink:#1c2126", dark ones where a dark page is preferred, light ones in print.
[[nodiscard]] std::string palette_css();

}  // namespace rustassistant::render
