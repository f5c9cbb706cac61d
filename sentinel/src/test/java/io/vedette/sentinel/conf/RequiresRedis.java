package io.vedette.sentinel.conf;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test compares with the real {@code redis-sentinel}. Where there is none, it says in one line
 * that it did not run; in CI (environment variable {@code CI=true}) it runs, and fails without one.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RedisCondition.class)
@interface RequiresRedis {}
