'use strict';

const test = require('node:test');
const assert = require('node:assert/strict');
const { Runtime } = require('./runtime');

test('counts what each call wrote to stdout and stderr', async (t) => {
  const runtime = await new Runtime(t).start(
    'exports.handler = (event) => { console.log(event); process.stderr.write(event); };\n',
  );

  assert.equal((await runtime.callJson('abc')).logBytes, 7);
  assert.equal((await runtime.callJson('Grü')).logBytes, 9);
  assert.equal(runtime.log('stdout'), 'abc\nGrü\n');
  assert.equal(runtime.log('stderr'), 'abcGrü');
});

test('is zero for a silent call', async (t) => {
  const runtime = await new Runtime(t).start('exports.handler = () => {};\n');

  assert.equal((await runtime.call()).logBytes, 0);
});

test('gives what was written while loading to the first call', async (t) => {
  const runtime = await new Runtime(t).start("console.log('loaded');\nexports.handler = () => console.error('x');\n");

  assert.deepEqual([(await runtime.call()).logBytes, (await runtime.call()).logBytes], [9, 2]);
});

test('has written everything before it answers', async (t) => {
  const runtime = await new Runtime(t).start("exports.handler = (event) => { process.stdout.write('x'.repeat(event)); };\n");

  for (const size of [1, 10, 1_000_000]) assert.equal((await runtime.callJson(size)).logBytes, size);
  assert.equal(runtime.log('stdout').length, 1_000_011);
});

test('bears a function that ends or replaces its streams', async (t) => {
  const runtime = await new Runtime(t).start(
    'exports.handler = (event) => {\n' +
      "  if (event === 'end') process.stdout.end('bye');\n" +
      "  if (event === 'replace') process.stderr = undefined;\n" +
      "  if (event === 'throw') throw new Error('unheard');\n" +
      "  if (event === 'write') process.stdout.write('more');\n" +
      '  return event;\n};\n',
  );

  for (const event of ['end', 'write', 'replace', 'after']) assert.equal((await runtime.callJson(event)).status, 200, event);
  assert.equal((await runtime.callJson('throw')).json().message, 'Error: unheard');
});
