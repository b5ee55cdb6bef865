import { getDeadLetters } from './api.js';
import { finite } from './parse.js';

const minimumMilliseconds = 2000;

/** Fetches the dead letters by reason again when their total has changed, at most every two seconds. */
export class DeadLetterFeed {
  #store;
  #total = null;
  #fetchedAt = -Infinity;

  constructor(store) {
    this.#store = store;
  }

  async refresh() {
    this.#fetchedAt = performance.now();
    this.#total = this.#newest();
    const { items } = await getDeadLetters();
    this.#store.setDeadLetters(items);
  }

  /** Called with each sample. */
  follow() {
    const due = performance.now() - this.#fetchedAt >= minimumMilliseconds;
    if (due && !document.hidden && this.#newest() !== this.#total) {
      // A failed refresh keeps the rows that are shown; the next change tries again.
      this.refresh().catch(() => {});
    }
  }

  #newest() {
    return finite(this.#store.latest?.totals.deadLetters);
  }
}
