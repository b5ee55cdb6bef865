import { session } from './session.js';

// What an HTTP header may carry; anything else would make fetch throw.
const sendable = /^[\x21-\x7e]+$/;

const refusals = {
  401: 'The server did not accept this key.',
  403: 'This key may not read the live figures.',
};

/** The form that asks for an API key; `onKey` runs when one was given. */
export class SignIn {
  #dialog = document.getElementById('sign-in');
  #input = document.getElementById('api-key');
  #error = document.getElementById('sign-in-error');
  #signOut = document.getElementById('sign-out');

  constructor(onKey) {
    document.getElementById('sign-in-form').addEventListener('submit', event => {
      event.preventDefault();
      const key = this.#input.value.trim();
      if (!sendable.test(key)) {
        this.#refuse(key === '' ? 'Enter an API key.' : 'An API key has no spaces or special letters.');
        return;
      }
      session.key = key;
      this.#refuse('');
      onKey();
    });
    // There is nothing behind the form to return to.
    this.#dialog.addEventListener('cancel', event => event.preventDefault());
    this.#signOut.addEventListener('click', () => {
      session.key = null;
      location.reload();
    });
  }

  /** Shows the form; says why when a key was given and refused with `status`. */
  open(status) {
    const refused = session.key !== null;
    session.key = null;
    this.#signOut.hidden = true;
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
    this.#refuse(refused ? refusals[status] : '');
    this.#input.focus();
    this.#input.select();
  }

  close() {
    this.#input.value = '';
    this.#dialog.close();
    this.#signOut.hidden = session.key === null;
  }

  #refuse(message) {
    this.#error.textContent = message;
    this.#input.setAttribute('aria-invalid', String(message !== ''));
  }
}
