'use strict';

const test = require('node:test');
const assert = require('node:assert/strict');
const { once } = require('node:events');
const fs = require('node:fs');
const { Runtime } = require('./runtime');

const LENGTH = 'exports.handler = (event) => (event ? event.length : 0);\n';

test('keeps the connection for many calls', async (t) => {
  const runtime = await new Runtime(t).start(LENGTH);

  for (let size = 0; size < 50; size++) {
    const answer = await runtime.callJson('x'.repeat(size));
    assert.equal(answer.json(), size);
    assert.equal(answer.headers.connection, 'keep-alive');
  }
});

test('takes big bodies', async (t) => {
  const runtime = await new Runtime(t).start(LENGTH);

  assert.equal((await runtime.callJson('x'.repeat(8_000_000))).json(), 8_000_000);
});

test('takes requests in any pieces, chunked or not', async (t) => {
  const runtime = await new Runtime(t).start(LENGTH);

  assert.match(await runtime.raw([...'POST /call HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"a"'], /\r\n\r\n1$/), / 200 /);
  assert.match(
    await runtime.raw('POST /call HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n"a\r\n2\r\nb"\r\n0\r\n\r\n', /\r\n\r\n2$/),
    / 200 /,
  );
});

test('answers requests that arrive together in order', async (t) => {
  const runtime = await new Runtime(t).start(LENGTH);
  const request = (body) => `POST /call HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

  const received = await runtime.raw(request('"a"') + request('"ab"'), /\r\n\r\n2$/);

  assert.ok(received.indexOf('\r\n\r\n1') < received.indexOf('\r\n\r\n2'));
});

test('closes when asked to', async (t) => {
  const runtime = await new Runtime(t).start(LENGTH);

  const received = await runtime.raw('POST /call HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');

  assert.match(received, /^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n/);
});

test('refuses other paths and methods and goes on', async (t) => {
  const runtime = await new Runtime(t).start(LENGTH);

  assert.equal((await runtime.call('', { path: '/init' })).status, 404);
  assert.equal((await runtime.call('', { method: 'GET' })).status, 405);
  assert.equal((await runtime.call()).status, 200);
});

test('refuses malformed requests and goes on with others', async (t) => {
  const runtime = await new Runtime(t).start(LENGTH);

  for (const [request, status] of [
    ['HELLO\r\n\r\n', 400],
    ['POST /call HTTP/1.1\r\nno colon\r\n\r\n', 400],
    ['POST /call HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    [`POST /call HTTP/1.1\r\nA: ${'a'.repeat(70_000)}\r\n\r\n`, 431],
  ]) {
    assert.ok((await runtime.raw(request)).startsWith(`HTTP/1.1 ${status} `), request.slice(0, 60));
  }
  assert.equal((await runtime.call()).status, 200);
});

test('goes on after a caller that hung up in the middle', async (t) => {
  const runtime = await new Runtime(t).start(LENGTH);

  await runtime.raw('POST /call HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\nabc', /100 Continue/);

  assert.equal((await runtime.call()).status, 200);
});

test('shows the socket under its name only', async (t) => {
  const runtime = await new Runtime(t).start(LENGTH);

  assert.deepEqual(fs.readdirSync(runtime.directory).sort(), ['lsnr.sock', 'source', 'stderr', 'stdout']);
  assert.ok(fs.lstatSync(runtime.socket).isSocket());
});

test('ends at once when told to, even in a call', async (t) => {
  const runtime = await new Runtime(t).start("exports.handler = () => { console.log('in'); return new Promise(() => {}); };\n");
  runtime.call().catch(() => {});
  while (!runtime.log('stdout')) await new Promise(setImmediate);

  runtime.process.kill('SIGTERM');

  assert.deepEqual(await once(runtime.process, 'exit'), [143, null]);
});
