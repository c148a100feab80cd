/** From a press of the button to what it came to, also when the page was loaded anew in between. */
import { ask } from './api.js';
import { execute, followUp, recall, refusedFor } from './attempt.js';
import * as buyer from './buyer.js';
import * as clock from './clock.js';
import { expose, keepFresh, settle, tellSoldOut, waitLonger } from './exposing.js';
import { Press } from './press.js';
import { VOID } from './purchase-view.js';
import { countdown, executionUrl, exposerUrl, id, learn, learnStock, resultUrl, sale, view } from './sale.js';

const FRESH_ADDRESSES = 2;
// The database's clock, which decides, may be as much behind the node's that told the address.
const CLOCKS_APART_MS = 5_000;

/** What came of this buyer before the page was loaded: an unfinished press is followed to its end. */
export async function resume(turn, me) {
    const press = Press.unfinished(id, me.buyer, clock.now());
    const waiting = inLine(turn, press);
    const outcome = await (press ? followUp(resultUrl, waiting, press.ticket) : recall(resultUrl, waiting));
    return outcome.kind === 'nothing' && !press ? expose(turn) : conclude(turn, outcome, press);
}

/** From 'working' on, which the page shows already. */
export async function buy(turn, me) {
    const press = Press.now(id, me.buyer, clock.now());
    const waiting = inLine(turn, press);
    let outcome = await attempt(waiting);
    for (let fresh = 0; outcome.kind === 'rewritten' && fresh < FRESH_ADDRESSES; fresh++) {
        const answer = await turn.heard(ask('POST', exposerUrl));
        const refused = refusedFor(answer);
        if (refused) {
            outcome = refused;
        } else if (answer.status === 200 && answer.data.exposed && answer.data.stock !== 0) {
            learn(answer.data);
            sale.md5 = answer.data.md5;
            outcome = await attempt(waiting);
        } else {
            press.end();
            return answer.status === 200 ? settle(turn, answer) : expose(turn);
        }
    }
    if (outcome.kind === 'bought') {
        learnStock(sale.stock - 1);
    }
    return conclude(turn, outcome, press);
}

/** A turn in which an order may come to wait in line. */
function inLine(turn, press) {
    return {
        ...turn,
        queue: (ticket, words) => {
            press?.queue(ticket);
            view.showQueued(ticket, words);
        },
    };
}

function attempt(turn) {
    return execute(executionUrl.replace('/MD5/', `/${sale.md5}/`), resultUrl, turn);
}

function conclude(turn, { kind, purchase }, press) {
    // Whoever logs in again waits on for the order that is in line.
    if (!['stranger', 'replaced'].includes(kind) || !press?.ticket) {
        press?.end();
    }
    switch (kind) {
        case 'bought':
            return showHeld(turn, 'bought', purchase);
        case 'already':
        case 'found':
            // What was asked a second time, by a proxy or after a reload, may still be what this press made.
            return showHeld(turn, press?.made(purchase) ? 'bought' : 'already', purchase);
        case 'over':
            return tellWhyOver(turn);
        case 'nothing':
            return giveBack(turn, 'again');
        case 'lost':
            return giveBack(turn, 'lost');
        case 'busy':
            return giveBack(turn, 'given-up');
        case 'stranger':
            buyer.signedOut();
            return buyer.openLogin();
        case 'replaced':
            return buyer.replaced();
        default:
            return view.show('error');
    }
}

/** And the stock without the unit that was bought, which the page's own may still have. */
async function showHeld(turn, state, purchase) {
    view.show(purchase.state === VOID ? 'void' : state);
    view.showPurchase(purchase);
    const answer = await turn.heard(ask('POST', exposerUrl));
    if (!buyer.refuses(answer) && answer.status === 200) {
        learn(answer.data, purchase);
    }
}

async function tellWhyOver(turn) {
    const answer = await turn.heard(ask('POST', exposerUrl));
    if (buyer.refuses(answer)) {
        return;
    }
    if (answer.status !== 200) {
        return countdown.phase === 'over' ? view.show('over') : tellSoldOut(turn);
    }
    const { now, start, end, stock } = answer.data;
    learn(answer.data);
    if (end <= now) {
        return view.show('over');
    }
    if (start > now) {
        return waitLonger(turn, answer);
    }
    return stock > 0 && now < start + CLOCKS_APART_MS ? giveBack(turn, 'again') : tellSoldOut(turn);
}

/** Nothing was bought: the button is the buyer's again, unless the sale closed meanwhile. */
function giveBack(turn, words) {
    if (sale.md5 === null || countdown.phase === 'over') {
        return expose(turn, words);
    }
    view.show('ready', words);
    return keepFresh(turn);
}
