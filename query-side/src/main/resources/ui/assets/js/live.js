// Hears what changes, by server-sent events, for as long as somebody looks.
import * as activity from './activity.js';
import { get, Problem } from './api.js';
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
  hear('projections', (now) => {
    projections = now;
  });
  for (const view of ['functions', 'invocations', 'containers']) {
    hear(view, (rows) => state.page?.take?.(view, rows));
  }
  source.onerror = () => lost();
}

function hear(name, then) {
  source.addEventListener(name, ({ data }) => {
    then(JSON.parse(data));
    changed();
  });
}

/** The browser tries again by itself, unless it was refused: then the session has ended, or the server is away. */
function lost() {
  state.stream = 'away';
  changed();
  if (source.readyState !== EventSource.CLOSED) return;
  clearTimeout(timer);
  timer = setTimeout(async () => {
    try {
      state.me = await get('/v1/me');
      connect();
    } catch (refused) {
      if (!(refused instanceof Problem) || refused.status !== 401) lost();
    }
  }, AGAIN_AFTER);
}

function disconnect() {
  source?.close();
  state.stream = 'connecting';
}
