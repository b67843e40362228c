// What happened, and how everything was at any instant: a slider over the whole history.
import { get } from '../api.js';
import { full, number, when, words } from '../format.js';
import { html, nothing, repeat } from '../lit.js';
import { callTable } from '../parts/calltable.js';
import { containerCard } from '../parts/countdown.js';
import { histogram } from '../parts/histogram.js';
import { heading, instead, notice, pill } from '../parts/pieces.js';
import { to, travel } from '../router.js';
import { Rows } from '../rows.js';
import { changed, may, ofAll, shownNow, state } from '../state.js';
import { containerRows } from './containers.js';

const RANGES = [['15 min', 15 * 60_000], ['hour', 3_600_000], ['day', 86_400_000], ['everything', Infinity]];
const STEPS = 500;
/** While somebody drags, lists are asked for once the hand rests. */
const REST = 150;
const EVENTS_AFTER = 1_000;

export const timeline = {
  path: /^\/ui\/timeline$/,
  open: () => new Timeline(),
};

class Timeline {
  place = 'timeline';
  title = 'Timeline';
  travels = true;
  range = Infinity;
  density = null;
  dragged = null;
  problem = null;
  timer = null;
  functions = new Rows({
    url: '/v1/functions', view: 'functions', key: 'name', fields: { limit: 200 },
    shown: (row) => row.state !== 'REMOVED', order: (one, other) => one.name.localeCompare(other.name),
  });
  containers = containerRows();
  calls = new Rows({
    url: '/v1/invocations', view: 'invocations', key: 'id', fields: { limit: 15 }, most: 15,
    order: (one, other) => (one.id < other.id ? 1 : -1),
  });
  events = new Rows({ url: '/v1/events', view: 'events', key: 'position', fields: { limit: 40 }, order: (one, other) => other.position - one.position });

  async load() {
    this.lists = [this.functions, this.containers, this.calls, ...(may('audit') ? [this.events] : [])];
    this.lists.forEach((list) => list.load());
    try {
      if (ofAll()) this.density = await get('/v1/events/density');
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
    changed();
  }

  take(view, rows) {
    this.lists?.forEach((list) => list.take(view, rows));
    if (state.at === null && may('audit')) {
      this.due ??= setTimeout(() => {
        this.due = null;
        this.events.load();
      }, EVENTS_AFTER);
    }
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.due);
  }

  view() {
    return html`
      ${heading('Timeline')}
      ${notice(this.problem)}
      ${this.density?.first ? this.slider() : ofAll() ? html`<div class="empty"><h2>Nothing happened yet</h2><p>Every deploy, call, start and stop will be here, for good.</p></div>` : nothing}
      <div class="columns">
        <section aria-labelledby="functions"><h2 id="functions">Functions ${this.then()}</h2>
          ${instead(this.functions, html`<p>None.</p>`)}
          <ul class="lines">${repeat(this.functions.items, (row) => row.name, (row) => html`<li><a class="plain" href=${to(`/ui/functions/${row.name}`)}>${row.name}</a> ${pill(row.state)}
            <span class="hint">${row.servingRevision ? `revision ${row.servingRevision} serves` : 'none serves'}</span></li>`)}</ul></section>
        <section aria-labelledby="containers"><h2 id="containers">Containers ${this.then()}</h2>
          ${instead(this.containers, html`<p>None.</p>`)}
          <ul class="cards">${repeat(this.containers.items, (row) => row.id, (row) => containerCard(row, shownNow()))}</ul></section>
      </div>
      <section aria-labelledby="calls"><h2 id="calls">Latest calls ${this.then()}</h2>
        ${instead(this.calls, html`<p>None.</p>`)}${callTable(this.calls.items)}</section>
      ${may('audit') ? this.happened() : nothing}
    `;
  }

  then() {
    return state.at === null ? nothing : html`<span class="hint">then</span>`;
  }

  slider() {
    const end = state.at === null ? shownNow() : Math.max(Date.parse(this.density.now), shownNow());
    const begin = Math.max(Date.parse(this.density.first), end - this.range);
    const at = this.dragged ?? (state.at === null ? end : Date.parse(state.at));
    return html`<section class="travel" aria-label="The instant that is shown">
      <div class="top"><output for="instant">${at >= end ? 'Now' : html`As it was on ${full(at)}`}</output>
        <div class="actions" role="group" aria-label="Range of the slider">
          ${state.at === null ? nothing : html`<button class="slim main" @click=${() => travel(null)}>Back to now</button>`}${RANGES.map(([name, range]) => html`<button class="slim" aria-pressed=${this.range === range} @click=${() => this.set({ range })}>${name}</button>`)}</div></div>
      ${histogram(this.density.marks, begin, end, at)}
      <input id="instant" type="range" aria-label="Instant" aria-valuetext=${at >= end ? 'now' : full(at)} min="0" max=${STEPS} step="1"
        .value=${String(Math.round(((at - begin) / (end - begin)) * STEPS))}
        @input=${(event) => this.drag(Number(event.target.value), begin, end)}>
      <div class="top hint"><span>${when(begin, end)}</span><span>${when(end, end)}</span></div>
    </section>`;
  }

  set(fields) {
    Object.assign(this, fields);
    changed();
  }

  drag(step, begin, end) {
    this.dragged = begin + ((end - begin) * step) / STEPS;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const at = step === STEPS ? null : new Date(Math.max(this.dragged, Date.parse(this.density.first) + 1)).toISOString();
      this.dragged = null;
      travel(at);
    }, REST);
    changed();
  }

  happened() {
    return html`<section aria-labelledby="events"><h2 id="events">What happened ${state.at === null ? 'last' : 'until then'}</h2>
      ${instead(this.events, html`<p>Nothing.</p>`)}
      <ol class="events" reversed>${repeat(this.events.items, (event) => event.position, event)}</ol>
      ${this.events.next ? html`<button @click=${() => this.events.loadMore()}>Show earlier</button>` : nothing}</section>`;
  }
}

function event({ position, type, at, caller, data }) {
  const about = data.invocation ? html`<a class="plain" href="/ui/calls/${data.invocation}">call …${data.invocation.slice(-8)}</a>` : nothing;
  return html`<li><a class="plain" href="/ui/timeline?at=${encodeURIComponent(at)}" title="Everything as it was then"><time datetime=${at}>${when(at, shownNow())}</time></a>
    <div><strong>${spaced(type)}</strong> ${data.function ? html`<a class="plain" href="/ui/functions/${data.function}">${data.function}</a>` : nothing} ${about}
      ${details(data)} ${caller ? html`<span class="hint">by <code>${caller}</code></span>` : nothing}</div>
    <details><summary>${number(position)}<span class="unseen">, the event itself</span></summary><pre tabindex="0">${JSON.stringify(data, null, 2)}</pre></details></li>`;
}

/** InvocationSucceeded is Invocation succeeded. */
function spaced(type) {
  return type.replace(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}

function details(data) {
  const known = [
    data.revision && `revision ${data.revision}`,
    data.kind && words(data.kind),
    typeof data.reason === 'string' && words(data.reason),
    data.attempt > 1 && `attempt ${data.attempt}`,
  ].filter(Boolean);
  return known.length ? html`<span class="hint">${known.join(', ')}</span>` : nothing;
}
