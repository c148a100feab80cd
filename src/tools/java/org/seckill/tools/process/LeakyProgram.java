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

    /** Returns a thread that has begun to run: the system knows its name from then on. */
    private static Thread thread() {
        CountDownLatch running = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    running.countDown();
                    await(new CountDownLatch(1));
                },
                THREAD);
        thread.setDaemon(true);
        thread.start();
        await(running);
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
