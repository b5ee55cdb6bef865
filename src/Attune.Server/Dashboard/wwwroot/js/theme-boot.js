// A classic script, so that the stored theme applies before the first paint.
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem('attune-theme');
  } catch {
    // Storage may be blocked; the system's preference is then used.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = stored === 'light' || stored === 'dark' ? stored : dark ? 'dark' : 'light';
})();
