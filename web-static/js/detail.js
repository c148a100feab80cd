/**
 * The detail page's one button, from the countdown to the receipt. The page's state is `data-state` on #sale:
 * login, waiting, ready, working, bought, already, sold-out, over, busy, unknown, error (loading at first).
 *
 * The address (md5) is fetched before the button is enabled, so one press is one execution request.
 */
import './shop.js';
import { ask } from './api.js';
import { execute, patienceOfACrowd, recall } from './attempt.js';
import * as buyer from './buyer.js';
import * as clock from './clock.js';
import { Countdown } from './countdown.js';
import { jitter, pause, visible } from './patience.js';
import { PurchaseView } from './purchase-view.js';

const OPENING_JITTER_MS = 300;
const REFRESH_MS = 15_000;
const RESTOCK_REFRESH_MS = 60_000;
const FRESH_ADDRESSES = 2;

const { timeNowUrl, exposerUrl, executionUrl, resultUrl, ...printed } = document.getElementById('sale').dataset;
const sale = { start: Number(printed.start), end: Number(printed.end), stock: Number(printed.stock), md5: null };
const view = new PurchaseView(document.getElementById('sale'), press);
const countdown = new Countdown(document.getElementById('countdown'), phaseChanged);

let turns = 0;

/** Ends all earlier turns: what they still wait for never comes back to them. */
function newTurn() {
    const mine = ++turns;
    return {
        heard: awaited => new Promise(resolve => awaited.then(value => mine === turns && resolve(value))),
        say: (state, words) => view.show(state, words),
    };
}

async function begin() {
    const turn = newTurn();
    view.show('loading');
    view.showPurchase(null);
    const [timeKnown, phone] = await turn.heard(Promise.all([clock.follow(timeNowUrl), buyer.phone()]));
    if (!timeKnown) {
        return view.show('error');
    }
    countdown.aim(sale.start, sale.end);
    if (phone === null) {
        return welcomeStranger();
    }
    if (countdown.phase === 'soon') {
        return view.show('waiting');
    }
    // A reload must neither hide a purchase nor offer a second one.
    const earlier = await recall(resultUrl, turn);
    return earlier.kind === 'nothing' ? expose(turn) : conclude(turn, earlier);
}

function welcomeStranger() {
    if (countdown.phase === 'over') {
        return view.show('over');
    }
    // The page's own stock: the exposer answers nobody who is not signed in.
    return view.show(countdown.phase === 'open' && sale.stock === 0 ? 'sold-out' : 'login');
}

async function phaseChanged() {
    if (await buyer.phone() === null) {
        // Whoever reads a fault is left with it.
        return ['login', 'sold-out', 'over'].includes(view.state) && welcomeStranger();
    }
    // Whoever is in the middle of an attempt, or holds its outcome, is not disturbed.
    if (['waiting', 'ready', 'sold-out', 'over'].includes(view.state)) {
        const turn = newTurn();
        await turn.heard(pause(jitter(OPENING_JITTER_MS)));
        return expose(turn);
    }
}

async function expose(turn) {
    const patience = patienceOfACrowd();
    for (;;) {
        const answer = await turn.heard(ask('POST', exposerUrl));
        if (answer.status === 401) {
            return buyer.signedOut();
        }
        if (answer.status === 200) {
            return settle(turn, answer);
        }
        if (answer.status === 404 || patience.spent) {
            return view.show('error');
        }
        view.show('busy');
        await turn.heard(patience.wait(answer.retryAfterMs));
    }
}

function settle(turn, answer) {
    const { exposed, now, start, end, stock, md5 } = learn(answer);
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
        view.show('ready');
    }
    return keepFresh(turn, REFRESH_MS);
}

function learn(answer) {
    const exposure = answer.data;
    const { start, end, stock } = exposure;
    const moved = start !== sale.start || end !== sale.end;
    Object.assign(sale, { start, end, stock });
    view.showStock(stock);
    if (moved) {
        view.showWindow(start, end);
        countdown.aim(start, end);
    }
    return exposure;
}

function tellSoldOut(turn) {
    view.show('sold-out');
    return keepFresh(turn, RESTOCK_REFRESH_MS);
}

/** Our clock was ahead, or the sale was put off: the server's word goes. */
async function waitLonger(turn, answer) {
    clock.adopt(answer.data.now, answer);
    countdown.aim(sale.start, sale.end);
    view.show('waiting');
    if (countdown.phase !== 'soon') {
        // It opened while the answer travelled, so the countdown has nothing left to tell.
        await turn.heard(pause(OPENING_JITTER_MS + jitter(OPENING_JITTER_MS)));
        return expose(turn);
    }
}

/** Learns now and then, while somebody looks, that the stock or the window has changed. */
async function keepFresh(turn, periodMs) {
    for (;;) {
        await turn.heard(pause(periodMs + jitter(periodMs / 10)));
        await turn.heard(visible());
        const answer = await turn.heard(ask('POST', exposerUrl));
        if (answer.status === 401) {
            return buyer.signedOut();
        }
        if (answer.status === 200) {
            return settle(turn, answer);
        }
    }
}

function press(state) {
    switch (state) {
        case 'login':
            return buyer.openLogin();
        case 'ready':
            return buy(newTurn());
        default:
            return begin();
    }
}

async function buy(turn) {
    view.show('working');
    let outcome = await attempt(turn);
    for (let fresh = 0; outcome.kind === 'rewritten' && fresh < FRESH_ADDRESSES; fresh++) {
        const answer = await turn.heard(ask('POST', exposerUrl));
        if (answer.status === 401) {
            outcome = { kind: 'stranger' };
        } else if (answer.status === 200 && answer.data.exposed && answer.data.stock !== 0) {
            sale.md5 = learn(answer).md5;
            outcome = await attempt(turn);
        } else {
            return answer.status === 200 ? settle(turn, answer) : expose(turn);
        }
    }
    return conclude(turn, outcome);
}

function attempt(turn) {
    return execute(executionUrl.replace('/MD5/', `/${sale.md5}/`), resultUrl, turn);
}

function conclude(turn, { kind, purchase }) {
    switch (kind) {
        case 'bought':
        case 'already':
            view.show(kind);
            return view.showPurchase(purchase);
        case 'over':
            return tellWhyOver(turn);
        case 'nothing':
            return giveBack(turn, 'again');
        case 'busy':
            return giveBack(turn, 'given-up');
        case 'stranger':
            buyer.signedOut();
            return buyer.openLogin();
        default:
            return view.show('error');
    }
}

async function tellWhyOver(turn) {
    const answer = await turn.heard(ask('POST', exposerUrl));
    if (answer.status !== 200) {
        return countdown.phase === 'over' ? view.show('over') : tellSoldOut(turn);
    }
    const { now, start, end } = learn(answer);
    if (end <= now) {
        return view.show('over');
    }
    return start > now ? waitLonger(turn, answer) : tellSoldOut(turn);
}

/** Nothing was bought: the button is the buyer's again, unless the sale closed meanwhile. */
function giveBack(turn, words) {
    if (sale.md5 === null || countdown.phase === 'over') {
        return expose(turn);
    }
    view.show('ready', words);
    return keepFresh(turn, REFRESH_MS);
}

document.addEventListener('buyer:changed', begin);
begin();
