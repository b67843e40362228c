// A list of the REST interface, kept up to date by what the stream tells.
import { get, query } from './api.js';
import { changed, state } from './state.js';

/** While so much changes that the stream leaves rows out, the list is read again at most this often. */
const READ_AGAIN_AFTER = 2_000;

export class Rows {
  /**
   * @param url of the list
   * @param view name under which the stream tells its rows
   * @param key of a row
   * @param fields asked for, beside the instant
   * @param shown whether a row belongs to the list
   * @param order of two rows
   * @param most rows that are kept
   * @param pages that are read at most
   */
  constructor({ url, view, key, fields = {}, shown = () => true, order, most = Infinity, pages = 1 }) {
    Object.assign(this, { url, view, key, fields, shown, order, most, pages });
    this.items = [];
    this.next = null;
    this.problem = null;
    this.loaded = false;
    this.readAgain = null;
  }

  async load() {
    const reading = (this.reading = Symbol('reading'));
    try {
      const { items, next } = await this.read(null, this.pages);
      if (this.reading !== reading) return;
      this.items = this.sorted(items);
      this.next = next;
      this.problem = null;
    } catch (problem) {
      if (this.reading !== reading) return;
      this.problem = problem;
      this.items = [];
      this.next = null;
    }
    this.loaded = true;
    changed();
  }

  async loadMore() {
    const { items, next } = await this.read(this.next, 1);
    this.most += items.length;
    this.put(items);
    this.next = next;
    changed();
  }

  async read(cursor, pages) {
    const items = [];
    for (let page = 0; page < pages; page++) {
      const answer = await get(this.url + query({ ...this.fields, at: state.at, cursor }));
      items.push(...answer.items);
      cursor = answer.next;
      if (!cursor) break;
    }
    return { items, next: cursor ?? null };
  }

  /** What the stream tells; of the past nothing changes. */
  take(view, { rows, more }) {
    if (view !== this.view || state.at !== null) return;
    this.put(rows);
    if (more && this.readAgain === null) {
      this.readAgain = setTimeout(() => {
        this.readAgain = null;
        this.load();
      }, READ_AGAIN_AFTER);
    }
  }

  put(rows) {
    const known = new Map(this.items.map((row) => [row[this.key], row]));
    for (const row of rows) {
      if (this.shown(row)) {
        known.set(row[this.key], row);
      } else {
        known.delete(row[this.key]);
      }
    }
    this.items = this.sorted([...known.values()]);
    changed();
  }

  sorted(rows) {
    return rows.sort(this.order).slice(0, this.most);
  }
}
