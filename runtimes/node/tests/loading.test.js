'use strict';

const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { Runtime } = require('./runtime');

async function assertRefused(runtime, text, ...expected) {
  const { status, errors } = await runtime.runToItsEnd(text);

  assert.equal(status, 65, errors);
  const report = JSON.parse(errors.trimEnd().split('\n').at(-1));
  assert.equal(report.kind, 'LOAD_FAILED');
  for (const part of expected) assert.ok(report.message.includes(part), `${report.message} does not tell ${part}`);
  assert.ok(!fs.existsSync(runtime.socket));
  return errors;
}

test('refuses a source without function.js', (t) => {
  const runtime = new Runtime(t).write('1;\n', 'main.js');

  return assertRefused(runtime, undefined, 'expected function.js', 'found main.js');
});

test('refuses an empty source', (t) => assertRefused(new Runtime(t), undefined, 'found an empty directory'));

test('refuses a function without a handler', (t) =>
  assertRefused(new Runtime(t), 'exports.handle = exports.other = () => 1;\n', 'export handler(event)', 'found handle, other'));

test('refuses a handler that is not a function', (t) =>
  assertRefused(new Runtime(t), "exports.handler = 'x';\n", 'expected handler to be a function, found string'));

test('refuses a handler with other arguments', (t) =>
  assertRefused(new Runtime(t), 'exports.handler = (event, context) => 1;\n', 'found a handler of 2 arguments'));

test('tells where the syntax is wrong', async (t) => {
  const errors = await assertRefused(new Runtime(t), 'let x = 1;\nexports.handler = (event => 1;\n', 'SyntaxError', '(function.js, line 2)');

  assert.match(errors, /exports\.handler = \(event => 1;/);
});

test('tells which module is missing', (t) =>
  assertRefused(new Runtime(t), "require('no-such-module');\n", "Cannot find module 'no-such-module'"));

test('tells what the own code of the module threw', (t) =>
  assertRefused(new Runtime(t), "throw new Error('first\\nsecond');\n", 'Error: first\nsecond'));

test('refuses a package.json that is not JSON', (t) =>
  assertRefused(new Runtime(t).write('{', 'package.json'), undefined, 'expected package.json to be JSON'));

test('takes a module that is the handler', async (t) => {
  const runtime = await new Runtime(t).start('module.exports = (event) => event;\n');

  assert.equal((await runtime.callJson(7)).json(), 7);
});

test('takes the main file of a package', async (t) => {
  const runtime = await new Runtime(t)
    .write('{"main": "src/index.js"}', 'package.json')
    .write('exports.handler = () => "main";\n', 'src/index.js')
    .start();

  assert.equal((await runtime.call()).json(), 'main');
});

test('takes an ES module by its name, by its package and by its syntax', async (t) => {
  const text = "import { sep } from 'node:path';\nexport const handler = async () => sep;\n";
  const byName = await new Runtime(t).write(text, 'function.mjs').start();
  const byPackage = await new Runtime(t).write('{"type": "module"}', 'package.json').start(text);

  assert.equal((await byName.call()).json(), '/');
  assert.equal((await byPackage.call()).json(), '/');
});

test('takes what an ES module exports as its default', async (t) => {
  const runtime = await new Runtime(t).write('export default (event) => event;\n', 'function.mjs').start();

  assert.equal((await runtime.callJson(7)).json(), 7);
});

test('finds the packages of the source, whatever their names', async (t) => {
  const runtime = await new Runtime(t)
    .write("exports.name = 'the package';\n", 'node_modules/calls/index.js')
    .start("const calls = require('calls');\nexports.handler = () => calls.name;\n");

  assert.equal((await runtime.call()).json(), 'the package');
});

test('refuses an address that is not a Unix socket', async (t) => {
  const { status, errors } = await new Runtime(t).runToItsEnd(undefined, 'tcp:8080');

  assert.equal(status, 64);
  assert.match(errors, /'tcp:8080'; expected unix:\//);
});
