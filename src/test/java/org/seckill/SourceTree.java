package org.seckill;

import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The source trees below {@code src/}, and which of the others each may use. */
enum SourceTree {
    MAIN,
    TESTKIT,
    TOOLS,
    TEST;

    Set<SourceTree> uses() {
        return switch (this) {
            case MAIN -> EnumSet.noneOf(SourceTree.class);
            case TESTKIT -> EnumSet.of(MAIN);
            case TOOLS, TEST -> EnumSet.of(MAIN, TESTKIT);
        };
    }

    /** The tree that holds the source file of a class. */
    static SourceTree of(JavaClass type) {
        String file = type.getPackageName().replace('.', '/') + "/"
                + type.getSource()
                        .flatMap(source -> source.getFileName())
                        .orElseThrow(() -> new AssertionError("no source file: " + type.getName()));
        return Stream.of(values())
                .filter(tree -> Files.exists(Path.of("src", tree.name().toLowerCase(Locale.ROOT), "java")
                        .resolve(file)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("in no tree: " + file));
    }

    /** The tree of which a planted class is taken to be: its package has the name of the tree. */
    static SourceTree ofPlanted(JavaClass type) {
        String name = type.getPackageName().replaceFirst(".*\\.", "").toUpperCase(Locale.ROOT);
        return Stream.of(values())
                .filter(tree -> tree.name().equals(name))
                .findFirst()
                .orElse(TEST);
    }
}
