// An address that leads nowhere.
import { html } from '../lit.js';
import { heading } from '../parts/pieces.js';

export const lost = {
  path: /^/,
  open: () => ({
    title: 'Not found',
    view: () => html`${heading('There is no such page')}<p>Perhaps one of the places beside this leads to what you look for.</p>`,
  }),
};
