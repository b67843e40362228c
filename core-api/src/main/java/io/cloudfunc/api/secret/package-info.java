/** Values that functions need and nobody else may see. */
@NullMarked
package io.cloudfunc.api.secret;

import org.jspecify.annotations.NullMarked;
