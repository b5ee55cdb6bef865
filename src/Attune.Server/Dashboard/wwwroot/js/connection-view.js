import { ConnectionFigures } from './connection-figures.js';
import { byTestId, setText } from './dom.js';
import { timeOfDay } from './format.js';

const names = {
  connecting: 'Connecting',
  connected: 'Connected',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  'signed-out': 'Sign-in needed',
};

/** The connection's state in the header with what is known of it, and a note when the figures on the page are no longer live. */
export class ConnectionView {
  #store;
  #root = byTestId('connection-state');
  #text = document.getElementById('connection-text');
  #detail = document.getElementById('connection-detail');
  #figures;
  #toast = document.getElementById('stale');
  #toastText = document.getElementById('stale-text');
  #state = { name: 'connecting' };
  #paused = false;
  #ticking = 0;

  /** `readStats` gives RealtimeClient's figures. */
  constructor(store, readStats, onRetry) {
    this.#store = store;
    this.#figures = new ConnectionFigures(readStats);
    document.getElementById('retry-now').addEventListener('click', onRetry);
  }

  set state(state) {
    this.#state = state;
    clearInterval(this.#ticking);
    this.#figures.restart();
    const isLive = state.name === 'connected';
    this.#ticking = isLive || state.retryAt !== undefined ? setInterval(() => this.#drawDetail(), 1000) : 0;
    this.#draw();
    this.#drawDetail();
  }

  set paused(paused) {
    this.#paused = paused;
    this.#draw();
  }

  #draw() {
    const { name } = this.#state;
    this.#root.dataset.state = name;
    // Only this text is announced; the figures beside it, which change every second, are not.
    setText(this.#text, names[name] + (this.#paused ? ', paused' : ''));

    const last = this.#store.samples.last;
    const down = name === 'reconnecting' || name === 'offline';
    this.#toast.hidden = !down;
    document.body.dataset.stale = String(down && last !== undefined);
    setText(this.#toastText, last === undefined
      ? 'The server does not answer.'
      : `Not live: these are the figures from ${timeOfDay(last.time)}.`);
  }

  #drawDetail() {
    const { name, retryAt } = this.#state;
    const figures = name === 'connected' ? this.#figures.next() : null;
    this.#root.title = figures?.sentence ?? '';
    setText(this.#detail, figures?.short ?? waitText(name, retryAt));
  }
}

function waitText(name, retryAt) {
  if (retryAt === undefined) {
    return name === 'reconnecting' || name === 'offline' ? 'trying now' : '';
  }
  const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
  return name === 'offline' ? `retry in ${seconds} s` : `in ${seconds} s`;
}
