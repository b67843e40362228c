// Times, sizes and numbers as people read them.
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const NUMBER = new Intl.NumberFormat();

/** Milliseconds of a duration in ISO 8601, such as PT1M0.25S, or in seconds. */
export function millis(duration) {
  if (typeof duration === 'number') return duration * 1_000;
  const parts = /^(-)?P(?:([\d.]+)D)?T?(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?$/.exec(duration ?? '');
  if (!parts) return 0;
  const [days, hours, minutes, seconds] = parts.slice(2).map((part) => Number(part ?? 0));
  return (parts[1] ? -1 : 1) * (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}

/** A length of time, such as 0.4 ms, 12 ms, 1.2 s, 3 min 5 s. */
export function span(ms) {
  if (ms < 0.95) return `${ms.toFixed(ms < 0.095 && ms > 0 ? 2 : 1)} ms`;
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(ms < 9_950 ? 2 : 1)} s`;
  return longSpan(Math.round(ms / 1_000));
}

/** A length of time that somebody chose, such as 500 ms, 45 s, 1 min 30 s. */
export function setting(duration) {
  const ms = millis(duration);
  return ms < 1_000 ? `${ms} ms` : longSpan(Math.round(ms / 1_000));
}

export function longSpan(seconds) {
  const units = [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]];
  const first = units.findIndex(([, size]) => seconds >= size);
  const [[name, size], below] = [units[first] ?? units.at(-1), units[first + 1]];
  const rest = below ? Math.floor((seconds % size) / below[1]) : 0;
  return `${Math.floor(seconds / size)} ${name}${rest ? ` ${rest} ${below[0]}` : ''}`;
}

export function clock(instant) {
  return CLOCK.format(new Date(instant));
}

/** The time of day, and the day where it is not that of the other instant. */
export function when(instant, now) {
  const date = new Date(instant);
  return date.toDateString() === new Date(now).toDateString() ? CLOCK.format(date) : `${DAY.format(date)}, ${CLOCK.format(date)}`;
}

export function full(instant) {
  return FULL.format(new Date(instant));
}

export function ago(instant, now) {
  const ms = now - Date.parse(instant);
  return ms < 1_500 ? 'just now' : `${longSpan(Math.round(ms / 1_000)).split(' ').slice(0, 2).join(' ')} ago`;
}

export function number(value) {
  return NUMBER.format(value);
}

export function percent(part, whole) {
  if (whole === 0) return '–';
  const share = (100 * part) / whole;
  return share === 0 ? '0 %' : share < 0.1 ? '< 0.1 %' : `${share < 10 ? share.toFixed(1) : Math.round(share)} %`;
}

export function bytes(size) {
  if (size < 1_024) return `${size} B`;
  const power = Math.min(3, Math.floor(Math.log(size) / Math.log(1_024)));
  const value = size / 1_024 ** power;
  return `${value.toFixed(value < 100 ? 1 : 0)} ${['B', 'KiB', 'MiB', 'GiB'][power]}`;
}

/** A constant as words: HANDLER_RAISED is handler raised. */
export function words(constant) {
  return constant.toLowerCase().replaceAll('_', ' ');
}

export function plural(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** A worker's name; of one that was made up, the end, which tells it from others. */
export function short(worker) {
  return worker.replace(/^worker-[0-9a-f-]{28}(?=[0-9a-f]{8}$)/, 'worker …');
}
