import { session } from './session.js';

const timeoutMilliseconds = 15_000;

/** The server refused the request for want of a key (401) or of the right to it (403). */
export class AccessError extends Error {
  constructor(status) {
    super(`the server answered ${status}`);
    this.status = status;
  }
}

export const getHistory = seconds => get(`/v1/metrics/history?seconds=${seconds}`);

export const getWindows = limit => get(`/v1/windows?limit=${limit}`);

export const getDeadLetters = () => get('/v1/dead-letters/summary');

async function get(path) {
  const headers = { Accept: 'application/json' };
  if (session.key !== null) {
    headers.Authorization = `ApiKey ${session.key}`;
  }
  const response = await fetch(path, {
    headers,
    cache: 'no-store',
    credentials: 'same-origin',
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  if (response.status === 401 || response.status === 403) {
    throw new AccessError(response.status);
  }
  if (!response.ok) {
    throw new Error(`the server answered ${response.status}`);
  }
  return response.json();
}
