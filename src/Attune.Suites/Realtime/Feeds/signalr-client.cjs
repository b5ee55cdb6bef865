'use strict';

// One real client of SignalR, as a check that the feed speaks to such. Standard input: where to connect, then how many messages to wait for; each line is answered by one.
const readline = require('node:readline');
const { HubConnectionBuilder, HttpTransportType, LogLevel } = require('@microsoft/signalr');

let received = 0;
let connection;
let wanted;

const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

function tell(limit) {
  if (wanted && (received >= wanted.messages || limit)) {
    wanted = undefined;
    answer({ received });
  }
}

const lines = readline.createInterface({ input: process.stdin });
lines.on('close', () => process.exit(0));
lines.on('line', async (line) => {
  const command = JSON.parse(line);
  if (connection) {
    wanted = command;
    setTimeout(() => tell(true), command.seconds * 1000);
    tell(false);
    return;
  }

  connection = new HubConnectionBuilder()
    .withUrl(`http://127.0.0.1:${command.port}/feed`, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
    .configureLogging(LogLevel.None)
    .build();
  connection.on('data', (message) => {
    if (message.number > 0) received += 1;
    tell(false);
  });
  await connection.start();
  await connection.invoke('Subscribe', command.channel);
  answer({ received });
});
