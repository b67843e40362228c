// Small pieces of pages.
import { words } from '../format.js';
import { html, nothing } from '../lit.js';

const KINDS = {
  READY: 'ok', SUCCEEDED: 'ok', DONE: 'ok', WARM: 'warm', COLD: 'cold', PREPARING: 'calm', WAITING: 'calm', RUNNING: 'busy',
  BUSY: 'busy', FAILED: 'bad', CANCELLED: 'calm', REMOVED: 'calm', STOPPED: 'calm',
};

/** A state as a word with a colour; the word alone says it all. */
export function pill(state, title = nothing) {
  return html`<span class="pill ${KINDS[state] ?? 'calm'}" title=${title}>${words(state)}</span>`;
}

export function heading(title, ...actions) {
  return html`<div class="heading"><h1 tabindex="-1">${title}</h1><div class="actions">${actions}</div></div>`;
}

/** What a list shows when it has no rows: why, or what to do. */
export function instead(rows, empty) {
  if (rows.problem) return notice(rows.problem);
  if (!rows.loaded) return html`<p class="hint quiet">Loading…</p>`;
  return rows.items.length === 0 ? html`<div class="empty">${empty}</div>` : nothing;
}

export function notice(problem) {
  return problem
    ? html`<div class="notice bad" role="alert"><strong>${problem.title ?? 'That did not work'}</strong><p>${problem.message}</p></div>`
    : nothing;
}
