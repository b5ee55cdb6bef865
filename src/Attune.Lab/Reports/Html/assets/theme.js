const root = document.documentElement;
const colours = new Map();
const probe = root.appendChild(document.createElement('span'));
probe.hidden = true;

/** A colour token such as `--series-1` as a canvas understands it. */
function colour(token) {
  if (!colours.has(token)) {
    // A custom property's own value is unresolved text; a real property that uses it is a colour.
    probe.style.color = `var(${token})`;
    colours.set(token, getComputedStyle(probe).color);
  }
  return colours.get(token);
}

/** Makes the button switch between light and dark; `onChange` runs when the colours have changed. */
function connectTheme(button, onChange) {
  const apply = theme => {
    root.dataset.theme = theme;
    button.setAttribute('aria-pressed', String(theme === 'dark'));
    colours.clear();
    onChange();
  };
  button.setAttribute('aria-pressed', String(root.dataset.theme === 'dark'));
  button.addEventListener('click', () => {
    const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem('attune-theme', theme);
    } catch {
      // Storage may be blocked, as for files; the choice then lasts as long as the page.
    }
    apply(theme);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', event => apply(event.matches ? 'dark' : 'light'));
}
