// Calls of the last hour by the minute, those that failed in red.
import { percent, plural } from '../format.js';
import { sum } from '../activity.js';
import { svg, html, nothing } from '../lit.js';

const HEIGHT = 32;
const WIDTH = 4;

export function sparkline(minutes) {
  const most = Math.max(4, ...minutes.map((minute) => minute.ended));
  const all = sum(minutes);
  const words = `${plural(all.ended, 'call')} in the last hour, ${all.failed} failed (${percent(all.failed, all.ended)})`;
  return html`<svg class="sparkline" viewBox="0 0 ${minutes.length * WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${words}>
    ${minutes.map((minute, index) => bars(minute, index * WIDTH, most))}
  </svg>`;
}

function bars({ ended, failed }, x, most) {
  if (ended === 0) return svg`<rect class="none" x=${x} y=${HEIGHT - 1} width=${WIDTH - 1} height="1" />`;
  const height = Math.max(2, (ended / most) * HEIGHT);
  const bad = failed === 0 ? 0 : Math.max(2, (failed / ended) * height);
  return svg`<rect class="ended" x=${x} y=${HEIGHT - height} width=${WIDTH - 1} height=${height} />
    ${bad ? svg`<rect class="failed" x=${x} y=${HEIGHT - bad} width=${WIDTH - 1} height=${bad} />` : nothing}`;
}
