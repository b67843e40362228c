/** Erasing what calls carried, for good. */
@NullMarked
package io.cloudfunc.command.erasure;

import org.jspecify.annotations.NullMarked;
