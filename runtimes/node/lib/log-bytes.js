// Counts what is written to stdout and stderr, so that an answer can say how many log bytes precede it.
'use strict';

const fs = require('node:fs');
const { Writable } = require('node:stream');

const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/** Has written everything when write() returns. */
class CountedStream extends Writable {
  written = 0;

  constructor(fd) {
    super({ decodeStrings: true });
    this.fd = fd;
  }

  _write(chunk, encoding, done) {
    try {
      for (let at = 0; at < chunk.length; ) {
        const size = writeSome(this.fd, chunk, at);
        this.written += size;
        at += size;
      }
      done();
    } catch (error) {
      done(error);
    }
  }

  /** A function may end its stream, and is still called. */
  _final(done) {
    done();
  }
}

/** A process that the function started may have made the shared pipe non-blocking. */
function writeSome(fd, chunk, at) {
  try {
    return fs.writeSync(fd, chunk, at);
  } catch (error) {
    if (error.code !== 'EAGAIN') throw error;
    Atomics.wait(PAUSE, 0, 0, 1);
    return 0;
  }
}

/** Puts counted streams in the place of stdout and stderr, also for console. */
function capture() {
  const streams = [1, 2].map((fd) => new CountedStream(fd));
  for (const [at, name] of ['stdout', 'stderr'].entries()) {
    streams[at].on('error', () => {}); // the function ended it, and still writes
    Object.defineProperty(process, name, { value: streams[at], configurable: true, enumerable: true, writable: true });
  }
  let taken = 0;
  return {
    /** Returns the bytes written since the last call of this method. */
    take() {
      const written = streams.reduce((sum, stream) => sum + stream.written, 0);
      const fresh = written - taken;
      taken = written;
      return fresh;
    },
  };
}

module.exports = { capture };
