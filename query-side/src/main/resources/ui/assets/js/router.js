// Which page an address shows. Links are plain links; those within the dashboard are followed without loading it anew.
import { changed, state } from './state.js';

let pages = [];

export function route(all) {
  pages = all;
  document.addEventListener('click', follow);
  addEventListener('popstate', () => show({ moveFocus: true }));
  show({ moveFocus: false });
}

function follow(event) {
  const link = event.target.closest?.('a[href^="/ui/"]');
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute('href'));
}

export function go(address) {
  history.pushState(null, '', address);
  show({ moveFocus: true });
  scrollTo(0, 0);
}

/** The address of a page, at the instant that is shown. */
export function to(path) {
  return state.at === null ? path : `${path}${path.includes('?') ? '&' : '?'}at=${encodeURIComponent(state.at)}`;
}

/** Shows another instant on the same page; null: now. */
export function travel(at) {
  const address = new URL(location.href);
  if (at === null) address.searchParams.delete('at');
  else address.searchParams.set('at', at);
  history.replaceState(null, '', address);
  state.at = at;
  state.page?.load?.();
  changed();
}

function show({ moveFocus }) {
  const address = new URL(location.href);
  state.at = address.searchParams.get('at');
  state.page?.close?.();
  state.page = open(address);
  document.title = `${state.page.title} · CloudFunc`;
  state.page.load?.();
  changed();
  if (moveFocus) requestAnimationFrame(() => document.querySelector('h1')?.focus());
}

function open(address) {
  for (const page of pages) {
    const found = page.path.exec(address.pathname);
    if (found) return page.open(...found.slice(1).map(decodeURIComponent), address.searchParams);
  }
  return pages.at(-1).open();
}
