/** The stored events themselves, as they happened. */
@NullMarked
package io.cloudfunc.query.history;

import org.jspecify.annotations.NullMarked;
