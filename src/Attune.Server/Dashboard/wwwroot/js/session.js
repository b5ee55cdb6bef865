const storageKey = 'attune-api-key';
let key = null;

/** The API key of this tab: in sessionStorage where that is allowed, else in memory. */
export const session = {
  get key() {
    try {
      return sessionStorage.getItem(storageKey) ?? key;
    } catch {
      return key;
    }
  },

  set key(value) {
    key = value;
    try {
      if (value === null) {
        sessionStorage.removeItem(storageKey);
      } else {
        sessionStorage.setItem(storageKey, value);
      }
    } catch {
      // Storage may be blocked; the key then lasts as long as the page.
    }
  },
};
