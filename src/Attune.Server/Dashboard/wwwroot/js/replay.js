import { setText } from './dom.js';
import { count, shortPercent, utcDay } from './format.js';

/** How far a replay of stored data has come; hidden when none is running. */
export function replay(store) {
  const root = document.getElementById('replay');
  const bar = document.getElementById('replay-bar');
  const progress = document.getElementById('replay-count');
  const date = document.getElementById('replay-date');
  return () => {
    const state = store.latest?.replay ?? null;
    root.hidden = state === null;
    if (state !== null) {
      bar.max = state.total;
      bar.value = Math.min(state.done, state.total);
      bar.textContent = shortPercent(state.done / state.total);
      setText(progress, `${count(state.done)} / ${count(state.total)}`);
      setText(date, state.eventTime === null ? '' : utcDay(state.eventTime));
    }
  };
}
