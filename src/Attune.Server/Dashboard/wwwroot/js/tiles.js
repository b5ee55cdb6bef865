import { current, lastMinute } from './change.js';
import { byTestId, part, setText } from './dom.js';
import { duration, megabytes, percent, rate, text } from './format.js';
import { Sparkline } from './sparkline.js';

// `steady` is the change that counts as none: relative, or in the value's own unit where `points` is set.
const metrics = [
  { id: 'tile-throughput', pick: point => point.flowsPerSecond, format: rate, good: 'up', steady: 0.05 },
  { id: 'tile-latency', pick: point => point.p95, format: duration, good: 'down', steady: 0.1 },
  { id: 'tile-memory', pick: point => point.memoryMb, format: megabytes, good: 'down', steady: 0.05 },
  { id: 'tile-errors', pick: point => point.errorRate, format: percent, good: 'down', steady: 0.0005, points: true },
];

/** The four headline figures, each with its change over the last minute. */
export class Tiles {
  #store;
  #tiles;

  constructor(store) {
    this.#store = store;
    this.#tiles = metrics.map(metric => new Tile(metric));
  }

  draw() {
    for (const tile of this.#tiles) {
      tile.draw(this.#store.samples);
    }
  }
}

class Tile {
  #metric;
  #root;
  #number;
  #unit;
  #amount;
  #verdict;
  #change;
  #spark;
  #waiting;

  constructor(metric) {
    this.#metric = metric;
    this.#root = byTestId(metric.id);
    this.#number = part(this.#root, 'number');
    this.#unit = part(this.#root, 'unit');
    this.#amount = part(this.#root, 'amount');
    this.#verdict = part(this.#root, 'verdict');
    this.#change = this.#root.querySelector('.tile-change');
    this.#spark = new Sparkline(this.#root.querySelector('.spark'));
    this.#waiting = this.#verdict.textContent;
  }

  draw(samples) {
    const { pick, format } = this.#metric;
    const value = samples.length === 0 ? null : current(samples, pick);
    this.#root.dataset.empty = String(value === null);
    const shown = value === null ? { number: 'No data', unit: '' } : format(value);
    setText(this.#number, shown.number);
    setText(this.#unit, shown.unit);
    this.#showChange(value === null ? null : lastMinute(samples, pick), value !== null);
    this.#spark.draw(samples, pick);
  }

  #showChange(change, hasValue) {
    if (change === null) {
      delete this.#change.dataset.direction;
      delete this.#change.dataset.verdict;
      setText(this.#amount, '');
      setText(this.#verdict, hasValue ? 'no figure from 1 min ago yet' : this.#waiting);
      return;
    }
    const { now, before } = change;
    const { points, steady, good } = this.#metric;
    const difference = now - before;
    const compared = points || before === 0 ? difference : difference / before;
    const direction = Math.abs(compared) < steady ? 'none' : difference > 0 ? 'up' : 'down';
    const verdict = direction === 'none' ? 'steady' : direction === good ? 'better' : 'worse';
    this.#change.dataset.direction = direction;
    this.#change.dataset.verdict = verdict;
    setText(this.#amount, sign(difference) + this.#amountText(Math.abs(difference), before));
    setText(this.#verdict, `${verdict} in 1 min`);
  }

  #amountText(difference, before) {
    if (this.#metric.points) {
      return `${(difference * 100).toFixed(2)} pp`;
    }
    if (before === 0) {
      return text(this.#metric.format(difference));
    }
    const share = difference / before;
    return share > 9.99 ? '> 999 %' : text({ number: (share * 100).toFixed(share < 0.0995 ? 1 : 0), unit: '%' });
  }
}

const sign = value => (value < 0 ? '−' : '+');
