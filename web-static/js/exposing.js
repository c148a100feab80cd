/**
 * Asks for this buyer's address (md5) before the button is enabled, so that one press is one execution request, and
 * goes on asking for as long as the button or the stock could change.
 */
import { ask } from './api.js';
import { patienceOfACrowd } from './attempt.js';
import * as buyer from './buyer.js';
import * as clock from './clock.js';
import { jitter, pause, visible } from './patience.js';
import { countdown, exposerUrl, learn, sale, view } from './sale.js';

const OPENING_JITTER_MS = 400;
const REFRESH_MS = 15_000;
const RESTOCK_REFRESH_MS = 60_000;

/** A crowd that waited for one moment does not ask in one moment. */
export async function exposeInAMoment(turn) {
    await turn.heard(pause(jitter(OPENING_JITTER_MS)));
    return expose(turn);
}

/** @param words to say with the button */
export async function expose(turn, words) {
    const patience = patienceOfACrowd();
    for (;;) {
        const answer = await turn.heard(ask('POST', exposerUrl));
        if (buyer.refuses(answer)) {
            return;
        }
        if (answer.status === 200) {
            return settle(turn, answer, words);
        }
        if (answer.status === 404 || patience.spent) {
            return view.show('error');
        }
        view.show('busy');
        await turn.heard(patience.wait(answer.retryAfterMs));
    }
}

/** Shows what the exposer answered, and says the words with the button. */
export function settle(turn, answer, words) {
    const { exposed, now, end, stock, md5 } = answer.data;
    learn(answer.data);
    if (end <= now) {
        return view.show('over');
    }
    if (!exposed) {
        return waitLonger(turn, answer);
    }
    if (stock === 0) {
        return tellSoldOut(turn);
    }
    sale.md5 = md5;
    if (view.state !== 'ready') {
        view.show('ready', words);
    }
    return keepFresh(turn);
}

export function tellSoldOut(turn) {
    view.show('sold-out');
    return keepFresh(turn, RESTOCK_REFRESH_MS);
}

/** Our clock was ahead, or the sale was put off: the server's word goes. */
export async function waitLonger(turn, answer) {
    clock.adopt(answer.data.now, answer);
    countdown.aim(sale.start, sale.end);
    view.show('waiting');
    if (countdown.phase !== 'soon') {
        // It opened while the answer travelled, so the countdown has nothing left to tell.
        await turn.heard(pause(OPENING_JITTER_MS));
        return exposeInAMoment(turn);
    }
}

/** Learns now and then, while somebody looks, that the stock or the window has changed. */
export async function keepFresh(turn, periodMs = REFRESH_MS) {
    for (;;) {
        await turn.heard(pause(periodMs + jitter(periodMs / 10)));
        await turn.heard(visible());
        const answer = await turn.heard(ask('POST', exposerUrl));
        if (buyer.refuses(answer)) {
            return;
        }
        if (answer.status === 200) {
            return settle(turn, answer);
        }
    }
}
