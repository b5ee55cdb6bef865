const protocol = 'attune.v1';
const tickMilliseconds = 5000;
const ticksUntilPing = 3;
const ticksUntilDead = 6;
const failuresUntilOffline = 4;
const authId = 'auth';

/**
 * Keeps one WebSocket open: authentication, heartbeat, waits between attempts. `onReady()` says that the server may be asked, `onMessage`
 * gets every message that is not about the connection itself, null for one that is no JSON; `onLost()` says that the server has
 * forgotten what it was asked.
 */
export class RealtimeLink {
  #options;
  #socket = null;
  // What belongs to an earlier attempt is dropped by comparing this number.
  #attempt = 0;
  #failures = 0;
  #retry = 0;
  #heart = 0;
  #quietTicks = 0;
  #connected = false;
  #onOnline = () => this.retryNow();
  // A server on this machine is reachable without a network, so losing the network only prompts a check.
  #onOffline = () => this.send({ type: 'ping' });

  constructor(options) {
    this.#options = options;
  }

  get compressed() {
    return this.#socket?.extensions?.includes('permessage-deflate') ?? false;
  }

  async start() {
    const attempt = this.#drop();
    globalThis.addEventListener?.('online', this.#onOnline);
    globalThis.addEventListener?.('offline', this.#onOffline);
    this.#options.onState({ name: this.#failures === 0 ? 'connecting' : this.#lostName() });
    try {
      const credentials = await this.#options.authenticate();
      if (attempt === this.#attempt) {
        this.#open(credentials ?? null, attempt);
      }
    } catch (error) {
      if (attempt === this.#attempt) {
        console.error(error);
        this.#fail();
      }
    }
  }

  retryNow() {
    if (this.#retry !== 0) {
      this.start();
    }
  }

  close() {
    this.#drop();
    globalThis.removeEventListener?.('online', this.#onOnline);
    globalThis.removeEventListener?.('offline', this.#onOffline);
  }

  send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  /** Runs `action` after the first wait between attempts, if this connection still holds then. */
  later(action) {
    const attempt = this.#attempt;
    setTimeout(() => attempt === this.#attempt && action(), this.#options.backoff(0));
  }

  #open(credentials, attempt) {
    const socket = new WebSocket(absolute(this.#options.url), protocol);
    const whileCurrent = handle => event => attempt === this.#attempt && handle(event);
    this.#socket = socket;
    this.#quietTicks = 0;
    this.#heart = setInterval(() => this.#beat(), tickMilliseconds);
    socket.onopen = whileCurrent(() => {
      if (credentials === null) {
        this.#options.onReady();
      } else {
        this.send({ type: 'auth', key: credentials.key, token: credentials.token, id: authId });
      }
    });
    socket.onmessage = whileCurrent(event => this.#receive(event.data));
    socket.onclose = whileCurrent(event => {
      if (event.code === 1008 && !this.#connected) {
        this.#signOut('unauthenticated', event.reason);
      } else {
        this.#fail();
      }
    });
  }

  #receive(json) {
    this.#quietTicks = 0;
    const message = parse(json);
    const { type, id, code } = message ?? {};
    if (type === 'authenticated') {
      this.#connect();
      this.#options.onReady();
    } else if (type === 'error' && (code === 'unauthenticated' || id === authId)) {
      // What was let in before has run out: `authenticate` is asked again. What was not let in must not be tried again.
      if (this.#connected || code === 'rate_limited') {
        this.#fail();
      } else {
        this.#signOut(String(code), String(message.message ?? ''));
      }
    } else {
      if (type !== undefined) {
        this.#connect();
      }
      this.#options.onMessage(message);
    }
  }

  #connect() {
    if (!this.#connected) {
      this.#connected = true;
      this.#options.onState({ name: 'connected' });
    }
  }

  #fail() {
    this.#drop();
    const wait = this.#options.backoff(this.#failures++);
    this.#retry = setTimeout(() => this.start(), wait);
    this.#options.onState({ name: this.#lostName(), retryAt: Date.now() + wait });
  }

  #signOut(code, message) {
    this.#drop();
    this.#failures = 0;
    this.#options.onState({ name: 'signed-out', code, message });
  }

  #lostName() {
    return globalThis.navigator?.onLine === false || this.#failures >= failuresUntilOffline ? 'offline' : 'reconnecting';
  }

  /** Counts beats rather than time: a page that was asleep asks its server once more before it gives it up. */
  #beat() {
    if (this.#connected) {
      this.#failures = 0;
    }
    if (++this.#quietTicks >= ticksUntilDead) {
      this.#fail();
    } else if (this.#quietTicks >= ticksUntilPing) {
      this.send({ type: 'ping' });
    }
  }

  #drop() {
    clearTimeout(this.#retry);
    clearInterval(this.#heart);
    this.#retry = 0;
    this.#connected = false;
    const socket = this.#socket;
    this.#socket = null;
    this.#attempt++;
    socket?.close();
    this.#options.onLost();
    return this.#attempt;
  }
}

function absolute(url) {
  const resolved = new URL(url, globalThis.location?.href);
  resolved.protocol = resolved.protocol.replace(/^http/, 'ws');
  return resolved;
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
