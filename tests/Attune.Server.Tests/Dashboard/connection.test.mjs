import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { AccessError } from '../../../src/Attune.Server/Dashboard/wwwroot/js/api.js';
import { ConnectionFigures } from '../../../src/Attune.Server/Dashboard/wwwroot/js/connection-figures.js';
import { Connection } from '../../../src/Attune.Server/Dashboard/wwwroot/js/connection.js';
import { session } from '../../../src/Attune.Server/Dashboard/wwwroot/js/session.js';
import { dataOf, FakeSocket, settle } from './fake-socket.mjs';

let events;
let loads;
let connection;

beforeEach(() => {
  globalThis.WebSocket = FakeSocket;
  globalThis.location = { href: 'https://host/page?x=1' };
  FakeSocket.made = [];
  events = [];
  loads = [];
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  connection = new Connection({
    load: () => new Promise((resolve, reject) => { loads.push({ resolve, reject }); }),
    onData: (channel, items) => events.push(`${channel} ${items}`),
    onState: ({ name, status }) => events.push(status === undefined ? name : `${name} ${status}`),
  });
});

afterEach(() => {
  session.key = null;
  delete globalThis.location;
  mock.timers.reset();
});

async function connect(epoch = 'e1') {
  await settle();
  const socket = FakeSocket.latest;
  socket.open();
  for (const { id, channels: [channel] } of socket.sent.filter(message => message.type === 'subscribe')) {
    socket.say({ type: 'subscribed', id, epoch, channels: [{ channel, sequence: 0 }] });
  }
  return socket;
}

test('live data waits for what happened before it', async () => {
  connection.start();
  const socket = await connect();
  assert.equal(socket.url, 'wss://host/ws');
  socket.data('metrics', 1, 2);
  socket.data('windows', 1);
  await settle();
  assert.deepEqual(events, ['connecting', 'connected']);
  loads[0].resolve();
  await settle();
  socket.data('metrics', 3);
  assert.deepEqual(events.slice(2).sort(), ['metrics 1', 'metrics 2', 'metrics 3', 'windows 1']);
});

test('after a cut nothing is loaded again, after a gap it is, once for all that comes meanwhile', async () => {
  connection.start();
  let socket = await connect();
  loads[0].resolve();
  await settle();
  socket.end();
  connection.retryNow();
  socket = await connect();
  socket.data('metrics', 1);
  assert.equal(loads.length, 1);
  for (const channel of ['metrics', 'windows', 'windows']) {
    socket.say({ type: 'gap', channel, from: 2, to: 3, count: 2, reason: 'slow' });
  }
  assert.equal(loads.length, 2);
  loads[1].resolve();
  await settle();
  assert.equal(loads.length, 3, 'what was missed after the request was sent may be missing in the answer');
  loads[2].resolve();
  await settle();
  socket.data('metrics', 4);
  assert.equal(loads.length, 3);
  assert.deepEqual(events.slice(-2), ['metrics 1', 'metrics 4']);
});

test('a load that fails holds nothing up and is tried again', async () => {
  connection.start();
  const socket = await connect();
  socket.data('metrics', 1);
  loads[0].reject(new Error('503'));
  await settle();
  assert.deepEqual(events, ['connecting', 'connected', 'metrics 1']);
  mock.timers.tick(1000);
  assert.equal(loads.length, 2);
});

test('the key goes inside the connection; a wrong one means signing in', async () => {
  session.key = 'secret-key';
  connection.start();
  await settle();
  const socket = FakeSocket.latest;
  socket.open();
  assert.ok(!socket.url.includes('secret'));
  assert.equal(socket.last('auth').key, 'secret-key');
  socket.say({ type: 'error', id: 'auth', code: 'unauthenticated', message: 'no' });
  assert.deepEqual(events, ['connecting', 'signed-out 401']);
  assert.equal(loads.length, 0);
});

test('a load that is refused means signing in, too', async () => {
  connection.start();
  await connect();
  loads[0].reject(new AccessError(403));
  await settle();
  assert.deepEqual(events, ['connecting', 'connected', 'signed-out 403']);
  assert.equal(FakeSocket.latest.readyState, FakeSocket.CLOSED);
});

test('figures of a connection: a rate over ten seconds, compression, gaps', () => {
  const stats = { messages: 100, gaps: 0, lost: 0, compressed: false };
  const figures = new ConnectionFigures(() => stats);
  assert.deepEqual(figures.next(), { short: '', sentence: 'none missed; not compressed' });
  for (let second = 0; second < 20; second++) {
    stats.messages += second < 10 ? 1000 : 2;
    figures.next();
  }
  Object.assign(stats, { gaps: 2, lost: 1234, compressed: true });
  assert.deepEqual(figures.next(), { short: '1.8 messages/s · 2 gaps', sentence: '1.8 messages/s; 2 gaps in them, 1,234 messages known to be missed; compressed where it pays' });
  stats.gaps = 1;
  figures.restart();
  assert.equal(figures.next().short, '1 gap');
});
