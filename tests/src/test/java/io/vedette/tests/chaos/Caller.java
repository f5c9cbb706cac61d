package io.vedette.tests.chaos;

import io.vedette.quorum.model.Address;
import io.vedette.tests.harness.ErrorReply;
import io.vedette.tests.harness.RespClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Asks one server again and again, over one connection as long as that stands. */
final class Caller implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Address address;
  private RespClient client;

  Caller(Address address) {
    this.address = address;
  }

  /** Empty when there is no answer within two seconds, or an error, or null. */
  Optional<Object> ask(String... words) {
    boolean isReused = client != null;
    Optional<Object> reply = once(words);
    // A failover closes the connections of clients.
    return isReused && client == null ? once(words) : reply;
  }

  private Optional<Object> once(String... words) {
    try {
      if (client == null) {
        client = RespClient.connect(address, SOON);
      }
      return Optional.ofNullable(client.call(words));
    } catch (ErrorReply e) {
      return Optional.empty();
    } catch (IOException e) {
      close();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (client != null) {
      try {
        client.close();
      } catch (IOException e) {
        // It is of no use any more, whatever the system says about it.
        client = null;
      }
      client = null;
    }
  }
}
