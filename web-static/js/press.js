/**
 * One press of the button, remembered in this tab until its outcome is known: a page that is loaded anew in the
 * middle of it asks what came of it, and knows this press's purchase from an older one.
 */

const KEY = 'seckill.press';
// Longer than a server tries one order; after that `result` has the answer.
const UNFINISHED_MS = 30_000;
// The purchase's time is by the database's clock, ours by the node's.
const CLOCKS_APART_MS = 2_000;

export class Press {
    #at;

    constructor(at) {
        this.#at = at;
    }

    static now(sale, phone, at) {
        store(storage => storage.setItem(KEY, JSON.stringify({ sale, phone, at })));
        return new Press(at);
    }

    /** @returns {?Press} this buyer's, of this sale, that was never answered */
    static unfinished(sale, phone, now) {
        const kept = store(storage => JSON.parse(storage.getItem(KEY)));
        const mine = kept?.sale === sale && kept.phone === phone;
        return mine && now - kept.at < UNFINISHED_MS ? new Press(kept.at) : null;
    }

    /** Was that purchase made by this press? */
    made(purchase) {
        return purchase.createTime >= this.#at - CLOCKS_APART_MS;
    }

    end() {
        store(storage => storage.removeItem(KEY));
    }
}

/** Where nothing can be kept, a reload only learns less about what it finds. */
function store(use) {
    try {
        return use(window.sessionStorage);
    } catch {
        return null;
    }
}
