package io.cloudfunc.runtime;

/** Of a call, or of the server itself. */
record Answer(int status, byte[] body) {}
