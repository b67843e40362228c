package io.cloudfunc.invoker.router;

class InMemoryBacklogTest extends BacklogContract {

    @Override
    Backlog backlog() {
        return new InMemoryBacklog();
    }
}
