import { element, setText } from './dom.js';

const refreshMilliseconds = 10_000;
const minutes = ['4 to 5 minutes ago', '3 to 4 minutes ago', '2 to 3 minutes ago', '1 to 2 minutes ago', 'last minute'];

/** What a chart says to those who do not see it: a sentence on the image and a table of averages by minute. */
export class ChartText {
  #image;
  #title;
  #holder;
  #shape = '';
  #cells = [];
  #drawnAt = -Infinity;

  constructor(image, holder, title) {
    this.#image = image;
    this.#holder = holder;
    this.#title = title;
  }

  /** `names` and `columns` are the series; refreshed every ten seconds so that a reader is not interrupted. */
  draw(times, names, columns, end, format) {
    const now = performance.now();
    if (times.length === 0 || now - this.#drawnAt < refreshMilliseconds) {
      return;
    }
    this.#drawnAt = now;
    this.#build(names);
    const averages = columns.map(column => averageByMinute(times, column, end));
    averages.forEach((values, series) => values.forEach((value, row) => {
      setText(this.#cells[row][series], value === null ? 'no data' : format(value));
    }));
    const said = names.map((name, series) => {
      const value = averages[series].at(-1);
      return `${name} ${value === null ? 'no data' : format(value)}`;
    });
    this.#image.setAttribute('aria-label', `${this.#title}, mean of the last minute: ${said.join(', ')}`);
  }

  #build(names) {
    const shape = names.join('\u0000');
    if (shape === this.#shape) {
      return;
    }
    this.#shape = shape;
    const table = element('table');
    table.append(element('caption', '', `${this.#title}, mean per minute`));
    const head = table.createTHead().insertRow();
    for (const name of ['Minute', ...names]) {
      const cell = element('th', '', name);
      cell.scope = 'col';
      head.append(cell);
    }
    const body = table.createTBody();
    this.#cells = minutes.map(label => {
      const row = body.insertRow();
      const cell = element('th', '', label);
      cell.scope = 'row';
      row.append(cell);
      return names.map(() => row.insertCell());
    });
    this.#holder.replaceChildren(table);
  }
}

function averageByMinute(times, column, end) {
  const sums = minutes.map(() => 0);
  const counts = minutes.map(() => 0);
  times.forEach((time, index) => {
    const bin = minutes.length - 1 - Math.floor((end - time) / 60);
    const value = column[index];
    if (bin >= 0 && bin < minutes.length && value !== null) {
      sums[bin] += value;
      counts[bin]++;
    }
  });
  return sums.map((sum, bin) => (counts[bin] === 0 ? null : sum / counts[bin]));
}
