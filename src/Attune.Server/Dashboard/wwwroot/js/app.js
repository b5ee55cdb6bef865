import { getHistory, getWindows } from './api.js';
import { createCharts, loadLibrary } from './charts.js';
import { Connection } from './connection.js';
import { ConnectionView } from './connection-view.js';
import { DeadLetterFeed } from './dead-letter-feed.js';
import { replay } from './replay.js';
import { FrameScheduler } from './scheduler.js';
import { SignIn } from './sign-in.js';
import { historySeconds, Store } from './store.js';
import { deadLetters, topSources } from './tables.js';
import { connectTheme } from './theme.js';
import { Tiles } from './tiles.js';
import { totals } from './totals.js';
import { WindowsTable } from './windows-table.js';

const windowLimit = 20;

const frame = new FrameScheduler();
const store = new Store(topic => frame.invalidate(topic));
const deadLetterFeed = new DeadLetterFeed(store);

const charts = createCharts(store);
const tiles = new Tiles(store);
const windowsTable = new WindowsTable(store);
for (const draw of [() => tiles.draw(), ...charts.map(chart => () => chart.draw()), topSources(store), totals(store), replay(store)]) {
  frame.register('metrics', draw);
}
frame.register('windows', () => windowsTable.draw());
frame.register('dead-letters', deadLetters(store));

const connection = new Connection({ load, onData: receive, onState: showState });
const connectionView = new ConnectionView(store, () => connection.stats, () => connection.retryNow());
const signIn = new SignIn(() => connection.start());

// Not by the scheduler: colours follow the theme while the figures are paused, too.
connectTheme(document.getElementById('theme-toggle'), () => requestAnimationFrame(() => charts.forEach(chart => chart.recolour())));
connectPause(document.getElementById('pause-toggle'));
loadLibrary(charts);
connection.start();

/** What happened before the live updates. Only the history is needed to go on; the cards say when theirs is missing. */
async function load() {
  const { items } = await getHistory(historySeconds);
  store.mergeHistory(items);
  await Promise.allSettled([
    getWindows(windowLimit).then(page => store.setWindows(page.items)),
    deadLetterFeed.refresh(),
  ]);
}

function receive(channel, items) {
  if (channel === 'metrics') {
    store.addSamples(items);
    deadLetterFeed.follow();
  } else if (channel === 'windows') {
    store.addWindows(items);
  }
}

function showState(state) {
  connectionView.state = state;
  if (state.name === 'signed-out') {
    signIn.open(state.status);
  } else if (state.name !== 'connecting') {
    signIn.close();
  }
}

function connectPause(button) {
  button.addEventListener('click', () => {
    const paused = !frame.paused;
    frame.paused = paused;
    button.setAttribute('aria-pressed', String(paused));
    connectionView.paused = paused;
  });
}
