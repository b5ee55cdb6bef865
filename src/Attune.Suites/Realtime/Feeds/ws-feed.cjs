'use strict';

// The feed on npm's ws. Standard input: a line of settings, then one for each command; each is answered by a line. See FeedHost.cs, which speaks the same.
const readline = require('node:readline');
const { WebSocketServer, WebSocket } = require('ws');

const numberBase = 1000000000n;
const timeBase = 1000000000000000000n;
const channels = new Map();
let payloads = [];
let next = 0;

const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

function listen(setup) {
  payloads = setup.payloads;
  // true stands for the documented defaults of ws: messages from 1,024 bytes on, zlib's level, context takeover, ten messages at a time.
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: setup.deflate }, () => answer({ port: server.address().port }));
  server.on('connection', (socket) => {
    const own = [];
    socket.on('error', () => socket.terminate());
    socket.on('close', () => own.forEach((channel) => channels.get(channel).delete(socket)));
    socket.on('message', (data) => {
      const message = JSON.parse(data);
      if (message.type !== 'subscribe') return;
      for (const channel of message.channels) {
        if (!channels.has(channel)) channels.set(channel, new Set());
        channels.get(channel).add(socket);
        own.push(channel);
      }
      socket.send(JSON.stringify({ type: 'subscribed', channels: message.channels }));
    });
  });
}

function publish(channel, number, time) {
  const tail = payloads[number % payloads.length];
  const payload = `{"number":${numberBase + BigInt(number)},"at":${timeBase + time}${tail}`;
  const text = `{"type":"data","channel":"${channel}","sequence":${number},"time":"${new Date().toISOString()}","data":${payload}}`;
  const data = Buffer.from(text);
  for (const socket of channels.get(channel) ?? []) {
    if (socket.readyState === WebSocket.OPEN) socket.send(data, { binary: false });
  }
}

function publishAtRate(count, rate) {
  const start = process.hrtime.bigint();
  const begin = next;
  next += count;
  return new Promise((resolve) => {
    let beat = 0;
    const step = () => {
      if (beat === count) {
        resolve(Number(process.hrtime.bigint() - start) / 1e9);
        return;
      }
      const due = start + BigInt(Math.round((beat / rate) * 1e9));
      const wait = Number(due - process.hrtime.bigint()) / 1e6;
      if (wait > 0) {
        setTimeout(step, Math.ceil(wait));
        return;
      }
      publish('flows', begin + beat, due);
      beat += 1;
      setImmediate(step);
    };
    step();
  });
}

let first = true;
const lines = readline.createInterface({ input: process.stdin });
lines.on('close', () => process.exit(0));
lines.on('line', async (line) => {
  const command = JSON.parse(line);
  if (first) {
    first = false;
    listen(command);
  } else if (command.do === 'publish') {
    answer({ seconds: await publishAtRate(command.count, command.rate) });
  } else {
    answer({ state: { clients: 0, subscriptions: 0, queued: 0, managedBytes: process.memoryUsage().heapUsed } });
  }
});
