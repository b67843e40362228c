package io.cloudfunc.command.function;

import io.cloudfunc.api.function.Access;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.identity.PublicFunctions;
import org.springframework.stereotype.Component;

/** Public is a function whose serving revision was deployed so. */
@Component
final class ServingPublicly implements PublicFunctions {

    private final ServingRevisions serving;

    ServingPublicly(ServingRevisions serving) {
        this.serving = serving;
    }

    @Override
    public boolean contains(String name) {
        try {
            return serving.of(new FunctionName(name)).settings().access() == Access.PUBLIC;
        } catch (RuntimeException noneOrNotKnown) {
            return false;
        }
    }
}
