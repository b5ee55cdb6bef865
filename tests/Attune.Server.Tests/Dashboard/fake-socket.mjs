/** A WebSocket whose other end is the test. `made` holds all of them, the latest last. */
export class FakeSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSED = 3;
  static made = [];

  readyState = FakeSocket.CONNECTING;
  extensions = '';
  sent = [];

  constructor(url, protocol) {
    this.url = String(url);
    this.protocol = protocol;
    FakeSocket.made.push(this);
  }

  static get latest() {
    return FakeSocket.made.at(-1);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = FakeSocket.CLOSED;
  }

  open() {
    this.readyState = FakeSocket.OPEN;
    this.onopen();
  }

  say(message) {
    this.onmessage({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }

  end(code = 1006, reason = '') {
    this.readyState = FakeSocket.CLOSED;
    this.onclose({ code, reason });
  }

  /** What the client sent of a type, the latest. */
  last(type) {
    return this.sent.findLast(message => message.type === type);
  }

  /** Answers the latest `subscribe`. */
  subscribed(sequence, epoch = 'e1') {
    const { id, channels: [channel] } = this.last('subscribe');
    this.say({ type: 'subscribed', id, epoch, channels: [{ channel, sequence }] });
  }

  data(channel, ...sequences) {
    sequences.forEach(sequence => this.say(dataOf(channel, sequence)));
  }
}

export const dataOf = (channel, sequence) => ({ type: 'data', channel, sequence, time: '2026-01-01T00:00:00Z', data: [sequence] });

/** Lets promises that are due settle. */
export const settle = () => new Promise(resolve => { setImmediate(resolve); });
