// One call: JSON in, the handler, JSON out. Every way it can fail is an answer with a kind of its own.
'use strict';

const { inspect } = require('node:util');

const LONGEST_MESSAGE = 8 * 1024;
const LONGEST_TRACEBACK = 64 * 1024;
const PREVIEW = 60;
const OURS = __dirname;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Returns the HTTP status and the JSON body. */
async function answer(handler, body) {
  let event;
  try {
    event = body.length === 0 ? null : JSON.parse(utf8.decode(body));
  } catch (error) {
    return failed('BAD_INPUT', `expected JSON in UTF-8, got ${preview(body)} (${reason(error)})`);
  }
  let result;
  try {
    result = await handler(event);
  } catch (error) {
    return raised(error);
  }
  try {
    return [200, Buffer.from(JSON.stringify(result ?? null, refuseWhatIsNotJson))];
  } catch (error) {
    return failed('BAD_OUTPUT', `expected handler to return what JSON can express, got ${kind(result)} (${reason(error)})`);
  }
}

/** What JSON.stringify would silently leave out or turn into something else. */
function refuseWhatIsNotJson(key, value) {
  const lost =
    typeof value === 'function' ||
    typeof value === 'symbol' ||
    (typeof value === 'number' && !Number.isFinite(value)) ||
    value instanceof Map ||
    value instanceof Set;
  if (lost) throw new TypeError(`${key === '' ? 'it' : `'${key}'`} is ${typeof value === 'number' ? value : kind(value)}`);
  return value;
}

function raised(error) {
  const text = traceback(error);
  try {
    process.stderr.write(`${text}\n`);
  } catch {
    // the function replaced it
  }
  return failed('HANDLER_RAISED', reason(error), { traceback: text.slice(-LONGEST_TRACEBACK) });
}

/** Without the lines of this runtime, which say nothing about the function. */
function traceback(error) {
  try {
    if (typeof error?.stack !== 'string') return inspect(error);
    return error.stack
      .split('\n')
      .filter((line) => !line.includes(OURS))
      .join('\n');
  } catch {
    return reason(error);
  }
}

function failed(kindOfFailure, message, more = {}) {
  return [502, Buffer.from(JSON.stringify({ kind: kindOfFailure, message: message.slice(0, LONGEST_MESSAGE), ...more }))];
}

function reason(error) {
  try {
    if (!(error instanceof Error)) return inspect(error, { breakLength: Infinity });
    return error.message ? `${error.name}: ${error.message}` : `${error.name}`;
  } catch {
    return '(its message cannot be shown)';
  }
}

function kind(value) {
  return typeof value === 'object' ? (value.constructor?.name ?? 'object') : typeof value;
}

function preview(body) {
  const text = body.subarray(0, PREVIEW).toString();
  return inspect(body.length > PREVIEW ? `${text}…` : text);
}

module.exports = { answer, reason };
