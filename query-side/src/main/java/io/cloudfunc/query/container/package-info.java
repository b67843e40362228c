/** Which containers are there, busy or warm, and until when. */
@NullMarked
package io.cloudfunc.query.container;

import org.jspecify.annotations.NullMarked;
