package io.vedette.tests.compat.client;

import io.vedette.quorum.model.Address;

/** One Java library's connection, as an application would hold it. */
interface Writer extends AutoCloseable {
  /** Whatever it throws, the write failed. */
  void set(String key, String value);

  /** The master, by the library's own word where it gives one. */
  Address master();

  @Override
  void close();

  /** Where the server's end of a connection is, by the answer to CLIENT INFO on it. */
  static Address serverOf(String clientInfo) {
    for (String field : clientInfo.trim().split(" ", -1)) {
      if (field.startsWith("laddr=")) {
        int colon = field.lastIndexOf(':');
        return new Address(
            field.substring("laddr=".length(), colon),
            Integer.parseInt(field.substring(colon + 1)));
      }
    }
    throw new IllegalStateException("no laddr in " + clientInfo);
  }
}
