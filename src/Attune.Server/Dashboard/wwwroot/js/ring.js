/** The last `capacity` items in order of arrival; older ones are overwritten. */
export class Ring {
  #items;
  #next = 0;
  #length = 0;

  constructor(capacity) {
    this.#items = new Array(capacity);
  }

  get length() {
    return this.#length;
  }

  get last() {
    return this.at(this.#length - 1);
  }

  /** The item at `index`, 0 being the oldest; undefined outside the ring. */
  at(index) {
    if (index < 0 || index >= this.#length) {
      return undefined;
    }
    const capacity = this.#items.length;
    return this.#items[(this.#next - this.#length + index + capacity) % capacity];
  }

  push(item) {
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#items.length;
    this.#length = Math.min(this.#length + 1, this.#items.length);
  }

  clear() {
    this.#items.fill(undefined);
    this.#next = 0;
    this.#length = 0;
  }

  *[Symbol.iterator]() {
    for (let index = 0; index < this.#length; index++) {
      yield this.at(index);
    }
  }
}
