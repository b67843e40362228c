/** Commands about the server itself. */
@NullMarked
package io.cloudfunc.shell.server;

import org.jspecify.annotations.NullMarked;
