package io.cloudfunc.runtime;

/** One HTTP request, read whole. */
record Request(String method, String path, boolean keepsConnection, byte[] body) {}
