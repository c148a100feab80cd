package org.seckill;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.spi.ContextAware;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.servlet.ServletContainerInitializer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.seckill.server.Command;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;

/**
 * The house rules that a machine can check, in all four source trees. Each rule is also shown to refuse a violation, planted
 * in {@code org.seckill.planted}. {@code docs/architecture.md} explains the packages.
 */
class ArchitectureTest {
    private static final String[] SQL = {"java.sql..", "javax.sql..", "org.apache.ibatis..", "org.mybatis.."};
    private static final String[] JEDIS = {"redis.clients.."};
    private static final String[] CURATOR = {"org.apache.curator..", "org.apache.zookeeper.."};
    private static final String PLANTED = "org.seckill.planted";

    /** Exceptions are excluded: a failure is classified by its type outside of the mappers. */
    private static final DescribedPredicate<JavaClass> SQL_STATEMENTS =
            DescribedPredicate.describe("SQL", type -> anyOf(type, SQL) && !type.isAssignableTo(Throwable.class));

    private static final int MOST_TYPES = 18;

    /** The packages that each package of the application may use; {@code config} may use all. */
    private static final Map<String, Set<String>> DEPENDENCIES = Map.ofEntries(
            uses("asset", "http"),
            uses("batch", "order"),
            uses("buyer", "http", "web"),
            uses("catalogue", "http", "sale"),
            uses("engine", "server"),
            uses("exposure", "buyer", "catalogue", "http", "sale", "soldout"),
            uses("http"),
            uses("log"),
            uses("metrics", "catalogue", "http", "sale", "soldout"),
            uses("netty", "http"),
            uses("order", "buyer", "sale"),
            uses("page", "catalogue", "http", "sale", "web"),
            uses("procedure", "batch", "buyer", "order", "sale", "soldout"),
            uses(
                    "purchase",
                    "batch",
                    "buyer",
                    "catalogue",
                    "exposure",
                    "http",
                    "order",
                    "procedure",
                    "sale",
                    "soldout"),
            uses("queue", "batch", "buyer", "http", "order", "procedure", "reconcile", "redis", "reservation", "sale"),
            uses("reconcile", "batch", "redis", "reservation"),
            uses("redis"),
            uses("reservation", "batch", "buyer", "order", "redis"),
            uses("sale"),
            uses("schema", "server"),
            uses("server", "http", "log", "netty"),
            uses("soldout", "sale"),
            uses("standalone", "engine", "server"),
            uses("web", "http"));

    private static final JavaClasses EVERYTHING = new ClassFileImporter().importPackages("org.seckill");

    @TestFactory
    Stream<DynamicTest> theApplicationKeepsTheHouseRules() {
        Map<String, ArchRule> rules = treeRules("org.seckill", MOST_TYPES);
        rules.putAll(applicationRules("org.seckill"));
        return checks(rules, EVERYTHING.that(are(SourceTree.MAIN)));
    }

    @TestFactory
    Stream<DynamicTest> theTestkitKeepsTheHouseRules() {
        return checks(treeRules("org.seckill.testkit", MOST_TYPES), EVERYTHING.that(are(SourceTree.TESTKIT)));
    }

    @TestFactory
    Stream<DynamicTest> theToolsKeepTheHouseRules() {
        return checks(treeRules("org.seckill.tools", MOST_TYPES), EVERYTHING.that(are(SourceTree.TOOLS)));
    }

    @TestFactory
    Stream<DynamicTest> theTestsKeepTheHouseRules() {
        Map<String, ArchRule> rules = treeRules("org.seckill", MOST_TYPES);
        // Fixtures of a package are used by its tests alone, and a package of tests may use fixtures of another.
        rules.keySet().retainAll(Set.of("1 a package has at most eighteen types", "12 packages have no cycles"));
        return checks(rules, EVERYTHING.that(are(SourceTree.TEST)).that(resideOutsideOfPackage(PLANTED + "..")));
    }

    @TestFactory
    Stream<DynamicTest> theTreesKeepTheirDirection() {
        return checks(directions(SourceTree::of), EVERYTHING.that(resideOutsideOfPackage(PLANTED + "..")));
    }

    @TestFactory
    Stream<DynamicTest> eachRuleRefusesItsPlantedViolation() {
        JavaClasses planted = EVERYTHING.that(resideInAPackage(PLANTED + ".."));
        Map<String, ArchRule> rules = treeRules(PLANTED, 1);
        rules.putAll(applicationRules(PLANTED));
        rules.putAll(directions(SourceTree::ofPlanted));
        return rules.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue()
                                        .allowEmptyShould(true)
                                        .evaluate(planted)
                                        .hasViolation())
                                .isTrue()));
    }

    private static Stream<DynamicTest> checks(Map<String, ArchRule> rules, JavaClasses checked) {
        return rules.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(checked)));
    }

    private static Map<String, ArchRule> treeRules(String root, int mostTypes) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("1 packages are flat", noClasses().should().resideInAPackage(root + ".*.*.."));
        rules.put("1 a package has at most eighteen types", classes().should(new PackageSize(mostTypes)));
        rules.put("2 public is a decision", classes().should(beUsedElsewhereIfPublic()));
        rules.put(
                "12 packages have no cycles",
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put("16 no simple name twice", classes().should(new UniqueName()));
        return rules;
    }

    private static Map<String, ArchRule> applicationRules(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("6 values know only the JDK and each other", values());
        rules.put("10 only Redis types touch Jedis", only("Redis", JEDIS, root));
        rules.put("10 only ZooKeeper types touch Curator", only("ZooKeeper", CURATOR, root));
        rules.put("10 only mappers touch SQL", mappers(root));
        rules.put("11 controllers touch no engine", controllers());
        rules.put(
                "11 no type depends on a controller",
                noClasses().should().dependOnClassesThat(areControllersOfOthers()));
        rules.put("12 no package depends on config", config(root));
        rules.put("12 every component is in a package that config scans", components(root));
        rules.put("12 packages use those that the table allows", classes().should(useAllowedPackages(root)));
        return rules;
    }

    /** Spring creates no bean of a component that no scan finds, and reports nothing. */
    private static ArchRule components(String root) {
        Set<String> scanned = EVERYTHING.that(resideInAPackage(root + ".config")).stream()
                .flatMap(type ->
                        AnnotatedElementUtils.getMergedRepeatableAnnotations(type.reflect(), ComponentScan.class)
                                .stream())
                .flatMap(scan -> Stream.of(scan.basePackages()))
                .collect(Collectors.toSet());
        return classes()
                .that(DescribedPredicate.describe(
                        "are components", type -> !type.isAnnotation() && type.isMetaAnnotatedWith(Component.class)))
                .and()
                .resideOutsideOfPackage(root + ".config")
                .should()
                .resideInAnyPackage(scanned.toArray(String[]::new));
    }

    private static Map<String, ArchRule> directions(Function<JavaClass, SourceTree> tree) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        for (SourceTree from : SourceTree.values()) {
            rules.put(from + " uses no tree beside " + from.uses(), classes().should(dependOn(from, tree)));
        }
        // The tests use every tree but the tools.
        return rules;
    }

    private static ArchCondition<JavaClass> dependOn(SourceTree from, Function<JavaClass, SourceTree> tree) {
        return new ArchCondition<>("use no other source tree") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (tree.apply(type) != from) {
                    return;
                }
                for (Dependency use : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = use.getTargetClass().getBaseComponentType();
                    boolean isOurs = target.getPackageName().startsWith("org.seckill");
                    if (isOurs && tree.apply(target) != from && !from.uses().contains(tree.apply(target))) {
                        events.add(SimpleConditionEvent.violated(type, use.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> useAllowedPackages(String root) {
        return new ArchCondition<>("use those packages that the table allows") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String from = packageOf(type, root);
                Set<String> allowed = DEPENDENCIES.getOrDefault(from, Set.of());
                for (Dependency use : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = use.getTargetClass().getBaseComponentType();
                    String to = packageOf(target, root);
                    if (target.getPackageName().startsWith(root + ".")
                            && !from.equals("config")
                            && !to.equals(from)
                            && !allowed.contains(to)) {
                        events.add(SimpleConditionEvent.violated(type, use.getDescription()));
                    }
                }
            }
        };
    }

    private static String packageOf(JavaClass type, String root) {
        return type.getPackageName()
                .substring(Math.min(root.length() + 1, type.getPackageName().length()));
    }

    private static Map.Entry<String, Set<String>> uses(String from, String... to) {
        return Map.entry(from, Set.of(to));
    }

    private static DescribedPredicate<JavaClass> are(SourceTree tree) {
        return DescribedPredicate.describe("are of " + tree, type -> SourceTree.of(type) == tree);
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
                .that(DescribedPredicate.describe(
                        "are not named " + prefix, type -> !topLevelName(type).startsWith(prefix)))
                .and()
                .resideOutsideOfPackage(root + ".config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(engine);
    }

    private static String topLevelName(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1).split("\\$", 2)[0];
    }

    private static ArchRule mappers(String root) {
        return noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Mapper")
                .and()
                .resideOutsideOfPackages(
                        root + ".config..", root + ".schema..", root + ".standalone..", root + ".engine..")
                .should()
                .dependOnClassesThat(SQL_STATEMENTS);
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

    /** A type that with its nested types only its own package uses is package-private, unless a program or a container starts there. */
    private static ArchCondition<JavaClass> beUsedElsewhereIfPublic() {
        return new ArchCondition<>("be used in another package if they are public") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean used = type.getPackage().getClasses().stream()
                        .filter(one -> one.equals(type) || one.getName().startsWith(type.getName() + '$'))
                        .flatMap(one -> one.getDirectDependenciesToSelf().stream())
                        .anyMatch(use -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
                boolean mayBePublic = !type.getModifiers().contains(JavaModifier.PUBLIC)
                        || !type.isTopLevelClass()
                        || used
                        || isEntrance(type);
                events.add(new SimpleConditionEvent(
                        type, mayBePublic, type.getName() + " is public, and no other package uses it"));
            }
        };
    }

    private static boolean isEntrance(JavaClass type) {
        return type.tryGetMethod("main", String[].class).isPresent()
                || type.isAssignableTo(ServletContainerInitializer.class)
                || type.isAssignableTo(Command.class)
                // Logback makes it, as its configuration says.
                || type.isAssignableTo(ContextAware.class)
                || type.getSimpleName().equals("package-info");
    }

    private static Map<String, List<JavaClass>> topLevel(Collection<JavaClass> types, Function<JavaClass, String> key) {
        return types.stream()
                .filter(type -> type.isTopLevelClass()
                        && !type.getSimpleName().equals("package-info")
                        && !type.getSimpleName().matches(".*(Test|IT)"))
                .collect(Collectors.groupingBy(key));
    }

    /** Counts the top-level types of each package; test classes are not counted. */
    private static final class PackageSize extends ArchCondition<JavaClass> {
        private final int most;
        private Map<String, List<JavaClass>> packages = Map.of();

        PackageSize(int most) {
            super("be in a package of at most " + most + " types");
            this.most = most;
        }

        @Override
        public void init(Collection<JavaClass> types) {
            packages = topLevel(types, JavaClass::getPackageName);
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            int size = packages.getOrDefault(type.getPackageName(), List.of()).size();
            events.add(new SimpleConditionEvent(type, size <= most, type.getPackageName() + " has " + size + " types"));
        }
    }

    private static final class UniqueName extends ArchCondition<JavaClass> {
        private Map<String, List<JavaClass>> names = Map.of();

        UniqueName() {
            super("have a name that no other type has");
        }

        @Override
        public void init(Collection<JavaClass> types) {
            names = topLevel(types, JavaClass::getSimpleName);
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean isUnique =
                    names.getOrDefault(type.getSimpleName(), List.of()).size() <= 1;
            events.add(new SimpleConditionEvent(type, isUnique, type.getName() + " has the name of another type"));
        }
    }
}
