/** API keys: issued and revoked. */
@NullMarked
package io.cloudfunc.command.key;

import org.jspecify.annotations.NullMarked;
