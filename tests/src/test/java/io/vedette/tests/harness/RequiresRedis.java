package io.vedette.tests.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Needs a {@code redis-server}; see {@link Executables} for where it is looked for. Where none
 * runs, one line says what was not tested and why; with {@code CI=true} in the environment that is
 * a failure. Clusters that a test has started are closed after it; if it failed, with all their
 * logs.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({RedisCondition.class, ClusterExtension.class})
public @interface RequiresRedis {}
