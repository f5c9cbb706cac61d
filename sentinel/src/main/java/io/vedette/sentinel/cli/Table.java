package io.vedette.sentinel.cli;

import io.vedette.sentinel.cli.Screen.Tone;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as what stands in them, two blanks apart. */
final class Table {
  /**
   * One entry.
   *
   * @param tone its colour; null: none
   */
  record Cell(String text, Tone tone) {
    static Cell of(Object text) {
      return new Cell(String.valueOf(text), null);
    }

    /** Red where it is not as it should be. */
    static Cell judged(Object text, boolean good) {
      return new Cell(String.valueOf(text), good ? null : Tone.BAD);
    }
  }

  private final List<List<Cell>> rows = new ArrayList<>();

  Table(String... headers) {
    List<Cell> row = new ArrayList<>();
    for (String header : headers) {
      row.add(new Cell(header, Tone.FAINT));
    }
    rows.add(row);
  }

  /** One more row; with fewer cells than columns, the last one may be as long as it likes. */
  void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  void print(Screen screen) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size() - 1; i++) {
        widths[i] = Math.max(widths[i], row.get(i).text().length());
      }
    }
    for (int i = 0; i < columns; i++) {
      widths[i] = Math.max(widths[i], rows.get(0).get(i).text().length());
    }
    for (List<Cell> row : rows) {
      screen.line(line(screen, row, widths));
    }
  }

  private static String line(Screen screen, List<Cell> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      line.append("  ");
      boolean isPlain = cell.tone() == null || cell.text().isEmpty();
      line.append(isPlain ? cell.text() : screen.paint(cell.tone(), cell.text()));
      if (i < row.size() - 1) {
        line.append(" ".repeat(widths[i] - cell.text().length()));
      }
    }
    return line.toString().stripTrailing();
  }
}
