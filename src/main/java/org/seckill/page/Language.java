package org.seckill.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The languages of the shop. */
enum Language {
    EN(Locale.ENGLISH),
    ZH(Locale.CHINESE);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    Locale locale() {
        return locale;
    }

    /** @param code as in the cookie and in the form: {@code en} or {@code zh} */
    static Optional<Language> of(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code().equals(code))
                .findFirst();
    }

    String code() {
        return locale.getLanguage();
    }
}
