// How much happened when, above a slider over the same time.
import { svg, html, nothing } from '../lit.js';

const BINS = 120;
const HEIGHT = 48;

/** @param marks positions in the stream and their instants: as many events lie between two as their positions differ */
export function histogram(marks, begin, end, at) {
  const bins = counted(marks, begin, end);
  const most = Math.max(1, ...bins);
  const width = 1_000 / BINS;
  const x = ((at - begin) / (end - begin)) * 1_000;
  return html`<svg class="histogram" viewBox="0 0 1000 ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
    ${bins.map((count, index) => {
      const height = count === 0 ? 0 : Math.max(2, Math.sqrt(count / most) * HEIGHT);
      const past = (index + 0.5) * width <= x;
      return height === 0 ? nothing : svg`<rect class=${past ? 'past' : 'later'} x=${index * width} y=${HEIGHT - height} width=${width * 0.8} height=${height} />`;
    })}
  </svg>`;
}

function counted(marks, begin, end) {
  const bins = new Array(BINS).fill(0);
  const bin = (instant) => Math.floor(((instant - begin) / (end - begin)) * BINS);
  for (let index = 1; index < marks.length; index++) {
    const from = Date.parse(marks[index - 1].at);
    const to = Math.max(from, Date.parse(marks[index].at));
    const first = Math.max(0, bin(from));
    const last = Math.min(BINS - 1, bin(to));
    const each = (marks[index].position - marks[index - 1].position) / Math.max(1, bin(to) - bin(from) + 1);
    for (let place = first; place <= last; place++) bins[place] += each;
  }
  return bins;
}
