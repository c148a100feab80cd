package org.seckill.check;

/** What must hold after a trial, in the words of its report. */
public enum Promise {
    NEVER_OVERSOLD("purchases are at most the stock, and as many as units are gone"),
    SOLD_OUT("all was sold, for more wanted it"),
    NO_DUPLICATES("nobody has two"),
    CONFIRMED_IS_RECORDED("whoever was told that they bought has that very row"),
    REFUSED_IS_NOT_RECORDED("whoever was told in the end that they did not has none"),
    EVERYBODY_ANSWERED("nobody is left without a final answer"),
    NEVER_BACK("no answer was taken back"),
    NOTHING_STRANDED("no unit is left between Redis and the database");

    private final String words;

    Promise(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
