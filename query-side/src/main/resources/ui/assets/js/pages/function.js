// One function: how it goes, calling it, its containers, calls and revisions.
import * as activity from '../activity.js';
import { get, path, query, send, text } from '../api.js';
import { ago, full, percent, plural, setting, span, words } from '../format.js';
import { html, nothing, repeat } from '../lit.js';
import { callTable } from '../parts/calltable.js';
import { containerCard } from '../parts/countdown.js';
import { heading, instead, notice, pill } from '../parts/pieces.js';
import { sparkline } from '../parts/sparkline.js';
import { sure } from '../parts/sure.js';
import { go } from '../router.js';
import { Rows } from '../rows.js';
import { changed, may, say, shownNow, state } from '../state.js';
import { containerRows, seen } from './containers.js';

export const oneFunction = {
  path: /^\/ui\/functions\/([^/]+)$/,
  open: (name) => new OneFunction(name),
};

class OneFunction {
  place = 'functions';
  row = null;
  problem = null;
  called = null;
  input = '{"name": "Ada"}';

  constructor(name) {
    this.name = name;
    this.title = name;
    this.url = path('', 'v1', 'functions', name);
    this.containers = containerRows({ function: name });
    this.calls = new Rows({
      url: '/v1/invocations', view: 'invocations', key: 'id', fields: { function: name, limit: 20 }, most: 20,
      shown: (row) => row.function === name, order: (one, other) => (one.id < other.id ? 1 : -1),
    });
  }

  async load() {
    this.containers.load();
    this.calls.load();
    try {
      this.row = await get(this.url + query({ at: state.at, removed: true }));
      this.problem = null;
    } catch (problem) {
      this.row = null;
      this.problem = problem;
    }
    changed();
  }

  take(view, rows) {
    this.containers.take(view, rows);
    this.calls.take(view, rows);
    if (view === 'functions' && state.at === null) {
      this.row = rows.rows.find((row) => row.name === this.name) ?? this.row;
    }
  }

  view() {
    const { row } = this;
    if (!row) return html`${heading(this.name)}${this.problem ? notice(this.problem) : html`<p class="hint quiet">Loading…</p>`}`;
    const acting = state.at === null && row.state !== 'REMOVED';
    return html`
      ${heading(this.name, acting && may('deploy') ? this.actions() : nothing)}
      ${notice(this.problem)}
      <p class="facts">${pill(row.state)} <span>${row.servingRevision ? `revision ${row.servingRevision} serves` : 'no revision serves'}</span> ${this.rate()}</p>
      <div class="columns">
        ${acting && may('invoke') ? this.invoking() : nothing}
        <section aria-labelledby="there"><h2 id="there">Containers</h2>${this.there()}</section>
      </div>
      <section aria-labelledby="calls"><h2 id="calls">Latest calls</h2>
        ${instead(this.calls, html`<p>No call yet.</p>`)}${callTable(this.calls.items, { withFunction: false })}</section>
      <section aria-labelledby="revisions"><h2 id="revisions">Revisions</h2>${this.revisions(acting)}</section>
    `;
  }

  rate() {
    if (state.at !== null) return nothing;
    const minutes = activity.hour(this.name);
    const { ended, failed } = activity.sum(minutes);
    if (ended === 0) return html`<span>no call in the last hour</span>`;
    return html`<span>${plural(ended, 'call')} in the last hour</span> <span class=${failed ? 'bad' : ''}>${percent(failed, ended)} failed</span>
      <span class="small">${sparkline(minutes)}</span>`;
  }

  actions() {
    return html`<a class="button" href="/ui/deploy?function=${this.name}">Deploy a revision</a>
      <button class="danger" @click=${() => this.remove()}>Remove</button>`;
  }

  there() {
    const now = shownNow();
    const there = seen(this.containers);
    return there.length === 0
      ? html`<p class="hint">${state.at === null ? 'None: the next call starts one.' : 'None was there.'}</p>`
      : html`<ul class="cards">${repeat(there, (row) => row.id, (row) => containerCard(row, now, { withFunction: false }))}</ul>`;
  }

  invoking() {
    return html`<section aria-labelledby="invoke"><h2 id="invoke">Invoke</h2>
      <form class="form" @submit=${(event) => this.invoke(event)}>
        <div class="field"><label for="input">Input</label>
          <textarea id="input" rows="4" spellcheck="false" .value=${this.input} @input=${(event) => { this.input = event.target.value; }}></textarea></div>
        <div class="actions"><button class="main" ?disabled=${this.row.servingRevision == null}>Invoke</button></div>
      </form>
      ${this.called ? this.result() : nothing}
    </section>`;
  }

  async invoke(event) {
    event.preventDefault();
    this.problem = null;
    const called = (this.called = { id: null, row: null, output: null, problem: null });
    changed();
    try {
      called.id = (await (await send('POST', `${this.url}/invocations`, { body: this.input, type: 'application/json' })).json()).id;
      changed();
      called.row = await get(`/v1/invocations/${called.id}?wait=60`);
      if (called.row.output) called.output = (await text(`/v1/invocations/${called.id}/output`, 2_000)).text;
      say(`The call ${words(called.row.state)}`);
    } catch (problem) {
      called.problem = problem;
    }
    changed();
  }

  result() {
    const { id, output, problem } = this.called;
    if (problem) return notice(problem);
    const row = this.called.row ?? this.calls.items.find((call) => call.id === id);
    return html`<div class="result">
      <p>${row ? pill(row.state) : 'Sending…'} ${row?.start ? pill(row.start) : nothing}
        ${row?.endedAt ? html`<span>${span(Date.parse(row.endedAt) - Date.parse(row.requestedAt))}</span>` : nothing}
        ${id ? html`<a href="/ui/calls/${id}">Its story</a>` : nothing}</p>
      ${row?.failure ? html`<p class="bad">${words(row.failure.kind)}: ${row.failure.message}</p>` : nothing}
      ${output === null ? nothing : html`<pre tabindex="0" aria-label="Output">${output}</pre>`}
    </div>`;
  }

  revisions(acting) {
    const now = shownNow();
    return html`<div class="scroll" role="group" aria-label="Revisions" tabindex="0"><table>
      <thead><tr><th scope="col">Revision</th><th scope="col">State</th><th scope="col">Deployed</th><th scope="col">Code</th><th scope="col">Settings</th><th scope="col"><span class="unseen">What can be done</span></th></tr></thead>
      <tbody>${[...this.row.revisions].reverse().map((revision) => html`<tr>
        <td>${revision.revision}${revision.revision === this.row.servingRevision ? html` <span class="pill busy">serves</span>` : nothing}</td>
        <td>${pill(revision.state)} ${revision.failure ? html`<span class="hint">${words(revision.failure.reason)}: ${revision.failure.message}</span>` : nothing}</td>
        <td title=${full(revision.deployedAt)}>${ago(revision.deployedAt, now)}</td>
        <td><code>${code(revision.code)}</code></td>
        <td class="hint">${revision.settings.memoryMiB} MiB, warm for ${setting(revision.settings.warmFor)}, timeout ${setting(revision.settings.timeout)}</td>
        <td>${acting && may('deploy') && revision.state === 'READY' && revision.revision !== this.row.servingRevision
          ? html`<button class="slim" @click=${() => this.rollBack(revision.revision)}>Roll back to ${revision.revision}</button>` : nothing}</td>
      </tr>`)}</tbody></table></div>`;
  }

  async rollBack(revision) {
    await this.attempt(() => send('POST', `${this.url}:rollback`, { body: JSON.stringify({ revision }), type: 'application/json' }), `Revision ${revision} serves`);
    this.load();
  }

  async remove() {
    const words = 'No call is accepted after that. Calls that wait end as failed, and its containers go. Its history stays.';
    if (await sure(`Remove ${this.name}?`, words, `Remove ${this.name}`)) {
      await this.attempt(() => send('DELETE', this.url), `${this.name} is removed`);
      if (!this.problem) go('/ui/functions');
    }
  }

  async attempt(deed, done) {
    try {
      await deed();
      this.problem = null;
      say(done);
    } catch (problem) {
      this.problem = problem;
    }
    changed();
  }
}

function code(of) {
  return of.kind === 'image' ? of.image : `${of.runtime} ${of.sha256.slice(0, 8)}`;
}
