package io.cloudfunc.api.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.OfFunctionLife;

/** Work for any worker of a pool. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "task")
@JsonSubTypes({@JsonSubTypes.Type(Execute.class), @JsonSubTypes.Type(PrepareRevision.class)})
public sealed interface Task extends OfFunctionLife permits Execute, PrepareRevision {

    RevisionSpec revision();

    @Override
    default FunctionName function() {
        return revision().function();
    }

    @Override
    default int life() {
        return revision().life();
    }
}
