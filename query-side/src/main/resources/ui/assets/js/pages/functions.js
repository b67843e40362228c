// All functions: which revision serves, how it goes, and what is warm.
import * as activity from '../activity.js';
import { number, percent, plural } from '../format.js';
import { html, nothing, repeat } from '../lit.js';
import { heading, instead, pill } from '../parts/pieces.js';
import { sparkline } from '../parts/sparkline.js';
import { to } from '../router.js';
import { Rows } from '../rows.js';
import { may, state } from '../state.js';

export const functions = {
  path: /^\/ui\/functions$/,
  open: () => new Functions(),
};

const byName = (one, other) => one.name.localeCompare(other.name);

class Functions {
  place = 'functions';
  title = 'Functions';
  rows = new Rows({
    url: '/v1/functions', view: 'functions', key: 'name', fields: { limit: 500 }, pages: 4,
    shown: (row) => row.state !== 'REMOVED', order: byName,
  });
  containers = new Rows({
    url: '/v1/containers', view: 'containers', key: 'id', fields: { limit: 500 }, pages: 2,
    shown: (row) => row.state !== 'STOPPED', order: (one, other) => one.id.localeCompare(other.id),
  });

  load() {
    this.rows.load();
    this.containers.load();
  }

  take(view, rows) {
    this.rows.take(view, rows);
    this.containers.take(view, rows);
  }

  view() {
    return html`
      ${heading('Functions', may('deploy') && state.at === null ? html`<a class="button main" href="/ui/deploy">Deploy a function</a>` : nothing)}
      ${this.summary()}
      ${instead(this.rows, html`<h2>No function yet</h2><p>Deploy one here, or with <code>./cloudfunc deploy hello examples/hello-python</code>.</p>`)}
      <ul class="cards functions">${repeat(this.rows.items, (row) => row.name, (row) => this.card(row))}</ul>
    `;
  }

  summary() {
    const hours = this.rows.items.map((row) => activity.sum(activity.hour(row.name)));
    const ended = hours.reduce((all, hour) => all + hour.ended, 0);
    const failed = hours.reduce((all, hour) => all + hour.failed, 0);
    const busy = this.containers.items.filter((container) => container.state === 'BUSY').length;
    const figures = [['Functions', number(this.rows.items.length)]];
    if (state.at === null) figures.push(['Calls, last hour', number(ended)], ['Failed', percent(failed, ended)]);
    figures.push(['Warm containers', number(this.containers.items.length - busy)], ['Busy containers', number(busy)]);
    return html`<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  }

  card(row) {
    const minutes = activity.hour(row.name);
    const { ended, failed } = activity.sum(minutes);
    const own = this.containers.items.filter((container) => container.function === row.name);
    return html`<li class="card">
      <div class="top">
        <h2><a class="whole" href=${to(`/ui/functions/${row.name}`)}>${row.name}</a></h2>
        ${pill(row.state)}
      </div>
      <p class="hint">${this.revision(row)}</p>
      ${state.at === null
        ? html`${sparkline(minutes)}
            <p class="below"><span>${ended === 0 ? 'No call' : plural(ended, 'call')} in the last hour</span>${ended === 0 ? nothing : html`<span class=${failed ? 'bad' : 'hint'}>${percent(failed, ended)} failed</span>`}</p>`
        : nothing}
      <p class="warmth">${own.length ? warmth(own) : html`<span class="hint">No container</span>`}</p>
    </li>`;
  }

  revision(row) {
    const serving = row.servingRevision ? `Revision ${row.servingRevision} serves` : 'No revision serves yet';
    return row.latestRevision === row.servingRevision ? serving : `${serving}, revision ${row.latestRevision} ${latest(row)}`;
  }
}

function latest(row) {
  return row.revisions.at(-1).state === 'FAILED' ? 'failed' : row.revisions.at(-1).state === 'PREPARING' ? 'is being prepared' : 'is ready';
}

function warmth(containers) {
  const busy = containers.filter((container) => container.state === 'BUSY').length;
  const warm = containers.length - busy;
  return html`${warm ? html`<span class="pill warm">${warm} warm</span>` : nothing} ${busy ? html`<span class="pill busy">${busy} busy</span>` : nothing}`;
}
