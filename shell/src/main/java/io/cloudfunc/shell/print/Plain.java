package io.cloudfunc.shell.print;

/** Text from elsewhere, made harmless for a line on a terminal: no line ends, no escape sequences. */
public final class Plain {

    private Plain() {}

    public static String of(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.chars().noneMatch(Character::isISOControl) ? line : line.replaceAll("\\p{Cntrl}", "·");
    }
}
