package io.vedette.tests.bench;

import io.vedette.tests.harness.CoordinatorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A picture of measured times: for each fault one block with a scale of its own, in it one lane for
 * each program, in it one dot for each round, and a bar at the median.
 */
final class Lanes {
  private static final int LEFT = 130;
  private static final int WIDTH = 600;
  private static final int LANE = 26;
  private static final int TOP = 60;

  private final StringBuilder body = new StringBuilder();
  private int y = TOP;

  /** One program's rounds, in milliseconds. */
  record Lane(CoordinatorKind kind, List<Double> ms) {
    String color() {
      return kind == CoordinatorKind.VEDETTE ? "#0a7" : "#c40";
    }
  }

  /** Puts a block below what is there; lanes without a round stay empty. */
  void block(String title, List<Lane> lanes) {
    List<Double> all = new ArrayList<>();
    lanes.forEach(lane -> all.addAll(lane.ms()));
    double most = scale(all.stream().mapToDouble(ms -> ms).max().orElse(1));
    text(10, y, "bold", title);
    y += LANE;
    for (Lane lane : lanes) {
      draw(lane, most);
      y += LANE;
    }
    axis(most);
    y += 2 * LANE;
  }

  private void draw(Lane lane, double most) {
    text(10, y + 4, "normal", lane.kind().label());
    add("<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='#ddd'/>", LEFT, y, LEFT + WIDTH, y);
    for (double ms : lane.ms()) {
      add(
          "<circle cx='%.1f' cy='%d' r='4' fill='%s' fill-opacity='0.5'/>",
          x(ms, most), y, lane.color());
    }
    if (!lane.ms().isEmpty()) {
      Summary summary = Summary.of(lane.ms());
      double middle = x(summary.median(), most);
      add(
          "<line x1='%.1f' y1='%d' x2='%.1f' y2='%d' stroke='%s' stroke-width='3'/>",
          middle, y - 9, middle, y + 9, lane.color());
      text(
          LEFT + WIDTH + 12,
          y + 4,
          "normal",
          String.format(Locale.ROOT, "median %.0f, max %.0f ms", summary.median(), summary.max()));
    }
  }

  private void axis(double most) {
    for (int tick = 0; tick <= 4; tick++) {
      double ms = most * tick / 4;
      text((int) x(ms, most) - 10, y, "normal", String.format(Locale.ROOT, "%.0f ms", ms));
    }
  }

  /** Below zero is drawn at zero: down-after may have begun before the fault. */
  private static double x(double ms, double most) {
    return LEFT + WIDTH * Math.max(0, ms) / most;
  }

  /** The least of 1, 2, 4 or 8 times a power of ten that holds a value. */
  private static double scale(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1))));
    double scale = power;
    while (scale < value) {
      scale *= 2;
    }
    return scale;
  }

  private void text(int x, int at, String weight, String words) {
    add("<text x='%d' y='%d' font-weight='%s'>%s</text>", x, at, weight, words);
  }

  private void add(String format, Object... values) {
    body.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** The whole picture. */
  String svg(String title) {
    return String.format(
        Locale.ROOT,
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d'"
            + " font-family='sans-serif' font-size='13'>%n"
            + "<rect width='100%%' height='100%%' fill='white'/>%n"
            + "<text x='10' y='28' font-size='17'>%s</text>%n%s</svg>%n",
        LEFT + WIDTH + 220,
        y,
        title,
        body);
  }
}
