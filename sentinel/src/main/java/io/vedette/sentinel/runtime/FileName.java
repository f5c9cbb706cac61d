package io.vedette.sentinel.runtime;

import io.vedette.quorum.options.OptionType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A file, which need not be there yet; or none. */
record FileName() implements OptionType<Optional<Path>> {
  @Override
  public Optional<String> whyNot(String text) {
    try {
      return text.isEmpty() || Path.of(text).isAbsolute()
          ? Optional.empty()
          : Optional.of("expected a path that begins with /");
    } catch (InvalidPathException e) {
      return Optional.of("expected a path");
    }
  }

  @Override
  public Optional<Path> parse(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  @Override
  public String show(Optional<Path> value) {
    return value.map(Path::toString).orElse("");
  }

  @Override
  public String range() {
    return "a path that begins with /, or nothing";
  }
}
