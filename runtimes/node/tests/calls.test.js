'use strict';

const test = require('node:test');
const assert = require('node:assert/strict');
const { Runtime } = require('./runtime');

const ECHO = 'exports.handler = (event) => event;\n';

test('answers with what the handler returns', async (t) => {
  const runtime = await new Runtime(t).start('exports.handler = (event) => ({ message: `Hello, ${event.name}!` });\n');

  const answer = await runtime.call('{"name":"Ada"}');

  assert.equal(answer.status, 200);
  assert.equal(answer.text, '{"message":"Hello, Ada!"}');
  assert.equal(answer.headers['content-type'], 'application/json');
});

test('waits for what an async handler promises', async (t) => {
  const runtime = await new Runtime(t).start(
    'exports.handler = async (event) => { await new Promise(setImmediate); return event + 1; };\n',
  );

  assert.equal((await runtime.callJson(41)).json(), 42);
});

test('gives null for an empty body and takes nothing for null', async (t) => {
  const runtime = await new Runtime(t).start('exports.handler = (event) => (event === null ? undefined : event);\n');

  assert.equal((await runtime.call('')).text, 'null');
});

test('carries every kind of JSON unchanged', async (t) => {
  const runtime = await new Runtime(t).start(ECHO);

  for (const event of [null, true, 0, -1.5, '', 'Grüße 🚀', [], [1, [2]], {}, { a: { b: null } }]) {
    assert.deepEqual((await runtime.callJson(event)).json(), event);
  }
});

test('ignores a byte order mark', async (t) => {
  const runtime = await new Runtime(t).start(ECHO);

  assert.equal((await runtime.call(Buffer.from([0xef, 0xbb, 0xbf, 0x31]))).text, '1');
});

test('keeps what the module remembers between calls', async (t) => {
  const runtime = await new Runtime(t).start('let calls = 0;\nexports.handler = () => ++calls;\n');

  assert.deepEqual([(await runtime.call()).json(), (await runtime.call()).json()], [1, 2]);
});

test('runs one call at a time, whatever the number of connections', async (t) => {
  const runtime = await new Runtime(t).start(
    'let running = 0;\nexports.handler = async () => {\n' +
      '  const beside = running++;\n  for (let n = 0; n < 50; n++) await new Promise(setImmediate);\n  running--;\n  return beside;\n};\n',
  );

  const answers = await Promise.all(Array.from({ length: 5 }, () => runtime.call('', { agent: false })));

  assert.deepEqual(answers.map((answer) => answer.json()), [0, 0, 0, 0, 0]);
});

test('refuses a body that is not JSON', async (t) => {
  const runtime = await new Runtime(t).start(ECHO);

  const answer = await runtime.call('hello');

  assert.equal(answer.status, 502);
  assert.equal(answer.json().kind, 'BAD_INPUT');
  assert.match(answer.json().message, /^expected JSON in UTF-8, got 'hello' \(SyntaxError/);
});

test('refuses bodies that only look like JSON', async (t) => {
  const runtime = await new Runtime(t).start(ECHO);

  for (const body of ['NaN', '[Infinity]', Buffer.from([0x22, 0xff, 0x22]), '{} {}', ' ', '['.repeat(100_000)]) {
    assert.equal((await runtime.call(body)).json().kind, 'BAD_INPUT', String(body).slice(0, 20));
  }
});

test('tells what the handler threw and where', async (t) => {
  const runtime = await new Runtime(t).start("exports.handler = () => {\n  throw new RangeError('no such order');\n};\n");

  const answer = await runtime.call();

  assert.equal(answer.status, 502);
  const problem = answer.json();
  assert.equal(problem.kind, 'HANDLER_RAISED');
  assert.equal(problem.message, 'RangeError: no such order');
  assert.match(problem.traceback, /function\.js:2:/);
  assert.doesNotMatch(problem.traceback, /calls\.js/);
  assert.equal(`${problem.traceback}\n`, runtime.log('stderr'));
  assert.equal(answer.logBytes, runtime.log('stderr').length);
});

test('survives everything a handler can throw', async (t) => {
  const runtime = await new Runtime(t).start(
    'const forever = () => forever();\n' +
      'const odd = { toString() { throw 1; }, get stack() { throw 2; }, get message() { throw 3; } };\n' +
      'const things = {\n' +
      "  text: () => { throw 'text'; },\n  nothing: () => { throw undefined; },\n  odd: () => { throw odd; },\n" +
      "  rejected: () => Promise.reject(new Error('later')),\n  deep: forever,\n" +
      "  long: () => { throw new Error('x'.repeat(10_000_000)); },\n};\n" +
      "exports.handler = (event) => (things[event] ?? (() => 'alive'))();\n",
  );

  for (const event of ['text', 'nothing', 'odd', 'rejected', 'deep', 'long']) {
    const answer = await runtime.callJson(event);
    assert.equal(answer.json().kind, 'HANDLER_RAISED', event);
    assert.ok(answer.text.length < 200_000);
  }
  assert.equal((await runtime.callJson('x')).json(), 'alive');
});

test('refuses a result that JSON cannot express', async (t) => {
  const runtime = await new Runtime(t).start(
    'const ring = [];\nring.push(ring);\n' +
      'const results = { function: () => 1, big: 1n, nan: NaN, set: new Set([1]), inner: { a: [new Map()] }, ring };\n' +
      'exports.handler = (event) => results[event];\n',
  );

  for (const [event, kind] of Object.entries({ function: 'function', big: 'bigint', nan: 'number', set: 'Set', inner: 'Object', ring: 'Array' })) {
    const answer = await runtime.callJson(event);
    assert.equal(answer.status, 502);
    assert.equal(answer.json().kind, 'BAD_OUTPUT');
    assert.ok(answer.json().message.startsWith(`expected handler to return what JSON can express, got ${kind} (`), answer.text);
  }
});
