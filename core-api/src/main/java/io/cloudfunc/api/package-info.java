/** What every part of CloudFunc agrees on. */
@NullMarked
package io.cloudfunc.api;

import org.jspecify.annotations.NullMarked;
