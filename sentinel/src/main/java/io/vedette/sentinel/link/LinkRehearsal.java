package io.vedette.sentinel.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vedette.quorum.model.Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What links do in a failover and never before, done once in thought, so that its classes are there
 * when it is needed. Nothing is sent.
 */
public final class LinkRehearsal {
  private static final byte[] OK = "OK".getBytes(StandardCharsets.US_ASCII);

  private LinkRehearsal() {}

  /**
   * Changes the role of nobody, both ways.
   *
   * @return whether that was accepted
   */
  public static boolean run() {
    return changeRole(Optional.empty()) && changeRole(Optional.of(new Address("192.0.2.1", 1)));
  }

  private static boolean changeRole(Optional<Address> master) {
    return new RoleChange(LinkRehearsal::answer, Map.of(), master)
        .carryOut()
        .toCompletableFuture()
        .join()
        .isEmpty();
  }

  private static void answer(List<Call> calls) {
    ByteBuf buffer = Unpooled.buffer();
    for (Call call : calls) {
      call.encode(buffer);
      call.getOutput().set(ByteBuffer.wrap(OK));
      call.complete();
    }
  }
}
