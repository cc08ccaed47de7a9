// SPDX-License-Identifier: MIT
#include "fields.hpp"

namespace rustassistant::render {
namespace {

constexpr Field kQueueStatus[] = {
    {"database", "path", "The queue", "\"/home/me/.rustassistant/queue.db\""},
    {"jobs", "object", "How many jobs there are"},
    {"jobs.queued", "count", "Jobs that wait"},
    {"jobs.running", "count", "Jobs that are being asked", "4"},
    {"jobs.packed", "count", "Jobs in a batch that is not sent yet", "0"},
    {"jobs.submitted", "count", "Jobs that were sent with a batch", "0"},
    {"jobs.done", "count", "Jobs that were answered in the last seven days"},
    {"jobs.dead", "count", "Jobs that were given up in the last thirty days", "1"},
    {"jobs.dropped", "count", "Jobs whose answer nobody needs any more", "0"},
    {"oldest", "time?", "When the oldest open job was queued"},
    {"pauses[]", "object", "Providers that queued work leaves alone"},
    {"pauses[].scope", "text", "The provider and the model", "\"openai gpt-4.1-nano\""},
    {"pauses[].until", "time", "When the pause ends"},
    {"pauses[].code", "text", "The kind of failure", "\"provider\""},
    {"pauses[].message", "text", "The failure", "\"openai: HTTP 401\""},
    {"batches[]", "object", "Batches that are with a provider, the oldest first"},
    {"batches[].batch", "text", "The name of the batch", "\"b3\""},
    {"batches[].provider", "#provider", "Who has it", "\"openai\""},
    {"batches[].model", "text", "Which model is asked", "\"gpt-4.1-nano\""},
    {"batches[].remote_id", "text?", "What the provider calls it; null: whether it has it is not known",
     "\"batch_abc123\""},
    {"batches[].sent_at", "time", "When it was sent"},
    {"batches[].reserved_until", "time", "When it is over at the latest"},
    {"batches[].questions", "count", "Questions in it", "412"},
    {"batches[].pending", "count", "Of these, questions that are neither settled nor released", "412"},
    {"batches[].reserved_nano_usd", "nano-dollars", "What is set aside for them", "610000000"},
    {"batches[].status", "text?", "What the provider last said of it", "\"in_progress 12/412\""},
    {"batches[].ended", "boolean", "Its answers wait to be collected", "false"},
    {"batches[].next_look", "time?", "When it is looked at again"},
    {"rates[]", "object", "Rate limits, the last used first"},
    {"rates[].provider", "text", "The provider", "\"openai\""},
    {"rates[].model", "text", "The model", "\"gpt-4.1-nano\""},
    {"rates[].blocked_until", "time?", "Until when the provider wants no calls", "null"},
    {"rates[].limits[]", "object", "What is limited"},
    {"rates[].limits[].counts", "text", "What is counted", "\"requests\""},
    {"rates[].limits[].per_minute", "count", "The limit in force", "500"},
    {"rates[].limits[].stated_per_minute", "count", "The limit that the provider states, or that is assumed", "500"},
    {"rates[].limits[].learned", "boolean", "The provider stated it"},
};

constexpr Field kQueueList[] = {
    {"jobs[]", "object", "Open jobs as they came; others with the last first"},
    {"jobs[].id", "count", "The number of the job", "17"},
    {"jobs[].state", "text", "The state, as in queue-status", "\"dead\""},
    {"jobs[].priority", "text", "critical, high, normal or low", "\"normal\""},
    {"jobs[].type", "#type", "The type of analysis", "\"refactor\""},
    {"jobs[].path", "path", "The file, below the repository"},
    {"jobs[].repository", "@repository", "The repository"},
    {"jobs[].key", "sha256", "The cache key of the question"},
    {"jobs[].provider", "#provider", "Who is asked", "\"openai\""},
    {"jobs[].model", "text", "Which model is asked", "\"gpt-4.1-nano\""},
    {"jobs[].attempts", "count", "How often it was claimed", "5"},
    {"jobs[].not_before", "time?", "When it may be asked again", "null"},
    {"jobs[].last_code", "text", "The kind of the last failure; empty: none", "\"unreachable\""},
    {"jobs[].last_message", "text", "The last failure", "\"openai: HTTP 503\""},
    {"jobs[].enqueued_at", "time", "When it was queued"},
    {"jobs[].finished_at", "time?", "When it was finished"},
    {"more", "boolean", "There are more jobs than these", "false"},
};

constexpr Field kQueueChange[] = {
    {"jobs", "count", "Jobs that were changed"},
};

constexpr Field kCacheBuild[] = {
    {"provider", "#provider", "Who was asked", "\"openai\""},
    {"model", "text", "Which model was asked", "\"gpt-4.1-nano\""},
    {"sync?", "@sync", "What `cache sync` found; absent for `cache build`"},
    {"team_cache?", "@team-cache", "What a team's store did; absent if none is configured"},
    {"stored", "count", "Questions that were answered before"},
    {"queued", "count", "Questions that were queued"},
    {"known", "count", "Questions that were in the queue already", "0"},
    {"given_up_before", "count", "Questions that were given up in the last thirty days and are not queued again", "0"},
    {"failed", "count", "Files that cannot be read or must not be sent", "0"},
    {"done", "count", "Questions that this run got an answer to"},
    {"hits", "count", "Of these, questions that had been answered meanwhile", "0"},
    {"dead", "count", "Questions that this run gave up", "0"},
    {"dropped", "count", "Questions whose file is gone", "0"},
    {"pending", "count", "Questions that still wait", "0"},
    {"due", "time?", "When the first of these may be asked", "null"},
    {"cost_nano_usd", "nano-dollars?", "What this run cost; null if a part is unknown", "820000"},
    {"estimated", "boolean", "A part of the cost is an estimate or an upper bound", "false"},
    {"sent[]", "object", "Batches that this run sent"},
    {"sent[].batch", "text", "The name of the batch", "\"b3\""},
    {"sent[].questions", "count", "Questions in it", "412"},
    {"sent[].reserved_nano_usd", "nano-dollars", "What is set aside for them", "610000000"},
    {"sent[].reserved_until", "time", "When it is over at the latest"},
    {"collected", "object?", "What earlier batches brought, as in queue-collect; null: there were none", "null"},
    {"collected.batches", "count", "Batches that are done with"},
    {"collected.answers", "count", "Answers that were stored"},
    {"collected.dead", "count", "Questions that were given up", "0"},
    {"collected.again", "count", "Questions that wait to be asked again", "0"},
    {"collected.unknown_rows", "count", "Rows of nobody's question, or that cannot be read", "0"},
    {"collected.open_batches", "count", "Batches that are not done", "0"},
    {"collected.pending", "count", "Questions in these", "0"},
    {"collected.due", "time?", "When the first of these is looked at again"},
    {"collected.cost_nano_usd", "nano-dollars?", "What the answers cost; null if a part is unknown", "820000"},
    {"collected.estimated", "boolean", "A part of the cost is an estimate or an upper bound", "false"},
    {"collected.team_cache?", "@team-cache", "What a team's store got of it; absent if none is configured"},
    {"error", "@error?", "What kept the waiting questions from being asked; null: nothing", "null"},
};

constexpr Field kQueueCollect[] = {
    {"batches", "count", "Batches that are done with", "1"},
    {"answers", "count", "Answers that were stored", "412"},
    {"dead", "count", "Questions that were given up", "0"},
    {"again", "count", "Questions that wait to be asked again", "0"},
    {"unknown_rows", "count", "Rows of nobody's question, or that cannot be read", "0"},
    {"open_batches", "count", "Batches that are not done", "0"},
    {"pending", "count", "Questions in these", "0"},
    {"due", "time?", "When the first of these is looked at again"},
    {"cost_nano_usd", "nano-dollars?", "What the answers cost; null if a part is unknown", "820000"},
    {"estimated", "boolean", "A part of the cost is an estimate or an upper bound", "false"},
    {"team_cache?", "@team-cache", "What a team's store got of it; absent if none is configured, or no batch was open"},
    {"errors[]", "@error", "Why batches could not be looked at, or were refused"},
};

constexpr Document kQueueDocuments[] = {
    {"cache-build", Form::document, "What a build asked, and what still waits.", kCacheBuild},
    {"queue-status", Form::document, "Jobs, pauses and rate limits.", kQueueStatus},
    {"queue-collect", Form::document, "What batches brought.", kQueueCollect},
    {"queue-list", Form::document, "Jobs of the queue.", kQueueList},
    {"queue-change", Form::document, "What `queue retry` or `queue cancel` changed.", kQueueChange},
};

}  // namespace

std::span<const Document> queue_documents() {
  return kQueueDocuments;
}

}  // namespace rustassistant::render
