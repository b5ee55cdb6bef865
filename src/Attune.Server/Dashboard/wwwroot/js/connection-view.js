import { byTestId, setText } from './dom.js';
import { timeOfDay } from './format.js';

const names = {
  connecting: 'Connecting',
  connected: 'Connected',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  'signed-out': 'Sign-in needed',
};

/** The connection's state in the header, and a note when the figures on the page are no longer live. */
export class ConnectionView {
  #store;
  #root = byTestId('connection-state');
  #text = document.getElementById('connection-text');
  #wait = document.getElementById('connection-wait');
  #toast = document.getElementById('stale');
  #toastText = document.getElementById('stale-text');
  #state = { name: 'connecting' };
  #paused = false;
  #ticking = 0;

  constructor(store, onRetry) {
    this.#store = store;
    document.getElementById('retry-now').addEventListener('click', onRetry);
  }

  set state(state) {
    this.#state = state;
    clearInterval(this.#ticking);
    this.#ticking = state.retryAt === undefined ? 0 : setInterval(() => this.#drawWait(), 1000);
    this.#draw();
  }

  set paused(paused) {
    this.#paused = paused;
    this.#draw();
  }

  #draw() {
    const { name } = this.#state;
    this.#root.dataset.state = name;
    // Only this text is announced; the seconds that count down beside it are not.
    setText(this.#text, names[name] + (this.#paused ? ', paused' : ''));
    this.#drawWait();

    const last = this.#store.samples.last;
    const down = name === 'reconnecting' || name === 'offline';
    this.#toast.hidden = !down;
    document.body.dataset.stale = String(down && last !== undefined);
    setText(this.#toastText, last === undefined
      ? 'The server does not answer.'
      : `Not live: these are the figures from ${timeOfDay(last.time)}.`);
  }

  #drawWait() {
    const { name, retryAt } = this.#state;
    if (retryAt === undefined) {
      setText(this.#wait, name === 'reconnecting' || name === 'offline' ? 'trying now' : '');
      return;
    }
    const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
    setText(this.#wait, name === 'offline' ? `retry in ${seconds} s` : `in ${seconds} s`);
  }
}
