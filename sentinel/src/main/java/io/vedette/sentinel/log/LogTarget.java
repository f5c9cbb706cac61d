package io.vedette.sentinel.log;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where lines go: a file that is appended to, or standard output. A file that was moved away or
 * removed is opened anew within a second, so that any log rotation works. One thread at a time.
 */
final class LogTarget implements Closeable {
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Optional<Path> file;
  private OutputStream out;
  private Optional<Object> identity;
  private long checkedNanos = System.nanoTime();

  /** Opens the file, or standard output if there is none. */
  LogTarget(Optional<Path> file) throws IOException {
    this.file = file;
    this.out = open();
    this.identity = identityOnDisk();
  }

  private OutputStream open() throws IOException {
    // Not a channel: an interrupt would close it.
    return file.isEmpty()
        ? new FileOutputStream(FileDescriptor.out)
        : new FileOutputStream(file.get().toFile(), true);
  }

  /** Writes whole lines at once. */
  void write(byte[] lines) throws IOException {
    if (file.isPresent() && System.nanoTime() - checkedNanos > CHECK_NANOS) {
      reopenIfMoved();
      checkedNanos = System.nanoTime();
    }
    out.write(lines);
  }

  private void reopenIfMoved() throws IOException {
    Optional<Object> found = identityOnDisk();
    if (found.isEmpty() || !found.equals(identity)) {
      OutputStream old = out;
      out = open();
      identity = identityOnDisk();
      old.close();
    }
  }

  private Optional<Object> identityOnDisk() {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          Files.readAttributes(file.get(), BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      out.close();
    }
  }
}
