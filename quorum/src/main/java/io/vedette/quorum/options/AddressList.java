package io.vedette.quorum.options;

import io.vedette.quorum.model.Address;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Addresses of servers, divided by blanks: {@code 10.0.0.21:6379 [fe80::1]:6379 redis-3:6379}. */
final class AddressList implements OptionType<List<Address>> {
  private static final int MOST_DIGITS = 5;
  private static final int MOST_PORT = 65_535;

  @Override
  public Optional<String> whyNot(String text) {
    return words(text).stream()
        .filter(word -> address(word).isEmpty())
        .map(word -> "'" + word + "' is no HOST:PORT")
        .findFirst();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static Optional<Address> address(String word) {
    int colon = word.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    String host = word.substring(0, colon);
    boolean isBracketed = host.startsWith("[") && host.endsWith("]") && host.contains(":");
    if (isBracketed) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":") || host.contains("[")) {
      return Optional.empty();
    }
    String digits = word.substring(colon + 1);
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = isNumber ? Integer.parseInt(digits) : 0;
    return port >= 1 && port <= MOST_PORT && Address.isValid(host, port)
        ? Optional.of(new Address(host, port))
        : Optional.empty();
  }

  @Override
  public List<Address> parse(String text) {
    return words(text).stream().map(word -> address(word).orElseThrow()).distinct().toList();
  }

  @Override
  public String show(List<Address> value) {
    return value.stream().map(Address::toString).collect(Collectors.joining(" "));
  }

  @Override
  public String range() {
    return "HOST:PORT, divided by blanks";
  }
}
