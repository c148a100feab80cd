package org.seckill.browser;

/** The dialog in which a buyer says who he is. */
record LoginDialog(BrowserTab tab) {
    void open() {
        tab.click("#login");
        awaitOpen();
    }

    void awaitOpen() {
        tab.waitFor("no login dialog", () -> tab.shows("#login-dialog") && tab.shows("#phone"));
    }

    void as(String phone) {
        awaitOpen();
        tab.find("#phone").clear();
        tab.find("#phone").sendKeys(phone);
        tab.click("#login-submit");
    }

    void awaitError() {
        tab.waitFor("no reason", () -> !tab.text("#login-error").isBlank());
    }
}
