// Runs one Node function behind Fn's container contract: HTTP over the Unix socket of FN_LISTENER.
//
// Usage: node runtimes/node/main.js [SOURCE_DIRECTORY]   (default /function)
'use strict';

const { answer } = require('./lib/calls');
const { load, LoadFailed } = require('./lib/loading');
const { capture } = require('./lib/log-bytes');
const { serve } = require('./lib/server');

const EX_USAGE = 64;
const EX_DATAERR = 65;

async function main() {
  const logs = capture();
  process.on('SIGTERM', () => process.reallyExit(128 + 15));
  const address = process.env.FN_LISTENER ?? '';
  if (!address.startsWith('unix:')) {
    end(EX_USAGE, `FN_LISTENER is '${address}'; expected unix:/path/of/the/socket`);
  }
  const handler = await loaded(process.argv[2] ?? '/function');
  serve(address.slice('unix:'.length), (body) => answer(handler, body), () => logs.take());
}

async function loaded(directory) {
  try {
    return await load(directory);
  } catch (failure) {
    if (!(failure instanceof LoadFailed)) throw failure;
    return end(EX_DATAERR, failure.report());
  }
}

/** Ends at once, so that nothing of the function's (timers, exit hooks) writes after the last words. */
function end(status, lastWords) {
  process.stderr.write(`${lastWords}\n`);
  process.reallyExit(status);
}

main();
