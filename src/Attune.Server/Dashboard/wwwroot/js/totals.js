import { byTestId, element, part, setText } from './dom.js';
import { count, text } from './format.js';
import { finite } from './parse.js';

const facts = [
  { name: 'Flows', pick: latest => finite(latest.totals.flows) },
  { name: 'Messages', pick: latest => finite(latest.totals.messages) },
  { name: 'Windows', pick: latest => finite(latest.totals.windows) },
  { name: 'Duplicates', pick: latest => finite(latest.totals.duplicates) },
  { name: 'Dead letters', pick: latest => finite(latest.totals.deadLetters) },
  { name: 'Queue depth', pick: latest => latest.queueDepth },
  { name: 'Live clients', pick: latest => latest.clients },
  { name: 'CPU', pick: latest => latest.cpuPercent, format: value => text({ number: value.toFixed(0), unit: '%' }) },
];

/** Running totals and the state of the process as a list of terms. */
export function totals(store) {
  const list = part(byTestId('totals'), 'facts');
  const values = facts.map(({ name }) => {
    const pair = element('div');
    const value = element('dd');
    pair.append(element('dt', '', name), value);
    list.append(pair);
    return value;
  });
  const draw = () => facts.forEach(({ pick, format = count }, index) => {
    const value = store.latest === null ? null : pick(store.latest);
    values[index].dataset.empty = String(value === null);
    setText(values[index], value === null ? 'No data' : format(value));
  });
  draw();
  return draw;
}
