package io.vedette.sentinel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

/** Dependencies point one way; who breaks that breaks the build. */
class ArchitectureTest {
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.vedette");

  @Test
  void theCoreKnowsNothingButTheJdksBase() {
    classes()
        .that()
        .resideInAPackage("io.vedette.quorum..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.vedette.quorum..", "java.lang..", "java.util..")
        .check(CODE);
  }

  @Test
  void theRuntimeKnowsNoPackageBesideIt() {
    noClasses()
        .that()
        .resideInAPackage("io.vedette.sentinel.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vedette.sentinel.server..",
            "io.vedette.sentinel.link..",
            "io.vedette.sentinel.conf..",
            "io.vedette.sentinel.options..",
            "io.vedette.sentinel.cluster..",
            "io.vedette.sentinel.memory..",
            "io.vedette.sentinel.history..",
            "io.vedette.sentinel.http..",
            "io.vedette.sentinel.script..",
            "io.vedette.sentinel.webhook..",
            "io.vedette.sentinel.log..",
            "io.vedette.sentinel.tls..",
            "io.vedette.sentinel.cli..")
        .check(CODE);
  }

  @Test
  void thePackagesBesideTheRuntimeDoNotKnowEachOther() {
    slices()
        .matching(
            "io.vedette.sentinel.(server|link|conf|options|cluster|memory|history|http|script|webhook|log|cli)..")
        .should()
        .notDependOnEachOther()
        .check(CODE);
  }

  @Test
  void thePackagesOfTheServerHaveNoCycle() {
    slices().matching("io.vedette.sentinel.server.(*)..").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void tlsIsKnownToTheServersAndTheLinksOnlyAndKnowsNone() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.vedette.sentinel.conf..",
            "io.vedette.sentinel.options..",
            "io.vedette.sentinel.memory..",
            "io.vedette.sentinel.history..",
            "io.vedette.sentinel.script..",
            "io.vedette.sentinel.webhook..",
            "io.vedette.sentinel.log..",
            "io.vedette.sentinel.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vedette.sentinel.tls..")
        .check(CODE);
    classes()
        .that()
        .resideInAPackage("io.vedette.sentinel.tls..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.vedette.sentinel.tls..",
            "io.vedette.sentinel.runtime..",
            "io.netty..",
            "org.slf4j..",
            "java..",
            "javax..")
        .check(CODE);
  }

  @Test
  void onlyTheMainClassesKnowThemAll() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.vedette.sentinel")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vedette.sentinel")
        .check(CODE);
  }

  @Test
  void lettuceIsKnownToTheLinksTheDemoAndTheCommandsClientOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.vedette.sentinel.link..",
            "io.vedette.sentinel.cli.demo..",
            "io.vedette.sentinel.cli.client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.lettuce..")
        .check(CODE);
  }

  @Test
  void theClockOnTheWallIsForPeopleAndForWhatLiesBetweenTwoRuns() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.vedette.sentinel.log.LineWriter")
        .and()
        .doNotHaveFullyQualifiedName("io.vedette.sentinel.server.command.InfoCommand")
        .and()
        .doNotHaveFullyQualifiedName("io.vedette.sentinel.CoordinatorProcess")
        .and()
        .doNotHaveFullyQualifiedName("io.vedette.sentinel.cli.EventsCommand")
        .and()
        .resideOutsideOfPackages(
            "io.vedette.sentinel.memory..",
            "io.vedette.sentinel.history..",
            "io.vedette.sentinel.http..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .because("a clock that is set must change no decision")
        .check(CODE);
  }
}
