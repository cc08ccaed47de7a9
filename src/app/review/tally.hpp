// SPDX-License-Identifier: MIT
#pragma once

#include "choice.hpp"
#include "rustassistant/app/analyze.hpp"

namespace rustassistant::app {

// Adds files to the summary of a run.
class Tally {
 public:
  Tally(AnalyzeSummary& summary, const AnalyzeRequest& request, const Choice& choice)
      : summary_(summary), request_(request), choice_(choice) {}

  // False: the file was passed over.
  bool add(const FileResult& result);

 private:
  void count(const FileResult& result);
  void add_answer(const FileResult& result, const Answered& answered);
  void add_reuse(const FileResult& result, const Answered& answered);
  void add_builtin(const Answered& answered);

  AnalyzeSummary& summary_;
  const AnalyzeRequest& request_;
  const Choice& choice_;
};

}  // namespace rustassistant::app
