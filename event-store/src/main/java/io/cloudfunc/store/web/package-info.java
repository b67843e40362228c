/** How both web sides answer what they refuse: one problem (RFC 9457) with a stable type for each reason. */
@NullMarked
package io.cloudfunc.store.web;

import org.jspecify.annotations.NullMarked;
