package io.vedette.quorum.model;

/** What a data node says it is. */
public enum Role {
  MASTER("master"),
  REPLICA("slave");

  private final String wire;

  Role(String wire) {
    this.wire = wire;
  }

  /** The word for it on the wire. */
  public String wire() {
    return wire;
  }
}
