import { historySeconds } from './store.js';

// The time axis grows with the data, so that a page opened at the start of a run is not mostly empty.
const spans = [
  { seconds: 60, name: 'last minute', ticks: [[45, '45 s'], [30, '30 s'], [15, '15 s'], [0, 'now']] },
  { seconds: 120, name: 'last 2 minutes', ticks: [[90, '90 s'], [60, '1 min'], [30, '30 s'], [0, 'now']] },
  { seconds: historySeconds, name: 'last 5 minutes', ticks: [[240, '4 min'], [180, '3 min'], [120, '2 min'], [60, '1 min'], [0, 'now']] },
];

/** The shortest span that holds all samples: `{ seconds, name, ticks }`, a tick being `[seconds ago, label]`. */
export function spanOf(samples) {
  const age = (samples.last?.time ?? 0) - (samples.at(0)?.time ?? 0);
  return spans.find(span => age <= span.seconds) ?? spans.at(-1);
}
