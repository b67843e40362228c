/** All that happened, in the order in which it did. */
@NullMarked
package io.cloudfunc.query.timeline;

import org.jspecify.annotations.NullMarked;
