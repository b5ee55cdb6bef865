import { backoff as doubling } from './backoff.js';
import { RealtimeLink } from './realtime-link.js';
import { Subscription } from './realtime-subscription.js';

/**
 * One WebSocket to a live feed, for all subscriptions of a page. It comes back by itself and goes on where it was.
 *
 * `url` is the feed's address, relative to the page or absolute. `authenticate` is asked before each attempt for `{ key }`, `{ token }`
 * or null; they go inside the connection, never into its address. `onState({ name, retryAt, code, message })` gets one of connecting,
 * connected, reconnecting, offline, signed-out; `retryAt` (milliseconds since 1970) is missing while an attempt is under way, `code` and
 * `message` say why a sign-in is needed. `backoff(failures)` gives the milliseconds to wait before the next attempt.
 */
export class RealtimeClient {
  #link;
  // In the order in which the server has them: an earlier pattern decides before a later one, here as there.
  #subscriptions = new Map();
  #asked = new Map();
  #lastId = 0;
  #ready = false;
  #counts = { messages: 0, gaps: 0, lost: 0, malformed: 0 };

  constructor({ url = '/ws', authenticate = async () => null, onState = () => {}, backoff = doubling } = {}) {
    this.#link = new RealtimeLink({
      url,
      authenticate,
      onState,
      backoff,
      onReady: () => this.#begin(),
      onMessage: message => this.#receive(message),
      onLost: () => this.#forget(),
    });
  }

  /** Since the client was made: messages taken, gaps and the messages lost in them (without those of `maxRate`), messages that made no sense; and whether the connection is compressed. */
  get stats() {
    return { ...this.#counts, compressed: this.#link.compressed };
  }

  /** Connects, dropping what is open. */
  start() {
    return this.#link.start();
  }

  /** Ends a wait between attempts; does nothing otherwise. */
  retryNow() {
    this.#link.retryNow();
  }

  /** Disconnects; `start` connects again. */
  close() {
    this.#link.close();
  }

  /**
   * Subscribes to a channel or a pattern, now or as soon as there is a connection. `filter`, `maxRate` and `snapshot` are the protocol's.
   * `onData(data, message)` and `onSnapshot(data, message)` may return a promise: the next message then waits, and when too many wait
   * the server is asked to stop, and later to go on from there. `onGap({ channel, from, to, count, reason })` tells what will not come,
   * `onError({ code, message })` that the server refused or that a handler threw.
   */
  subscribe(channel, options = {}) {
    if (this.#subscriptions.has(channel)) {
      throw new Error(`'${channel}' is subscribed to already`);
    }
    const subscription = new Subscription(channel, options, () => this.#takeUp(subscription));
    this.#subscriptions.set(channel, subscription);
    this.#ask(subscription);
    return { unsubscribe: () => this.#unsubscribe(subscription) };
  }

  #begin() {
    this.#ready = true;
    for (const subscription of [...this.#subscriptions.values()]) {
      this.#ask(subscription);
    }
    if (this.#subscriptions.size === 0) {
      // The answer shows that the server is there and lets this client in.
      this.#link.send({ type: 'ping' });
    }
  }

  #forget() {
    this.#ready = false;
    this.#asked.clear();
    this.#subscriptions.forEach(subscription => { subscription.state = 'idle'; });
  }

  #receive(message) {
    switch (message?.type) {
      case 'data':
      case 'gap':
      case 'snapshot':
        this.#take(message);
        break;
      case 'batch':
        (Array.isArray(message.messages) ? message.messages : [null]).forEach(each => this.#take(each));
        break;
      case 'subscribed':
        this.#accept(message);
        break;
      case 'error':
        this.#refuse(message);
        break;
      default:
        this.#counts.malformed += typeof message?.type === 'string' ? 0 : 1;
    }
  }

  /** Takes what its subscription may get now. What comes while it is paused or asked for anew is left: it comes again. */
  #take(message) {
    if (typeof message?.channel !== 'string') {
      this.#counts.malformed++;
      return;
    }
    const subscription = this.#ownerOf(message.channel);
    if (subscription?.state !== 'live') {
      return;
    }
    if (message.type === 'gap') {
      this.#takeGap(subscription, message);
    } else if (!Number.isSafeInteger(message.sequence) || message.data === undefined) {
      this.#counts.malformed++;
    } else if (message.type === 'snapshot') {
      subscription.positions.advance(message.channel, message.sequence);
      subscription.offer(subscription.options.onSnapshot, message.data, message);
    } else if (message.type === 'data' && subscription.positions.advance(message.channel, message.sequence)) {
      this.#counts.messages++;
      subscription.offer(subscription.options.onData, message.data, message);
    }
    if (subscription.isFull && subscription.state === 'live') {
      subscription.paused = true;
      this.#leave(subscription);
    }
  }

  #takeGap(subscription, gap) {
    this.#countGap(gap);
    // Other gaps are told before a message of the channel, which may lie within them, and which says where the channel is.
    if (gap.reason === 'expired' && Number.isSafeInteger(gap.to)) {
      subscription.positions.advance(gap.channel, gap.to);
    }
    subscription.offer(subscription.options.onGap, gap);
  }

  #countGap({ count, reason }) {
    if (reason !== 'rate') {
      this.#counts.gaps++;
      this.#counts.lost += Number.isSafeInteger(count) ? count : 0;
    }
  }

  /** The exact name decides before a pattern, an earlier pattern before a later one. A name that was refused is as if it were not there. */
  #ownerOf(channel) {
    const exact = this.#subscriptions.get(channel);
    if (exact !== undefined && exact.state !== 'refused') {
      return exact;
    }
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.state !== 'refused' && subscription.matches(channel)) {
        return subscription;
      }
    }
    return undefined;
  }

  /** Subscribes at the server, from where the subscription stands. */
  #ask(subscription) {
    if (!this.#ready || subscription.paused) {
      return;
    }
    const { name, options, positions } = subscription;
    const { resume, complete } = positions.toResume();
    subscription.state = 'asked';
    subscription.id = ++this.#lastId;
    this.#asked.set(subscription.id, subscription);
    this.#subscriptions.delete(name);
    this.#subscriptions.set(name, subscription);
    this.#link.send({
      type: 'subscribe',
      channels: [name],
      filter: options.filter,
      maxRate: options.maxRate,
      snapshot: options.snapshot,
      resume,
      id: subscription.id,
    });
    if (!complete) {
      const gap = { type: 'gap', channel: name, from: null, to: null, count: null, reason: 'not_resumed' };
      this.#countGap(gap);
      subscription.offer(options.onGap, gap);
    }
  }

  #accept({ id, epoch, channels }) {
    const subscription = this.#answered(id);
    if (subscription === undefined || typeof epoch !== 'string') {
      this.#counts.malformed += typeof epoch === 'string' ? 0 : 1;
      return;
    }
    subscription.state = 'live';
    subscription.positions.enter(epoch);
    const place = Array.isArray(channels) ? channels.find(each => each?.channel === subscription.name) : undefined;
    if (Number.isSafeInteger(place?.sequence)) {
      subscription.positions.begin(place.channel, place.sequence);
    }
  }

  #refuse({ id, code, message }) {
    const subscription = this.#answered(id);
    if (subscription !== undefined && code === 'rate_limited') {
      this.#link.later(() => subscription.id === id && subscription.state === 'asked' && this.#ask(subscription));
    } else if (subscription !== undefined) {
      subscription.state = 'refused';
      subscription.report({ code: String(code), message: String(message) });
    }
  }

  /** The subscription that waits for the answer `id`; undefined when it has gone or asked anew since. */
  #answered(id) {
    const subscription = this.#asked.get(id);
    this.#asked.delete(id);
    return subscription !== undefined && subscription.id === id && subscription.state === 'asked' ? subscription : undefined;
  }

  #takeUp(subscription) {
    if (subscription.paused) {
      subscription.paused = false;
      this.#ask(subscription);
    }
  }

  #unsubscribe(subscription) {
    if (this.#subscriptions.get(subscription.name) === subscription) {
      this.#subscriptions.delete(subscription.name);
      this.#leave(subscription);
      subscription.end();
    }
  }

  #leave(subscription) {
    if (subscription.state === 'asked' || subscription.state === 'live') {
      this.#link.send({ type: 'unsubscribe', channels: [subscription.name] });
    }
    subscription.state = 'idle';
  }
}
