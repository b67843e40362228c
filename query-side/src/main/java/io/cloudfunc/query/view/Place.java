package io.cloudfunc.query.view;

/** Where a row stands in a list. */
record Place(String key, Cursor cursor) {}
