const firstMilliseconds = 1000;
const capMilliseconds = 30_000;

/** The wait before attempt `failures` + 1: doubling up to a cap, its upper half random so that clients spread. */
export function backoff(failures, random = Math.random) {
  const ceiling = Math.min(capMilliseconds, firstMilliseconds * 2 ** Math.min(failures, 10));
  return ceiling / 2 + random() * (ceiling / 2);
}
