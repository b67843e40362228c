package io.cloudfunc.query.view;

/**
 * What an event says about a row of a view.
 *
 * @param sequence of the event in its stream, for a row of one stream; 0 for a row of many
 */
record Change<E>(String key, E event, long sequence) {}
