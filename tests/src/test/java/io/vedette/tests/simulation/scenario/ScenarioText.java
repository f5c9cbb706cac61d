package io.vedette.tests.simulation.scenario;

import io.vedette.quorum.EventType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario as text, one line per fault, to be read by people, kept in a file, and read again:
 *
 * <pre>
 * seed 4711
 * shape coordinators=3 stock=0 …
 * choices crashDetection=false …
 * at 1200 ServerFault.Crash group=0 server=-1 power=false forMs=9000 kept=ALL loadMs=100
 * on ELECTED_LEADER 1 0 CoordinatorFault.Crash coordinator=0 power=false forMs=5000
 * </pre>
 */
public final class ScenarioText {
  private static final Map<String, Class<?>> FAULTS = faults();

  private ScenarioText() {}

  private static Map<String, Class<?>> faults() {
    Map<String, Class<?>> byName = new LinkedHashMap<>();
    for (Class<?> kind : Fault.class.getPermittedSubclasses()) {
      for (Class<?> fault : kind.getPermittedSubclasses()) {
        byName.put(name(fault), fault);
      }
    }
    return byName;
  }

  private static String name(Class<?> fault) {
    return fault.getEnclosingClass().getSimpleName() + "." + fault.getSimpleName();
  }

  /** The lines of a scenario. */
  public static List<String> lines(Scenario scenario) {
    List<String> lines = new ArrayList<>();
    lines.add("seed " + scenario.seed());
    lines.add("shape" + fields(scenario.shape()));
    lines.add("choices" + fields(scenario.choices()));
    for (Planned planned : scenario.faults()) {
      lines.add(planned.moment() + " " + text(planned.fault()));
    }
    return lines;
  }

  /** A fault without its moment. */
  public static String text(Fault fault) {
    return name(fault.getClass()) + fields((Record) fault);
  }

  private static String fields(Record data) {
    StringBuilder text = new StringBuilder();
    for (RecordComponent each : data.getClass().getRecordComponents()) {
      text.append(' ').append(each.getName()).append('=').append(Fields.get(data, each));
    }
    return text.toString();
  }

  /**
   * Reads what {@link #lines} has written; empty lines and those that begin with # count nothing.
   *
   * @throws IllegalArgumentException if it is no scenario: with the number of the line, and why
   */
  public static Scenario parse(List<String> lines) {
    Draft draft = new Draft();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      try {
        draft.take(line);
      } catch (IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + ": there is more to say: " + line, e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    if (draft.shape == null) {
      throw new IllegalArgumentException("a scenario needs a line with its shape");
    }
    return new Scenario(draft.seed, draft.shape, draft.choices, draft.faults);
  }

  /** What has been read so far. */
  private static final class Draft {
    private long seed;
    private Shape shape;
    private Choices choices = Choices.NONE;
    private final List<Planned> faults = new ArrayList<>();

    void take(String line) {
      List<String> words = List.of(line.trim().split(" +"));
      switch (words.get(0)) {
        case "seed" -> seed = Long.parseLong(words.get(1));
        case "shape" -> shape = (Shape) record(Shape.class, words.subList(1, words.size()));
        case "choices" -> choices = (Choices) record(Choices.class, words.subList(1, words.size()));
        case "at" -> {
          Moment at = new Moment.At(Integer.parseInt(words.get(1)));
          faults.add(new Planned(at, fault(words.subList(2, words.size()))));
        }
        case "on" -> {
          Moment on =
              new Moment.On(
                  EventType.valueOf(words.get(1)),
                  Integer.parseInt(words.get(2)),
                  Integer.parseInt(words.get(3)));
          faults.add(new Planned(on, fault(words.subList(4, words.size()))));
        }
        default -> {
          if (!line.isBlank() && !line.startsWith("#")) {
            throw new IllegalArgumentException("not a line of a scenario: " + line);
          }
        }
      }
    }
  }

  private static Fault fault(List<String> words) {
    Class<?> type = FAULTS.get(words.get(0));
    if (type == null) {
      throw new IllegalArgumentException("no such fault: " + words.get(0));
    }
    return (Fault) record(type, words.subList(1, words.size()));
  }

  private static Object record(Class<?> type, List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int sign = word.indexOf('=');
      if (sign < 0) {
        throw new IllegalArgumentException("not NAME=VALUE: " + word);
      }
      values.put(word.substring(0, sign), word.substring(sign + 1));
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String text = values.remove(components[i].getName());
      if (text == null) {
        throw new IllegalArgumentException(
            type.getSimpleName() + " needs " + components[i].getName() + ": " + words);
      }
      arguments[i] = value(components[i].getType(), text);
    }
    if (!values.isEmpty()) {
      throw new IllegalArgumentException(type.getSimpleName() + " has no " + values.keySet());
    }
    return Fields.of(type.asSubclass(Record.class), arguments);
  }

  private static Object value(Class<?> type, String text) {
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(text + " is not a " + type.getSimpleName());
  }
}
