// What stands around every page: where one is, where one can go, and whether it is now.
import { send } from './api.js';
import { html, nothing } from './lit.js';
import { timeBar } from './parts/timebar.js';
import { to } from './router.js';
import { may, state } from './state.js';

const PLACES = [
  ['functions', 'Functions', 'M4 7h16M4 12h16M4 17h10'],
  ['calls', 'Calls', 'M5 12h14M13 6l6 6-6 6'],
  ['containers', 'Containers', 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8'],
  ['timeline', 'Timeline', 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z'],
  ['dead-letters', 'Dead letters', 'M4 6h16v12H4zM4 7l8 6 8-6'],
  ['system', 'System', 'M5 19v-6M12 19V5M19 19v-9'],
];

export function frame() {
  const page = state.page;
  return html`
    <a class="skip" href="#main" @click=${skip}>Skip to the page</a>
    <header class="side">
      <a class="wordmark" href="/ui/functions"><img src="/mark.svg" alt="">CloudFunc</a>
      <nav aria-label="Dashboard"><ul>${PLACES.map((place) => entry(place, page?.place))}</ul></nav>
      ${account()}
    </header>
    <main id="main" tabindex="-1">
      ${timeBar()}
      ${page ? page.view() : nothing}
    </main>
    <p class="unseen" role="status">${state.said}</p>
  `;
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

function entry([place, name, drawing], present) {
  return html`<li><a href=${to(`/ui/${place}`)} aria-current=${place === present ? 'page' : nothing}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${drawing} /></svg><span>${name}</span></a></li>`;
}

function account() {
  const words = { live: 'Live', connecting: 'Connecting…', away: 'Not connected' }[state.stream];
  return html`<div class="account">
    ${may('read') ? html`<p class="stream ${state.stream}" title="Whether changes are told as they happen">${words}</p>` : nothing}
    ${state.me
      ? html`<p class="hint">Key <code>${state.me.key}</code><br>${state.me.roles.join(', ')}</p>
          <button @click=${logOut}>Log out</button>`
      : nothing}
  </div>`;
}

async function logOut() {
  await send('POST', '/logout').catch(() => {});
  location.assign('/login');
}
