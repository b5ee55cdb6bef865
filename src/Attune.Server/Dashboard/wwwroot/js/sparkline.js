import { spanOf } from './span.js';

const width = 120;
const height = 40;
const inset = 3;

/** Draws what is known of one value into an SVG of 120 by 40 units, leaving gaps where there is no value. */
export class Sparkline {
  #line;
  #area;

  constructor(svg) {
    this.#line = svg.querySelector('.spark-line');
    this.#area = svg.querySelector('.spark-area');
  }

  draw(samples, pick) {
    let low = Infinity;
    let high = -Infinity;
    for (const sample of samples) {
      const value = pick(sample);
      if (value !== null) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    // A nearly constant value would otherwise look like wild noise.
    const span = Math.max(high - low, Math.abs(high) * 0.05, Number.MIN_VALUE);
    const middle = (high + low) / 2;
    const end = samples.last?.time ?? 0;
    const { seconds } = spanOf(samples);

    let line = '';
    let area = '';
    let start = null;
    let x = 0;
    for (const sample of samples) {
      const value = pick(sample);
      if (value === null) {
        area += start === null ? '' : `L${x} ${height}Z`;
        start = null;
        continue;
      }
      x = round(width * (1 - (end - sample.time) / seconds));
      const y = round(height / 2 - ((value - middle) / span) * (height - 2 * inset));
      line += `${start === null ? 'M' : 'L'}${x} ${y}`;
      area += start === null ? `M${x} ${height}L${x} ${y}` : `L${x} ${y}`;
      start ??= x;
    }
    area += start === null ? '' : `L${x} ${height}Z`;
    this.#line.setAttribute('d', line);
    this.#area.setAttribute('d', area);
  }
}

const round = value => Math.round(value * 10) / 10;
