package io.vedette.sentinel.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/**
 * Replaces a file whole or not at all.
 *
 * <p>Where it can't be replaced by a rename (a file that is a mount of its own, as containers do:
 * {@code EBUSY}), it is written in place, and only after its new content is safe beside it: as
 * {@code NAME.rewrite}, which stays if the writing is interrupted, and then counts.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Where the content goes that a file had before the last one. */
  public static Path lastGood(Path file) {
    return beside(file, ".last-good");
  }

  /** The complete new content of a file whose writing in place was interrupted, if it was. */
  public static Optional<Path> interrupted(Path file) {
    return Optional.of(pending(file)).filter(Files::exists);
  }

  private static Path pending(Path file) {
    return beside(file, ".rewrite");
  }

  private static Path beside(Path file, String suffix) {
    return file.toAbsolutePath().resolveSibling(file.getFileName() + suffix);
  }

  /**
   * Puts a content into a file: written beside it, forced to the disk, renamed, and the rename
   * forced too. Permissions stay, and the owner where we may set it. When it throws, the file is as
   * it was, or whole and new, or {@link #interrupted} has the new content.
   *
   * @param file not a symbolic link
   * @param isGood whether what the file holds is worth keeping as {@link #lastGood}
   */
  public static void replace(Path file, byte[] content, boolean isGood) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(folder, "temp-" + file.getFileName() + "-", ".tmp");
    try {
      takeOverRights(file, temporary);
      writeThrough(temporary, content);
      if (isGood) {
        keepLastGood(file);
      }
      rename(temporary, file, content);
    } catch (IOException | RuntimeException e) {
      removeQuietly(temporary, e);
      throw e;
    }
    forceFolder(folder);
  }

  private static void rename(Path complete, Path file, byte[] content) throws IOException {
    try {
      move(complete, file);
      Files.deleteIfExists(pending(file));
    } catch (FileSystemException e) {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      overwrite(file, complete, content);
    }
  }

  /** Opened first: as long as nothing is written, nothing is to be finished later. */
  private static void overwrite(Path file, Path complete, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      move(complete, pending(file));
      forceFolder(file.toAbsolutePath().getParent());
      write(channel, content);
    }
    move(pending(file), lastGood(file));
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * By a second name for the old file, which costs no writing. That there is a copy matters less
   * than that the state is saved: where links are not possible, there is none.
   */
  private static void keepLastGood(Path file) {
    Path link = beside(file, ".last-good.tmp");
    try {
      Files.deleteIfExists(link);
      Files.createLink(link, file);
      move(link, lastGood(file));
    } catch (IOException | UnsupportedOperationException e) {
      // There is an older copy, or none.
    }
  }

  private static void writeThrough(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      write(channel, content);
    }
  }

  private static void write(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(content);
    while (left.hasRemaining()) {
      channel.write(left);
    }
    channel.truncate(content.length);
    channel.force(true);
  }

  private static void takeOverRights(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    PosixFileAttributeView target = view(to);
    PosixFileAttributes wanted = view(from).readAttributes();
    PosixFileAttributes given = target.readAttributes();
    if (!given.owner().equals(wanted.owner())) {
      ifAllowed(() -> target.setOwner(wanted.owner()));
    }
    if (!given.group().equals(wanted.group())) {
      ifAllowed(() -> target.setGroup(wanted.group()));
    }
    target.setPermissions(wanted.permissions());
  }

  private interface Change {
    void make() throws IOException;
  }

  /** Only the superuser may give a file away; state that is not saved would be the greater harm. */
  private static void ifAllowed(Change change) throws IOException {
    try {
      change.make();
    } catch (FileSystemException e) {
      // The new file belongs to who writes it, as with Redis.
    }
  }

  private static PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void removeQuietly(Path file, Exception reason) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
