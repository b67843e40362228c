/** Who calls, and what callers may do. */
@NullMarked
package io.cloudfunc.api.identity;

import org.jspecify.annotations.NullMarked;
