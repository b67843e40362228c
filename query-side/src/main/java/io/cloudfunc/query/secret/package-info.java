/** Which secrets there are. */
@NullMarked
package io.cloudfunc.query.secret;

import org.jspecify.annotations.NullMarked;
