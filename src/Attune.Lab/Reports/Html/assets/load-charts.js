const dashed = [6, 4];
const dotted = [2, 3];

function drawLoad(data) {
  const seconds = data.timeline;
  const x = { values: seconds.map(point => point.second), format: elapsed, scale: 'time' };
  const lengths = seconds.map((point, index) => intervalLength(data, index));
  const rate = pick => seconds.map((point, index) => pick(point) / lengths[index]);
  const offered = seconds.map(point => point.offeredPerSecond);
  const line = (name, values, token, format, more) => ({ name, values, token, format, ...more });
  addChart('rate', {
    x, y: { format: perSecond }, sync: 'time',
    lines: [
      line('Answered', rate(point => point.requests - point.failed), '--series-1', perSecond, { fill: '--series-1-soft' }),
      ...(offered.some(value => value !== null) ? [line('Offered', offered, '--series-2', perSecond, { dash: dashed })] : []),
    ],
  });
  addChart('latency', {
    x, y: { format: duration }, sync: 'time',
    lines: [
      line('p50', seconds.map(point => point.p50Ms), '--series-1', duration),
      line('p95', seconds.map(point => point.p95Ms), '--series-2', duration, { dash: dashed }),
      line('p99', seconds.map(point => point.p99Ms), '--series-4', duration, { dash: dotted }),
    ],
  });
  addChart('errors', {
    x, y: { format: perSecond }, sync: 'time',
    lines: [line('Failed', rate(point => point.failed), '--bad', perSecond)],
  });
  addChart('in-flight', {
    x, y: { format: compact }, sync: 'time',
    lines: [line('In flight', seconds.map(point => point.inFlight), '--series-3', compact)],
  });
  drawDistribution(data);
  drawPercentiles([{ name: '', points: data.percentiles, tokens: ['--series-1', '--series-2'] }]);
}

/** Intervals are not quite a second long, and the last may be much shorter: counts are scaled, so that the end is no dip. */
function intervalLength(data, index) {
  const start = data.timeline[index].second;
  const end = index + 1 < data.timeline.length ? data.timeline[index + 1].second : data.durationSeconds;
  return Math.max(end - start, 0.25);
}

function drawDistribution(data) {
  const bins = data.distribution;
  addChart('distribution', {
    // The last edge closes the last bar.
    x: { values: [...bins.map(bin => bin.fromMs), ...bins.slice(-1).map(bin => bin.toMs)], format: duration, scale: 'log' },
    y: { format: compact },
    lines: [{ name: 'Answers', values: [...bins.map(bin => bin.count), ...bins.slice(-1).map(() => null)], token: '--series-1', fill: '--series-1', format: compact, bars: true }],
  });
}

/** Curves as HdrHistogram draws them; two for each set of points, so that waiting before the sending shows as the gap between them. */
function drawPercentiles(curves) {
  const steps = [...new Set(curves.flatMap(curve => curve.points.map(point => point.oneIn)))].sort((a, b) => a - b);
  const column = (curve, pick) => {
    const byStep = new Map(curve.points.map(point => [point.oneIn, pick(point)]));
    return steps.map(step => byStep.get(step) ?? null);
  };
  addChart('percentiles', {
    x: { values: steps, format: percentileName, scale: 'log' },
    y: { format: duration },
    lines: curves.flatMap(curve => [
      { name: `${curve.name}from the intended start`, values: column(curve, point => point.latencyMs), token: curve.tokens[0], format: duration, spanGaps: true },
      { name: `${curve.name}from the sending`, values: column(curve, point => point.serviceTimeMs), token: curve.tokens[1], format: duration, dash: dashed, spanGaps: true },
    ]),
  });
}

/** The percentile that one of so many answers lies above: 100 is p99, 1000 is p99.9. */
function percentileName(oneIn) {
  const digits = Math.max(0, Math.ceil(Math.log10(oneIn) - 2 - 1e-9));
  return `p${(100 * (1 - 1 / oneIn)).toFixed(digits)}`;
}
