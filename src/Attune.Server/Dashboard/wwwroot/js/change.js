const averagedSeconds = 5;
const comparedSeconds = 60;

/** The newest value that is not older than ten seconds, or null. */
export function current(samples, pick) {
  const newest = samples.last;
  for (let index = samples.length - 1; index >= 0; index--) {
    const sample = samples.at(index);
    if (newest.time - sample.time > 10) {
      break;
    }
    const value = pick(sample);
    if (value !== null) {
      return value;
    }
  }
  return null;
}

/** The mean of the last five seconds and of the five seconds a minute before, or null while one of them is missing. */
export function lastMinute(samples, pick) {
  const newest = samples.last?.time ?? 0;
  const now = mean(samples, pick, newest);
  const before = mean(samples, pick, newest - comparedSeconds);
  return now === null || before === null ? null : { now, before };
}

function mean(samples, pick, until) {
  let sum = 0;
  let values = 0;
  for (let index = samples.length - 1; index >= 0; index--) {
    const sample = samples.at(index);
    if (sample.time <= until - averagedSeconds) {
      break;
    }
    const value = sample.time <= until ? pick(sample) : null;
    if (value !== null) {
      sum += value;
      values++;
    }
  }
  return values === 0 ? null : sum / values;
}
