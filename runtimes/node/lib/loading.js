// Makes a handler of a source directory: function.js that exports handler(event), or is it.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { reason } = require('./calls');

const NAMES = ['function.js', 'function.mjs', 'function.cjs'];
const SHOWN = 10;

class LoadFailed extends Error {
  /** The last line on stderr; one line whatever the message contains. */
  report() {
    return JSON.stringify({ kind: 'LOAD_FAILED', message: this.message });
  }
}

async function load(directory) {
  const file = fileIn(directory);
  const name = path.relative(directory, file);
  let exported;
  try {
    exported = await exportsOf(file);
  } catch (error) {
    process.stderr.write(`${error?.stack ?? reason(error)}\n`);
    throw new LoadFailed(`${name} does not load: ${reason(error)}${placeOf(error, directory)}`);
  }
  return handlerOf(exported, name);
}

function fileIn(directory) {
  const found = NAMES.find((name) => fs.existsSync(path.join(directory, name))) ?? mainOf(directory);
  if (!found) throw new LoadFailed(`expected function.js at the top of the source, found ${listing(directory)}`);
  return path.resolve(directory, found);
}

/** What package.json names as the package's main file. */
function mainOf(directory) {
  let text;
  try {
    text = fs.readFileSync(path.join(directory, 'package.json'), 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text).main;
  } catch (error) {
    throw new LoadFailed(`expected package.json to be JSON (${reason(error)})`);
  }
}

/** CommonJS first, since that loads sooner. */
async function exportsOf(file) {
  try {
    return require(file);
  } catch (error) {
    if (!isModule(error)) throw error;
  }
  const { default: exported, ...named } = await import(pathToFileURL(file));
  return 'handler' in named ? named : (exported ?? named);
}

function isModule(error) {
  return (
    ['ERR_REQUIRE_ESM', 'ERR_REQUIRE_ASYNC_MODULE'].includes(error?.code) ||
    (error instanceof SyntaxError && /^(Cannot use import statement|Unexpected token 'export'|await is only valid)/.test(error.message))
  );
}

function handlerOf(exported, name) {
  const handler = typeof exported === 'function' ? exported : (exported?.handler ?? exported?.default);
  if (handler === undefined || handler === null) {
    const names = Object.keys(Object(exported)).sort().join(', ') || 'nothing';
    throw new LoadFailed(`expected ${name} to export handler(event), found ${names}`);
  }
  if (typeof handler !== 'function') {
    throw new LoadFailed(`expected handler to be a function, found ${typeof handler}`);
  }
  if (handler.length > 1) {
    throw new LoadFailed(`expected handler(event), found a handler of ${handler.length} arguments`);
  }
  return handler;
}

function listing(directory) {
  try {
    const names = fs.readdirSync(directory).sort();
    return names.length === 0 ? 'an empty directory' : names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ', …' : '');
  } catch (error) {
    return error.code;
  }
}

/** Where a file of the function is wrong: the first line of a syntax error's stack says it. */
function placeOf(error, directory) {
  const place = error instanceof SyntaxError && /^(\/.*):(\d+)$/m.exec(String(error.stack));
  return place ? ` (${path.relative(directory, place[1])}, line ${place[2]})` : '';
}

module.exports = { load, LoadFailed };
