/** Commands about containers. */
@NullMarked
package io.cloudfunc.shell.container;

import org.jspecify.annotations.NullMarked;
