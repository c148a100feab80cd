/**
 * From one press to one outcome. A turn is `{ heard, say, queue }`: `heard` is what the attempt waits through, `say(state,
 * words)` tells the buyer where it stands, `queue(ticket, words)` that the order is in line. Outcomes are values,
 * `{ kind, purchase }`:
 *
 *   bought           with the purchase, which this attempt made, or the order that was in line
 *   already, found   with the purchase, whoever made it
 *   over             sold out or out of the window
 *   nothing          certainly not bought; may press again
 *   lost             as `nothing`, of an order that was in line
 *   busy             refused for as long as we cared to ask; certainly not bought
 *   rewritten        the address is stale
 *   stranger         not signed in
 *   replaced         another buyer is signed in; nothing was bought for that one
 *   fault            the request was refused for a reason no second try will change
 */
import { ask, isBusy } from './api.js';
import { Patience, pause } from './patience.js';
import { VOID } from './purchase-view.js';

const SUCCESS = 1, OVER = 0, REPEAT = -1, UNKNOWN = -2, REWRITTEN = -3, BUSY = -4, QUEUED = 2;

export function patienceOfACrowd() {
    return new Patience({ firstMs: 500, longestMs: 8_000, tries: 8 });
}

// An order may be on its way for a while after the page that sent it has gone.
const ON_ITS_WAY_MS = 4_000;

export async function execute(executionUrl, resultUrl, turn) {
    const patience = patienceOfACrowd();
    for (;;) {
        const answer = await turn.heard(ask('POST', executionUrl));
        if (!isBusy(answer) && answer.data?.state !== BUSY) {
            return conclude(answer, resultUrl, turn);
        }
        if (patience.spent) {
            return { kind: 'busy' };
        }
        turn.say('busy');
        await turn.heard(patience.wait(answer.retryAfterMs));
    }
}

/** What an earlier attempt came to; `nothing` when there was none, or when the server cannot say for a while. */
export async function recall(resultUrl, turn) {
    const patience = new Patience({ firstMs: 500, longestMs: 2_000, tries: 4 });
    for (;;) {
        const answer = await turn.heard(ask('GET', resultUrl));
        // Who is in line must not be offered the button because of a moment's fault.
        if (answer.status === 200 || refusedFor(answer) || patience.spent) {
            return recalled(answer, resultUrl, turn);
        }
        turn.say('busy');
        await turn.heard(patience.wait(answer.retryAfterMs));
    }
}

/** @returns {?{kind: string}} the outcome, where the server does not serve this page's buyer */
export function refusedFor(answer) {
    switch (answer.status) {
        case 401:
            return { kind: 'stranger' };
        case 409:
            return { kind: 'replaced' };
        default:
            return null;
    }
}

/** @returns {?{kind: string}} the outcome, where this buyer's purchase has been cancelled, in whatever state it is told */
function cancelled(answer) {
    const purchase = answer.data?.successKilled;
    return purchase?.state === VOID ? { kind: 'found', purchase } : null;
}

function recalled(answer, resultUrl, turn) {
    const refused = refusedFor(answer) ?? cancelled(answer);
    if (refused) {
        return refused;
    }
    switch (answer.data?.state) {
        case SUCCESS:
        case REPEAT:
            return { kind: 'found', purchase: answer.data.successKilled };
        case QUEUED:
            return findOut(resultUrl, turn, { ticket: answer.data.ticket });
        case UNKNOWN:
            return findOut(resultUrl, turn);
        default:
            return { kind: 'nothing' };
    }
}

/**
 * What came of an attempt whose answer was never heard.
 *
 * @param {?string} ticket when the order was heard to be in line
 */
export function followUp(resultUrl, turn, ticket) {
    return findOut(resultUrl, turn, { ticket, onItsWayMs: ON_ITS_WAY_MS });
}

function conclude(answer, resultUrl, turn) {
    const refused = refusedFor(answer) ?? cancelled(answer);
    if (refused) {
        return refused;
    }
    switch (answer.data?.state) {
        case SUCCESS:
            return { kind: 'bought', purchase: answer.data.successKilled };
        case REPEAT:
            return { kind: 'already', purchase: answer.data.successKilled };
        case OVER:
            return { kind: 'over' };
        case REWRITTEN:
            return { kind: 'rewritten' };
        case QUEUED:
            return findOut(resultUrl, turn, { ticket: answer.data.ticket });
        default:
            // No answer, or a broken one, to a request that may have bought is never called a failure.
            return answer.status >= 400 && answer.status < 500 ? { kind: 'fault' } : findOut(resultUrl, turn);
    }
}

/** Asks until it is known, however long that takes, and believes for a while that nothing is known yet. */
async function findOut(resultUrl, turn, { ticket = null, onItsWayMs = 0 } = {}) {
    const since = performance.now();
    const patience = new Patience({ firstMs: 400, longestMs: 8_000 });
    let refusals = 0;
    for (;;) {
        if (refusals === 0) {
            tellWait(turn, ticket, patience);
        }
        await turn.heard(patience.wait());
        const answer = await turn.heard(ask('GET', resultUrl));
        const refused = refusedFor(answer) ?? cancelled(answer);
        if (refused) {
            return refused;
        }
        const state = answer.status === 200 ? answer.data?.state : UNKNOWN;
        if (state === SUCCESS || state === REPEAT) {
            const purchase = answer.data.successKilled;
            return { kind: purchase.ticket === ticket ? 'bought' : 'found', purchase };
        }
        // What once was in line stays there until the server says otherwise: a fault says nothing.
        ticket = state === QUEUED ? answer.data.ticket : ticket;
        // The first "not recorded" may have overtaken the very commit we ask about.
        refusals = state === OVER || state === BUSY ? refusals + 1 : 0;
        if (refusals >= 2 && (state === OVER || performance.now() - since >= onItsWayMs)) {
            return { kind: state === OVER ? 'over' : ticket === null ? 'nothing' : 'lost' };
        }
        await turn.heard(pause(answer.retryAfterMs));
    }
}

function tellWait(turn, ticket, patience) {
    if (ticket === null) {
        turn.say('unknown');
    } else {
        turn.queue(ticket, patience.slowest ? 'queued-long' : 'queued');
    }
}
