// Calls as they come in, the newest first.
import { html } from '../lit.js';
import { heading, instead } from '../parts/pieces.js';
import { callTable } from '../parts/calltable.js';
import { Rows } from '../rows.js';

export const calls = {
  path: /^\/ui\/calls$/,
  open: () => new Calls(),
};

class Calls {
  place = 'calls';
  title = 'Calls';
  rows = new Rows({
    url: '/v1/invocations', view: 'invocations', key: 'id', fields: { limit: 50 }, most: 50,
    order: (one, other) => (one.id < other.id ? 1 : -1),
  });

  load() {
    this.rows.load();
  }

  take(view, rows) {
    this.rows.take(view, rows);
  }

  view() {
    return html`
      ${heading('Calls')}
      ${instead(this.rows, html`<h2>No call yet</h2><p>Invoke a function from its page, or with <code>./cloudfunc invoke</code>.</p>`)}
      ${callTable(this.rows.items)}
    `;
  }
}
