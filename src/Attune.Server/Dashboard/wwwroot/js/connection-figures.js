import { compactCount, count, text } from './format.js';

const secondsOfRate = 10;

/** What is known of a connection that is open, in few words and in a sentence; called once a second. */
export class ConnectionFigures {
  #read;
  #totals = [];

  constructor(read) {
    this.#read = read;
  }

  restart() {
    this.#totals = [];
  }

  next() {
    const { messages, gaps, lost, compressed } = this.#read();
    this.#totals.push(messages);
    this.#totals.splice(0, this.#totals.length - secondsOfRate - 1);
    const seconds = this.#totals.length - 1;
    const perSecond = seconds === 0 ? null : (messages - this.#totals[0]) / seconds;
    const speed = perSecond === null ? [] : [`${text(compactCount(perSecond))} messages/s`];
    return {
      short: [...speed, ...(gaps === 0 ? [] : [gapsOf(gaps)])].join(' · '),
      sentence: [
        ...speed,
        gaps === 0 ? 'none missed' : `${gapsOf(gaps)} in them, ${count(lost)} messages known to be missed`,
        compressed ? 'compressed where it pays' : 'not compressed',
      ].join('; '),
    };
  }
}

const gapsOf = gaps => `${count(gaps)} ${gaps === 1 ? 'gap' : 'gaps'}`;
