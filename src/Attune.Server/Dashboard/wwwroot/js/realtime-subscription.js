import { Positions } from './realtime-positions.js';

const maximumWaiting = 256;
const validName = /^(?:(?:[\w-]+|\*)\.)*(?:[\w-]+|\*|\*\*)$/;

/**
 * One subscription: its handlers, the messages that wait for them, and where it stands with the server. A handler may return a promise;
 * the next message is then handed over when it has settled.
 */
export class Subscription {
  name;
  options;
  positions = new Positions();
  /** What the server knows: idle (nothing), asked, live, refused. Only what comes while it is live is taken. */
  state = 'idle';
  /** The id of the latest `subscribe`; an answer to an earlier one says nothing. */
  id = 0;
  /** Handlers are behind: the server was told to stop until they have caught up. */
  paused = false;
  #pattern;
  #waiting = [];
  #busy = false;
  #onDrained;

  constructor(name, options, onDrained) {
    if (!validName.test(name)) {
      throw new TypeError(`'${name}' is neither a channel nor a pattern`);
    }
    this.name = name;
    this.options = options;
    this.#pattern = name.includes('*') ? compile(name) : null;
    this.#onDrained = onDrained;
  }

  get isFull() {
    return this.#waiting.length >= maximumWaiting;
  }

  matches(channel) {
    return this.#pattern === null ? channel === this.name : this.#pattern.test(channel);
  }

  /** Hands the arguments to the handler, after those that wait. */
  offer(handler, ...values) {
    if (handler === undefined) {
      return;
    }
    if (this.#busy) {
      this.#waiting.push([handler, values]);
    } else {
      this.#call(handler, values);
    }
  }

  /** Tells the page what went wrong with this subscription. */
  report(problem) {
    const { onError } = this.options;
    if (onError === undefined) {
      console.error(`realtime ${this.name}: ${problem.code}: ${problem.message}`);
      return;
    }
    try {
      onError(problem);
    } catch (error) {
      console.error(error);
    }
  }

  end() {
    this.state = 'idle';
    this.#waiting.length = 0;
    this.#onDrained = () => {};
  }

  #call(handler, values) {
    let result;
    try {
      result = handler(...values);
    } catch (error) {
      this.#reportHandler(error);
      return;
    }
    if (typeof result?.then === 'function') {
      this.#busy = true;
      Promise.resolve(result).catch(error => this.#reportHandler(error)).then(() => this.#next());
    }
  }

  #next() {
    this.#busy = false;
    while (!this.#busy && this.#waiting.length > 0) {
      this.#call(...this.#waiting.shift());
    }
    if (!this.#busy) {
      this.#onDrained();
    }
  }

  #reportHandler(error) {
    this.report({ code: 'handler', message: String(error?.message ?? error), error });
  }
}

function compile(name) {
  const segments = name.split('.').map(segment => (segment === '**' ? '.+' : segment === '*' ? '[^.]+' : segment));
  return new RegExp(`^${segments.join('\\.')}$`);
}
