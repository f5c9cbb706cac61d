package io.vedette.sentinel.cli.client;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Takes any answer: text, numbers, nothing, and lists of all these, as deep as they come. */
final class AnswerOutput extends CommandOutput<String, String, Object> {
  private final Deque<List<Object>> open = new ArrayDeque<>();
  private Object answer;

  AnswerOutput() {
    super(StringCodec.UTF8, null);
  }

  /** The answer: String, Long, null, or a List of them. */
  @Override
  public Object get() {
    return answer;
  }

  @Override
  public void set(ByteBuffer bytes) {
    add(bytes == null ? null : StringCodec.UTF8.decodeValue(bytes));
  }

  @Override
  public void setBigNumber(ByteBuffer bytes) {
    set(bytes);
  }

  @Override
  public void set(long number) {
    add(number);
  }

  @Override
  public void set(double number) {
    add(Double.toString(number));
  }

  @Override
  public void set(boolean value) {
    add(value ? 1L : 0L);
  }

  @Override
  public void multi(int count) {
    if (count < 0) {
      add(null);
      return;
    }
    List<Object> list = new ArrayList<>();
    add(list);
    open.push(list);
  }

  @Override
  public void setError(ByteBuffer message) {
    if (open.isEmpty()) {
      super.setError(message);
    } else {
      set(message);
    }
  }

  @Override
  public void complete(int depth) {
    while (open.size() > depth) {
      open.pop();
    }
  }

  private void add(Object value) {
    if (open.isEmpty()) {
      answer = value;
    } else {
      open.peek().add(value);
    }
  }
}
