import { AccessError } from './api.js';
import { backoff } from './backoff.js';
import { RealtimeClient } from './realtime.js';
import { session } from './session.js';

const channels = ['metrics', 'windows'];

/**
 * The page's live data. `load` fetches what happened before, at the start and whenever something was missed; live data waits for it.
 * `onData(channel, items)` gets live data; `onState({ name, retryAt, status })` gets what RealtimeClient says, and with signed-out the
 * HTTP status that it amounts to.
 */
export class Connection {
  #load;
  #onState;
  #client;
  #loading = null;
  #isStale = true;
  #failures = 0;

  constructor({ load, onData, onState }) {
    this.#load = load;
    this.#onState = onState;
    this.#client = new RealtimeClient({
      url: '/ws',
      authenticate: async () => (session.key === null ? null : { key: session.key }),
      onState: state => this.#follow(state),
    });
    for (const channel of channels) {
      this.#client.subscribe(channel, {
        onData: items => (this.#loading === null ? onData(channel, items) : this.#loading.then(() => onData(channel, items))),
        onGap: () => {
          this.#isStale = true;
          this.#refresh();
        },
      });
    }
  }

  get stats() {
    return this.#client.stats;
  }

  /** Connects, dropping what is open. */
  start() {
    this.#client.start();
  }

  /** Ends a wait between attempts; does nothing when connected. */
  retryNow() {
    this.#client.retryNow();
  }

  #follow(state) {
    this.#onState(state.name === 'signed-out' ? { ...state, status: 401 } : state);
    if (state.name === 'connected' && this.#isStale) {
      this.#refresh();
    }
  }

  #refresh() {
    this.#loading ??= this.#loadAll().finally(() => { this.#loading = null; });
  }

  async #loadAll() {
    while (this.#isStale) {
      this.#isStale = false;
      try {
        await this.#load();
        this.#failures = 0;
      } catch (error) {
        this.#isStale = true;
        if (error instanceof AccessError) {
          this.#client.close();
          this.#onState({ name: 'signed-out', status: error.status });
        } else {
          // Live figures are shown in the meantime.
          setTimeout(() => this.#refresh(), backoff(this.#failures++));
        }
        return;
      }
    }
  }
}
