// A call's story as steps, each at its place in time.
import { clock, millis, span, words } from '../format.js';
import { html, nothing, svg } from '../lit.js';

const PART = {
  ROUTED: 'queue', RECEIVED: 'queue', WAITED: 'waiting', CONTAINER_CREATED: 'starting', CONTAINER_STARTED: 'starting',
  CONTAINER_READY: 'starting', CALLED: 'queue', ANSWERED: 'run', LOST: 'run', ATTEMPT_FAILED: 'queue',
};

const WORDS = {
  ACCEPTED: 'Accepted and stored', ROUTED: 'Sent to the workers', RECEIVED: 'Taken by a worker', WAITED: 'Waited for a container',
  CONTAINER_CREATED: 'Container created', CONTAINER_STARTED: 'Container started', CONTAINER_READY: 'Function loaded',
  CALLED: 'Function called', ANSWERED: 'Function answered', ATTEMPT_FAILED: 'Attempt failed', LOST: 'Lost',
  SUCCEEDED: 'Succeeded', FAILED: 'Failed', CANCELLED: 'Cancelled', DEAD_LETTERED: 'Kept as a dead letter',
  REDRIVEN: 'Called anew', DUPLICATE: 'A second outcome came, and decided nothing',
};

export function steps({ story, total }) {
  const whole = Math.max(1, millis(total));
  let at = 0;
  let attempt = 1;
  return html`<ol class="steps">${story.map((step) => {
    const took = millis(step.took);
    const begin = at;
    const anew = step.attempt > attempt;
    at += took;
    attempt = step.attempt ?? attempt;
    return html`${anew ? html`<li class="anew"><h3>Attempt ${attempt}</h3></li>` : nothing}${line(step, begin / whole, took, whole)}`;
  })}</ol>`;
}

/** Without what only machines read: long ids are cut, instants are times of the day. */
function brief(detail) {
  return detail
    .replace(/[0-9a-f]{64}/g, (id) => id.slice(0, 12))
    .replace(/worker-[0-9a-f-]{28}([0-9a-f]{8})/g, 'worker …$1')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => clock(instant))
    .replace(/^[A-Z_]+(?=:)|(?<=\()[A-Z_]+(?=\))/g, (kind) => words(kind));
}

function line(step, begin, took, whole) {
  const bad = ['FAILED', 'ATTEMPT_FAILED', 'LOST', 'DEAD_LETTERED'].includes(step.kind);
  return html`<li class=${bad ? 'bad' : nothing}>
    <div class="what"><strong>${WORDS[step.kind] ?? words(step.kind)}</strong>
      ${step.detail ? html`<span class="hint" title=${step.detail}>${brief(step.detail)}</span>` : nothing}
      ${step.inferred ? html`<span class="hint">(follows from other events)</span>` : nothing}</div>
    <svg class="when" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<rect class="part ${PART[step.kind] ?? 'queue'} ${bad ? 'bad' : ''}" x=${Math.min(996, begin * 1_000)} y="1" width=${Math.max(4, (took / whole) * 1_000)} height="8" />`}
    </svg>
    <span class="took">${took ? `+ ${span(took)}` : ''}</span>
  </li>`;
}
