const maximumChannels = 1000;
// The server reads messages of 16,384 bytes by default; the rest of a `subscribe` needs some of them.
const maximumCharacters = 12_000;

/** The last sequence of each channel of one subscription, those that were heard last at the end. */
export class Positions {
  #epoch = null;
  #sequences = new Map();
  #forgotten = false;

  /** Sequences of another epoch mean nothing. */
  enter(epoch) {
    if (epoch !== this.#epoch) {
      this.clear();
      this.#epoch = epoch;
    }
  }

  /** Where a channel begins that has no place yet. */
  begin(channel, sequence) {
    if (!this.#sequences.has(channel)) {
      this.advance(channel, sequence);
    }
  }

  /** Goes on to `sequence`; false when the channel is there already. */
  advance(channel, sequence) {
    if (sequence <= (this.#sequences.get(channel) ?? -1)) {
      return false;
    }
    this.#sequences.delete(channel);
    this.#sequences.set(channel, sequence);
    if (this.#sequences.size > maximumChannels) {
      this.#sequences.delete(this.#sequences.keys().next().value);
      this.#forgotten = true;
    }
    return true;
  }

  clear() {
    this.#sequences.clear();
    this.#forgotten = false;
  }

  /** What `resume` says, undefined when there is no place yet; `complete` is false when some channels had to be left out. */
  toResume() {
    if (this.#sequences.size === 0) {
      return { resume: undefined, complete: true };
    }
    const kept = [];
    let complete = !this.#forgotten;
    let characters = 0;
    for (const [channel, sequence] of [...this.#sequences].reverse()) {
      characters += channel.length + String(sequence).length + 4;
      if (characters > maximumCharacters) {
        complete = false;
      } else {
        kept.push([channel, sequence]);
      }
    }
    return { resume: { epoch: this.#epoch, sequences: Object.fromEntries(kept) }, complete };
  }
}
