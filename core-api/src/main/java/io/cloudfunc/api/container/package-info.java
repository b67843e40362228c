/** Containers and the workers that own them: orders, facts and values. */
@NullMarked
package io.cloudfunc.api.container;

import org.jspecify.annotations.NullMarked;
