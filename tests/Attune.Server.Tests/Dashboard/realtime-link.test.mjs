import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { RealtimeClient } from '../../../src/Attune.Server/Dashboard/wwwroot/js/realtime.js';
import { dataOf, FakeSocket, settle } from './fake-socket.mjs';

let client;
let socket;
let got;
let states;

beforeEach(async () => {
  globalThis.WebSocket = FakeSocket;
  FakeSocket.made = [];
  got = [];
  states = [];
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  client = new RealtimeClient({ url: 'ws://host/ws', backoff: () => 1000, onState: ({ name }) => states.push(name) });
  client.subscribe('flows', { onData: (_, { sequence }) => { got.push(sequence); } });
  client.start();
  await settle();
  socket = FakeSocket.latest;
  socket.open();
  socket.subscribed(0);
});

afterEach(() => {
  client.close();
  mock.timers.reset();
  mock.restoreAll();
});

const pings = () => socket.sent.filter(message => message.type === 'ping').length;

test('no ping while something comes', () => {
  for (let sequence = 1; sequence <= 10; sequence++) {
    mock.timers.tick(9000);
    socket.data('flows', sequence);
  }
  assert.equal(pings(), 0);
});

test('a connection that is quiet for more than ten seconds is asked, and lives when it answers', () => {
  mock.timers.tick(10_000);
  assert.equal(pings(), 0);
  mock.timers.tick(5000);
  assert.equal(pings(), 1);
  for (let i = 0; i < 10; i++) {
    socket.say({ type: 'pong' });
    mock.timers.tick(15_000);
  }
  assert.equal(pings(), 11);
  assert.deepEqual(states, ['connecting', 'connected']);
});

test('a connection that stays quiet for more than 25 seconds is given up', async () => {
  mock.timers.tick(25_000);
  assert.equal(states.at(-1), 'connected');
  mock.timers.tick(5000);
  assert.equal(states.at(-1), 'reconnecting');
  assert.equal(socket.readyState, FakeSocket.CLOSED);
  socket.data('flows', 1);
  assert.deepEqual(got, [], 'what comes late is not heard');
  mock.timers.tick(1000);
  await settle();
  assert.equal(FakeSocket.made.length, 2);
});

test('a connection that never opens is given up', async () => {
  socket.end();
  mock.timers.tick(1000);
  await settle();
  mock.timers.tick(30_000);
  mock.timers.tick(1000);
  await settle();
  assert.equal(FakeSocket.made.length, 3);
});

for (const code of [1000, 1001, 1006, 1009, 1013]) {
  test(`closed with ${code}: tries again`, async () => {
    socket.end(code);
    mock.timers.tick(1000);
    await settle();
    assert.equal(FakeSocket.made.length, 2);
  });
}

test('messages that make no sense are counted and hurt nothing', () => {
  const nonsense = [
    '', '{', 'null', '1', '"text"', '[]', '{}', '{"type":1}', '{"type":"data"}', '{"type":"data","channel":7}', '{"type":"data","channel":"flows"}',
    '{"type":"data","channel":"flows","sequence":1}', '{"type":"data","channel":"flows","sequence":"1","data":[]}', '{"type":"data","channel":"flows","sequence":1.5,"data":[]}',
    '{"type":"batch"}', '{"type":"batch","messages":{}}', '{"type":"batch","messages":[1]}', '{"type":"snapshot","channel":"flows"}', '{"type":"subscribed"}',
  ];
  const harmless = [
    '{"type":"news"}', '{"type":"__proto__"}', '{"type":"subscribed","id":99,"epoch":"e1","channels":[null]}', '{"type":"subscribed","id":1,"epoch":"e1","channels":7}',
    '{"type":"error"}', '{"type":"error","id":{},"code":[],"message":null}', '{"type":"unsubscribed"}', '{"type":"pong","id":null}', '{"type":"gap","channel":"flows"}',
    '{"type":"gap","channel":"flows","from":"a","to":"b","count":"c","reason":5}', '{"type":"batch","messages":[{"type":"batch","channel":"flows","messages":[]}]}', '{"type":"data","channel":"__proto__","sequence":1,"data":0}',
  ];
  const before = client.stats.malformed;
  [...nonsense, ...harmless].forEach(json => assert.doesNotThrow(() => socket.say(json), json));
  assert.equal(client.stats.malformed - before, nonsense.length + 1, 'and the batch within a batch');
  socket.data('flows', 1);
  assert.deepEqual(got, [1]);
  assert.equal(states.at(-1), 'connected');
});

test('random messages hurt nothing', () => {
  // A fixed sequence of a linear congruential generator: the same messages every time.
  let seed = 42;
  const next = bound => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(seed / 65_536) % bound;
  };
  const whole = JSON.stringify({ type: 'batch', messages: [dataOf('flows', 1), { type: 'gap', channel: 'flows', from: 2, to: 3, count: 2, reason: 'slow' }, dataOf('windows', 5)] });
  for (let i = 0; i < 5000; i++) {
    const at = next(whole.length);
    const mutated = whole.slice(0, at) + ['', '"', '}', '[', 'null', '9', ':'][next(7)] + whole.slice(at + next(4));
    assert.doesNotThrow(() => socket.say(mutated), mutated);
  }
  assert.equal(states.at(-1), 'connected');
});

test('what is known of the connection', () => {
  assert.deepEqual(client.stats, { messages: 0, gaps: 0, lost: 0, malformed: 0, compressed: false });
  socket.extensions = 'permessage-deflate; client_no_context_takeover';
  socket.data('flows', 1, 1, 2);
  assert.deepEqual(client.stats, { messages: 2, gaps: 0, lost: 0, malformed: 0, compressed: true });
  client.close();
  assert.equal(client.stats.compressed, false);
});

test('losing the network asks the server, finding it again ends the wait', async () => {
  const listeners = {};
  globalThis.addEventListener = (name, listener) => { listeners[name] = listener; };
  globalThis.removeEventListener = name => { delete listeners[name]; };
  try {
    client.close();
    client = new RealtimeClient({ url: 'ws://host/ws', backoff: () => 1000 });
    client.start();
    await settle();
    socket = FakeSocket.latest;
    socket.open();
    listeners.offline();
    assert.equal(pings(), 2, 'one at the start, one now');
    socket.end();
    listeners.online();
    await settle();
    assert.notEqual(FakeSocket.latest, socket);
    client.close();
    assert.deepEqual(listeners, {});
  } finally {
    delete globalThis.addEventListener;
    delete globalThis.removeEventListener;
  }
});
