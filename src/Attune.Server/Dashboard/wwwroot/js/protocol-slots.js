/** Protocols that get a colour of their own; all others share a grey one. */
export const slotCount = 6;

/** Gives each protocol a colour slot that it keeps as long as it is in the history. */
export class ProtocolSlots {
  names = new Array(slotCount).fill(null);

  /** Updates the slots from `samples` and returns the bytes by protocol in them. */
  update(samples) {
    const totals = new Map();
    for (const { protocols } of samples) {
      for (const [name, bytes] of protocols) {
        totals.set(name, (totals.get(name) ?? 0) + bytes);
      }
    }
    this.names = this.names.map(name => (totals.get(name) > 0 ? name : null));
    const waiting = [...totals]
      .filter(([name, bytes]) => bytes > 0 && !this.names.includes(name))
      .sort((a, b) => b[1] - a[1]);
    for (let slot = 0; slot < slotCount && waiting.length > 0; slot++) {
      this.names[slot] ??= waiting.shift()[0];
    }
    return totals;
  }
}
