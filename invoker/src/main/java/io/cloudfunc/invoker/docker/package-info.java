/** The container engine on Docker: hardened containers, called over a Unix socket that each shares with its worker. */
@NullMarked
package io.cloudfunc.invoker.docker;

import org.jspecify.annotations.NullMarked;
