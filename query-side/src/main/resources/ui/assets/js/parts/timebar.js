// Says that it is not now that is shown, and leads back; on pages that do not say so themselves.
import { full } from '../format.js';
import { html, nothing } from '../lit.js';
import { travel } from '../router.js';
import { state } from '../state.js';

export function timeBar() {
  return state.at === null || state.page?.travels
    ? nothing
    : html`<div class="past" role="group" aria-label="Time">
        <p>As it was on <strong>${full(state.at)}</strong></p>
        <button @click=${() => travel(null)}>Back to now</button>
      </div>`;
}
