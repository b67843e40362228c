/** The main job, shown against a running server and checked. */
@NullMarked
package io.cloudfunc.shell.demo;

import org.jspecify.annotations.NullMarked;
