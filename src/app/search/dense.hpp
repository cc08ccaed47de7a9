// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "refresh.hpp"
#include "rustassistant/app/search.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/domain/rate.hpp"
#include "rustassistant/embed/vectors.hpp"
#include "rustassistant/search/fusion.hpp"
#include "rustassistant/search/index.hpp"

// Finding by meaning: an embedding model makes vectors of chunks, the index keeps them.
namespace rustassistant::app {

// Whether what an index remembers of a model is taken for true.
enum class Memory : bool { ignored, trusted };

// Used by one thread at a time.
class Embedder {
 public:
  Embedder() = default;
  virtual ~Embedder() = default;
  Embedder(const Embedder&) = delete;
  Embedder& operator=(const Embedder&) = delete;

  // Finds out what the model is: by reading all of it, or asking its server, unless the index remembers that of a model
  // with the same identity. The index remembers it then, where it can be written. Comes before all else.
  [[nodiscard]] Result<void> introduce(search::Index& index, Memory memory);
  // The same without an index.
  [[nodiscard]] Result<void> introduce();

  [[nodiscard]] const search::VectorMaker& maker() const { return maker_; }
  // A vector of length 1 for each text, of maker().dimension numbers.
  [[nodiscard]] virtual Result<std::vector<std::vector<float>>> vectors_of(std::span<const std::string> texts) = 0;
  // Whether a text of a file may be shown to the model at all.
  [[nodiscard]] virtual bool may_see(std::string_view /*path*/, std::string_view /*text*/) const { return true; }
  // Whether vectors_of() failed because the model is another one than was remembered.
  [[nodiscard]] virtual bool has_changed() const { return false; }

 protected:
  // Tells one state of the model from another at little cost; empty: nothing does.
  [[nodiscard]] virtual std::string identity() const = 0;
  [[nodiscard]] virtual Result<search::VectorMaker> examine() = 0;

 private:
  search::VectorMaker maker_;
};

// Does `work()`, which returns a Result, with an embedder that is introduced: once more where the model turns out to be
// another one than the index remembers.
template <typename Work>
auto introduced(Embedder& embedder, search::Index& index, const Work& work) -> decltype(work()) {
  TRY(embedder.introduce(index, Memory::trusted));
  auto done = work();
  if (done || !embedder.has_changed()) return done;
  TRY(embedder.introduce(index, Memory::ignored));
  return work();
}

// The folder of a model that runs here: a path, or a name in models/ of the home folder. Error (config): no home.
[[nodiscard]] Result<std::string> model_folder(const std::string& model, const sys::Environment& environment);

// The model in that folder. Errors: config (there is none), input.
[[nodiscard]] Result<std::unique_ptr<Embedder>> local_embedder(const std::string& name, const Services& services);

// Whom vectors are for.
struct EmbeddingNeed {
  const std::string& top;  // of the repository
  MaySpend may_spend = MaySpend::yes;
  domain::Urgency urgency = domain::Urgency::interactive;
};

// The one that the settings name: a server, or a model here. Calls of a server that costs money are paid like those for
// reviews. `settings`, `services` and what `need` refers to must outlive it. Nothing: it costs money, which may not be
// spent; a warning says so. Errors: config, input.
[[nodiscard]] Result<std::unique_ptr<Embedder>> embedder_of(const config::Settings& settings, const EmbeddingNeed& need,
                                                            const Services& services);

// The text of an indexed file; nothing where it is another one by now.
[[nodiscard]] std::optional<std::string> indexed_text(const search::IndexedFile& file, const std::string& top,
                                                      std::int64_t max_file_size);

struct DenseWork {
  ReadyIndex& ready;
  const std::string& top;
  std::int64_t max_file_size = 0;
  Embedder& embedder;
  const Services& services;
};

// Orders the best of what words have found by meaning, too. Vectors that the index lacks are made, and kept where it
// can be written. Errors: those of the embedder; storage.
[[nodiscard]] Result<std::vector<search::Ranked>> reranked(std::vector<search::Ranked> ranked, const std::string& words,
                                                           const DenseWork& work);

enum class Additions : bool { no, yes };
// Orders all that words have found by the meaning of all chunks, and adds, where allowed, files that `wanted` names and
// words do not find. Errors: input, where the index has no vectors of this model; storage; those of the embedder.
[[nodiscard]] Result<std::vector<search::Ranked>> with_similar(std::vector<search::Ranked> ranked,
                                                               const std::string& words, std::span<const char> wanted,
                                                               Additions additions, const DenseWork& work);

// Makes the vectors that the index lacks, some at a time, so that little is lost when it is interrupted. Returns how
// many. `progress` is told of chunks. Errors: as above; interrupted.
[[nodiscard]] Result<std::int64_t> embed_all(const DenseWork& work, const IndexProgress& progress);

// What the vectors of an index are; nothing: there are none.
[[nodiscard]] Result<std::optional<VectorStanding>> vector_standing(search::Index& index,
                                                                    const search::Contents& contents);

}  // namespace rustassistant::app
