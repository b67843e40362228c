// Containers that are there, counting down; one that goes is shown for a moment more, with why.
import { html, repeat } from '../lit.js';
import { containerCard } from '../parts/countdown.js';
import { heading, instead } from '../parts/pieces.js';
import { Rows } from '../rows.js';
import { shownNow, state } from '../state.js';

/** How long it is shown that one is gone. */
const FAREWELL = 10_000;

export const containers = {
  path: /^\/ui\/containers$/,
  open: () => new Containers(),
};

export function containerRows(fields = {}) {
  return new Rows({
    url: '/v1/containers', view: 'containers', key: 'id', fields: { limit: 500, ...fields }, pages: 4,
    shown: (row) => row.startedAt && (!fields.function || row.function === fields.function) && isStill(row),
    order: (one, other) => one.function.localeCompare(other.function) || one.id.localeCompare(other.id),
  });
}

function isStill(row) {
  return row.state !== 'STOPPED' || shownNow() - Date.parse(row.stoppedAt) < FAREWELL;
}

/** Those of the rows that are to be seen now. */
export function seen(rows) {
  return rows.items.filter(isStill);
}

class Containers {
  place = 'containers';
  title = 'Containers';
  rows = containerRows();

  load() {
    this.rows.load();
  }

  take(view, rows) {
    this.rows.take(view, rows);
  }

  view() {
    const now = shownNow();
    const there = seen(this.rows);
    const none = html`<h2>No container ${state.at === null ? 'is' : 'was'} there</h2><p>A call starts one; it stays warm for a while after its last use.</p>`;
    return html`
      ${heading('Containers')}
      ${there.length === 0 && this.rows.loaded && !this.rows.problem ? html`<div class="empty">${none}</div>` : instead(this.rows, none)}
      <ul class="cards">${repeat(there, (row) => row.id, (row) => containerCard(row, now))}</ul>
    `;
  }
}
