import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { RealtimeClient } from '../../../src/Attune.Server/Dashboard/wwwroot/js/realtime.js';
import { dataOf, FakeSocket, settle } from './fake-socket.mjs';

const bound = 256;
let client;

beforeEach(() => {
  globalThis.WebSocket = FakeSocket;
  FakeSocket.made = [];
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
});

afterEach(() => {
  client.close();
  mock.timers.reset();
  mock.restoreAll();
});

/** A subscription whose handler takes a message only when `release` is called. */
async function listenSlowly(options = {}) {
  const got = [];
  const held = [];
  client = new RealtimeClient({ url: 'ws://host/ws', backoff: () => 1000 });
  client.subscribe('flows', {
    onData: (_, { sequence }) => new Promise(resolve => {
      got.push(sequence);
      held.push(resolve);
    }),
    ...options,
  });
  client.start();
  await settle();
  FakeSocket.latest.open();
  FakeSocket.latest.subscribed(0);
  const release = async count => {
    for (let i = 0; i < count; i++) {
      held.shift()();
      await settle();
    }
  };
  return { socket: FakeSocket.latest, got, held, release };
}

const upTo = count => Array.from({ length: count }, (_, index) => index + 1);
const count = (socket, type) => socket.sent.filter(message => message.type === type).length;

test('a handler that is busy gets the next message when it is done, in order', async () => {
  const { socket, got, release } = await listenSlowly();
  socket.data('flows', 1, 2, 3);
  assert.deepEqual(got, [1]);
  await release(1);
  assert.deepEqual(got, [1, 2]);
  await release(2);
  assert.deepEqual(got, [1, 2, 3]);
});

test('when too many messages wait the subscription is given up, and taken up again from there', async () => {
  const { socket, got, release } = await listenSlowly();
  socket.data('flows', ...upTo(bound));
  assert.equal(count(socket, 'unsubscribe'), 0);
  socket.say({ type: 'batch', messages: [bound + 1, bound + 2, bound + 3].map(sequence => dataOf('flows', sequence)) });
  assert.equal(count(socket, 'unsubscribe'), 1);
  socket.data('flows', bound + 4);
  await release(bound);
  assert.equal(count(socket, 'subscribe'), 1, 'the last one is still at work');
  await release(1);
  assert.deepEqual(socket.last('subscribe').resume, { epoch: 'e1', sequences: { flows: bound + 1 } });

  // What was on its way when the subscription was given up must not pass for what follows.
  socket.data('flows', bound + 5);
  socket.subscribed(bound + 5);
  socket.data('flows', ...upTo(bound + 5).slice(bound));
  await release(4);
  assert.deepEqual(got, upTo(bound + 5));
});

test('a cut while a subscription is given up changes nothing for it', async () => {
  const { socket, got, release } = await listenSlowly();
  socket.data('flows', ...upTo(bound + 10));
  socket.end();
  mock.timers.tick(1000);
  await settle();
  const next = FakeSocket.latest;
  next.open();
  assert.equal(next.last('subscribe'), undefined);
  await release(bound + 1);
  assert.deepEqual(next.last('subscribe').resume.sequences, { flows: bound + 1 });
  next.subscribed(bound + 10);
  next.data('flows', bound + 2);
  assert.deepEqual(got, upTo(bound + 2));
});

test('a server that started anew while a subscription is given up is told the old place', async () => {
  const { socket, release } = await listenSlowly();
  client.subscribe('windows', { onData: () => {} });
  socket.data('flows', ...upTo(bound + 10));
  socket.end();
  mock.timers.tick(1000);
  await settle();
  const next = FakeSocket.latest;
  next.open();
  next.subscribed(0, 'e2');
  await release(bound + 1);
  assert.deepEqual(next.last('subscribe').resume, { epoch: 'e1', sequences: { flows: bound + 1 } });
});

test('the other subscriptions go on', async () => {
  const { socket } = await listenSlowly();
  const other = [];
  client.subscribe('windows', { onData: (_, { sequence }) => { other.push(sequence); } });
  socket.subscribed(0);
  socket.data('flows', ...upTo(bound + 10));
  socket.data('windows', 1);
  assert.deepEqual(other, [1]);
});

test('a pattern that was taken up again stands behind the others, as at the server', async () => {
  const got = { first: [], second: [] };
  let release;
  client = new RealtimeClient({ url: 'ws://host/ws', backoff: () => 1000 });
  client.subscribe('a.*', {
    onData: (_, { sequence }) => {
      got.first.push(sequence);
      return new Promise(resolve => { release = resolve; });
    },
  });
  client.subscribe('**', { onData: (_, { sequence }) => { got.second.push(sequence); } });
  client.start();
  await settle();
  const socket = FakeSocket.latest;
  socket.open();
  const accept = ({ id, channels: [channel] }) => socket.say({ type: 'subscribed', id, epoch: 'e1', channels: [{ channel, sequence: null }] });
  socket.sent.forEach(accept);
  socket.data('a.1', ...upTo(bound + 1));
  socket.data('a.1', bound + 2);
  assert.equal(got.second.length, 0, 'given up for the moment, it still decides');
  for (let i = 0; i <= bound; i++) {
    release();
    await settle();
  }
  accept(socket.last('subscribe'));
  socket.data('a.1', bound + 2);
  assert.deepEqual([got.first.length, got.second], [bound + 1, [bound + 2]]);
});

test('gaps and snapshots wait in line', async () => {
  const order = [];
  const { socket, release } = await listenSlowly({ onGap: ({ to }) => order.push(`gap ${to}`), onSnapshot: (_, { sequence }) => order.push(`snapshot ${sequence}`) });
  socket.data('flows', 1);
  socket.say({ type: 'gap', channel: 'flows', from: 2, to: 3, count: 2, reason: 'slow' });
  socket.say({ ...dataOf('flows', 4), type: 'snapshot' });
  assert.deepEqual(order, []);
  await release(1);
  assert.deepEqual(order, ['gap 3', 'snapshot 4']);
});

test('unsubscribing drops what waits', async () => {
  const got = [];
  let done;
  client = new RealtimeClient({ url: 'ws://host/ws', backoff: () => 1000 });
  const subscription = client.subscribe('flows', { onData: (_, { sequence }) => new Promise(resolve => { got.push(sequence); done = resolve; }) });
  client.start();
  await settle();
  const socket = FakeSocket.latest;
  socket.open();
  socket.subscribed(0);
  socket.data('flows', ...upTo(bound + 10));
  subscription.unsubscribe();
  done();
  await settle();
  assert.deepEqual(got, [1]);
  assert.equal(count(socket, 'subscribe'), 1);
  assert.equal(count(socket, 'unsubscribe'), 1);
});

for (const [name, onData] of [['throws', () => { throw new Error('broken'); }], ['rejects', async () => { throw new Error('broken'); }]]) {
  test(`a handler that ${name} is told so and gets the next message`, async () => {
    const errors = [];
    let calls = 0;
    const { socket } = await listenSlowly({ onData: message => { calls++; return onData(message); }, onError: error => errors.push(error.message) });
    socket.data('flows', 1, 2);
    await settle();
    assert.equal(calls, 2);
    assert.deepEqual(errors, ['broken', 'broken']);
  });
}

test('an error nobody listens for goes to the console', async () => {
  const report = mock.method(console, 'error', () => {});
  const { socket } = await listenSlowly({ onData: () => { throw new Error('broken'); } });
  socket.data('flows', 1);
  assert.match(report.mock.calls[0].arguments[0], /flows.*broken/);
});
