package io.vedette.tests.simulation.scenario;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/** The components of a record, by name. */
public final class Fields {
  private Fields() {}

  /** The value of a component. */
  static Object get(Record data, RecordComponent component) {
    try {
      return component.getAccessor().invoke(data);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number in this component; 0: there is no such component. */
  public static int number(Record data, String name) {
    for (RecordComponent each : data.getClass().getRecordComponents()) {
      if (each.getName().equals(name)) {
        return (Integer) get(data, each);
      }
    }
    return 0;
  }

  /** The same with another value in one component. */
  public static <R extends Record> R with(R data, String name, Object value) {
    RecordComponent[] components = data.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      boolean isIt = components[i].getName().equals(name);
      values[i] = isIt ? value : get(data, components[i]);
    }
    @SuppressWarnings("unchecked") // Of the same class.
    R changed = (R) of(data.getClass(), values);
    return changed;
  }

  /** A record of these values, in the order of its components. */
  static Record of(Class<? extends Record> type, Object... values) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("can't make a " + type.getSimpleName(), e);
    }
  }
}
