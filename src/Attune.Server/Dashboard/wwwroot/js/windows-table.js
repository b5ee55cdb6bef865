import { byTestId, element, part, resizeRows, setText } from './dom.js';
import { bytes, count, shortPercent, text, windowStart } from './format.js';

const missing = '–';

/** The latest closed windows, newest first. */
export class WindowsTable {
  #store;
  #scroll;
  #body;
  #empty;

  constructor(store) {
    const root = byTestId('windows-table');
    this.#store = store;
    this.#scroll = part(root, 'scroll');
    this.#body = root.querySelector('tbody');
    this.#empty = part(root, 'empty');
  }

  draw() {
    const windows = this.#store.windows ?? [];
    const severalStreams = new Set(windows.map(window => window.stream)).size > 1;
    this.#scroll.hidden = windows.length === 0;
    this.#empty.hidden = windows.length > 0;
    setText(this.#empty, this.#store.windows === null ? 'No data yet' : 'No window has closed yet');
    resizeRows(this.#body, windows.length, createRow);
    windows.forEach((window, index) => drawRow(this.#body.rows[index], window, severalStreams));
  }
}

function createRow() {
  const row = element('tr');
  const heading = element('th');
  heading.scope = 'row';
  heading.append(element('span'), element('bdi', 'stream'));
  row.append(heading);
  for (let column = 0; column < 6; column++) {
    row.append(element('td', 'numeric'));
  }
  const spam = element('td', 'share');
  const track = element('span', 'share-track');
  track.setAttribute('aria-hidden', 'true');
  track.append(element('span', 'share-fill'));
  spam.append(element('span', 'share-text'), track);
  row.append(spam);
  return row;
}

function drawRow(row, window, severalStreams) {
  const [heading, flows, total, mean, deviation, sources, messages, spam] = row.cells;
  setText(heading.firstChild, windowStart(window.start, window.end));
  setText(heading.lastChild, severalStreams ? window.stream : '');
  setText(flows, figure(window.flows, count));
  setText(total, figure(window.bytes, size));
  setText(mean, figure(window.mean, size));
  setText(deviation, figure(window.standardDeviation, size));
  setText(sources, figure(window.distinctSources, count));
  setText(messages, figure(window.messages, count));
  const [label, track] = spam.children;
  setText(label, figure(window.spamShare, shortPercent));
  track.hidden = window.spamShare === null;
  track.firstChild.style.width = `${100 * Math.min(1, Math.max(0, window.spamShare ?? 0))}%`;
}

const size = value => text(bytes(value));

const figure = (value, format) => (value === null ? missing : format(value));
