/** How a view is made of events and read: a pure fold per row, batches in the processor's transaction, pages. */
@NullMarked
package io.cloudfunc.query.view;

import org.jspecify.annotations.NullMarked;
