const charts = [];
const narrowest = 64;
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];

/**
 * One chart. `x` is `{ values, format, scale }` with scale `linear`, `time` or `log`; a line is
 * `{ name, values, token, dash, marker, scatter, fill, bars, rings }`; `y` is `{ format, low, high }`.
 */
function addChart(id, { x, y, lines, sync }) {
  const card = document.getElementById(id);
  if (!card) {
    return;
  }
  const target = card.querySelector('[data-part="plot"]');
  const isEmpty = x.values.length === 0 || lines.every(line => line.values.every(value => value === null));
  target.dataset.empty = String(isEmpty);
  const legend = addLegend(card, lines);
  if (isEmpty || typeof uPlot === 'undefined') {
    target.dataset.library = typeof uPlot === 'undefined' ? 'missing' : '';
    return;
  }
  // A logarithmic axis is a linear one of the exponents, so that its ticks are ours to choose.
  const place = x.scale === 'log' ? Math.log10 : value => value;
  const columns = [x.values.map(place), ...lines.map(line => line.values)];
  const note = card.querySelector('[data-part="note"]');
  const plot = new uPlot(chartOptions(target, { x, y, lines, sync }, columns, index => {
    note.textContent = index === null ? note.dataset.text : `at ${x.format(x.values[index])}`;
    legend(index);
  }), columns, target);
  note.dataset.text = note.textContent;
  charts.push(plot);
  new ResizeObserver(() => requestAnimationFrame(() => {
    if (target.clientWidth > 0 && (target.clientWidth !== plot.width || target.clientHeight !== plot.height)) {
      plot.setSize({ width: target.clientWidth, height: target.clientHeight });
    }
  })).observe(target);
}

function recolourCharts() {
  charts.forEach(plot => plot.redraw(false, true));
}

function chartOptions(target, { x, y, lines, sync }, columns, onCursor) {
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const text = () => colour('--text-muted');
  const [first, last] = [columns[0][0], columns[0].at(-1)];
  const margin = x.margin ? (last - first || Math.abs(first) || 1) * 0.04 : first === last ? 0.5 : 0;
  return {
    width: target.clientWidth,
    height: target.clientHeight,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 }, ...(sync ? { sync: { key: sync } } : {}) },
    scales: {
      x: { time: false, range: () => [first - margin, last + margin] },
      y: { range: (_, low, high) => [y.low ?? 0, y.high ?? tidyTop(high)] },
    },
    axes: [
      {
        stroke: text, font, size: 28, gap: 6, grid: { show: false },
        ticks: { stroke: () => colour('--grid'), width: 1, size: 4 },
        splits: plot => xTicks(x, columns[0], plot.width),
        values: (_, splits) => splits.map(split => x.format(x.scale === 'log' ? 10 ** split : split)),
      },
      {
        stroke: text, font, size: 72, gap: 8,
        grid: { stroke: () => colour('--grid'), width: 1 },
        ticks: { show: false },
        splits: (_, __, low, high) => Array.from({ length: 5 }, (___, step) => low + ((high - low) * step) / 4),
        values: (_, splits) => splits.map(y.format),
      },
    ],
    series: [{}, ...lines.map(toSeries)],
    hooks: { setCursor: [plot => onCursor(plot.cursor.idx ?? null)] },
  };
}

function toSeries(line) {
  const stroke = () => colour(line.token);
  const points = line.rings
    ? { show: true, size: 12, width: 2.5, stroke, fill: 'transparent' }
    : { show: Boolean(line.marker), size: 7, width: 1, stroke, fill: stroke };
  return {
    stroke,
    fill: line.fill ? () => colour(line.fill) : undefined,
    width: line.bars || line.rings ? 0 : 1.75,
    dash: line.dash,
    spanGaps: Boolean(line.spanGaps),
    paths: line.rings || line.scatter ? () => null : line.bars ? uPlot.paths.bars({ size: [1, Infinity], gap: 1, align: 1 }) : undefined,
    points,
  };
}

function xTicks(x, places, width) {
  const [first, last] = [places[0], places.at(-1)];
  const most = Math.max(2, Math.floor((width - 72) / narrowest));
  if (x.scale === 'log') {
    return logTicks(first, last, most);
  }
  const span = last - first;
  const step = x.scale === 'time'
    ? timeSteps.find(candidate => span / candidate <= most) ?? timeSteps.at(-1)
    : tidyStep(span / most);
  const start = Math.ceil(first / step) * step;
  return span === 0 ? [first] : Array.from({ length: Math.floor((last - start) / step + 1e-9) + 1 }, (_, index) => start + index * step);
}

/** Powers of ten; 1, 2 and 5 times them where there is room; even steps within less than one power. */
function logTicks(first, last, most) {
  const ticks = factors => {
    const found = [];
    for (let power = Math.floor(first); power <= last; power++) {
      found.push(...factors.map(factor => power + Math.log10(factor)));
    }
    return found.filter(tick => tick >= first - 1e-9 && tick <= last + 1e-9);
  };
  const [fine, coarse] = [ticks([1, 2, 5]), ticks([1])];
  if (fine.length < 2) {
    const [low, high] = [10 ** first, 10 ** last];
    const step = tidyStep((high - low) / Math.min(most, 5));
    return Array.from({ length: Math.floor((high - Math.ceil(low / step) * step) / step) + 1 }, (_, index) => Math.log10(Math.ceil(low / step) * step + index * step));
  }
  const skip = Math.ceil(coarse.length / most);
  return fine.length <= most ? fine : coarse.filter((_, index) => index % skip === 0);
}

/** The next 1, 2 or 5 times a power of ten. */
function tidyStep(least) {
  const power = 10 ** Math.floor(Math.log10(least || 1));
  return [1, 2, 5, 10].find(factor => factor * power >= least * 0.999) * power;
}

/** The top of an axis from 0 that four steps divide into short labels. */
function tidyTop(high) {
  if (!(high > 0)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(high));
  return ([1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].find(factor => factor * power >= high * 1.04) ?? 16) * power;
}

/** Returns a function that shows the values under the cursor. */
function addLegend(card, lines) {
  const list = card.querySelector('[data-part="legend"]');
  const values = lines.map(line => {
    const [item, swatch, name, value] = ['li', 'span', 'span', 'span'].map(tag => document.createElement(tag));
    swatch.className = `swatch ${line.mark ?? ''} ${line.rings ? 'swatch-ring' : line.bars ? 'swatch-block' : line.dash ? (line.dash[0] > 3 ? 'dashed' : 'dotted') : ''}`;
    swatch.style.color = `var(${line.token})`;
    swatch.setAttribute('aria-hidden', 'true');
    [name.className, name.textContent, value.className] = ['legend-name', line.name, 'legend-value'];
    item.append(swatch, name, value);
    list.append(item);
    return value;
  });
  return index => values.forEach((value, line) => {
    const shown = index === null ? null : lines[line].values[index];
    value.textContent = shown === null || shown === undefined ? '' : lines[line].format(shown);
  });
}
