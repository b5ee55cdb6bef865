/** The element inside `root` that carries `data-part="name"`. */
export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

export const byTestId = id => document.querySelector(`[data-testid="${id}"]`);

/** A new element; `text` goes in as text, never as markup. */
export function element(name, className = '', text = '') {
  const created = document.createElement(name);
  if (className) {
    created.className = className;
  }
  created.textContent = text;
  return created;
}

/** Writes text only when it differs, so that an unchanged figure costs no layout. */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** Makes `body` hold exactly `count` rows, adding with `create` and removing at the end. */
export function resizeRows(body, count, create) {
  while (body.rows.length > count) {
    body.deleteRow(-1);
  }
  while (body.rows.length < count) {
    body.append(create());
  }
}
