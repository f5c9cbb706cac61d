package io.vedette.sentinel.link;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes any answer without throwing; what is beyond {@link #MAX_ITEMS} is left out. */
final class ReplyOutput extends CommandOutput<byte[], byte[], Reply> {
  /** Our longest answer, EXEC's, has four; the rest can only be a mistake or an attack. */
  private static final int MAX_ITEMS = 16;

  private static final byte[] NOTHING = new byte[0];

  private final List<Reply.Item> items = new ArrayList<>(1);
  private boolean insideArray;

  ReplyOutput() {
    super(ByteArrayCodec.INSTANCE, null);
  }

  @Override
  public Reply get() {
    return hasError()
        ? new Reply(List.of(), Optional.of(getError()))
        : new Reply(items, Optional.empty());
  }

  @Override
  public void set(ByteBuffer bytes) {
    add(
        bytes == null
            ? new Reply.Item(Reply.Kind.NIL, NOTHING)
            : new Reply.Item(Reply.Kind.TEXT, copy(bytes)));
  }

  @Override
  public void setBigNumber(ByteBuffer bytes) {
    set(bytes);
  }

  @Override
  public void set(long value) {
    add(Reply.Item.number(value));
  }

  @Override
  public void set(double value) {
    add(Reply.Item.number((long) value));
  }

  @Override
  public void set(boolean value) {
    add(Reply.Item.number(value ? 1 : 0));
  }

  @Override
  public void multi(int count) {
    insideArray = true;
  }

  @Override
  public void setError(ByteBuffer message) {
    if (insideArray) {
      add(new Reply.Item(Reply.Kind.ERROR, copy(message)));
    } else {
      super.setError(message);
    }
  }

  private void add(Reply.Item item) {
    if (items.size() < MAX_ITEMS) {
      items.add(item);
    }
  }

  private static byte[] copy(ByteBuffer from) {
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    return bytes;
  }
}
