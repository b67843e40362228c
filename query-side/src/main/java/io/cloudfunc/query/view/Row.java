package io.cloudfunc.query.view;

/**
 * A row of a view's table.
 *
 * @param position of the last event in it
 */
record Row<V>(String key, long position, V view) {}
