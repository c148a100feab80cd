package org.seckill.config;

/** Settings with which this cannot run; the message names each with its value and what is allowed. */
final class InvalidSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InvalidSetting(String message) {
        super(message);
    }
}
