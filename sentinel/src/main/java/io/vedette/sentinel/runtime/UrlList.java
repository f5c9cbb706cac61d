package io.vedette.sentinel.runtime;

import io.vedette.quorum.options.OptionType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Addresses of HTTP servers, divided by blanks. Whoever knows one may post to it. */
record UrlList() implements OptionType<List<URI>> {
  private static final int MOST_PORT = 65_535;
  private static final String EXPECTED = "expected addresses like https://host/path";

  @Override
  public Optional<String> whyNot(String text) {
    return words(text).stream().allMatch(UrlList::isUrl) ? Optional.empty() : Optional.of(EXPECTED);
  }

  private static boolean isUrl(String word) {
    try {
      URI uri = new URI(word);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return isHttp
          && uri.getHost() != null
          && uri.getPort() <= MOST_PORT
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  @Override
  public List<URI> parse(String text) {
    return words(text).stream().map(URI::create).distinct().toList();
  }

  @Override
  public String show(List<URI> value) {
    return value.stream().map(URI::toString).collect(Collectors.joining(" "));
  }

  @Override
  public String range() {
    return "addresses that begin with http:// or https://, divided by blanks; empty: none";
  }

  @Override
  public boolean isSecret() {
    return true;
  }
}
