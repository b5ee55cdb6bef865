const report = JSON.parse(document.getElementById('data').textContent);
({ stress: drawStress, history: drawHistory, load: drawLoad })[report.kind](report);
connectTheme(document.getElementById('theme-toggle'), recolourCharts);
