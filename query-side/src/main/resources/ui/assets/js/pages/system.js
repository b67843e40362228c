// Whether all parts can be used, and how far the lists are behind.
import { get, send } from '../api.js';
import { bytes, millis, number, span } from '../format.js';
import { html, nothing } from '../lit.js';
import { positions, projections } from '../live.js';
import { heading, notice, pill } from '../parts/pieces.js';
import { changed, may, ofAll, say } from '../state.js';

const NAMES = {
  broker: 'Broker', database: 'Database', diskSpace: 'Disk', engine: 'Engine', projections: 'Lists', reports: 'Reports', router: 'Router',
};

const QUITE_FRESH = 10_000;

/** Of these nobody needs to know: they say what the answer says by coming. */
const OF_NO_INTEREST = ['livenessState', 'readinessState', 'ping'];

export const system = {
  path: /^\/ui\/system$/,
  open: () => new System(),
};

class System {
  place = 'system';
  title = 'System';
  parts = null;
  ready = null;
  busy = null;
  found = null;
  problem = null;

  async load() {
    try {
      const answer = await fetch('/readyz', { cache: 'no-cache' });
      this.ready = answer.ok;
      this.parts = (await answer.json()).components ?? {};
    } catch {
      this.ready = false;
      this.parts = {};
    }
    if (may('read', 'audit')) positions((await get('/v1/projections')).items);
    changed();
  }

  view() {
    return html`
      ${heading('System', html`<button @click=${() => this.load()}>Ask again</button>`)}
      ${notice(this.problem)}
      <section aria-labelledby="parts"><h2 id="parts">Parts ${this.ready === null ? nothing : pill(this.ready ? 'READY' : 'FAILED')}</h2>
        ${this.parts === null ? html`<p class="hint quiet">Asking…</p>` : html`<ul class="cards">${Object.entries(this.parts).filter(([name]) => !OF_NO_INTEREST.includes(name)).map(part)}</ul>`}</section>
      <section aria-labelledby="lists"><h2 id="lists">Lists</h2>
        <p class="hint">Each is made of the events, and follows them.</p>
        ${this.lists()}
        <div class="actions">
          ${may() && ofAll() ? html`<button ?disabled=${this.busy} @click=${() => this.rebuild()}>Make all anew</button>` : nothing}
          ${may('audit') && ofAll() ? html`<button ?disabled=${this.busy} @click=${() => this.check()}>Compare with the events</button>
            <button ?disabled=${this.busy} @click=${() => this.verify()}>Verify the trail</button>` : nothing}
          ${this.busy ? html`<span class="hint">${this.busy}…</span>` : nothing}
        </div>
        ${this.found ? html`<div class="notice ${this.found.bad ? 'bad' : ''}"><p>${this.found.words}</p></div>` : nothing}</section>
    `;
  }

  lists() {
    return html`<div class="scroll" role="group" aria-label="Lists" tabindex="0"><table>
      <thead><tr><th scope="col">List</th><th scope="col">Behind</th><th scope="col">Position</th><th scope="col">Last made anew</th></tr></thead>
      <tbody>${projections.map((list) => html`<tr>
        <td>${list.name}</td>
        <td>${lag(list)}</td>
        <td>${number(list.position)}</td>
        <td>${list.rebuild ? rebuilding(list.rebuild) : html`<span class="hint">never</span>`}</td>
      </tr>`)}</tbody></table></div>`;
  }

  async rebuild() {
    await this.attempt('Asking for it', async () => {
      await send('POST', '/v1/projections:rebuild');
      return { words: 'All lists are being made anew; those in use serve on until then.' };
    });
  }

  async check() {
    await this.attempt('Comparing row by row', async () => {
      const { items } = await (await send('POST', '/v1/projections:check')).json();
      const differ = items.reduce((all, list) => all + list.missing + list.extra + list.different, 0);
      return differ === 0
        ? { words: `All lists are as the events say: ${number(items.reduce((all, list) => all + list.rows, 0))} rows.` }
        : { words: `${number(differ)} rows differ from the events. Make the lists anew.`, bad: true };
    });
  }

  async verify() {
    await this.attempt('Comparing every event with its seal', async () => {
      const answer = await get('/v1/audit/verify');
      return verified(answer);
    });
  }

  async attempt(busy, deed) {
    Object.assign(this, { busy, found: null, problem: null });
    changed();
    try {
      this.found = await deed();
      say(this.found.words);
    } catch (problem) {
      this.problem = problem;
    }
    this.busy = null;
    changed();
  }
}

function part([name, { status, details }]) {
  return html`<li class="card"><div class="top"><h3>${NAMES[name] ?? name}</h3>${pill(status === 'UP' ? 'READY' : status)}</div>
    <p class="hint">${said(name, details ?? {})}</p></li>`;
}

function said(name, details) {
  if (name === 'projections') return 'As below';
  if (name === 'diskSpace') return `${bytes(details.free)} free of ${bytes(details.total)}`;
  return Object.entries(details)
    .filter(([, value]) => typeof value !== 'object')
    .map(([key, value]) => `${key} ${/^PT/.test(value) ? `${span(Math.max(0, millis(value)))} behind` : value}`)
    .join(', ');
}

/** A list that another process keeps looks a few seconds behind while no event is of it: it takes note of that only now and then. */
function lag({ behind, lag }) {
  const ms = Math.max(0, millis(lag));
  return behind === 0 || ms < QUITE_FRESH
    ? html`<span class="pill ok">up to date</span>`
    : html`<span class="pill bad">${span(ms)}</span> <span class="hint">${number(behind)} events</span>`;
}

function rebuilding(rebuild) {
  return rebuild.state === 'RUNNING'
    ? html`<progress max="1" .value=${rebuild.share} aria-label="Made anew"></progress> <span class="hint">${number(rebuild.eventsPerSecond)} events/s</span>`
    : html`${pill(rebuild.state)} <span class="hint">${number(rebuild.events)} events in ${span(rebuild.seconds * 1_000)}</span>`;
}

function verified(answer) {
  const findings = answer.findings ?? [];
  return findings.length === 0
    ? { words: `No stored event was changed since it was sealed: ${number(answer.events)} events.` }
    : { words: `The trail is not whole: ${findings.map((finding) => `${finding.kind} at ${finding.position}: ${finding.detail}`).join('; ')}`, bad: true };
}
