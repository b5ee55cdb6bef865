import { ChartText } from './chart-text.js';
import { byTestId, part, setText } from './dom.js';
import { byteRate, shortPercent, text, timeOfDay } from './format.js';
import { Legend } from './legend.js';
import { narrowWidth, Plot } from './plot.js';
import { ProtocolSlots, slotCount } from './protocol-slots.js';
import { spanOf } from './span.js';
import { colour } from './theme.js';

const bucketSeconds = 5;
const other = slotCount;

/** Stacked bars of bytes per second by protocol, averaged over five seconds, with each protocol's share. */
export class ProtocolChart {
  #store;
  #slots = new ProtocolSlots();
  #legend;
  #text;
  #note;
  #noteText;
  #target;
  #plot = null;
  #buckets = { times: [], values: [] };
  #totals = new Map();
  #hovered = null;

  constructor(store) {
    const root = byTestId('chart-protocols');
    this.#store = store;
    this.#target = part(root, 'plot');
    this.#legend = new Legend(part(root, 'legend'));
    this.#text = new ChartText(this.#target, part(root, 'table'), 'Bytes by protocol');
    this.#note = part(root, 'note');
    this.#noteText = this.#note.textContent;
  }

  /** Called once, when the chart library has loaded. */
  attach(UPlot) {
    const paths = UPlot.paths.bars({ size: [0.72, 16], align: 0 });
    // The tallest bar of a stack is drawn first and each lower one over it.
    const series = Array.from({ length: slotCount + 1 }, (_, index) => ({
      paths,
      fill: () => colour(token(other - index)),
      stroke: plot => (plot.width < narrowWidth ? 'transparent' : colour('--surface')),
      width: 0.5,
      points: { show: false },
    }));
    this.#plot = new Plot(UPlot, this.#target, {
      series,
      format: byteRate,
      points: false,
      onCursor: index => {
        this.#hovered = index;
        this.#drawLegend();
      },
    });
    this.draw();
  }

  draw() {
    const { samples } = this.#store;
    this.#totals = this.#slots.update(samples);
    // The axis ends where the newest bar does.
    const end = bucketStart(samples.last?.time ?? 0) + bucketSeconds;
    const span = spanOf(samples);
    this.#buckets = toBuckets(samples, this.#slots.names, end - span.seconds);
    const { times, values } = this.#buckets;
    this.#target.dataset.empty = String(sum(this.#totals.values()) === 0);
    this.#plot?.draw([times, ...stack(values).reverse()], end, span);
    const named = this.#shown();
    this.#text.draw(times, named.map(slot => this.#name(slot)), named.map(slot => values[slot]), end, value => text(byteRate(value)));
    this.#drawLegend();
  }

  recolour() {
    this.#plot?.recolour();
  }

  #drawLegend() {
    const { times, values } = this.#buckets;
    const hovered = this.#hovered !== null && this.#hovered < times.length ? this.#hovered : null;
    const all = sum(this.#totals.values());
    this.#legend.draw(this.#shown().map(slot => ({
      name: this.#name(slot),
      mark: `swatch-block series-${slot + 1}`,
      value: hovered === null ? shortPercent(this.#total(slot) / all) : text(byteRate(values[slot][hovered])),
    })));
    setText(this.#note, hovered === null ? this.#noteText : `5 s from ${timeOfDay(times[hovered] - bucketSeconds / 2)}`);
  }

  /** The slots in use, in the order of the stack from below. */
  #shown() {
    const slots = Array.from({ length: slotCount + 1 }, (_, slot) => slot);
    return slots.filter(slot => this.#total(slot) > 0);
  }

  #name(slot) {
    return slot === other ? 'Other' : this.#slots.names[slot];
  }

  #total(slot) {
    if (slot !== other) {
      return this.#totals.get(this.#slots.names[slot]) ?? 0;
    }
    return sum([...this.#totals].filter(([name]) => !this.#slots.names.includes(name)).map(([, bytes]) => bytes));
  }
}

const token = slot => `--series-${slot + 1}`;

const bucketStart = time => Math.floor(time / bucketSeconds) * bucketSeconds;

function toBuckets(samples, names, oldest) {
  const times = [];
  const values = Array.from({ length: slotCount + 1 }, () => []);
  const slots = new Map(names.map((name, slot) => [name, slot]));
  let seconds = 0;
  const close = () => values.forEach(column => column.push(column.pop() / seconds));
  for (const { time, protocols } of samples) {
    const centre = bucketStart(time) + bucketSeconds / 2;
    if (centre < oldest) {
      continue;
    }
    if (centre !== times.at(-1)) {
      if (times.length > 0) {
        close();
      }
      times.push(centre);
      values.forEach(column => column.push(0));
      seconds = 0;
    }
    seconds++;
    for (const [name, bytes] of protocols) {
      values[slots.get(name) ?? other][times.length - 1] += bytes;
    }
  }
  if (times.length > 0) {
    close();
  }
  return { times, values };
}

/** Running sums over the columns, from the bottom of the stack up. */
function stack(columns) {
  const running = new Array(columns[0].length).fill(0);
  return columns.map(column => column.map((value, index) => (running[index] += value)));
}

function sum(values) {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;
}
