package org.seckill.config;

/** Reports settings that are missing or not allowed. The message names each with its value and the allowed values. */
final class InvalidSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InvalidSetting(String message) {
        super(message);
    }
}
