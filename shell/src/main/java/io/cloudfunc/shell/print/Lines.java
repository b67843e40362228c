package io.cloudfunc.shell.print;

import java.util.List;

/** Something that can be shown as lines of text. */
public interface Lines {

    List<String> lines(Console console);
}
