/** Why a request is refused, independent of the door it came through. */
@NullMarked
package io.cloudfunc.api.problem;

import org.jspecify.annotations.NullMarked;
