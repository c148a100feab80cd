package org.seckill.tools.jtl;

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
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerAnswer.Asked;
import org.seckill.testkit.load.BuyerJournal;

/** What clients wrote down of all that they were told, put in order by sale and buyer. */
public final class AnswerLog {
    /** How the labels of presses begin. */
    public static final String PRESS = "execution";

    /** How the labels begin of those who ask what came of it. */
    public static final String RESULT = "result";

    private static final Comparator<BuyerAnswer> IN_ORDER =
            Comparator.comparing(BuyerAnswer::sent).thenComparing(BuyerAnswer::at);

    private final Map<Long, Map<String, List<BuyerAnswer>>> told = new TreeMap<>();

    private AnswerLog() {}

    /** @throws org.seckill.tools.jtl.InvalidLog when one is not what JMeter writes */
    public static AnswerLog read(List<Path> files) throws IOException {
        AnswerLog log = new AnswerLog();
        for (Path file : files) {
            JtlReader.read(file, label -> label.startsWith(PRESS) || label.startsWith(RESULT), log::add);
        }
        return log;
    }

    /** One that was just written. */
    public static AnswerLog read(Path file) {
        try {
            return read(List.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those in which somebody pressed, or asked. */
    public List<Long> sales() {
        return List.copyOf(told.keySet());
    }

    /** One for each buyer, and more for one who asked two things at the same time: a device asks one after the other. */
    public List<BuyerJournal> of(long sale) {
        List<BuyerJournal> journals = new ArrayList<>();
        told.getOrDefault(sale, Map.of()).forEach((phone, all) -> {
            List<BuyerJournal> devices = new ArrayList<>();
            List<Instant> free = new ArrayList<>();
            all.stream().sorted(IN_ORDER).forEach(said -> {
                int device = 0;
                while (device < devices.size() && free.get(device).isAfter(said.sent())) {
                    device++;
                }
                if (device == devices.size()) {
                    devices.add(new BuyerJournal(sale, phone));
                    free.add(Instant.MIN);
                }
                devices.get(device).add(said);
                free.set(device, said.at());
            });
            journals.addAll(devices);
        });
        return journals;
    }

    private void add(JtlSample sample) {
        told.computeIfAbsent(sample.sale(), none -> new LinkedHashMap<>())
                .computeIfAbsent(sample.phone(), none -> new ArrayList<>(1))
                .add(said(sample));
    }

    private static BuyerAnswer said(JtlSample sample) {
        Asked asked = sample.label().startsWith(PRESS) ? Asked.PRESS : Asked.RESULT;
        AnswerKind told = told(sample, asked);
        // Kept where it is shown: there may be half a million.
        String words = told == AnswerKind.STRANGE ? " " + sample.code() + " " + sample.state() : "";
        return new BuyerAnswer(sample.sent(), sample.heard(), asked, told, sample.ticket(), words);
    }

    private static AnswerKind told(JtlSample sample, Asked asked) {
        if (!sample.isAnswered()) {
            return AnswerKind.NOTHING;
        }
        return asked == Asked.PRESS
                ? AnswerKind.byExecution(sample.status(), sample.state())
                : AnswerKind.byResult(sample.status(), sample.state());
    }
}
