package io.cloudfunc.command.invocation;

/**
 * A line of a batch, so the input of one call.
 *
 * @param number from 1 on, lines without a value included
 * @param content one JSON value, without the white space around it
 */
record Line(int number, byte[] content) {}
