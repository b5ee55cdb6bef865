import { parseReason, parseSample, parseWindow } from './parse.js';
import { Ring } from './ring.js';

/** Seconds of history that the page keeps; one sample a second. */
export const historySeconds = 300;
const maximumWindows = 20;
const maximumReasons = 10;
// Time that runs back by more than this is a server with another clock, whose figures replace the old ones.
const toleratedStepSeconds = 5;

/** Everything the page shows, bounded in size. `onChange` gets 'metrics', 'windows' or 'dead-letters'. */
export class Store {
  samples = new Ring(historySeconds);
  latest = null;
  windows = null;
  deadLetters = null;
  #onChange;

  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Fills gaps from the server's history; samples that are here already stay. */
  mergeHistory(items) {
    const parsed = parseAll(items, parseSample);
    this.#forgetIfClockWentBack(parsed.at(-1)?.point.time);
    const points = new Map([...this.samples].map(point => [point.time, point]));
    for (const { point } of parsed) {
      points.set(point.time, point);
    }
    const newest = parsed.at(-1);
    if (newest !== undefined && newest.point.time >= (this.samples.last?.time ?? 0)) {
      this.latest = newest.rest;
    }
    this.samples.clear();
    for (const time of [...points.keys()].sort((a, b) => a - b).slice(-historySeconds)) {
      this.samples.push(points.get(time));
    }
    this.#onChange('metrics');
  }

  addSamples(items) {
    for (const { point, rest } of parseAll(items, parseSample)) {
      this.#forgetIfClockWentBack(point.time);
      if (point.time > (this.samples.last?.time ?? 0)) {
        this.samples.push(point);
        this.latest = rest;
      }
    }
    this.#onChange('metrics');
  }

  /** Replaces the windows; `items` come newest first. */
  setWindows(items) {
    this.windows = parseAll(items, parseWindow).slice(0, maximumWindows);
    this.#onChange('windows');
  }

  /** Puts windows on top in order of arrival; a corrected window replaces its earlier version in place. */
  addWindows(items) {
    this.windows ??= [];
    for (const window of parseAll(items, parseWindow)) {
      const index = this.windows.findIndex(known => known.key === window.key);
      if (index >= 0) {
        this.windows[index] = window;
      } else {
        this.windows.unshift(window);
      }
    }
    this.windows.length = Math.min(this.windows.length, maximumWindows);
    this.#onChange('windows');
  }

  setDeadLetters(items) {
    this.deadLetters = parseAll(items, parseReason).sort((a, b) => b.count - a.count).slice(0, maximumReasons);
    this.#onChange('dead-letters');
  }

  #forgetIfClockWentBack(time) {
    if (time < (this.samples.last?.time ?? 0) - toleratedStepSeconds) {
      this.samples.clear();
    }
  }
}

function parseAll(items, parse) {
  return Array.isArray(items) ? items.map(parse).filter(item => item !== null) : [];
}
