package io.vedette.quorum.model;

/** What a server has answered to INFO, word for word. Nothing is decided by it. */
public interface InfoText {
  /** As it is now: the latest answer may have taken the place of the one that this came with. */
  String get();

  /** One that stays. */
  static InfoText of(String text) {
    return new Fixed(text);
  }

  /** Equal to others of the same text. */
  record Fixed(String text) implements InfoText {
    @Override
    public String get() {
      return text;
    }
  }
}
