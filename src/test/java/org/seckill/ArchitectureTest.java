package org.seckill;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.spi.ContextAware;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.servlet.ServletContainerInitializer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.seckill.server.Command;
import org.springframework.stereotype.Controller;

/** The house rules that a machine can check; each is also shown to refuse a violation planted for it. */
class ArchitectureTest {
    private static final String[] SQL = {"java.sql..", "javax.sql..", "org.apache.ibatis..", "org.mybatis.."};
    private static final String[] JEDIS = {"redis.clients.."};
    private static final String[] CURATOR = {"org.apache.curator..", "org.apache.zookeeper.."};

    /** Told apart from the code that runs statements: whoever reads a failure must see its type. */
    private static final DescribedPredicate<JavaClass> SQL_THAT_RUNS =
            DescribedPredicate.describe("SQL", type -> anyOf(type, SQL) && !type.isAssignableTo(Throwable.class));

    @TestFactory
    Stream<DynamicTest> theProductKeepsTheHouseRules() {
        JavaClasses product = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.seckill");
        return rules("org.seckill").entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(product)));
    }

    @TestFactory
    Stream<DynamicTest> eachRuleRefusesItsPlantedViolation() {
        JavaClasses planted = new ClassFileImporter().importPackages("org.seckill.planted");
        return rules("org.seckill.planted").entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue()
                                        .allowEmptyShould(true)
                                        .evaluate(planted)
                                        .hasViolation())
                                .isTrue()));
    }

    private static Map<String, ArchRule> rules(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("1 features are flat", noClasses().should().resideInAPackage(root + ".*.*.."));
        rules.put("2 public is a decision", classes().should(beUsedElsewhereIfPublic()));
        rules.put("6 values know only the JDK and each other", values());
        rules.put("10 only Redis types touch Jedis", only("Redis", JEDIS, root));
        rules.put("10 only ZooKeeper types touch Curator", only("ZooKeeper", CURATOR, root));
        rules.put("10 only mappers touch SQL", mappers(root));
        rules.put("11 controllers touch no engine", controllers());
        rules.put(
                "11 nobody depends on controllers", noClasses().should().dependOnClassesThat(areControllersOfOthers()));
        rules.put(
                "12 features make no cycles",
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put("12 nobody depends on config", config(root));
        return rules;
    }

    private static ArchRule values() {
        return classes()
                .that(DescribedPredicate.describe("are values", type -> type.isRecord() || type.isEnum()))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "org.seckill..");
    }

    private static ArchRule only(String prefix, String[] engine, String root) {
        return noClasses()
                .that()
                .haveSimpleNameNotStartingWith(prefix)
                .and()
                .resideOutsideOfPackage(root + ".config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(engine);
    }

    private static ArchRule mappers(String root) {
        return noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Mapper")
                .and()
                .resideOutsideOfPackages(root + ".config..", root + ".schema..", root + ".standalone..")
                .should()
                .dependOnClassesThat(SQL_THAT_RUNS);
    }

    private static ArchRule controllers() {
        return noClasses()
                .that()
                .areMetaAnnotatedWith(Controller.class)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "engines", type -> anyOf(type, SQL) || anyOf(type, JEDIS) || anyOf(type, CURATOR)));
    }

    private static ArchRule config(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".config..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".config..");
    }

    private static DescribedPredicate<JavaClass> areControllersOfOthers() {
        return DescribedPredicate.describe(
                "controllers", type -> !type.isAnnotation() && type.isMetaAnnotatedWith(Controller.class));
    }

    private static boolean anyOf(JavaClass type, String... packages) {
        return Stream.of(packages).anyMatch(name -> resideInAPackage(name).test(type));
    }

    /** Whatever only its own package uses is package-private; where a program or a container begins, it cannot be. */
    private static ArchCondition<JavaClass> beUsedElsewhereIfPublic() {
        return new ArchCondition<>("be used in another package if they are public") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean used = type.getDirectDependenciesToSelf().stream()
                        .anyMatch(use -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
                boolean mayBePublic = !type.getModifiers().contains(JavaModifier.PUBLIC)
                        || !type.isTopLevelClass()
                        || used
                        || isEntrance(type);
                events.add(new SimpleConditionEvent(type, mayBePublic, type.getName() + " is public for nobody"));
            }
        };
    }

    // The engines are started by the tests as well.
    private static boolean isEntrance(JavaClass type) {
        return type.tryGetMethod("main", String[].class).isPresent()
                || type.isAssignableTo(ServletContainerInitializer.class)
                || type.isAssignableTo(Command.class)
                // Logback makes it, as its configuration says.
                || type.isAssignableTo(ContextAware.class)
                || type.getPackageName().equals("org.seckill.standalone")
                || type.getSimpleName().equals("package-info");
    }
}
