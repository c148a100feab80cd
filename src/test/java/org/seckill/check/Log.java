package org.seckill.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.seckill.check.Said.Asked;
import org.seckill.jtl.JtlReader;
import org.seckill.jtl.Sample;

/** What clients wrote down of all that they were told, put in order by sale and buyer. */
public final class Log {
    /** How the labels of presses begin. */
    public static final String PRESS = "execution";

    /** How the labels begin of those who ask what came of it. */
    public static final String RESULT = "result";

    private static final Comparator<Said> IN_ORDER =
            Comparator.comparing(Said::sent).thenComparing(Said::at);

    private final Map<Long, Map<String, List<Said>>> told = new TreeMap<>();

    private Log() {}

    /** @throws org.seckill.jtl.BadLog when one is not what JMeter writes */
    static Log read(List<Path> files) throws IOException {
        Log log = new Log();
        for (Path file : files) {
            JtlReader.read(file, label -> label.startsWith(PRESS) || label.startsWith(RESULT), log::add);
        }
        return log;
    }

    /** One that was just written. */
    public static Log read(Path file) {
        try {
            return read(List.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those in which somebody pressed, or asked. */
    List<Long> sales() {
        return List.copyOf(told.keySet());
    }

    /** One for each buyer, and more for one who asked two things at the same time: a device asks one after the other. */
    List<Journal> of(long sale) {
        List<Journal> journals = new ArrayList<>();
        told.getOrDefault(sale, Map.of()).forEach((phone, all) -> {
            List<Journal> devices = new ArrayList<>();
            List<Instant> free = new ArrayList<>();
            all.stream().sorted(IN_ORDER).forEach(said -> {
                int device = 0;
                while (device < devices.size() && free.get(device).isAfter(said.sent())) {
                    device++;
                }
                if (device == devices.size()) {
                    devices.add(new Journal(sale, phone));
                    free.add(Instant.MIN);
                }
                devices.get(device).add(said);
                free.set(device, said.at());
            });
            journals.addAll(devices);
        });
        return journals;
    }

    private void add(Sample sample) {
        told.computeIfAbsent(sample.sale(), none -> new LinkedHashMap<>())
                .computeIfAbsent(sample.phone(), none -> new ArrayList<>(1))
                .add(said(sample));
    }

    private static Said said(Sample sample) {
        Asked asked = sample.label().startsWith(PRESS) ? Asked.PRESS : Asked.RESULT;
        Told told = told(sample, asked);
        // Kept where it is shown: there may be half a million.
        String words = told == Told.STRANGE ? " " + sample.code() + " " + sample.state() : "";
        return new Said(sample.sent(), sample.heard(), asked, told, sample.ticket(), words);
    }

    private static Told told(Sample sample, Asked asked) {
        if (!sample.isAnswered()) {
            return Told.NOTHING;
        }
        return asked == Asked.PRESS
                ? Told.byExecution(sample.status(), sample.state())
                : Told.byResult(sample.status(), sample.state());
    }
}
