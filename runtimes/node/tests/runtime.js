// Starts the real runtime on a source directory and speaks HTTP to it over its socket.
'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const MAIN = path.join(__dirname, '..', 'main.js');

class Runtime {
  constructor(t) {
    this.directory = fs.mkdtempSync(path.join(os.tmpdir(), 'runtime-'));
    this.source = path.join(this.directory, 'source');
    this.socket = path.join(this.directory, 'lsnr.sock');
    fs.mkdirSync(this.source);
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    t.after(() => this.close());
  }

  write(text, name = 'function.js') {
    const file = path.join(this.source, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return this;
  }

  /** Starts the runtime and returns once it accepts calls; its output goes to files. */
  async start(text) {
    if (text !== undefined) this.write(text);
    const [out, err] = ['stdout', 'stderr'].map((name) => fs.openSync(path.join(this.directory, name), 'w'));
    this.process = this.#spawn(['ignore', out, err]);
    while (!fs.existsSync(this.socket)) {
      if (this.process.exitCode !== null) throw new Error(`the runtime ended with ${this.process.exitCode}: ${this.log('stderr')}`);
      await new Promise(setImmediate);
    }
    return this;
  }

  /** Runs a runtime that is expected not to start; returns its exit status and stderr. */
  async runToItsEnd(text, listener) {
    if (text !== undefined) this.write(text);
    const child = this.#spawn(['ignore', 'pipe', 'pipe'], listener);
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (data) => (errors += data));
    const [status] = await once(child, 'close');
    return { status, errors };
  }

  #spawn(stdio, listener = `unix:${this.socket}`) {
    const env = { PATH: process.env.PATH, FN_FORMAT: 'http-stream', FN_LISTENER: listener };
    return spawn(process.execPath, [MAIN, this.source], { env, stdio });
  }

  call(body = '', { method = 'POST', path: url = '/call', agent = this.agent, headers = {} } = {}) {
    const whole = Buffer.from(body);
    return new Promise((resolve, reject) => {
      const request = http.request({ socketPath: this.socket, method, path: url, agent, headers: { 'Content-Length': whole.length, ...headers } });
      request.on('error', reject).on('response', async (response) => {
        const chunks = [];
        for await (const chunk of response) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString();
        const logBytes = Number(response.headers['cloudfunc-log-bytes']);
        resolve({ status: response.statusCode, headers: response.headers, text, logBytes, json: () => JSON.parse(text) });
      });
      request.end(whole);
    });
  }

  callJson(event) {
    return this.call(JSON.stringify(event));
  }

  /** Sends bytes as they are and returns all that came until the other side closed, or the pattern was seen. */
  async raw(pieces, until) {
    const connection = net.connect(this.socket).setEncoding('utf8');
    let received = '';
    for (const piece of [].concat(pieces)) connection.write(piece);
    for await (const data of connection) {
      received += data;
      if (until?.test(received)) break;
    }
    connection.destroy();
    return received;
  }

  log(name) {
    return fs.readFileSync(path.join(this.directory, name), 'utf8');
  }

  async close() {
    this.agent.destroy();
    if (this.process && this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill('SIGKILL');
      await once(this.process, 'exit');
    }
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}

module.exports = { Runtime };
