/** What changes, told to those who watch. */
@NullMarked
package io.cloudfunc.query.live;

import org.jspecify.annotations.NullMarked;
