// A container, and how long it stays warm.
import { longSpan, millis, plural, short, words } from '../format.js';
import { html, nothing, svg } from '../lit.js';
import { to } from '../router.js';
import { pill } from './pieces.js';

const RADIUS = 20;
const ROUND = 2 * Math.PI * RADIUS;

export function secondsLeft(container, now) {
  return container.expiresAt ? Math.max(0, (Date.parse(container.expiresAt) - now) / 1_000) : null;
}

export function containerCard(container, now, { withFunction = true } = {}) {
  const left = secondsLeft(container, now);
  return html`<li class="card container ${container.state.toLowerCase()}">
    ${ring(container, left)}
    <div>
      ${withFunction
        ? html`<h2><a class="plain" href=${to(`/ui/functions/${container.function}`)}>${container.function}</a></h2>`
        : nothing}
      <p>${pill(container.state)} <span class="hint">${stateWords(container, left)}</span></p>
      <p class="hint">${container.revision ? `Revision ${container.revision}, ` : ''}${plural(container.lease, 'use')}, <code title=${container.id}>${container.id.slice(0, 8)}</code> on <span title=${container.worker}>${short(container.worker)}</span></p>
    </div>
  </li>`;
}

function stateWords(container, left) {
  if (container.state === 'STOPPED') return words(container.stopReason ?? 'gone');
  if (container.state === 'BUSY') return 'a call runs in it';
  if (left === null) return '';
  return left > 0 ? `for ${longSpan(Math.ceil(left))} more` : 'about to go';
}

function ring(container, left) {
  const warmFor = millis(container.warmFor) / 1_000;
  const share = left === null || !warmFor ? (container.state === 'BUSY' ? 1 : 0) : Math.min(1, left / warmFor);
  return html`<svg class="ring" viewBox="0 0 48 48" aria-hidden="true">
    <circle class="track" cx="24" cy="24" r=${RADIUS} />
    ${share > 0 ? svg`<circle class="left" cx="24" cy="24" r=${RADIUS} stroke-dasharray="${share * ROUND} ${ROUND}" transform="rotate(-90 24 24)" />` : nothing}
    ${left === null ? nothing : svg`<text x="24" y="24">${Math.ceil(left)}</text>`}
  </svg>`;
}
