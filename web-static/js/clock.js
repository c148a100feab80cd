/**
 * The server's clock. The device's own clock is never read: between two looks at the server's, time is
 * advanced by performance.now(), which no user and no time server sets.
 * Of several samples the one with the shortest round trip errs least (Cristian, 1989).
 */
import { ask } from './api.js';
import { Patience } from './patience.js';

const SAMPLES = 5;
const TRIES = 4;

let offset = null;
let round = null;
let followed = null;

/** Milliseconds since the epoch, by the server. Only after `follow` has resolved to true. */
export function now() {
    return performance.now() + offset;
}

/** @returns {Promise<boolean>} true as soon as the time is known; later samples go on to refine it */
export function follow(url) {
    if (followed === null) {
        // performance.now() may have stood still while the machine slept.
        document.addEventListener('visibilitychange', () => document.hidden || sample());
    }
    followed = url;
    return offset === null ? sample() : Promise.resolve(true);
}

/** Takes the time from an answer that carries it. */
export function adopt(serverNow, { sent, received }) {
    offset = serverNow + (received - sent) / 2 - received;
}

function sample() {
    round ??= firstSample().finally(() => round = null);
    return round;
}

async function firstSample() {
    const patience = new Patience({ firstMs: 300, longestMs: 2_000, tries: TRIES });
    for (;;) {
        const answer = await ask('GET', followed);
        if (tellsTime(answer)) {
            adopt(answer.data, answer);
            refine(answer);
            return true;
        }
        if (patience.spent) {
            return offset !== null;
        }
        await patience.wait(answer.retryAfterMs);
    }
}

async function refine(first) {
    let shortest = first.received - first.sent;
    for (let i = 1; i < SAMPLES; i++) {
        const answer = await ask('GET', followed);
        const roundTrip = answer.received - answer.sent;
        if (tellsTime(answer) && roundTrip < shortest) {
            shortest = roundTrip;
            adopt(answer.data, answer);
        }
    }
}

function tellsTime(answer) {
    return answer.status === 200 && typeof answer.data === 'number';
}
