import { ChartText } from './chart-text.js';
import { byTestId, part, setText } from './dom.js';
import { text, timeOfDay } from './format.js';
import { Legend } from './legend.js';
import { Plot } from './plot.js';
import { spanOf } from './span.js';
import { colour } from './theme.js';

// A longer silence than this is drawn as a gap rather than bridged by a line.
const gapSeconds = 3;

/** Lines of a few figures of each sample. `lines` are `{ name, pick, token, dash, mark, fill }`. */
export class LineChart {
  #store;
  #lines;
  #format;
  #legend;
  #text;
  #note;
  #noteText;
  #target;
  #plot = null;
  #columns = [[]];
  #hovered = null;

  constructor(store, { id, title, lines, format }) {
    const root = byTestId(id);
    this.#store = store;
    this.#lines = lines;
    this.#format = value => text(format(value));
    this.#target = part(root, 'plot');
    this.#legend = new Legend(part(root, 'legend'));
    this.#text = new ChartText(this.#target, part(root, 'table'), title);
    this.#note = part(root, 'note');
    this.#noteText = this.#note.textContent;
    this.format = format;
    this.#drawLegend();
  }

  /** Called once, when the chart library has loaded. */
  attach(UPlot) {
    const series = this.#lines.map(({ token, dash, fill }) => ({
      stroke: () => colour(token),
      fill: fill ? () => colour(fill) : undefined,
      width: 1.75,
      dash,
      points: { show: false },
    }));
    this.#plot = new Plot(UPlot, this.#target, {
      series,
      format: this.format,
      points: true,
      onCursor: index => {
        this.#hovered = index;
        this.#drawLegend();
      },
    });
    this.draw();
  }

  draw() {
    const { samples } = this.#store;
    const columns = toColumns(samples, this.#lines);
    const end = samples.last?.time ?? 0;
    this.#columns = columns;
    this.#target.dataset.empty = String(columns.slice(1).every(column => column.every(value => value === null)));
    this.#plot?.draw(columns, end, spanOf(samples));
    this.#text.draw(columns[0], this.#lines.map(line => line.name), columns.slice(1), end, this.#format);
    this.#drawLegend();
  }

  recolour() {
    this.#plot?.recolour();
  }

  #drawLegend() {
    const times = this.#columns[0];
    const hovered = this.#hovered !== null && this.#hovered < times.length ? this.#hovered : null;
    const index = hovered ?? times.length - 1;
    this.#legend.draw(this.#lines.map((line, series) => {
      const value = this.#columns[series + 1]?.[index] ?? null;
      return { name: line.name, mark: line.mark, value: value === null ? 'no data' : this.#format(value) };
    }));
    setText(this.#note, hovered === null ? this.#noteText.replace('last 5 minutes', spanOf(this.#store.samples).name) : `at ${timeOfDay(times[hovered])}`);
  }
}

function toColumns(samples, lines) {
  const columns = [[], ...lines.map(() => [])];
  let previous = Infinity;
  for (const sample of samples) {
    if (sample.time - previous > gapSeconds) {
      columns.forEach((column, index) => column.push(index === 0 ? previous + 1 : null));
    }
    previous = sample.time;
    columns[0].push(sample.time);
    lines.forEach((line, index) => columns[index + 1].push(line.pick(sample)));
  }
  return columns;
}
