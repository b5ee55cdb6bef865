import { element, setText } from './dom.js';

/** Names of the series with their current values, beside swatches that repeat colour and line pattern. */
export class Legend {
  #list;
  #rows = [];

  constructor(list) {
    this.#list = list;
  }

  /** `entries` are `{ name, value, mark }` in order; `mark` is a CSS class of the swatch. */
  draw(entries) {
    while (this.#rows.length < entries.length) {
      this.#add();
    }
    this.#rows.forEach((row, index) => {
      const entry = entries[index];
      row.item.hidden = entry === undefined;
      if (entry !== undefined) {
        row.swatch.className = `swatch ${entry.mark}`;
        setText(row.name, entry.name);
        setText(row.value, entry.value);
      }
    });
  }

  #add() {
    const item = element('li');
    const swatch = element('span', 'swatch');
    swatch.setAttribute('aria-hidden', 'true');
    const name = element('span', 'legend-name');
    const value = element('span', 'legend-value');
    item.append(swatch, name, ' ', value);
    this.#list.append(item);
    this.#rows.push({ item, swatch, name, value });
  }
}
