const significant = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const shortNumber = value => (Math.abs(value) >= 1000 ? whole.format(value) : significant.format(value));

/** A number with k, M or G where it would be long: for axes. */
function compact(value) {
  const power = Math.abs(value) >= 1e9 ? 3 : Math.abs(value) >= 1e6 ? 2 : Math.abs(value) >= 1e4 ? 1 : 0;
  return shortNumber(value / 1000 ** power) + ['', 'k', 'M', 'G'][power];
}

const perSecond = value => `${compact(value)}/s`;

const percent = share => `${significant.format(share * 100)} %`;

/** A duration in milliseconds, shown in µs, ms or s. */
function duration(milliseconds) {
  if (milliseconds >= 1000) {
    return `${significant.format(milliseconds / 1000)} s`;
  }
  return milliseconds > 0 && milliseconds < 0.1 ? `${significant.format(milliseconds * 1000)} µs` : `${significant.format(milliseconds)} ms`;
}

/** Seconds since the start. */
function elapsed(seconds) {
  if (seconds < 120) {
    return `${significant.format(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  return rest === 0 ? `${whole.format(minutes)} min` : `${whole.format(minutes)}:${String(rest).padStart(2, '0')} min`;
}
