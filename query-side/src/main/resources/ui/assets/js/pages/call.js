// One call: what happened to it, step by step, and what went in and came out.
import { get, path, send, text } from '../api.js';
import { bytes, full, millis, short, span, words } from '../format.js';
import { html, nothing } from '../lit.js';
import { heading, notice, pill } from '../parts/pieces.js';
import { steps } from '../parts/steps.js';
import { go, to } from '../router.js';
import { changed, may, say, state } from '../state.js';

export const call = {
  path: /^\/ui\/calls\/([^/]+)$/,
  open: (id) => new Call(id),
};

class Call {
  place = 'calls';

  constructor(id) {
    this.id = id;
    this.title = `Call ${id.slice(-8)}`;
    this.url = path('', 'v1', 'invocations', id);
    this.row = null;
    this.history = null;
    this.problem = null;
    this.output = null;
    this.log = null;
    this.pending = null;
  }

  async load() {
    if (this.pending) {
      this.again = true;
      return;
    }
    this.pending = this.read();
    await this.pending;
    this.pending = null;
    changed();
    if (this.again) {
      this.again = false;
      this.load();
    }
  }

  async read() {
    try {
      this.row = await get(this.url + (state.at === null ? '' : `?at=${encodeURIComponent(state.at)}`));
      this.history = state.at === null && may('read', 'audit') ? await get(`${this.url}/events`) : null;
      this.problem = null;
      if (this.row.output && !this.output) this.output = await content(`${this.url}/output`);
      if (this.row.log && this.row.endedAt) this.log = await content(`${this.url}/logs`);
    } catch (problem) {
      this.problem = problem;
    }
  }

  take(view, { rows }) {
    if (view === 'invocations' && state.at === null && rows.some((row) => row.id === this.id)) this.load();
  }

  view() {
    const { row } = this;
    if (!row) return html`${heading(this.title)}${this.problem ? notice(this.problem) : html`<p class="hint quiet">Loading…</p>`}`;
    return html`
      ${heading(html`<span class="over">Call of</span> <a class="plain" href=${to(`/ui/functions/${row.function}`)}>${row.function}</a>`, this.actions())}
      ${notice(this.problem)}
      <p class="facts">${pill(row.state)} ${row.start ? pill(row.start, row.coldReason ? words(row.coldReason) : nothing) : nothing}
        <span>revision ${row.revision}</span> <span>accepted ${full(row.requestedAt)}</span> <code>${row.id}</code></p>
      ${row.failure ? failure(row) : nothing}
      ${this.relatives()}
      ${this.history ? this.story() : nothing}
      <div class="columns">
        ${panel('Output', row.output, this.output, row.state === 'FAILED' ? 'A call that failed has none.' : 'None yet.')}
        ${panel('Log', row.log, this.log, 'Nothing was written.')}
      </div>
      ${facts(row)}
    `;
  }

  story() {
    return html`<section aria-labelledby="story">
      <h2 id="story">What happened <span class="hint">${span(millis(this.history.total))} in all</span></h2>
      ${steps(this.history)}
    </section>`;
  }

  relatives() {
    const { origin, deadLetter } = this.row;
    return html`
      ${origin ? html`<p>Calls anew <a href=${to(`/ui/calls/${origin}`)}>call ${origin.slice(-8)}</a>.</p>` : nothing}
      ${deadLetter?.redrivenAs ? html`<p>Was called anew as <a href=${to(`/ui/calls/${deadLetter.redrivenAs}`)}>call ${deadLetter.redrivenAs.slice(-8)}</a>.</p>` : nothing}
      ${deadLetter && !deadLetter.redrivenAs ? html`<p>Is kept among the <a href="/ui/dead-letters">dead letters</a>.</p>` : nothing}`;
  }

  actions() {
    if (!may('invoke') || state.at !== null) return nothing;
    const { row } = this;
    if (!row.endedAt) return html`<button @click=${() => this.act(':cancel', 'Cancelled')}>Cancel</button>`;
    return html`
      ${row.deadLetter && !row.deadLetter.redrivenAs ? html`<button class="main" @click=${() => this.repeat(`/v1/dead-letters/${row.id}:redrive`)}>Redrive</button>` : nothing}
      <button @click=${() => this.repeat(`${this.url}:replay`)} title="The same input, on the same revision">Replay</button>`;
  }

  async act(deed, words) {
    try {
      await send('POST', this.url + deed);
      say(words);
      this.load();
    } catch (problem) {
      this.problem = problem;
      changed();
    }
  }

  async repeat(url) {
    try {
      const { id } = await (await send('POST', url)).json();
      go(`/ui/calls/${id}`);
    } catch (problem) {
      this.problem = problem;
      changed();
    }
  }
}

/** What was erased is told so, in its place. */
async function content(url) {
  try {
    return await text(url);
  } catch (problem) {
    return { text: problem.message, cut: false };
  }
}

function failure(row) {
  return html`<div class="notice bad"><strong>${words(row.failure.kind)}</strong><p>${row.failure.message}</p>
    ${row.retryAt ? html`<p>Tried again from ${full(row.retryAt)} on.</p>` : nothing}</div>`;
}

function panel(title, ref, shown, without) {
  return html`<section class="panel" aria-label=${title}>
    <h2>${title} ${ref ? html`<span class="hint">${ref.contentType}, ${bytes(ref.size)}</span>` : nothing}</h2>
    ${ref && shown
      ? html`<pre tabindex="0">${pretty(ref, shown.text)}</pre>${shown.cut ? html`<p class="hint">Only the beginning is shown.</p>` : nothing}`
      : html`<p class="hint">${ref ? 'Loading…' : without}</p>`}
  </section>`;
}

function pretty(ref, shown) {
  if (!ref.contentType.includes('json')) return shown;
  try {
    return JSON.stringify(JSON.parse(shown), null, 2);
  } catch {
    return shown;
  }
}

function facts(row) {
  const known = [
    ['Input', `${row.input.contentType}, ${bytes(row.input.size)}`],
    ['Attempts', row.attempts],
    ['Worker', row.worker && short(row.worker)],
    ['Container', row.container?.slice(0, 8)],
    ['Started for it because', row.coldReason && words(row.coldReason)],
    ['May begin until', full(row.due)],
    ['Duplicate runs', row.duplicates || null],
  ].filter(([, value]) => value !== null && value !== undefined);
  return html`<dl class="known">${known.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
