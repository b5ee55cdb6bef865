import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { RealtimeClient } from '../../../src/Attune.Server/Dashboard/wwwroot/js/realtime.js';
import { FakeSocket, settle } from './fake-socket.mjs';

const wait = 1000;
let client;
let states;

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

async function connect(authenticate) {
  states = [];
  client = new RealtimeClient({ url: 'ws://host/ws', authenticate, onState: state => states.push(state.name === 'signed-out' ? state : state.name), backoff: () => wait });
  client.subscribe('flows', { onData: () => {} });
  client.start();
  await settle();
  FakeSocket.latest.open();
  return FakeSocket.latest;
}

async function next(socket) {
  mock.timers.tick(wait);
  await settle();
  assert.notEqual(FakeSocket.latest, socket);
  FakeSocket.latest.open();
  return FakeSocket.latest;
}

async function staysAway() {
  const count = states.length;
  mock.timers.tick(600_000);
  await settle();
  assert.equal(FakeSocket.made.length, 1, 'no further attempt');
  assert.equal(states.length, count);
}

const unauthenticated = { type: 'error', code: 'unauthenticated', message: 'unknown key' };

for (const credentials of [{ key: 'k' }, { token: 't' }]) {
  test(`${Object.keys(credentials)[0]}: goes first, alone, and inside the connection`, async () => {
    const socket = await connect(async () => credentials);
    assert.deepEqual(socket.sent, [{ type: 'auth', ...credentials, id: 'auth' }]);
    assert.equal(socket.url, 'ws://host/ws');
    assert.deepEqual(states, ['connecting']);
    socket.say({ type: 'authenticated', id: 'auth', subject: 'me', expires: null });
    assert.deepEqual(states, ['connecting', 'connected']);
    assert.deepEqual(socket.last('subscribe').channels, ['flows']);
  });
}

test('refused: signed out, without another attempt', async () => {
  const socket = await connect(async () => ({ key: 'wrong' }));
  socket.say({ ...unauthenticated, id: 'auth' });
  assert.deepEqual(states.at(-1), { name: 'signed-out', code: 'unauthenticated', message: 'unknown key' });
  assert.equal(socket.readyState, FakeSocket.CLOSED);
  await staysAway();
});

test('needed and not given: signed out', async () => {
  const socket = await connect(async () => null);
  assert.equal(socket.last('auth'), undefined);
  socket.say({ ...unauthenticated, id: 1 });
  assert.equal(states.at(-1).name, 'signed-out');
  await staysAway();
});

test('closed with 1008 before it was let in: signed out', async () => {
  const socket = await connect(async () => ({ key: 'k' }));
  socket.end(1008, 'no authentication in time');
  assert.deepEqual(states.at(-1), { name: 'signed-out', code: 'unauthenticated', message: 'no authentication in time' });
  await staysAway();
});

test('signed out, start tries again with what is given then', async () => {
  let key = 'wrong';
  const socket = await connect(async () => ({ key }));
  socket.say({ ...unauthenticated, id: 'auth' });
  key = 'right';
  client.start();
  await settle();
  FakeSocket.latest.open();
  assert.equal(states.at(-1), 'connecting');
  assert.equal(FakeSocket.latest.last('auth').key, 'right');
});

test('a token that has run out is asked for anew', async () => {
  let count = 0;
  let socket = await connect(async () => ({ token: `t${++count}` }));
  socket.say({ type: 'authenticated', id: 'auth' });
  socket.end(1008, 'the token has expired');
  assert.equal(states.at(-1), 'reconnecting');
  socket = await next(socket);
  assert.equal(socket.last('auth').token, 't2');
  socket.say({ type: 'authenticated', id: 'auth' });
  socket.say({ ...unauthenticated, id: 2 });
  socket = await next(socket);
  assert.equal(socket.last('auth').token, 't3');
});

test('too many attempts to sign in are made again later', async () => {
  const socket = await connect(async () => ({ key: 'k' }));
  socket.say({ type: 'error', id: 'auth', code: 'rate_limited', message: 'slower' });
  assert.equal(states.at(-1), 'reconnecting');
  await next(socket);
});

test('authenticate that fails is tried again', async () => {
  const report = mock.method(console, 'error', () => {});
  let count = 0;
  states = [];
  client = new RealtimeClient({
    url: 'ws://host/ws', backoff: () => wait, onState: state => states.push(state.name),
    authenticate: async () => {
      if (count++ === 0) {
        throw new Error('no network');
      }
      return { key: 'k' };
    },
  });
  await client.start();
  assert.equal(FakeSocket.made.length, 0);
  assert.equal(report.mock.callCount(), 1);
  mock.timers.tick(wait);
  await settle();
  assert.equal(FakeSocket.made.length, 1);
});

test('an answer of authenticate that comes after another start is dropped', async () => {
  const answers = [];
  states = [];
  client = new RealtimeClient({ url: 'ws://host/ws', authenticate: () => new Promise(resolve => { answers.push(resolve); }), onState: () => {} });
  client.start();
  client.start();
  answers.forEach((answer, index) => answer({ key: `k${index}` }));
  await settle();
  assert.equal(FakeSocket.made.length, 1);
  FakeSocket.latest.open();
  assert.equal(FakeSocket.latest.last('auth').key, 'k1');
});
