package io.cloudfunc.api.wire;

/** Make sure that the revision's code can run, and report it ready or failed. */
public record PrepareRevision(RevisionSpec revision) implements Task {}
