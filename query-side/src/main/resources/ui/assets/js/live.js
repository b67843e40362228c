// Hears what changes, by server-sent events, for as long as somebody looks.
import * as activity from './activity.js';
import { get } from './api.js';
import { changed, serverSays, state } from './state.js';

const AGAIN_AFTER = 3_000;
const HIDDEN_FOR = 30_000;

let source = null;
let timer = null;
export let projections = [];

export function watch() {
  connect();
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (!document.hidden) connect();
    else timer = setTimeout(disconnect, HIDDEN_FOR);
  });
  // A page that is left may be kept for the way back, and would keep one of the few connections to the server.
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', (event) => event.persisted && connect());
}

/** Hears how far the lists are. */
export function positions(now) {
  projections = now;
}

function connect() {
  if (source !== null && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource('/v1/stream');
  hear('hello', ({ now }) => {
    serverSays(now);
    state.stream = 'live';
    state.page?.load?.();
  });
  hear('activity', (() => {
    let first = true;
    return (counts) => {
      if (first) activity.begin(counts);
      else activity.add(counts);
      first = false;
    };
  })());
  hear('projections', positions);
  for (const view of ['functions', 'invocations', 'containers']) {
    hear(view, (rows) => state.page?.take?.(view, rows));
  }
  source.onerror = lost;
}

function hear(name, then) {
  source.addEventListener(name, ({ data }) => {
    then(JSON.parse(data));
    changed();
  });
}

/** The browser tries again by itself, unless it was refused. Who has no session any more is led to the login by asking. */
async function lost() {
  state.stream = 'away';
  changed();
  const refused = source.readyState === EventSource.CLOSED;
  try {
    state.me = await get('/v1/me');
  } catch {
    // The server is away: it is tried again all the same.
  }
  if (refused) {
    clearTimeout(timer);
    timer = setTimeout(connect, AGAIN_AFTER);
  }
}

function disconnect() {
  source?.close();
  state.stream = 'connecting';
}
