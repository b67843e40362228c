package io.cloudfunc.shell.demo;

import io.cloudfunc.shell.print.Console;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.Paint;

/** Tells what the demo does, to people only. */
final class Story {

    private final Console console;
    private final boolean told;

    Story(Console console, boolean told) {
        this.console = console;
        this.told = told;
    }

    void chapter(String title) {
        if (told) {
            console.line("");
            console.line(console.paint(Paint.BOLD, title));
        }
    }

    void line(String format, Object... values) {
        if (told) {
            console.line("   " + format.formatted(values));
        }
    }

    void show(Lines lines) {
        if (told) {
            lines.lines(console).forEach(line -> console.line("   " + line));
        }
    }
}
