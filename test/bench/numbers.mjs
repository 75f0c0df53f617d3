/** What is told of many measurements: the middle, which a busy machine moves least, and both ends. */

export function summarize(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: medianOf(sorted), min: sorted[0], max: sorted.at(-1), rounds: sorted.length };
}

/** Of pairs that were measured in turn, so that whatever else the machine does burdens both alike. */
export function summarizeRatios(pairs) {
  const measured = summarize(pairs.map(([one]) => one));
  const baseline = summarize(pairs.map(([, other]) => other));
  return {
    ...summarize(pairs.map(([one, other]) => one / other)),
    // What is left when nothing else runs: on a busy machine the nearer figure to the truth.
    fastest: measured.min / baseline.min,
    measured: measured.median,
    baseline: baseline.median,
  };
}

function medianOf(sorted) {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
