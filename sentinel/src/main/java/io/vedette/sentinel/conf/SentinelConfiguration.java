package io.vedette.sentinel.conf;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.FileBasedConfiguration;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;

/**
 * The directives of a configuration by their {@link Key}, in the order in which they were found,
 * and the layout of the main file.
 *
 * <p>A property's values are {@link Directive}s, which know where they stand; so nothing is
 * interpolated and nothing is converted behind the reader's back ({@code ${…}} in a password is
 * just that).
 */
final class SentinelConfiguration extends BaseConfiguration implements FileBasedConfiguration {
  static {
    // Every configuration begins with all kinds of interpolation, and is only then told to have
    // none.
    System.setProperty(ConfigurationInterpolator.DEFAULT_PREFIX_LOOKUPS_PROPERTY, "");
  }

  private final String file;
  private Layout layout = Layout.parse("");

  /** An empty one; {@code file} is what messages call it. */
  SentinelConfiguration(String file) {
    this.file = file;
    setInterpolator(null);
    setThrowExceptionOnMissing(false);
  }

  /**
   * Takes over the layout; directives are added by {@link DirectiveReader}, which knows includes.
   */
  @Override
  public void read(Reader in) throws IOException {
    StringWriter content = new StringWriter();
    in.transferTo(content);
    layout = Layout.parse(content.toString());
  }

  @Override
  public void write(Writer out) throws IOException {
    out.write(layout.text());
  }

  Layout layout() {
    return layout;
  }

  /** Replaces the layout by one that says something else in the same style. */
  void layout(Layout changed) {
    layout = changed;
  }

  /** What messages call the main file. */
  String file() {
    return file;
  }

  void add(Directive directive) {
    addProperty(directive.key(), directive);
  }

  /** All directives with this key. */
  List<Directive> all(String key) {
    return getList(Directive.class, key, List.of());
  }

  /** All directives, those with the same key together. */
  List<Directive> directives() {
    List<Directive> found = new ArrayList<>();
    getKeys().forEachRemaining(key -> found.addAll(all(key)));
    return found;
  }

  /** What counts of the directives from there, by key. */
  Map<String, List<String>> wordsFrom(Directive.Origin origin) {
    Map<String, List<String>> words = new LinkedHashMap<>();
    getKeys()
        .forEachRemaining(
            key ->
                all(key).stream()
                    .filter(directive -> directive.origin() == origin)
                    .forEach(directive -> words.put(key, directive.words())));
    return words;
  }
}
