const fitPoints = 64;

/** A limit that lies so many times above the figures would flatten them. */
const farOff = 20;

function drawStress(data) {
  const loads = data.levels.map(level => level.load);
  const isUsers = data.loadUnit === 'users';
  const withUnit = value => (isUsers ? compact(value) : perSecond(value));
  const x = values => ({ values, format: withUnit, scale: 'linear', margin: true });
  const held = pick => ({ values: data.levels.map(pick), token: '--series-1', marker: true, spanGaps: true });
  const degraded = (pick, format) => rings(data.levels, data.levels.map(level => (level.held ? null : pick(level))), format);
  const limit = (name, value, format) => ({ name, values: loads.map(() => value), token: '--series-7', dash: dashed, format });

  drawThroughput(data, 'throughput', isUsers ? data.scalability : null, level => level.load, withUnit);
  drawThroughput(data, 'concurrency', data.scalability, level => level.concurrency, compact);

  const p95 = level => level.latencyMs.p95;
  const highest = Math.max(...data.levels.map(p95));
  addChart('p95', {
    x: x(loads), y: { format: duration },
    lines: [{ ...held(p95), name: 'p95', format: duration }, ...degraded(p95, duration), ...(data.maxP95Ms < farOff * highest ? [limit('Limit', data.maxP95Ms, duration)] : [])],
  });

  const success = level => level.successRate;
  const lowest = Math.min(data.minSuccessRate, ...data.levels.map(success));
  const low = [0.9, 0.8, 0.6, 0.2].find(bottom => lowest > bottom) ?? 0;
  addChart('success', {
    x: x(loads), y: { format: percent, low, high: 1 },
    lines: [{ ...held(success), name: 'Success', format: percent }, ...degraded(success, percent), limit('Limit', data.minSuccessRate, percent)],
  });

  drawDistribution(data);
  drawPercentiles(data.percentileCurves.map(curve => ({
    name: `${compact(curve.load)}${isUsers ? ' users' : '/s'}, `, points: curve.points, tokens: curve.held ? ['--series-1', '--series-6'] : ['--series-2', '--series-5'],
  })));
}

/** Measured throughputs over load or concurrency, with the fitted law between them where there is one. */
function drawThroughput(data, id, fit, pick, format) {
  const levels = data.levels.filter(level => pick(level) !== null);
  const measured = new Map(levels.map(level => [pick(level), level]));
  const [low, high] = [Math.min(...measured.keys()), Math.max(...measured.keys())];
  const between = fit ? Array.from({ length: fitPoints }, (_, index) => low + ((high - low) * index) / (fitPoints - 1)) : [];
  const places = [...new Set([...measured.keys(), ...between])].sort((a, b) => a - b);
  const at = (place, keep) => (measured.has(place) && keep(measured.get(place)) ? measured.get(place).throughputPerSecond : null);
  addChart(id, {
    x: { values: places, format, scale: 'linear', margin: true },
    y: { format: perSecond },
    lines: [
      {
        // Concurrency does not rise from level to level as the load does: a line between its points would say that it does.
        name: 'Throughput', values: places.map(place => at(place, () => true)), token: '--series-1', marker: true, scatter: id === 'concurrency', spanGaps: true, format: perSecond,
      },
      ...rings(levels, places.map(place => at(place, level => !level.held)), perSecond),
      ...(fit ? [{ name: 'Scalability law', values: places.map(place => law(fit, place)), token: '--series-3', dash: dotted, format: perSecond }] : []),
    ],
  });
}

/** Marks of the degraded levels; none when all held. */
const rings = (levels, values, format) => (levels.every(level => level.held) ? [] : [{ name: 'Degraded', values, token: '--bad', rings: true, format }]);

const law = (fit, n) => (fit.lambda * n) / (1 + fit.sigma * (n - 1) + fit.kappa * n * (n - 1));
