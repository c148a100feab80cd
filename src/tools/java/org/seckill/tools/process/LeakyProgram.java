package org.seckill.tools.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;

/** Keeps ten of what it is asked for: "memory", "thread", or an open file, of which it is told the path. */
final class LeakyProgram {
    static final int EACH = 10;

    /** The name of each thread that it keeps. */
    static final String THREAD = "kept";

    private static final int MEGABYTE = 1 << 20;

    private LeakyProgram() {}

    public static void main(String[] args) throws IOException {
        List<Object> kept = new ArrayList<>();
        System.out.println("ready");
        Scanner asked = new Scanner(System.in, StandardCharsets.UTF_8);
        while (asked.hasNextLine()) {
            String what = asked.nextLine();
            for (int i = 0; i < EACH; i++) {
                kept.add(one(what));
            }
            System.out.println("kept " + kept.size());
        }
    }

    private static Object one(String what) throws IOException {
        return switch (what) {
            case "memory" -> new byte[MEGABYTE];
            case "thread" -> thread();
            case "garbage" -> new byte[MEGABYTE].length;
            default -> new FileInputStream(what);
        };
    }

    private static Thread thread() {
        Thread thread = new Thread(
                () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                THREAD);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
