/**
 * The detail page's one button, from the countdown to the receipt. The page's state is `data-state` on #sale:
 * login, changed, waiting, ready, working, queued, bought, already, void, sold-out, over, busy, unknown, error
 * (loading at first).
 */
import './shop.js';
import { announce } from './announce.js';
import * as buyer from './buyer.js';
import { buy, resume } from './buying.js';
import * as clock from './clock.js';
import { exposeInAMoment } from './exposing.js';
import { jitter, pause } from './patience.js';
import { countdown, newTurn, sale, timeNowUrl, view } from './sale.js';

// By the minute before the opening, a clock that was read an hour ago may be off by what a shopper would notice.
const REFINED_AT = 'soon-60';
const REFINE_JITTER_MS = 20_000;

// The tag of the buyer for whom this page acts. When another one logs in elsewhere, it asks before it goes over.
let actsFor = null;

async function begin(words) {
    const turn = newTurn();
    sale.md5 = null;
    view.show('loading');
    view.showPurchase(null);
    const [timeKnown, me] = await turn.heard(Promise.all([clock.follow(timeNowUrl), buyer.current()]));
    if (!timeKnown) {
        return view.show('error');
    }
    countdown.aim(sale.start, sale.end);
    if (countdown.phase === 'soon') {
        clock.refine();
    }
    if (me === null) {
        return welcomeStranger(words);
    }
    if (actsFor !== null && actsFor !== me.buyer) {
        return view.show('changed', 'changed', me.phone);
    }
    actsFor = me.buyer;
    // A reload must neither hide a purchase nor offer a second one.
    return countdown.phase === 'soon' ? view.show('waiting') : resume(turn, me);
}

function welcomeStranger(words = 'login') {
    if (countdown.phase === 'over') {
        return view.show('over');
    }
    // The page's own stock: the exposer answers nobody who is not signed in.
    return countdown.phase === 'open' && sale.stock === 0 ? view.show('sold-out') : view.show('login', words);
}

async function phaseChanged() {
    announce(view.momentWords(countdown.phase));
    if (await buyer.current() === null) {
        // Whoever reads a fault is left with it.
        return ['login', 'sold-out', 'over'].includes(view.state) && welcomeStranger();
    }
    // Whoever is in the middle of an attempt, or holds its outcome, is not disturbed.
    if (['waiting', 'ready', 'sold-out', 'over'].includes(view.state)) {
        return exposeInAMoment(newTurn());
    }
}

async function milestone(moment) {
    announce(view.momentWords(moment));
    if (moment === REFINED_AT) {
        await pause(jitter(REFINE_JITTER_MS));
        clock.refine();
    }
}

async function press(state) {
    switch (state) {
        case 'login':
            return buyer.openLogin();
        case 'ready':
            // Before anything is waited for: a second click finds no button.
            view.show('working');
            return buyAsShown(newTurn());
        case 'changed':
            actsFor = null;
            return begin();
        default:
            return begin();
    }
}

/** Buys for the buyer for whom the button was shown, which the header names. */
async function buyAsShown(turn) {
    return buy(turn, await turn.heard(buyer.current()));
}

function buyerChanged({ here }) {
    if (here) {
        actsFor = null;
    }
    return begin(here ? 'login' : 'expired');
}

countdown.onPhase = phaseChanged;
countdown.onMilestone = milestone;
view.onPress = press;
document.addEventListener('buyer:changed', event => buyerChanged(event.detail));
begin();
// A page that comes back from the browser's memory missed whatever happened meanwhile. The clock, which began to
// listen a line above, has asked for the time by then.
window.addEventListener('pageshow', event => event.persisted && begin());
