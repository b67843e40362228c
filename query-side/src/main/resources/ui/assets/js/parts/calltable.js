// Calls in a table, each with where its time went.
import { when } from '../format.js';
import { html, nothing, repeat } from '../lit.js';
import { to } from '../router.js';
import { shownNow } from '../state.js';
import { pill } from './pieces.js';
import { legend, scaleOf, waterfall } from './waterfall.js';

export function callTable(rows, { withFunction = true } = {}) {
  if (rows.length === 0) return nothing;
  const now = shownNow();
  const scale = scaleOf(rows, now);
  return html`<div class="listed">${legend()}<div class="scroll" role="group" aria-label="Calls" tabindex="0"><table class="calls" role="table">
    <thead role="rowgroup"><tr role="row">
      <th scope="col" role="columnheader">Accepted</th>${withFunction ? html`<th scope="col" role="columnheader">Function</th>` : nothing}
      <th scope="col" role="columnheader">State</th><th scope="col" role="columnheader">Start</th><th scope="col" role="columnheader" class="wide">Time</th>
    </tr></thead>
    <tbody role="rowgroup">${repeat(rows, (row) => row.id, (row) => line(row, withFunction, scale, now))}</tbody>
  </table></div></div>`;
}

function line(row, withFunction, scale, now) {
  return html`<tr role="row" class=${row.state.toLowerCase()}>
    <td role="cell"><a href=${to(`/ui/calls/${row.id}`)}>${when(row.requestedAt, now)}</a></td>
    ${withFunction ? html`<td role="cell"><a class="plain" href=${to(`/ui/functions/${row.function}`)}>${row.function}</a> <span class="hint">r${row.revision}</span></td>` : nothing}
    <td role="cell">${pill(row.state, row.failure ? `${row.failure.kind}: ${row.failure.message}` : nothing)}</td>
    <td role="cell">${row.start ? pill(row.start) : nothing}</td>
    <td role="cell" class="wide">${waterfall(row, scale, now)}</td>
  </tr>`;
}
