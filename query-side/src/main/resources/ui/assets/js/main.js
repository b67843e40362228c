// Begins: who looks, which page, and what changes.
import { get } from './api.js';
import { frame } from './frame.js';
import { render } from './lit.js';
import { watch } from './live.js';
import { pages } from './pages/index.js';
import { route } from './router.js';
import { changed, drawWith, may, serverSays, state } from './state.js';

const SECOND = 1_000;

async function begin() {
  drawWith(() => render(frame(), document.getElementById('app')));
  state.me = await get('/v1/me');
  serverSays(state.me.now);
  route(pages);
  if (may('read')) watch();
  // What counts down does so by itself.
  setInterval(() => state.at === null && !document.hidden && changed(), SECOND / 4);
}

begin();
