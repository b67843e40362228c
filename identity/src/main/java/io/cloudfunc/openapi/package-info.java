/** The REST interface, described by itself. */
@NullMarked
package io.cloudfunc.openapi;

import org.jspecify.annotations.NullMarked;
