// Calls as they come in, the newest first: all, or those of a function or in a state.
import { html, nothing } from '../lit.js';
import { callTable } from '../parts/calltable.js';
import { heading, instead } from '../parts/pieces.js';
import { Rows } from '../rows.js';
import { changed, state } from '../state.js';

const STATES = ['WAITING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'];
const PAGE = 50;

export const calls = {
  path: /^\/ui\/calls$/,
  open: (fields) => new Calls(fields.get('function') ?? '', fields.get('state') ?? ''),
};

class Calls {
  place = 'calls';
  title = 'Calls';
  paused = false;

  constructor(name, sort) {
    this.choose(name, sort);
  }

  choose(name, sort) {
    this.name = name;
    this.sort = sort;
    this.rows = new Rows({
      url: '/v1/invocations', view: 'invocations', key: 'id', fields: { limit: PAGE, function: name, state: sort }, most: PAGE,
      shown: (row) => (name === '' || row.function === name) && (sort === '' || row.state === sort),
      order: (one, other) => (one.id < other.id ? 1 : -1),
    });
  }

  load() {
    this.rows.load();
  }

  take(view, rows) {
    if (!this.paused) this.rows.take(view, rows);
  }

  view() {
    return html`
      ${heading('Calls', state.at === null ? html`<button aria-pressed=${this.paused} @click=${() => this.pause()}>${this.paused ? 'Go on' : 'Pause'}</button>` : nothing)}
      <form class="filters" @submit=${(event) => event.preventDefault()} @change=${(event) => this.filter(event.currentTarget.elements)}>
        <div class="field"><label for="of">Function</label><input id="of" name="of" type="search" autocomplete="off" spellcheck="false" placeholder="all" .value=${this.name}></div>
        <div class="field"><label for="sort">State</label><select id="sort" name="sort"><option value="">all</option>
          ${STATES.map((name) => html`<option value=${name} ?selected=${name === this.sort}>${name.toLowerCase()}</option>`)}</select></div>
      </form>
      ${instead(this.rows, html`<h2>No such call</h2><p>Invoke a function from its page, or with <code>./cloudfunc invoke</code>.</p>`)}
      ${callTable(this.rows.items)}
      ${this.rows.next ? html`<div class="actions"><button @click=${() => this.rows.loadMore()}>Show earlier calls</button></div>` : nothing}
    `;
  }

  pause() {
    this.paused = !this.paused;
    if (!this.paused) this.load();
    changed();
  }

  filter({ of, sort }) {
    const address = new URL(location.href);
    for (const [name, value] of [['function', of.value.trim()], ['state', sort.value]]) {
      if (value === '') address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    history.replaceState(null, '', address);
    this.choose(of.value.trim(), sort.value);
    this.load();
  }
}
