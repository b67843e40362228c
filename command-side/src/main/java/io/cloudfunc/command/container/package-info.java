/** Recording which containers there are. */
@NullMarked
package io.cloudfunc.command.container;

import org.jspecify.annotations.NullMarked;
