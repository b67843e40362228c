// Asks the REST interface. What is refused is thrown as the problem that was answered.
export class Problem extends Error {
  constructor(status, answer) {
    super(answer.detail ?? answer.title ?? `The server answered ${status}`);
    this.status = status;
    this.title = answer.title ?? 'That did not work';
    this.type = (answer.type ?? '').replace('urn:cloudfunc:problem:', '');
    this.answer = answer;
  }
}

export function path(...parts) {
  return parts.map((part) => encodeURIComponent(part)).join('/');
}

export function query(fields) {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

export async function get(url, options = {}) {
  return (await ask(url, options)).json();
}

/** The text, and whether the answer was cut off at so many characters. */
export async function text(url, most = 200_000) {
  const all = await (await ask(url)).text();
  return { text: all.slice(0, most), cut: all.length > most };
}

export async function send(method, url, { body, type, prefer } = {}) {
  const headers = { 'X-XSRF-TOKEN': forgeryToken() };
  if (type) headers['Content-Type'] = type;
  if (prefer) headers.Prefer = prefer;
  return ask(url, { method, body, headers });
}

async function ask(url, options = {}) {
  const answer = await fetch(url, { ...options, cache: 'no-cache', redirect: 'manual' });
  if (answer.status === 401) {
    location.assign('/login');
  }
  if (!answer.ok) {
    throw new Problem(answer.status, await problemIn(answer));
  }
  return answer;
}

async function problemIn(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

/** In a cookie that no other site's page can read. */
function forgeryToken() {
  return decodeURIComponent(document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/)?.[1] ?? '');
}
