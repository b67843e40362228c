// Calls that ended with no attempts left, until they are called anew.
import { send } from '../api.js';
import { full, plural, words } from '../format.js';
import { html, nothing, repeat } from '../lit.js';
import { heading, instead, notice } from '../parts/pieces.js';
import { Rows } from '../rows.js';
import { changed, may, say } from '../state.js';

export const letters = {
  path: /^\/ui\/dead-letters$/,
  open: () => new Letters(),
};

class Letters {
  place = 'dead-letters';
  title = 'Dead letters';
  problem = null;
  rows = new Rows({
    url: '/v1/dead-letters', view: 'invocations', key: 'id', fields: { limit: 100 },
    shown: (row) => row.deadLetter && !row.deadLetter.redrivenAs, order: (one, other) => (one.id < other.id ? -1 : 1),
  });

  load() {
    this.rows.load();
  }

  take(view, rows) {
    this.rows.take(view, rows);
  }

  view() {
    const { items } = this.rows;
    return html`
      ${heading('Dead letters', items.length > 1 && may('invoke') ? html`<button @click=${() => this.redriveAll()}>Redrive all, 10 a second</button>` : nothing)}
      <p class="hint">Calls that ended with no attempts left. They keep their history and input; to redrive one calls it anew on the revision that serves now.</p>
      ${notice(this.problem)}
      ${instead(this.rows, html`<h2>No dead letter</h2><p>Every call that failed was to fail, or was called anew.</p>`)}
      <ul class="letters">${repeat(items, (row) => row.id, (row) => this.letter(row))}</ul>
      ${this.rows.next ? html`<button @click=${() => this.rows.loadMore()}>Show more</button>` : nothing}
    `;
  }

  letter(row) {
    return html`<li class="card">
      <div class="top"><h2><a class="plain" href="/ui/functions/${row.function}">${row.function}</a></h2><a href="/ui/calls/${row.id}" aria-label="Story of the call of ${row.function}, ${row.id.slice(-8)}">Its story</a></div>
      <p><strong class="bad">${words(row.failure?.kind ?? 'FAILED')}</strong> ${row.failure?.message} <span class="hint">${plural(row.attempts, 'attempt')}, given up ${full(row.deadLetter.since)}</span></p>
      ${may('invoke') ? html`<div class="deeds"><button class="main slim" @click=${() => this.redrive(row)} aria-label="Redrive the call of ${row.function}, ${row.id.slice(-8)}">Redrive</button>
        <details><summary>Redrive with another input</summary><form class="form" @submit=${(event) => this.redriveWith(event, row)}>
          <div class="field"><label for="input-${row.id}">Input</label><textarea id="input-${row.id}" name="input" rows="3" required spellcheck="false"></textarea></div>
          <div class="actions"><button class="slim">Redrive with this</button></div></form></details></div>` : nothing}
    </li>`;
  }

  redriveWith(event, row) {
    event.preventDefault();
    this.redrive(row, { body: event.target.elements.input.value, type: row.input.contentType });
  }

  redrive(row, input = {}) {
    return this.attempt(() => send('POST', `/v1/dead-letters/${row.id}:redrive`, input), 'Called anew');
  }

  redriveAll() {
    return this.attempt(() => send('POST', '/v1/dead-letters:redrive?limit=500&rate=10'), 'All were called anew');
  }

  async attempt(deed, done) {
    try {
      await deed();
      this.problem = null;
      say(done);
    } catch (problem) {
      this.problem = problem;
    }
    this.load();
    changed();
  }
}
