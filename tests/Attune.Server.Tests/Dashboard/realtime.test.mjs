import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { RealtimeClient } from '../../../src/Attune.Server/Dashboard/wwwroot/js/realtime.js';
import { dataOf, FakeSocket, settle } from './fake-socket.mjs';

const wait = 1000;
let clients;

beforeEach(() => {
  globalThis.WebSocket = FakeSocket;
  FakeSocket.made = [];
  clients = [];
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
});

afterEach(() => {
  clients.forEach(client => client.close());
  mock.timers.reset();
  mock.restoreAll();
});

/** A client whose states are kept in `states`. */
function make(options = {}) {
  const states = [];
  const client = new RealtimeClient({ url: 'http://host/ws', onState: state => states.push(state), backoff: () => wait, ...options });
  clients.push(client);
  return { client, states };
}

/** Starts, opens the socket, and returns it. */
async function connect(client) {
  client.start();
  await settle();
  FakeSocket.latest.open();
  return FakeSocket.latest;
}

/** Cuts the connection and opens the next one. */
async function reconnect(socket, code = 1006) {
  socket.end(code);
  mock.timers.tick(wait);
  await settle();
  assert.notEqual(FakeSocket.latest, socket, 'a new socket was made');
  FakeSocket.latest.open();
  return FakeSocket.latest;
}

/** Subscribes to `name`; what handlers get is kept in `got` and `gaps`. */
function listen(client, name, options = {}) {
  const got = [];
  const gaps = [];
  const subscription = client.subscribe(name, { onData: (_, { sequence }) => got.push(sequence), onGap: gap => gaps.push(gap), ...options });
  return { got, gaps, subscription };
}

const names = states => states.map(state => state.name);

test('one socket carries all subscriptions, by the subprotocol, with what was asked for', async () => {
  const { client } = make();
  listen(client, 'flows', { filter: 'bytes >= 10', maxRate: 5 });
  const socket = await connect(client);
  listen(client, 'jobs.*', { snapshot: true });

  assert.equal(FakeSocket.made.length, 1);
  assert.equal(socket.url, 'ws://host/ws');
  assert.equal(socket.protocol, 'attune.v1');
  assert.deepEqual(socket.sent, [
    { type: 'subscribe', channels: ['flows'], filter: 'bytes >= 10', maxRate: 5, id: 1 },
    { type: 'subscribe', channels: ['jobs.*'], snapshot: true, id: 2 },
  ]);
});

test('an address with https becomes one with wss', async () => {
  const { client } = make({ url: 'https://host/ws' });
  await connect(client);
  assert.equal(FakeSocket.latest.url, 'wss://host/ws');
});

test('data reaches the handler with its message', async () => {
  const { client } = make();
  const calls = [];
  client.subscribe('flows', { onData: (data, message) => calls.push([data, message.channel, message.time]) });
  const socket = await connect(client);
  socket.subscribed(6);
  socket.data('flows', 7);
  socket.data('other', 1);
  assert.deepEqual(calls, [[[7], 'flows', '2026-01-01T00:00:00Z']]);
});

test('states: connecting, connected, reconnecting with a moment, connected; offline after some failures', async () => {
  const { client, states } = make();
  listen(client, 'flows');
  let socket = await connect(client);
  assert.deepEqual(states, [{ name: 'connecting' }]);
  socket.subscribed(0);
  socket = await reconnect(socket);
  socket.subscribed(0);
  assert.deepEqual(names(states), ['connecting', 'connected', 'reconnecting', 'reconnecting', 'connected']);
  assert.equal(states[2].retryAt, Date.now());
  assert.equal(states[3].retryAt, undefined);
  for (let i = 0; i < 3; i++) {
    socket = await reconnect(socket);
  }
  assert.equal(states.at(-1).name, 'offline');
});

test('the wait grows with the failures, and starts anew when a connection has held', async () => {
  const failures = [];
  const { client } = make({ backoff: count => { failures.push(count); return wait; } });
  listen(client, 'flows');
  let socket = await connect(client);
  socket = await reconnect(socket);
  socket.subscribed(0);
  socket = await reconnect(socket);
  assert.deepEqual(failures, [0, 1], 'connected for a moment only');
  socket.subscribed(0);
  mock.timers.tick(5000);
  socket.end();
  assert.deepEqual(failures, [0, 1, 0]);
});

test('retryNow ends the wait; without one it does nothing', async () => {
  const { client } = make();
  const socket = await connect(client);
  client.retryNow();
  await settle();
  assert.equal(FakeSocket.made.length, 1);
  socket.end();
  client.retryNow();
  await settle();
  assert.equal(FakeSocket.made.length, 2);
  mock.timers.tick(wait);
  await settle();
  assert.equal(FakeSocket.made.length, 2, 'the wait itself is over');
});

test('without subscriptions the answer to a ping says that it is connected', async () => {
  const { client, states } = make();
  const socket = await connect(client);
  assert.deepEqual(socket.sent, [{ type: 'ping' }]);
  socket.say({ type: 'pong', time: '2026-01-01T00:00:00Z' });
  assert.deepEqual(names(states), ['connecting', 'connected']);
});

test('a client that is closed stays closed, and deaf', async () => {
  const { client } = make();
  const { got } = listen(client, 'flows');
  const socket = await connect(client);
  socket.subscribed(0);
  client.close();
  socket.data('flows', 1);
  socket.end();
  mock.timers.tick(60_000);
  await settle();
  assert.deepEqual(got, []);
  assert.equal(FakeSocket.made.length, 1);
});

test('after a cut it resumes from the last sequence and gives no message twice', async () => {
  const { client } = make();
  const { got } = listen(client, 'flows');
  let socket = await connect(client);
  socket.subscribed(40);
  socket.data('flows', 41, 42);
  socket = await reconnect(socket);
  assert.deepEqual(socket.last('subscribe').resume, { epoch: 'e1', sequences: { flows: 42 } });
  socket.subscribed(44);
  socket.data('flows', 41, 42, 43, 43, 44, 45);
  assert.deepEqual(got, [41, 42, 43, 44, 45]);
});

test('before the first message it resumes from where the subscription began', async () => {
  const { client } = make();
  listen(client, 'flows');
  let socket = await connect(client);
  socket.subscribed(40);
  socket = await reconnect(socket);
  assert.deepEqual(socket.last('subscribe').resume.sequences, { flows: 40 });
});

test('a pattern resumes each channel that it heard of, and begins without', async () => {
  const { client } = make();
  const { got } = listen(client, 'jobs.**');
  let socket = await connect(client);
  assert.equal(socket.last('subscribe').resume, undefined);
  socket.subscribed(null);
  socket.data('jobs.1', 5, 6);
  socket.data('jobs.2.progress', 9);
  socket.data('jobs', 1);
  socket = await reconnect(socket);
  assert.deepEqual(socket.last('subscribe').resume.sequences, { 'jobs.1': 6, 'jobs.2.progress': 9 });
  assert.deepEqual(got, [5, 6, 9]);
});

test('a pattern of more channels than a message can name says that it does not resume all', async () => {
  const { client } = make();
  const { gaps } = listen(client, 'jobs.*');
  let socket = await connect(client);
  socket.subscribed(null);
  for (let i = 0; i < 2000; i++) {
    socket.data(`jobs.${i}`, i + 1);
  }
  socket = await reconnect(socket);
  const request = socket.last('subscribe');
  assert.ok(JSON.stringify(request).length < 16_384);
  assert.equal(request.resume.sequences['jobs.1999'], 2000, 'those heard last are resumed');
  assert.deepEqual(gaps, [{ type: 'gap', channel: 'jobs.*', from: null, to: null, count: null, reason: 'not_resumed' }]);
  assert.equal(client.stats.gaps, 1);
  await reconnect(socket);
  assert.equal(client.stats.gaps, 2, 'and says so each time');
});

test('a pattern of more channels than it remembers says so, however short they are', async () => {
  const { client } = make();
  const { gaps } = listen(client, '**');
  let socket = await connect(client);
  socket.subscribed(null);
  for (let i = 0; i < 1000; i++) {
    socket.data(i.toString(36), 1);
  }
  socket = await reconnect(socket);
  assert.equal(gaps.length, 0);
  assert.equal(Object.keys(socket.last('subscribe').resume.sequences).length, 1000);
  socket.subscribed(null);
  socket.data('zz', 1);
  socket = await reconnect(socket);
  assert.deepEqual(gaps.map(gap => gap.reason), ['not_resumed']);
  assert.equal(Object.keys(socket.last('subscribe').resume.sequences).length, 1000);
});

test('a server that started anew begins new sequences', async () => {
  const { client } = make();
  const { got, gaps } = listen(client, 'flows');
  let socket = await connect(client);
  socket.subscribed(1000);
  socket.data('flows', 1001);
  socket = await reconnect(socket);
  socket.subscribed(3, 'e2');
  socket.say({ type: 'gap', channel: 'flows', from: 1002, to: 1002, count: null, reason: 'restarted' });
  socket.data('flows', 4);
  assert.deepEqual(got, [1001, 4]);
  assert.equal(gaps[0].reason, 'restarted');
  socket = await reconnect(socket);
  assert.deepEqual(socket.last('subscribe').resume, { epoch: 'e2', sequences: { flows: 4 } });
});

test('a batch is unpacked in order', async () => {
  const { client } = make();
  const order = [];
  client.subscribe('flows', { onData: (_, { sequence }) => order.push(sequence), onGap: ({ from, to }) => order.push(`${from}-${to}`) });
  const socket = await connect(client);
  socket.subscribed(0);
  socket.say({ type: 'batch', messages: [dataOf('flows', 1), { type: 'gap', channel: 'flows', from: 2, to: 4, count: 3, reason: 'slow' }, null, { type: 'data' }, dataOf('flows', 5)] });
  assert.deepEqual(order, [1, '2-4', 5]);
});

test('a gap is passed on and counted; messages within it are taken', async () => {
  const { client } = make();
  const { got, gaps } = listen(client, 'flows');
  const socket = await connect(client);
  socket.subscribed(0);
  socket.say({ type: 'gap', channel: 'flows', from: 1, to: 9, count: 8, reason: 'slow' });
  socket.data('flows', 5);
  socket.say({ type: 'gap', channel: 'flows', from: 11, to: 12, count: 2, reason: 'rate' });
  socket.data('flows', 13);
  assert.deepEqual(gaps.map(gap => gap.reason), ['slow', 'rate']);
  assert.deepEqual(got, [5, 13]);
  assert.deepEqual([client.stats.gaps, client.stats.lost], [1, 8]);
});

test('what is no longer kept is not asked for again', async () => {
  const { client } = make();
  listen(client, 'flows');
  let socket = await connect(client);
  socket.subscribed(3);
  socket = await reconnect(socket);
  socket.subscribed(20);
  socket.say({ type: 'gap', channel: 'flows', from: 4, to: 20, count: null, reason: 'expired' });
  socket = await reconnect(socket);
  assert.deepEqual(socket.last('subscribe').resume.sequences, { flows: 20 });
});

test('a snapshot comes before the data that follow it', async () => {
  const { client } = make();
  const order = [];
  client.subscribe('state', { snapshot: true, onSnapshot: (_, { sequence }) => order.push(`s${sequence}`), onData: (_, { sequence }) => order.push(sequence) });
  let socket = await connect(client);
  socket.subscribed(5);
  socket.say({ ...dataOf('state', 6), type: 'snapshot' });
  socket.data('state', 6, 7);
  assert.deepEqual(order, ['s6', 7]);
  socket = await reconnect(socket);
  assert.equal(socket.last('subscribe').snapshot, true);
  assert.deepEqual(socket.last('subscribe').resume.sequences, { state: 7 });
  socket.subscribed(20);
  socket.say({ ...dataOf('state', 20), type: 'snapshot' });
  socket.data('state', 20, 21);
  assert.deepEqual(order, ['s6', 7, 's20', 21]);
});

test('an exact name goes before a pattern, an earlier pattern before a later one', async () => {
  const { client } = make();
  const late = listen(client, '*.done');
  const later = listen(client, '**');
  const exact = listen(client, 'a.done');
  const socket = await connect(client);
  socket.sent.forEach(({ id, channels }) => socket.say({ type: 'subscribed', id, epoch: 'e1', channels: [{ channel: channels[0], sequence: null }] }));
  socket.data('a.done', 1);
  socket.data('b.done', 2);
  socket.data('b', 3);
  assert.deepEqual([exact.got, late.got, later.got], [[1], [2], [3]]);
});

test('unsubscribe tells the server and the handlers hear no more, even in the middle of a batch', async () => {
  const { client } = make();
  const got = [];
  const subscription = client.subscribe('flows', { onData: (_, { sequence }) => { got.push(sequence); subscription.unsubscribe(); } });
  let socket = await connect(client);
  socket.subscribed(0);
  socket.say({ type: 'batch', messages: [dataOf('flows', 1), dataOf('flows', 2)] });
  assert.deepEqual(socket.last('unsubscribe'), { type: 'unsubscribe', channels: ['flows'] });
  assert.deepEqual(got, [1]);
  subscription.unsubscribe();
  assert.equal(socket.sent.filter(message => message.type === 'unsubscribe').length, 1);
  socket = await reconnect(socket);
  assert.equal(socket.last('subscribe'), undefined);
});

test('subscribing anew after unsubscribe takes nothing of the old subscription', async () => {
  const { client } = make();
  listen(client, 'flows').subscription.unsubscribe();
  const socket = await connect(client);
  const old = listen(client, 'flows');
  const first = socket.last('subscribe').id;
  old.subscription.unsubscribe();
  const { got } = listen(client, 'flows');
  socket.say({ type: 'subscribed', id: first, epoch: 'e1', channels: [{ channel: 'flows', sequence: 0 }] });
  socket.data('flows', 1);
  socket.subscribed(1);
  socket.data('flows', 2);
  assert.deepEqual([old.got, got], [[], [2]]);
});

test('a name can be subscribed to once, and must be one', () => {
  const { client } = make();
  listen(client, 'flows');
  assert.throws(() => client.subscribe('flows'), /already/);
  for (const name of ['', 'a..b', 'a b', '**.a', 'a*', 'ä']) {
    assert.throws(() => client.subscribe(name), TypeError, name);
  }
});

test('a subscription that is refused hears why, and is asked for again with the next connection', async () => {
  const { client, states } = make();
  const errors = [];
  const { got } = listen(client, 'secret', { onError: error => errors.push(error) });
  const everything = listen(client, '**');
  let socket = await connect(client);
  const [refused, allowed] = socket.sent;
  socket.say({ type: 'error', id: refused.id, code: 'forbidden', message: 'not for you' });
  socket.say({ type: 'subscribed', id: allowed.id, epoch: 'e1', channels: [{ channel: '**', sequence: null }] });
  assert.deepEqual(errors, [{ code: 'forbidden', message: 'not for you' }]);
  assert.equal(states.at(-1).name, 'connected');
  socket.data('secret', 1);
  assert.deepEqual([got, everything.got], [[], [1]], 'the pattern still matches it');
  socket = await reconnect(socket);
  assert.equal(socket.sent.filter(message => message.type === 'subscribe').length, 2);
});

test('a subscription that has ended hears of no refusal', async () => {
  const { client } = make();
  const errors = [];
  const { subscription } = listen(client, 'secret', { onError: error => errors.push(error) });
  const socket = await connect(client);
  subscription.unsubscribe();
  socket.say({ type: 'error', id: socket.last('subscribe').id, code: 'forbidden', message: 'not for you' });
  assert.deepEqual(errors, []);
});

test('a subscription that came too fast is asked for again', async () => {
  const { client } = make();
  listen(client, 'flows');
  const socket = await connect(client);
  socket.say({ type: 'error', id: 1, code: 'rate_limited', message: 'slower' });
  mock.timers.tick(wait);
  assert.equal(socket.last('subscribe').id, 2);
});
