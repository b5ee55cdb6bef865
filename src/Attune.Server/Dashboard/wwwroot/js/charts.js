import { element } from './dom.js';
import { duration, rate } from './format.js';
import { LineChart } from './line-chart.js';
import { ProtocolChart } from './protocol-chart.js';

const dashed = [6, 4];
const dotted = [2, 3];

/** The charts of the page; they show text alone until `loadLibrary` succeeds. */
export function createCharts(store) {
  return [
    new LineChart(store, {
      id: 'chart-rate',
      title: 'Rate',
      format: rate,
      lines: [
        { name: 'Flows', pick: point => point.flowsPerSecond, token: '--series-1', fill: '--series-1-soft', mark: 'series-1' },
        { name: 'Messages', pick: point => point.messagesPerSecond, token: '--series-2', dash: dashed, mark: 'series-2 dashed' },
      ],
    }),
    new LineChart(store, {
      id: 'chart-latency',
      title: 'Latency',
      format: duration,
      lines: [
        { name: 'p50', pick: point => point.p50, token: '--series-1', mark: 'series-1' },
        { name: 'p95', pick: point => point.p95, token: '--series-2', dash: dashed, mark: 'series-2 dashed' },
        { name: 'p99', pick: point => point.p99, token: '--series-4', dash: dotted, mark: 'series-4 dotted' },
      ],
    }),
    new ProtocolChart(store),
  ];
}

/** Loads uPlot, which is built into the server only when its npm packages were installed. */
export async function loadLibrary(charts) {
  let UPlot;
  try {
    ({ default: UPlot } = await import('/lib/uPlot.esm.js'));
  } catch {
    for (const plot of document.querySelectorAll('.plot')) {
      plot.append(element('p', 'plot-note', 'Charts need uPlot: run npm ci and build the server again.'));
      plot.dataset.library = 'missing';
    }
    return;
  }
  charts.forEach(chart => chart.attach(UPlot));
}
