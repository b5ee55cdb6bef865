// What the server sends is checked here once; the rest of the page trusts its own shapes.
const maximumTextLength = 120;
const maximumProtocols = 64;
const maximumRows = 10;
// Control characters and marks that turn the direction of text could make one source look like another.
const deceptive = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The number, or null when it is missing or not finite. */
export const finite = value => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** Text from outside, shortened and without characters that mislead a reader. */
export function plainText(value) {
  const cleaned = String(value ?? '').slice(0, maximumTextLength + 1).replace(deceptive, '\ufffd');
  return cleaned.length > maximumTextLength ? `${cleaned.slice(0, maximumTextLength)}…` : cleaned || '(empty)';
}

/** A moment as milliseconds since 1970, or null. */
export function moment(value) {
  const milliseconds = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isFinite(milliseconds) ? milliseconds : null;
}

/** One MetricsSample split into the `point` that history keeps and the `rest` of which only the latest matters. */
export function parseSample(raw) {
  const time = moment(raw?.time);
  if (time === null) {
    return null;
  }
  const latency = raw.latencyMs ?? {};
  const protocols = Object.entries(raw.bytesByProtocol ?? {})
    .filter(([, bytes]) => finite(bytes) !== null && bytes >= 0)
    .slice(0, maximumProtocols)
    .map(([name, bytes]) => [plainText(name), bytes]);

  const point = {
    time: time / 1000,
    flowsPerSecond: finite(raw.flowsPerSecond),
    messagesPerSecond: finite(raw.messagesPerSecond),
    p50: finite(latency.p50),
    p95: finite(latency.p95),
    p99: finite(latency.p99),
    memoryMb: finite(raw.memoryMb),
    errorRate: finite(raw.errorRate),
    protocols,
  };
  const rest = {
    cpuPercent: finite(raw.cpuPercent),
    clients: finite(raw.clients),
    queueDepth: finite(raw.queueDepth),
    totals: raw.totals ?? {},
    topSources: (Array.isArray(raw.topSources) ? raw.topSources : []).slice(0, maximumRows).map(source => ({
      name: plainText(source?.source),
      bytes: finite(source?.bytes),
      flows: finite(source?.flows),
    })),
    replay: parseReplay(raw.replay),
  };
  return { point, rest };
}

/** One WindowSummary, or null when it has no start. */
export function parseWindow(raw) {
  const start = moment(raw?.start);
  if (start === null) {
    return null;
  }
  return {
    key: `${raw.stream}\u0000${raw.start}\u0000${raw.end}`,
    stream: plainText(raw.stream),
    start,
    end: moment(raw.end) ?? start,
    flows: finite(raw.flows),
    bytes: finite(raw.bytes),
    mean: finite(raw.mean),
    standardDeviation: finite(raw.standardDeviation),
    distinctSources: finite(raw.distinctSources),
    messages: finite(raw.messages),
    spamShare: finite(raw.spamShare),
  };
}

/** One row of the dead-letter summary, or null when it has no count. */
export function parseReason(raw) {
  const value = finite(raw?.count);
  return value === null ? null : { name: plainText(raw.reason), count: value };
}

function parseReplay(raw) {
  const done = finite(raw?.done);
  const total = finite(raw?.total);
  return done === null || total === null || total <= 0 ? null : { done, total, eventTime: moment(raw.eventTime) };
}
