package org.seckill.shoppers;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.bench.Ask;
import org.seckill.bench.HttpLine;
import org.seckill.bench.Reply;
import org.seckill.check.Journal;
import org.seckill.check.Said;
import org.seckill.check.Said.Asked;
import org.seckill.check.Told;

/**
 * One buyer of one sale, who does what the page does: logs in, gets the address, presses, and asks what came of it until
 * it is known. One request a step; for one thread at a time.
 */
public final class Buyer {
    /** As the page: what was sent when a connection died may be on its way for a while. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(4);

    private static final int MOST_LOGINS = 20;

    private static final int LOGIN_MILLIS = 500;

    private static final Pattern COOKIE = Pattern.compile("killPhone=[^;\\s]+");
    private static final Pattern MD5 = Pattern.compile("\"md5\":\"([0-9a-f]{32})\"");

    private final Journal journal;
    private final Instant opens;
    private final Habit habit;
    private final Random random;
    private final BackOff backOff;
    private Step step = Step.LOGIN;
    /** After a login. */
    private Step next = Step.EXPOSER;

    private String cookie = "";
    private String md5 = "";
    private int presses;
    private int refusals;
    private int logins;
    private Instant heldUpSince = Instant.MIN;

    private enum Step {
        LOGIN,
        EXPOSER,
        PRESS,
        RESULT,
        RECALL,
        DONE
    }

    /** What a buyer does beyond pressing once. */
    public enum Habit {
        PATIENT,
        /** Presses once more when told to wait. */
        IMPATIENT,
        /** Presses once more when all is said. */
        GREEDY
    }

    public Buyer(Journal journal, Instant opens, Habit habit, Random random) {
        this.journal = journal;
        this.opens = opens;
        this.habit = habit;
        this.random = random;
        this.backOff = new BackOff(random);
    }

    public Journal journal() {
        return journal;
    }

    boolean isDone() {
        return step == Step.DONE;
    }

    /** @return how long to wait before the next step */
    Duration step(HttpLine line) {
        return switch (step) {
            case LOGIN -> login(line);
            case EXPOSER -> expose(line);
            case PRESS -> press(line);
            case RESULT -> askResult(line);
            case RECALL -> recall(line);
            case DONE -> Duration.ZERO;
        };
    }

    /** To ask once more what came of it, now that all is over. */
    public void comeBack() {
        step = Step.RECALL;
    }

    private Duration login(HttpLine line) {
        Matcher given = COOKIE.matcher(ask(line, Ask.login(journal.phone())).head());
        if (!given.find()) {
            return backOff.next();
        }
        cookie = given.group();
        return to(next);
    }

    /** The page asks for it, and goes on with what it was about: a node whose clock is wrong knows no cookie of the others. */
    private Duration logIn(Step afterwards) {
        logins++;
        next = afterwards;
        return to(Step.LOGIN).plusMillis(LOGIN_MILLIS + random.nextLong(LOGIN_MILLIS));
    }

    private boolean isStranger(Reply reply) {
        return reply.status() == 401 && logins < MOST_LOGINS;
    }

    private Duration expose(HttpLine line) {
        Reply reply = ask(line, Ask.exposer(journal.sale(), cookie));
        if (isStranger(reply)) {
            return logIn(Step.EXPOSER);
        }
        Matcher told = MD5.matcher(reply.body());
        if (told.find()) {
            md5 = told.group(1);
            return to(Step.PRESS);
        }
        Duration untilOpen = Duration.between(Instant.now(), opens);
        return untilOpen.isNegative() ? backOff.next() : untilOpen.plusMillis(random.nextLong(300));
    }

    private Duration press(HttpLine line) {
        Reply reply = ask(line, Ask.execution(journal.sale(), md5, cookies()));
        if (isStranger(reply)) {
            return logIn(Step.PRESS);
        }
        presses++;
        Told told = hear(Asked.PRESS, reply);
        return switch (told) {
            case BOUGHT, REPEAT, OVER -> concluded();
            case BUSY -> backOff.next();
            case REWRITTEN -> to(Step.EXPOSER);
            case QUEUED -> habit == Habit.IMPATIENT && presses == 1 ? backOff.next() : followUp(Instant.MIN);
            case UNKNOWN -> followUp(Instant.MIN);
            case NOTHING -> followUp(Instant.now());
            case STRANGE -> to(Step.DONE);
        };
    }

    private Duration askResult(HttpLine line) {
        Reply reply = ask(line, result());
        if (isStranger(reply)) {
            return logIn(Step.RESULT);
        }
        Told told = hear(Asked.RESULT, reply);
        if (told.isHolding()) {
            return concluded();
        }
        if (told == Told.STRANGE) {
            return to(Step.DONE);
        }
        // The first "not recorded" may have overtaken the very commit that is asked about.
        refusals = told == Told.OVER || told == Told.BUSY ? refusals + 1 : 0;
        if (refusals >= 2 && told == Told.OVER) {
            return concluded();
        }
        boolean isLost = Instant.now().isAfter(heldUpSince.plus(ON_ITS_WAY));
        return refusals >= 2 && isLost ? to(Step.EXPOSER) : backOff.next();
    }

    private Duration recall(HttpLine line) {
        Reply reply = ask(line, result());
        if (isStranger(reply)) {
            return logIn(Step.RECALL);
        }
        Told told = hear(Asked.RECALL, reply);
        return told == Told.NOTHING ? backOff.next() : to(Step.DONE);
    }

    private Duration followUp(Instant since) {
        heldUpSince = since;
        refusals = 0;
        return to(Step.RESULT);
    }

    private Duration concluded() {
        boolean again = habit == Habit.GREEDY && presses == 1;
        return to(again ? Step.PRESS : Step.DONE);
    }

    private Duration to(Step next) {
        step = next;
        backOff.restart();
        return next == Step.RESULT ? backOff.next() : Duration.ZERO;
    }

    private Told hear(Asked asked, Reply reply) {
        Told told = asked == Asked.PRESS ? Told.byExecution(reply) : Told.byResult(reply);
        journal.add(new Said(Instant.now(), asked, told, reply.ticket(), reply.status() + " " + reply.body()));
        return told;
    }

    private Ask result() {
        return Ask.get("/seckill/" + journal.sale() + "/result", cookies());
    }

    private String cookies() {
        return "Cookie: " + cookie;
    }

    private static Reply ask(HttpLine line, Ask ask) {
        try {
            return line.ask(ask);
        } catch (UncheckedIOException e) {
            // The connection broke, so this is what a page knows: nothing.
            line.close();
            return new Reply(599, "", e.toString());
        }
    }
}
