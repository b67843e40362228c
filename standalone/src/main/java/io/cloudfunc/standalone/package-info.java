/** All roles in one JVM. */
@NullMarked
package io.cloudfunc.standalone;

import org.jspecify.annotations.NullMarked;
