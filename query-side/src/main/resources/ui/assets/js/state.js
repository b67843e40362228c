// What the whole page knows. Whoever changes it says so, and the page is drawn once before the next frame.
export const state = {
  me: null,
  /** @type {'connecting'|'live'|'away'} whether changes are told as they happen */
  stream: 'connecting',
  /** @type {string|null} the instant that is shown; null: now */
  at: null,
  page: null,
  said: '',
};

let draw = () => {};
let due = false;

export function drawWith(drawing) {
  draw = drawing;
}

export function changed() {
  if (!due) {
    due = true;
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  }
}

/** Says something to people who listen to the page, such as that a deploy is done. */
export function say(words) {
  state.said = words;
  changed();
}

let ahead = 0;

/** Clocks differ: times of the server are compared with the server's. */
export function serverSays(now) {
  ahead = Date.parse(now) - Date.now();
}

/** The instant that is shown, in milliseconds. */
export function shownNow() {
  return state.at === null ? Date.now() + ahead : Date.parse(state.at);
}

/** Whether what belongs to all namespaces together may be seen. */
export function ofAll() {
  return state.me?.namespaces.includes('*') ?? false;
}

export function may(...roles) {
  const own = state.me?.roles ?? [];
  return own.includes('admin') || roles.some((role) => own.includes(role));
}
