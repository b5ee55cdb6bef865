const locale = 'en';
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const upToTwo = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-US', { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' });
const hourMinute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];
const millisecondsPerDay = 86_400_000;

/** Every formatter of quantities returns `{ number, unit }`; `text` joins the two. */
export const text = ({ number, unit }) => (unit ? `${number} ${unit}` : number);

export const count = value => whole.format(value);

export const rate = value => scaled(value, '/s');

export const byteRate = value => scaled(value, 'B/s');

export const bytes = value => scaled(value, 'B');

export const compactCount = value => scaled(value, '');

export const megabytes = value => scaled(value * 1e6, 'B');

/** A duration in milliseconds, shown in µs, ms or s. */
export function duration(milliseconds) {
  if (milliseconds >= 999.95) {
    return { number: twoDecimals.format(milliseconds / 1000), unit: 's' };
  }
  if (milliseconds > 0 && milliseconds < 0.0995) {
    return { number: whole.format(milliseconds * 1000), unit: 'µs' };
  }
  const format = milliseconds < 0.995 ? twoDecimals : oneDecimal;
  return { number: format.format(milliseconds), unit: 'ms' };
}

/** A share between 0 and 1 as a percentage. */
export function percent(share) {
  const value = share * 100;
  if (value > 0 && value < 0.005) {
    return { number: '< 0.01', unit: '%' };
  }
  return { number: (value < 9.995 ? twoDecimals : oneDecimal).format(value), unit: '%' };
}

export const shortPercent = share => `${(share < 0.0995 ? oneDecimal : whole).format(share * 100)} %`;

/** A short label for an axis. */
export function axis(value, format) {
  const { number, unit } = format(value);
  const plain = Number(number.replaceAll(',', ''));
  return text({ number: Number.isFinite(plain) ? upToTwo.format(plain) : number, unit });
}

/** Local time of day of a moment in seconds since 1970. */
export const timeOfDay = seconds => clock.format(seconds * 1000);

/** The UTC day of a moment, e.g. `03 Sep 2002`. */
export function utcDay(milliseconds) {
  const parts = Object.fromEntries(day.formatToParts(milliseconds).map(part => [part.type, part.value]));
  return `${parts.day} ${parts.month} ${parts.year}`;
}

/** The start of a window: its day, and its time of day when windows are shorter than a day. */
export function windowStart(start, end) {
  const wholeDay = start % millisecondsPerDay === 0 && end - start >= millisecondsPerDay;
  return wholeDay ? utcDay(start) : `${utcDay(start)} ${hourMinute.format(start)}`;
}

function scaled(value, unit) {
  let power = 0;
  let rest = value;
  while (Math.abs(rest) >= (power === 0 ? 999.5 : 999.95) && power < prefixes.length - 1) {
    rest /= 1000;
    power++;
  }
  const small = power === 0 && (unit === 'B' || Number.isInteger(rest) || Math.abs(rest) >= 9.95);
  return { number: (small ? whole : oneDecimal).format(rest), unit: prefixes[power] + unit };
}
