const storageKey = 'attune-theme';
const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');

let colours = new Map();
let probe = null;

/** The value of a colour token such as `--series-1`, as a string that a canvas understands. */
export function colour(token) {
  let value = colours.get(token);
  if (value === undefined) {
    // A custom property's own value is unresolved text; a real property that uses it is a colour.
    probe ??= root.appendChild(document.createElement('span'));
    probe.hidden = true;
    probe.style.color = `var(${token})`;
    value = getComputedStyle(probe).color;
    colours.set(token, value);
  }
  return value;
}

/** Connects the theme button and calls `onChange` whenever the colours have changed. */
export function connectTheme(button, onChange) {
  const apply = theme => {
    root.dataset.theme = theme;
    button.setAttribute('aria-pressed', String(theme === 'dark'));
    colours = new Map();
    onChange();
  };

  button.setAttribute('aria-pressed', String(root.dataset.theme === 'dark'));
  button.addEventListener('click', () => {
    const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    remember(theme);
    apply(theme);
  });
  systemDark.addEventListener('change', event => {
    if (stored() === null) {
      apply(event.matches ? 'dark' : 'light');
    }
  });
}

function stored() {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage may be blocked; the choice then lasts as long as the page.
  }
}
