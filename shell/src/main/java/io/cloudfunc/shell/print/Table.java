package io.cloudfunc.shell.print;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Aligned columns, two blanks apart. On a terminal the widest columns are cut until the lines fit; where that is not
 * enough, the last columns are left out.
 */
public final class Table implements Lines {

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    public Table row(String... cells) {
        rows.add(Arrays.stream(cells).map(Plain::of).toList());
        return this;
    }

    @Override
    public List<String> lines(Console console) {
        var widths = widths(console);
        var lines = new ArrayList<String>();
        lines.add(console.paint(Paint.BOLD, line(titles(), widths)));
        rows.forEach(row -> lines.add(painted(console, row, widths)));
        return lines;
    }

    private int[] widths(Console console) {
        var natural = IntStream.range(0, columns.size()).map(this::naturalWidth).toArray();
        return console.terminal() ? fitted(natural, console.width().getAsInt()) : natural;
    }

    private int naturalWidth(int column) {
        var cells =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return Math.max(cells, columns.get(column).title().length());
    }

    private int[] fitted(int[] natural, int room) {
        var widths = natural;
        while (widths.length > 1 && total(leastOf(widths)) > room) {
            widths = Arrays.copyOf(widths, widths.length - 1);
        }
        while (total(widths) > room && cutWidest(widths)) {}
        return widths;
    }

    private int[] leastOf(int[] widths) {
        return IntStream.range(0, widths.length)
                .map(i -> mayBeCut(widths, i) ? columns.get(i).least() : widths[i])
                .toArray();
    }

    private boolean cutWidest(int[] widths) {
        var widest = IntStream.range(0, widths.length)
                .filter(i -> mayBeCut(widths, i))
                .reduce((a, b) -> widths[a] >= widths[b] ? a : b);
        widest.ifPresent(i -> widths[i]--);
        return widest.isPresent();
    }

    private boolean mayBeCut(int[] widths, int column) {
        var least = columns.get(column).least();
        return least > 0 && widths[column] > least;
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private List<String> titles() {
        return columns.stream().map(Column::title).toList();
    }

    private String painted(Console console, List<String> row, int[] widths) {
        return String.join(
                        GAP,
                        IntStream.range(0, widths.length)
                                .mapToObj(i -> console.paint(Paint.of(row.get(i)), cell(i, row.get(i), widths[i])))
                                .toList())
                .stripTrailing();
    }

    private String line(List<String> cells, int[] widths) {
        return String.join(
                        GAP,
                        IntStream.range(0, widths.length)
                                .mapToObj(i -> cell(i, cells.get(i), widths[i]))
                                .toList())
                .stripTrailing();
    }

    private String cell(int column, String text, int width) {
        var cut = text.length() <= width ? text : text.substring(0, width - 1) + "…";
        var padding = " ".repeat(width - cut.length());
        return columns.get(column).right() ? padding + cut : cut + padding;
    }
}
