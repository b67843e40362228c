package io.cloudfunc.query.view;

/**
 * A row of a view's table.
 *
 * @param sequence of the last event in it, among those of its stream
 */
record Row<V>(String key, long sequence, V view) {}
