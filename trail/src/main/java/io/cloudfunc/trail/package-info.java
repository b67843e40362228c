/** Events as they lie in the store, their seals, and how both are verified; pure Java, so that anyone can, offline. */
@NullMarked
package io.cloudfunc.trail;

import org.jspecify.annotations.NullMarked;
