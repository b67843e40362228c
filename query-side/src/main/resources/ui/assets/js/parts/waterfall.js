// Where the time of a call went, as one bar.
import { millis, span } from '../format.js';
import { html, nothing, svg } from '../lit.js';

const PARTS = [
  ['queue', 'on its way'],
  ['waiting', 'waiting for a container'],
  ['starting', 'starting one'],
  ['run', 'running'],
];

/** Milliseconds of each part, and whether it goes on. */
export function partsOf(row, now) {
  const begin = Date.parse(row.requestedAt);
  const end = row.endedAt ? Date.parse(row.endedAt) : now;
  const total = Math.max(0, end - begin);
  const phases = row.phases;
  if (!phases) {
    const run = row.startedAt ? Math.max(0, end - Date.parse(row.startedAt)) : 0;
    return { queue: total - run, waiting: 0, starting: 0, run, total };
  }
  const waiting = millis(phases.waiting);
  const starting = millis(phases.create) + millis(phases.start) + millis(phases.ready);
  const run = millis(phases.call);
  return { queue: Math.max(0, total - waiting - starting - run), waiting, starting, run, total };
}

/** What the width of a bar stands for: a few calls that take far longer than all others have bars of a scale of their own, rather than let those vanish. */
export function scaleOf(rows, now) {
  const totals = rows.map((row) => partsOf(row, now).total).sort((one, other) => one - other);
  return Math.max(1, (totals[Math.floor(totals.length * 0.9)] ?? 1) * 1.15);
}

export function waterfall(row, scale, now) {
  const parts = partsOf(row, now);
  const words = PARTS.filter(([name]) => parts[name] > 0).map(([name, meaning]) => `${span(parts[name])} ${meaning}`).join(', ');
  return html`<div class="waterfall">
    <svg viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label=${words}><title>${words}</title>${bars(parts, Math.max(scale, parts.total), row.state)}</svg>
    <span class=${row.endedAt ? '' : 'hint'}>${span(parts.total)}${parts.total > scale ? html` <abbr title="The bar has a scale of its own">⇥</abbr>` : nothing}</span>
  </div>`;
}

function bars(parts, scale, state) {
  let x = 0;
  return PARTS.map(([name]) => {
    const width = Math.min(1_000 - x, (parts[name] / scale) * 1_000);
    const bar = svg`<rect class="${name} ${state.toLowerCase()}" x=${x} y="0" width=${Math.max(0, width)} height="10" />`;
    x += width;
    return bar;
  });
}

export function legend() {
  return html`<span class="legend" aria-hidden="true">${PARTS.map(([name, meaning]) => html`<span class="key ${name}">${meaning}</span>`)}</span>`;
}
