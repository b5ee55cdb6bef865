import { axis } from './format.js';
import { colour } from './theme.js';

const axisWidth = 72;
const axisHeight = 24;
const divisions = 4;
const tidySteps = [1, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10];

/** A plot narrower than this (CSS pixels) has no room for long labels or for lines between bars. */
export const narrowWidth = 480;

/** One live uPlot chart. `onCursor(index)` gets the hovered index or null. */
export class Plot {
  #plot;
  #target;
  #end = 0;
  #span = { seconds: 1, ticks: [] };

  /** `series` are uPlot series; `format` turns a value of the y axis into `{ number, unit }`; `points` marks the hovered values. */
  constructor(UPlot, target, { series, format, points, onCursor }) {
    this.#target = target;
    const data = [[], ...series.map(() => [])];
    this.#plot = new UPlot(this.#options(series, format, points, onCursor), data, target);
    new ResizeObserver(() => requestAnimationFrame(() => this.#resize())).observe(target);
  }

  /** Draws columns `[times, ...values]` on an x axis that ends at `end` (seconds since 1970) and is as long as `span`. */
  draw(columns, end, span) {
    this.#end = end;
    this.#span = span;
    this.#plot.setData(columns);
  }

  /** Draws again with the colours of the current theme. */
  recolour() {
    this.#plot.redraw(false, true);
  }

  #options(series, format, points, onCursor) {
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const text = () => colour('--text-muted');
    return {
      width: this.#target.clientWidth,
      height: this.#target.clientHeight,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false },
        points: points ? { size: 7 } : { show: false },
        sync: { key: 'attune' },
      },
      scales: {
        x: { range: () => [this.#end - this.#span.seconds, this.#end] },
        y: { range: (_, low, high) => [0, tidyTop(high)] },
      },
      axes: [
        {
          stroke: text,
          font,
          size: axisHeight,
          gap: 6,
          grid: { show: false },
          ticks: { show: false },
          splits: () => this.#span.ticks.map(([ago]) => this.#end - ago),
          values: plot => this.#span.ticks.map(([, label], index) => (index === 0 && plot.width >= narrowWidth ? `${label} ago` : label)),
        },
        {
          stroke: text,
          font,
          size: axisWidth,
          gap: 8,
          grid: { stroke: () => colour('--grid'), width: 1 },
          ticks: { show: false },
          splits: (_, __, low, high) => Array.from({ length: divisions + 1 }, (___, step) => (high * step) / divisions),
          values: (_, splits) => splits.map(value => (value === 0 ? '0' : axis(value, format))),
        },
      ],
      series: [{}, ...series],
      hooks: { setCursor: [plot => onCursor(plot.cursor.idx ?? null)] },
    };
  }

  #resize() {
    const width = this.#target.clientWidth;
    const height = this.#target.clientHeight;
    if (width > 0 && height > 0 && (width !== this.#plot.width || height !== this.#plot.height)) {
      this.#plot.setSize({ width, height });
    }
  }
}

/** The top of a y axis from 0 that `divisions` steps divide into short labels. */
function tidyTop(high) {
  if (!(high > 0)) {
    return 1;
  }
  const magnitude = 10 ** Math.floor(Math.log10(high));
  const step = tidySteps.find(candidate => candidate * magnitude >= high * 1.04) ?? 16;
  return step * magnitude;
}
