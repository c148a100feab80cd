package org.seckill.check;

/** What must hold after a sale, in the words of a report. */
public enum Promise {
    NEVER_OVERSOLD("purchases are at most the stock, and as many as units are gone"),
    SOLD_OUT("all was sold, for more wanted it"),
    HONESTLY_SOLD_OUT("nobody was told that all is gone while a unit was left"),
    NO_DUPLICATES("nobody has two"),
    CONFIRMED_IS_RECORDED("whoever was told that they bought has that very row"),
    REFUSED_IS_NOT_RECORDED("whoever was told in the end that they did not has none"),
    EVERYBODY_ANSWERED("nobody is left without a final answer"),
    NEVER_BACK("no answer was taken back"),
    QUEUED_IS_RECORDED("whoever was told to wait has that very row, for Redis kept what it had"),
    NOTHING_STRANDED("no unit is left between Redis and the database"),
    RECOVERED("every node does all its work again"),
    QUIET_LOGS("no node's log has a phone number, a secret or a flood of lines"),
    NEVER_EARLY("nothing was recorded or promised before the sale opened"),
    NEVER_LATE("nothing was recorded or sold after the sale closed"),
    FIRST_COME("nobody was refused ahead of somebody who came later and got a unit");

    private final String words;

    Promise(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
