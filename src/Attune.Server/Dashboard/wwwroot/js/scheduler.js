/** Collects what has changed and draws it at most once per animation frame, never in a hidden tab or while paused. */
export class FrameScheduler {
  #views = new Map();
  #dirty = new Set();
  #requested = false;
  #paused = false;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#request());
  }

  /** `draw` runs in the frame after `topic` was invalidated. */
  register(topic, draw) {
    const draws = this.#views.get(topic) ?? [];
    draws.push(draw);
    this.#views.set(topic, draws);
  }

  invalidate(topic) {
    this.#dirty.add(topic);
    this.#request();
  }

  get paused() {
    return this.#paused;
  }

  set paused(value) {
    this.#paused = value;
    this.#request();
  }

  #request() {
    if (!this.#requested && !this.#paused && !document.hidden && this.#dirty.size > 0) {
      this.#requested = true;
      requestAnimationFrame(() => this.#draw());
    }
  }

  #draw() {
    this.#requested = false;
    if (this.#paused || document.hidden) {
      return;
    }
    const topics = [...this.#dirty];
    this.#dirty.clear();
    for (const topic of topics) {
      for (const draw of this.#views.get(topic) ?? []) {
        draw();
      }
    }
  }
}
