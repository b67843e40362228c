// Serves POST /call, one call at a time, on however many connections the caller keeps open.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

/** The socket appears under its name only once it accepts. */
function serve(socket, call, takeLogBytes) {
  const unfinished = path.join(path.dirname(socket), `.${path.basename(socket)}.new`);
  for (const leftover of [unfinished, socket]) fs.rmSync(leftover, { force: true });
  server(call, takeLogBytes).listen(unfinished, () => {
    fs.chmodSync(unfinished, 0o666);
    fs.renameSync(unfinished, socket);
  });
}

function server(call, takeLogBytes) {
  let before = Promise.resolve();
  const requests = http.createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, (request, response) => {
    const answer = (status, body) => write(response, status, body, takeLogBytes());
    const refused = refusal(request);
    if (refused) {
      request.resume();
      before = before.then(() => answer(...refused));
    } else {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        before = before.then(async () => answer(...(await call(Buffer.concat(chunks)))));
      });
    }
  });
  requests.on('clientError', (error, connection) => {
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    const body = problem(`${error.message}; expected a request like POST /call HTTP/1.1`);
    if (connection.writable) {
      connection.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    }
  });
  return requests;
}

function refusal(request) {
  if (request.url !== '/call') return [404, problem(`no ${request.url} here; expected /call`)];
  if (request.method !== 'POST') return [405, problem(`${request.method} /call; expected POST`)];
  return undefined;
}

function write(response, status, body, logBytes) {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'CloudFunc-Log-Bytes': logBytes,
  });
  response.end(body);
}

function problem(message) {
  return Buffer.from(JSON.stringify({ kind: 'BAD_REQUEST', message }));
}

module.exports = { serve };
