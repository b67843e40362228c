/** Who may do what over REST; shared by both web sides. */
@NullMarked
package io.cloudfunc.identity;

import org.jspecify.annotations.NullMarked;
