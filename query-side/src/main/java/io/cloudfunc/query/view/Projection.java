package io.cloudfunc.query.view;

/** Keeps a view up to date, by a streaming processor of the view's name. */
public interface Projection {

    View<?, ?> view();
}
