import { AccessError, createTicket } from './api.js';
import { backoff } from './backoff.js';
import { session } from './session.js';

const channels = ['metrics', 'windows'];
const checkMilliseconds = 5000;
const quietMilliseconds = 10_000;
const deadMilliseconds = 25_000;
const failuresUntilOffline = 4;

/**
 * Keeps one WebSocket open. `load` fetches what happened before it and throws AccessError when a key is needed;
 * `onData(channel, items)` gets live data; `onState({ name, retryAt, status })` gets one of
 * connecting, connected, reconnecting, offline, signed-out; `retryAt` (milliseconds since 1970) is missing while an
 * attempt is under way.
 */
export class Connection {
  #load;
  #onData;
  #onState;
  #socket = null;
  #failures = 0;
  #timer = 0;
  #heardAt = 0;
  // Answers that belong to an earlier attempt are dropped by comparing this number.
  #attempt = 0;
  #connected = false;

  constructor({ load, onData, onState }) {
    this.#load = load;
    this.#onData = onData;
    this.#onState = onState;
    setInterval(() => this.#check(), checkMilliseconds);
    addEventListener('online', () => this.retryNow());
    // A server on this machine is reachable without a network, so losing the network only prompts a check.
    addEventListener('offline', () => this.#send({ type: 'ping' }));
  }

  /** Connects, dropping what is open. */
  async start() {
    const attempt = this.#drop();
    this.#onState({ name: this.#failures === 0 ? 'connecting' : this.#lostName() });
    try {
      await this.#load();
      const url = await socketUrl();
      if (attempt === this.#attempt) {
        this.#open(url, attempt);
      }
    } catch (error) {
      if (attempt === this.#attempt) {
        this.#fail(error);
      }
    }
  }

  /** Ends a wait between attempts; does nothing when connected. */
  retryNow() {
    if (this.#timer !== 0) {
      this.start();
    }
  }

  #open(url, attempt) {
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#heardAt = performance.now();
    socket.onopen = () => this.#send({ type: 'subscribe', channels });
    socket.onmessage = event => this.#receive(event.data);
    socket.onclose = () => {
      if (attempt === this.#attempt) {
        this.#fail(null);
      }
    };
  }

  #receive(json) {
    this.#heardAt = performance.now();
    let message;
    try {
      message = JSON.parse(json);
    } catch {
      return;
    }
    if (message === null || typeof message !== 'object') {
      return;
    }
    if (!this.#connected && (message.type === 'subscribed' || message.type === 'data')) {
      this.#connected = true;
      this.#failures = 0;
      this.#onState({ name: 'connected' });
    }
    if (message.type === 'data') {
      this.#onData(message.channel, message.data);
    }
  }

  #fail(error) {
    this.#drop();
    if (error instanceof AccessError) {
      this.#failures = 0;
      this.#onState({ name: 'signed-out', status: error.status });
      return;
    }
    const wait = backoff(this.#failures++);
    this.#timer = setTimeout(() => this.start(), wait);
    this.#onState({ name: this.#lostName(), retryAt: Date.now() + wait });
  }

  #lostName() {
    return !navigator.onLine || this.#failures >= failuresUntilOffline ? 'offline' : 'reconnecting';
  }

  #check() {
    if (this.#socket === null) {
      return;
    }
    const quiet = performance.now() - this.#heardAt;
    if (quiet > deadMilliseconds) {
      this.#fail(null);
    } else if (quiet > quietMilliseconds) {
      this.#send({ type: 'ping' });
    }
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #drop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#connected = false;
    const socket = this.#socket;
    this.#socket = null;
    this.#attempt++;
    socket?.close();
    return this.#attempt;
  }
}

async function socketUrl() {
  const url = new URL('/ws', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  if (session.key !== null) {
    const { ticket } = await createTicket();
    url.searchParams.set('ticket', ticket);
  }
  return url;
}
