/** Whether the views can be believed. */
@NullMarked
package io.cloudfunc.query.health;

import org.jspecify.annotations.NullMarked;
