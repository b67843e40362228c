/** Payloads as events refer to them, and as they travel beside an event. */
@NullMarked
package io.cloudfunc.api.payload;

import org.jspecify.annotations.NullMarked;
