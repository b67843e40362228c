/** The server's REST API as the shell sees it: requests, replies, problems. */
@NullMarked
package io.cloudfunc.shell.rest;

import org.jspecify.annotations.NullMarked;
