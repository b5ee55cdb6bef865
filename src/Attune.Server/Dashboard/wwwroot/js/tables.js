import { BarTable } from './bar-table.js';
import { byTestId } from './dom.js';
import { bytes, compactCount, count, text } from './format.js';

/** Horizontal bars of the sources that sent the most. */
export function topSources(store) {
  const table = new BarTable(byTestId('top-sources'), 2);
  return () => {
    const sources = (store.latest?.topSources ?? []).filter(source => source.bytes !== null);
    table.draw(
      sources.map(source => ({
        name: source.name,
        size: source.bytes,
        figures: [
          text(bytes(source.bytes)),
          source.flows === null ? 'no data' : text(compactCount(source.flows)),
        ],
      })),
      'No data yet',
    );
  };
}

/** Horizontal bars of refused input by reason. */
export function deadLetters(store) {
  const table = new BarTable(byTestId('dead-letters'), 1);
  return () => table.draw(
    (store.deadLetters ?? []).map(reason => ({ name: reason.name, size: reason.count, figures: [count(reason.count)] })),
    store.deadLetters === null ? 'No data yet' : 'Nothing was refused',
  );
}
