import { element, part, resizeRows, setText } from './dom.js';

/** A table whose first column carries a horizontal bar in proportion to the row's first figure. */
export class BarTable {
  #table;
  #body;
  #empty;
  #columns;

  /** `columns` is the number of figures after the name. */
  constructor(root, columns) {
    this.#table = part(root, 'table');
    this.#body = this.#table.tBodies[0];
    this.#empty = part(root, 'empty');
    this.#columns = columns;
  }

  /** `rows` are `{ name, size, figures }`; when there are none, `emptyText` is shown instead. */
  draw(rows, emptyText) {
    this.#table.hidden = rows.length === 0;
    this.#empty.hidden = rows.length > 0;
    setText(this.#empty, emptyText);
    resizeRows(this.#body, rows.length, () => this.#row());
    const largest = Math.max(0, ...rows.map(row => row.size));
    rows.forEach(({ name, size, figures }, index) => {
      const [heading, ...cells] = this.#body.rows[index].cells;
      const [label, track] = heading.firstChild.children;
      track.firstChild.style.width = `${largest > 0 ? (100 * size) / largest : 0}%`;
      setText(label, name);
      label.title = name;
      cells.forEach((cell, column) => setText(cell, figures[column]));
    });
  }

  #row() {
    const row = element('tr');
    const heading = element('th');
    heading.scope = 'row';
    const track = element('span', 'bar-track');
    track.setAttribute('aria-hidden', 'true');
    track.append(element('span', 'bar'));
    const pair = element('span', 'bar-pair');
    pair.append(element('bdi', 'bar-label'), track);
    heading.append(pair);
    row.append(heading);
    for (let column = 0; column < this.#columns; column++) {
      row.append(element('td', 'numeric'));
    }
    return row;
  }
}
