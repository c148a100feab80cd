package org.seckill.testkit.load;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.http.RawResponse;
import org.seckill.testkit.load.BuyerAnswer.Asked;

/**
 * One buyer of one sale, who does what the page does: logs in, gets the address, presses, and asks for the result until it
 * is known. Each step sends one request. Used by one thread at a time.
 */
public final class SimulatedBuyer {
    /** As in the page: an order whose connection died may be under way for this time. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(4);

    private static final int MAX_LOGINS = 20;

    private static final int LOGIN_MILLIS = 500;

    private static final Pattern COOKIE = Pattern.compile("killPhone=[^;\\s]+");
    private static final Pattern MD5 = Pattern.compile("\"md5\":\"([0-9a-f]{32})\"");

    private final BuyerJournal journal;
    private final Instant opens;
    private final Habit habit;
    private final Random random;
    private final BackOff backOff;
    private Step step = Step.LOGIN;
    /** The step after a login. */
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

    /** What a buyer does in addition to one press. */
    public enum Habit {
        PATIENT,
        /** Presses once more if the order is queued. */
        IMPATIENT,
        /** Presses once more after the final answer. */
        GREEDY
    }

    public SimulatedBuyer(BuyerJournal journal, Instant opens, Habit habit, Random random) {
        this.journal = journal;
        this.opens = opens;
        this.habit = habit;
        this.random = random;
        this.backOff = new BackOff(random);
    }

    public BuyerJournal journal() {
        return journal;
    }

    boolean isDone() {
        return step == Step.DONE;
    }

    /** @return the time to wait before the next step */
    Duration step(RawConnection line) {
        return switch (step) {
            case LOGIN -> login(line);
            case EXPOSER -> expose(line);
            case PRESS -> press(line);
            case RESULT -> askResult(line);
            case RECALL -> recall(line);
            case DONE -> Duration.ZERO;
        };
    }

    /** Makes the buyer ask for the result once more, after the sale. */
    public void comeBack() {
        step = Step.RECALL;
    }

    private Duration login(RawConnection line) {
        Matcher given =
                COOKIE.matcher(ask(line, RawRequest.login(journal.phone())).head());
        if (!given.find()) {
            return backOff.next();
        }
        cookie = given.group();
        return to(next);
    }

    /** Logs in again, as the page does, because a node with a wrong clock refuses the cookies of other nodes. */
    private Duration logIn(Step afterwards) {
        logins++;
        next = afterwards;
        return to(Step.LOGIN).plusMillis(LOGIN_MILLIS + random.nextLong(LOGIN_MILLIS));
    }

    private boolean isSignedOut(RawResponse reply) {
        return reply.status() == 401 && logins < MAX_LOGINS;
    }

    private Duration expose(RawConnection line) {
        RawResponse reply = ask(line, RawRequest.exposer(journal.sale(), cookie));
        if (isSignedOut(reply)) {
            return logIn(Step.EXPOSER);
        }
        Matcher answer = MD5.matcher(reply.body());
        if (answer.find()) {
            md5 = answer.group(1);
            return to(Step.PRESS);
        }
        Duration untilOpen = Duration.between(Instant.now(), opens);
        return untilOpen.isNegative() ? backOff.next() : untilOpen.plusMillis(random.nextLong(300));
    }

    private Duration press(RawConnection line) {
        RawResponse reply = ask(line, RawRequest.execution(journal.sale(), md5, cookies()));
        if (isSignedOut(reply)) {
            return logIn(Step.PRESS);
        }
        presses++;
        AnswerKind answer = hear(Asked.PRESS, reply);
        return switch (answer) {
            case BOUGHT, REPEAT, OVER -> concluded();
            case BUSY -> backOff.next();
            case REWRITTEN -> to(Step.EXPOSER);
            case QUEUED -> habit == Habit.IMPATIENT && presses == 1 ? backOff.next() : followUp(Instant.MIN);
            case UNKNOWN -> followUp(Instant.MIN);
            case NOTHING -> followUp(Instant.now());
            case STRANGE -> to(Step.DONE);
        };
    }

    private Duration askResult(RawConnection line) {
        RawResponse reply = ask(line, result());
        if (isSignedOut(reply)) {
            return logIn(Step.RESULT);
        }
        AnswerKind answer = hear(Asked.RESULT, reply);
        if (answer.isHolding()) {
            return concluded();
        }
        if (answer == AnswerKind.STRANGE) {
            return to(Step.DONE);
        }
        // The first "not recorded" may be read just before the commit of the order.
        refusals = answer == AnswerKind.OVER || answer == AnswerKind.BUSY ? refusals + 1 : 0;
        if (refusals >= 2 && answer == AnswerKind.OVER) {
            return concluded();
        }
        boolean isLost = Instant.now().isAfter(heldUpSince.plus(ON_ITS_WAY));
        return refusals >= 2 && isLost ? to(Step.EXPOSER) : backOff.next();
    }

    private Duration recall(RawConnection line) {
        RawResponse reply = ask(line, result());
        if (isSignedOut(reply)) {
            return logIn(Step.RECALL);
        }
        AnswerKind answer = hear(Asked.RECALL, reply);
        return answer == AnswerKind.NOTHING ? backOff.next() : to(Step.DONE);
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

    private AnswerKind hear(Asked asked, RawResponse reply) {
        AnswerKind answer = asked == Asked.PRESS ? AnswerKind.byExecution(reply) : AnswerKind.byResult(reply);
        journal.add(new BuyerAnswer(Instant.now(), asked, answer, reply.ticket(), reply.status() + " " + reply.body()));
        return answer;
    }

    private RawRequest result() {
        return RawRequest.get("/seckill/" + journal.sale() + "/result", cookies());
    }

    private String cookies() {
        return "Cookie: " + cookie;
    }

    private static RawResponse ask(RawConnection line, RawRequest ask) {
        try {
            return line.ask(ask);
        } catch (UncheckedIOException e) {
            // The connection broke; a page knows no more.
            line.close();
            return new RawResponse(599, "", e.toString());
        }
    }
}
