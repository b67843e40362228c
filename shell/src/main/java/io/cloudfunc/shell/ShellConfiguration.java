package io.cloudfunc.shell;

import io.cloudfunc.shell.audit.Audit;
import io.cloudfunc.shell.audit.Erase;
import io.cloudfunc.shell.audit.Reconcile;
import io.cloudfunc.shell.audit.Trail;
import io.cloudfunc.shell.container.Containers;
import io.cloudfunc.shell.demo.Demo;
import io.cloudfunc.shell.function.Dependencies;
import io.cloudfunc.shell.function.Deploy;
import io.cloudfunc.shell.function.Deployment;
import io.cloudfunc.shell.function.FunctionChanges;
import io.cloudfunc.shell.function.FunctionQueries;
import io.cloudfunc.shell.function.Init;
import io.cloudfunc.shell.history.History;
import io.cloudfunc.shell.history.StoredEvents;
import io.cloudfunc.shell.invocation.Cancel;
import io.cloudfunc.shell.invocation.DeadLetters;
import io.cloudfunc.shell.invocation.InvocationCalls;
import io.cloudfunc.shell.invocation.InvocationQueries;
import io.cloudfunc.shell.invocation.Invoke;
import io.cloudfunc.shell.invocation.Logs;
import io.cloudfunc.shell.invocation.Replay;
import io.cloudfunc.shell.key.Keys;
import io.cloudfunc.shell.line.CommandBook;
import io.cloudfunc.shell.line.CommandRunner;
import io.cloudfunc.shell.line.Completion;
import io.cloudfunc.shell.line.Conversions;
import io.cloudfunc.shell.line.Help;
import io.cloudfunc.shell.line.KnownValues;
import io.cloudfunc.shell.line.NoConstraints;
import io.cloudfunc.shell.line.Session;
import io.cloudfunc.shell.line.ShellRunner;
import io.cloudfunc.shell.line.TabCompletion;
import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.Printer;
import io.cloudfunc.shell.print.StandardInput;
import io.cloudfunc.shell.print.Watch;
import io.cloudfunc.shell.projection.Projections;
import io.cloudfunc.shell.projection.Rebuild;
import io.cloudfunc.shell.rest.CloudFuncServer;
import io.cloudfunc.shell.rest.Pause;
import io.cloudfunc.shell.rest.Polling;
import io.cloudfunc.shell.secret.Secrets;
import io.cloudfunc.shell.server.Status;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * How the shell is put together: named bean by bean, since a scan of the class path would cost every command, and each
 * made when it is asked for.
 */
@Lazy
@Configuration(proxyBeanMethods = false)
class ShellConfiguration {

    /** In the order in which help shows them. */
    private static final List<Class<?>> COMMANDS = List.of(
            Init.class,
            Deploy.class,
            FunctionQueries.class,
            FunctionChanges.class,
            Invoke.class,
            Cancel.class,
            InvocationQueries.class,
            Logs.class,
            Replay.class,
            DeadLetters.class,
            Containers.class,
            History.class,
            Audit.class,
            Erase.class,
            Keys.class,
            Secrets.class,
            Projections.class,
            Rebuild.class,
            Status.class,
            Demo.class,
            TabCompletion.class,
            Help.class);

    @Bean
    CommandBook commandBook(ApplicationContext beans) {
        return new CommandBook(beans, COMMANDS);
    }

    @Bean
    Conversions conversions(Clock clock) {
        return new Conversions(clock);
    }

    @Bean
    NoConstraints noConstraints() {
        return new NoConstraints();
    }

    @Bean
    CommandRunner commandRunner(
            CommandBook book, Conversions conversions, ProcessEnvironment environment, Console console) {
        return new CommandRunner(book, conversions, environment.launcherVerbs(), console);
    }

    @Bean
    ShellRunner shellRunner(
            CommandRunner runner, ObjectProvider<Session> session, Console console, StandardInput input) {
        return new ShellRunner(runner, session::getObject, console, input);
    }

    @Bean
    Session session(
            CommandRunner runner,
            Completion completion,
            CloudFuncServer server,
            Console console,
            StandardInput input,
            ProcessEnvironment environment) {
        return new Session(runner, completion, server, console, input, environment.variables());
    }

    @Bean
    Polling polling(Clock clock, Pause pause) {
        return new Polling(clock, pause);
    }

    @Bean
    Printer printer(Console console) {
        return new Printer(console);
    }

    @Bean
    Watch watch(Console console, Pause pause) {
        return new Watch(console, pause);
    }

    @Bean
    KnownValues knownValues(CloudFuncServer server) {
        return new KnownValues(server);
    }

    @Bean
    Completion completion(CommandBook book, KnownValues values) {
        return new Completion(book, values);
    }

    @Bean
    TabCompletion tabCompletion(
            ObjectProvider<Completion> completion, ProcessEnvironment environment, Console console) {
        return new TabCompletion(completion::getObject, environment.launcherVerbs(), console);
    }

    @Bean
    Deployment deployment(CloudFuncServer server, Polling polling, Clock clock) {
        return new Deployment(server, polling, clock);
    }

    @Bean
    Init init(ProcessEnvironment environment, Console console) {
        return new Init(environment.directory(), environment.program(), console);
    }

    @Bean
    Deploy deploy(Deployment deployment, Printer printer, Console console) {
        return new Deploy(deployment, new Dependencies(console), printer, console);
    }

    @Bean
    FunctionQueries functionQueries(CloudFuncServer server, Printer printer) {
        return new FunctionQueries(server, printer);
    }

    @Bean
    FunctionChanges functionChanges(CloudFuncServer server, Console console) {
        return new FunctionChanges(server, console);
    }

    @Bean
    InvocationCalls invocationCalls(CloudFuncServer server, Polling polling, Clock clock) {
        return new InvocationCalls(server, polling, clock);
    }

    @Bean
    Invoke invoke(InvocationCalls calls, StandardInput input, Console console) {
        return new Invoke(calls, input, console);
    }

    @Bean
    Cancel cancel(CloudFuncServer server, Console console) {
        return new Cancel(server, console);
    }

    @Bean
    InvocationQueries invocationQueries(
            CloudFuncServer server, InvocationCalls calls, Printer printer, Watch watch, Console console) {
        return new InvocationQueries(server, calls, printer, watch, console);
    }

    @Bean
    Logs logs(CloudFuncServer server, Console console) {
        return new Logs(server, console);
    }

    @Bean
    Replay replay(CloudFuncServer server, InvocationCalls calls, Polling polling, Clock clock, Printer printer) {
        return new Replay(server, calls, polling, clock, printer);
    }

    @Bean
    DeadLetters deadLetters(CloudFuncServer server, Printer printer, StandardInput input, Console console) {
        return new DeadLetters(server, printer, input, console);
    }

    @Bean
    Containers containers(CloudFuncServer server, Printer printer, Watch watch, Clock clock) {
        return new Containers(server, printer, watch, clock);
    }

    @Bean
    StoredEvents storedEvents(CloudFuncServer server) {
        return new StoredEvents(server);
    }

    @Bean
    History history(StoredEvents events, Printer printer) {
        return new History(events, printer);
    }

    @Bean
    Audit audit(CloudFuncServer server, Printer printer, Console console) {
        return new Audit(new Reconcile(server, printer), new Trail(server, printer, console));
    }

    @Bean
    Erase erase(CloudFuncServer server, Console console) {
        return new Erase(server, console);
    }

    @Bean
    Keys keys(CloudFuncServer server, Printer printer, Console console) {
        return new Keys(server, printer, console);
    }

    @Bean
    Secrets secrets(CloudFuncServer server, Printer printer, Console console, StandardInput input) {
        return new Secrets(server, printer, console, input);
    }

    @Bean
    Projections projections(CloudFuncServer server, Printer printer) {
        return new Projections(server, printer);
    }

    @Bean
    Rebuild rebuild(CloudFuncServer server, Polling polling, Printer printer, Console console) {
        return new Rebuild(server, polling, printer, console);
    }

    @Bean
    Status status(CloudFuncServer server, Printer printer) {
        return new Status(server, printer);
    }

    @Bean
    Demo demo(
            CloudFuncServer server,
            Deployment deployment,
            InvocationCalls calls,
            StoredEvents events,
            Polling polling,
            Clock clock,
            Console console) {
        return new Demo(server, deployment, calls, events, polling, clock, console);
    }

    @Bean
    Help help(ObjectProvider<CommandRunner> runner) {
        return new Help(runner::getObject);
    }
}
