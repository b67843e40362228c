/** Values that functions need and nobody else may see. */
@NullMarked
package io.cloudfunc.shell.secret;

import org.jspecify.annotations.NullMarked;
