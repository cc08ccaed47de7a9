// SPDX-License-Identifier: MIT
#pragma once

#include "review_options.hpp"

// The options of the commands that work with the queue.
namespace rustassistant::cli {

inline constexpr Option kTypes{"--types", "TYPES",
                               "Types of analysis with commas between them: refactor (default), docs, analysis"};
inline constexpr Option kJobsAtOnce{"-j,--jobs", "N", "Calls at once (default: 4)"};
inline constexpr Option kAskedProvider{"--provider", "NAME", "Ask this provider",
                                       "auto|xai|openai|anthropic|google|openai-compatible", "llm.provider"};
inline constexpr Option kAskedModel{"--model", "ID", "Ask this model", {}, "llm.model"};

inline constexpr Option kInBatch{
    "--batch", "", "Send the questions to the provider's batch service, which costs less and takes up to a day"};

inline constexpr Option kCacheBuildOptions[] = {
    kFormat,
    kTypes,
    {"--priority", "NAME", "Priority of all files (default: by path and history)", "critical|high|normal|low"},
    {"--max-files", "N", "Queue the most urgent N files only"},
    kMaxCost,
    kJobsAtOnce,
    kDryRun,
    kInBatch,
    {"--resume", "", "Work off what is queued, and queue nothing new"},
    kAskedProvider,
    kAskedModel,
    kAllowUnpriced,
    kForce,
    kContext,
    kExclude,
};

inline constexpr Option kCacheSyncOptions[] = {
    kFormat,
    kTypes,
    {"--stale-after", "AGE", "Ask again where the answer is older than this, such as 7d or 12h"},
    {"--warm", "", "Ask only about what changed and was then left alone for a day, for a tenth of what remains"},
    kMaxCost,
    kJobsAtOnce,
    kDryRun,
    kInBatch,
    kAskedProvider,
    kAskedModel,
    kAllowUnpriced,
    kForce,
    kContext,
    kExclude,
};

inline constexpr Option kQueueStatusOptions[] = {
    kFormat,
    {"--refresh", "", "Ask the providers how far the batches are"},
};

inline constexpr Option kQueueCollectOptions[] = {
    kFormat,
    {"--wait", "TIME", "Wait up to this long for batches that are not done, such as 45min or 2h"},
};

inline constexpr Option kQueueListOptions[] = {
    kFormat,
    {"--dead", "", "Only jobs that were given up, and why"},
    {"--all", "", "List every job instead of the first 50"},
};

inline constexpr Option kQueueRetryOptions[] = {
    kFormat,
    {"--dead", "", "Every job that was given up"},
};

inline constexpr Option kQueueCancelOptions[] = {
    kFormat,
    {"--all", "", "Every job that waits"},
};

}  // namespace rustassistant::cli
