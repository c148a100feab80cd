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
    #kept;

    constructor(kept) {
        this.#kept = kept;
    }

    static now(sale, buyer, at) {
        const press = new Press({ sale, buyer, at });
        press.#keep();
        return press;
    }

    /** @returns {?Press} this buyer's, of this sale, that was never answered */
    static unfinished(sale, buyer, now) {
        const kept = store(storage => JSON.parse(storage.getItem(KEY)));
        const mine = kept?.sale === sale && kept.buyer === buyer;
        return mine && (kept.ticket || now - kept.at < UNFINISHED_MS) ? new Press(kept) : null;
    }

    /** @returns {?string} of the order that it made, once that is in line */
    get ticket() {
        return this.#kept.ticket ?? null;
    }

    /** Its order is in line, for as long as that takes. */
    queue(ticket) {
        this.#kept.ticket = ticket;
        this.#keep();
    }

    /** Was that purchase made by this press? */
    made(purchase) {
        return purchase.ticket === this.ticket || purchase.createTime >= this.#kept.at - CLOCKS_APART_MS;
    }

    #keep() {
        store(storage => storage.setItem(KEY, JSON.stringify(this.#kept)));
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
