/** What stands below the options in the help of `uwtop tune`. */
export const tuneHelp = `
What is printed can be pasted: the lines of an ini, each with its reason, what was measured and what could not be known
above it. The load is what was in requests at a time (erlangs), in windows of a minute; the slots for it are those of
Erlang C at p95 of these. Where nothing can be said of an option, that is said instead.

Examples
  uwtop record -o day.ndjson.gz --for 1d :1717    a day tells more than an hour
  uwtop tune day.ndjson.gz
  uwtop tune --for 10m :1717                      without a recording
  uwtop tune --p95-wait 50ms --memory 8G day.ndjson.gz
  uwtop tune --json day.ndjson.gz | jq -r '.instances[0].lines[] | select(.value) | "\\(.option) = \\(.value)"'

Exit code: 0 advice was given, 1 nothing could be read, or not enough of it, 2 wrong usage.`;
