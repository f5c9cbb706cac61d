package io.vedette.sentinel.runtime;

/**
 * How lines of the log go to the system's log as well, as {@code syslog-enabled} asks for it.
 *
 * @param ident the program's name there; default {@code redis}, as in Sentinel
 * @param facility user, or local0 (the default) to local7
 */
public record SyslogSettings(String ident, Facility facility) {
  /** Redis's facilities. */
  public enum Facility {
    USER(1),
    LOCAL0(16),
    LOCAL1(17),
    LOCAL2(18),
    LOCAL3(19),
    LOCAL4(20),
    LOCAL5(21),
    LOCAL6(22),
    LOCAL7(23);

    private final int code;

    Facility(int code) {
      this.code = code;
    }

    /** Its number in RFC 3164. */
    public int code() {
      return code;
    }
  }
}
