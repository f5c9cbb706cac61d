package io.vedette.sentinel.server.resp;

/**
 * How large a request may be.
 *
 * @param elements the most words of one request, 1 or more
 * @param bulkBytes the longest word, 1 or more
 * @param requestBytes the most memory of one request, counted with {@link #ELEMENT_BYTES} for each
 *     word
 * @param inlineBytes the longest line typed by hand
 */
public record RequestLimits(int elements, int bulkBytes, int requestBytes, int inlineBytes) {
  /** What a word costs beside its bytes, roughly. */
  public static final int ELEMENT_BYTES = 64;

  /** The most words of a client that has not said its password, as in Redis. */
  public static final int STRANGER_ELEMENTS = 10;

  /** The longest word of a client that has not said its password, as in Redis. */
  public static final int STRANGER_BULK_BYTES = 16 * 1024;

  /**
   * Ample for everything a coordinator is asked; Redis's own limit for lines. No more words than
   * memory is granted for, so that a header which claims more is refused before any of them comes.
   */
  public static final RequestLimits DEFAULT =
      new RequestLimits(64 * 1024, 1024 * 1024, 4 * 1024 * 1024, 64 * 1024);
}
