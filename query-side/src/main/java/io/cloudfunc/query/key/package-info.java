/** API keys, as far as anybody may see them. */
@NullMarked
package io.cloudfunc.query.key;

import org.jspecify.annotations.NullMarked;
