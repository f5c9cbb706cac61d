package io.vedette.tests.simulation.planted;

import io.vedette.quorum.Coordinator;
import io.vedette.tests.simulation.Trial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The core with a bug in it, and the simulation around it: all their classes are loaded anew, the
 * patched ones from the patched source, the others as they are.
 */
final class PatchedCore extends ClassLoader {
  private static final String CORE = "io.vedette.quorum.";
  private static final String SIMULATION = "io.vedette.tests.simulation.";
  private static final String HERE = "io.vedette.tests.simulation.planted.";

  /** Among the tests of the core, which are on no class path here. */
  private static final String OF_CLUSTER = "io.vedette.quorum.world.ClusterTrial";

  private final Map<String, byte[]> patched;
  private final Path coreTests;

  private PatchedCore(Map<String, byte[]> patched, Path home) {
    super(PatchedCore.class.getClassLoader());
    this.patched = patched;
    coreTests = home.resolve("quorum/target/test-classes");
  }

  /**
   * Runs of seeds with a bug in the core.
   *
   * @param home the folder of the project
   * @throws IllegalStateException if there is no compiler, or the patched source does not compile
   */
  static LongFunction<Optional<Map.Entry<String, String>>> trial(PlantedBug bug, Path home) {
    try {
      Path sources = home.resolve("quorum/src/main/java");
      String source = bug.plantedIn(Files.readString(sources.resolve(bug.file())));
      return trial(
          new PatchedCore(compile(bug, source), home),
          bug.isOfCluster() ? OF_CLUSTER : Trial.class.getName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs of seeds of a Redis Cluster with the core as it is. */
  static LongFunction<Optional<Map.Entry<String, String>>> ofCluster(Path home) {
    return trial(new PatchedCore(Map.of(), home), OF_CLUSTER);
  }

  private static LongFunction<Optional<Map.Entry<String, String>>> trial(
      PatchedCore core, String name) {
    try {
      Object trial = core.loadClass(name).getConstructor().newInstance();
      @SuppressWarnings("unchecked") // it is the same class by another loader
      var runs = (LongFunction<Optional<Map.Entry<String, String>>>) trial;
      return runs;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  // Compiling.

  private static Map<String, byte[]> compile(PlantedBug bug, String text) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("planting bugs needs a JDK, and this is none");
    }
    StringWriter complaints = new StringWriter();
    List<String> options =
        List.of("-proc:none", "-implicit:none", "-nowarn", "-classpath", shipped());
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
        InMemory files = new InMemory(standard)) {
      var task =
          compiler.getTask(complaints, files, null, options, null, List.of(new Source(bug, text)));
      if (!task.call()) {
        throw new IllegalStateException(bug.name() + " does not compile: " + complaints);
      }
      return files.classes();
    }
  }

  private static String shipped() {
    try {
      URI place = Coordinator.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(place).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A source that is no file. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(PlantedBug bug, String text) {
      super(URI.create("string:///" + bug.file()), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoresErrors) {
      return text;
    }
  }

  /** Keeps the classes that are made. */
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> made = new HashMap<>();

    InMemory(JavaFileManager rest) {
      super(rest);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          made.put(className, out);
          return out;
        }
      };
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new HashMap<>();
      made.forEach((name, out) -> classes.put(name, out.toByteArray()));
      return classes;
    }
  }

  // Loading.

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean isAnew =
        name.startsWith(CORE) || (name.startsWith(SIMULATION) && !name.startsWith(HERE));
    if (!isAnew) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? findClass(name) : known;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] code = patched.get(name);
    if (code == null) {
      code = asItIs(name);
    }
    return defineClass(name, code, 0, code.length);
  }

  private byte[] asItIs(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in != null) {
        return in.readAllBytes();
      }
      if (Files.exists(coreTests.resolve(file))) {
        return Files.readAllBytes(coreTests.resolve(file));
      }
      throw new ClassNotFoundException(name);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
