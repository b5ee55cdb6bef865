function drawHistory(data) {
  data.series.forEach((series, index) => {
    const figure = value => `${shortNumber(value)} ${series.unit}`;
    const lines = [{ name: series.name, values: series.values, token: '--series-1', marker: true, format: figure }];
    if (series.target !== null) {
      lines.push({ name: 'Target', values: series.values.map(() => series.target), token: '--series-7', dash: dashed, format: figure });
    }
    if (series.levels !== null) {
      lines.push({ name: 'Level', values: series.levels, token: '--series-2', dash: dotted, format: figure });
    }
    addChart(`series-${index}`, {
      x: { values: series.values.map((_, run) => run + 1), format: run => (Number.isInteger(run) ? series.runs[run - 1] ?? '' : ''), scale: 'time', margin: true },
      y: { format: compactFigure },
      lines,
    });
  });
}

const compactFigure = value => (Math.abs(value) >= 1e4 ? compact(value) : significant.format(value));
