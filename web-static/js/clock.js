/**
 * The server's clock. The device's own clock is never read: between two looks at the server's, time is
 * advanced by performance.now(), which no user and no time server sets.
 *
 * A sample says between which two bounds the offset lies: the server looked at its clock after the question was
 * sent and before the answer came. The middle of the sample with the shortest round trip errs least (Cristian, 1989).
 */
import { ask } from './api.js';
import { Patience } from './patience.js';

const TRIES = 4;
// The server tells whole milliseconds.
const GRAIN_MS = 1;

let best = null;
let url = null;
let round = null;
let refining = Promise.resolve();

/** Milliseconds since the epoch, by the server. Only after `follow` has resolved to true. */
export function now() {
    return performance.now() + best.offset;
}

/** @returns {Promise<boolean>} true as soon as the time is known; a second sample is on its way then */
export function follow(timeNowUrl) {
    if (url === null) {
        // performance.now() may have stood still while the machine slept.
        document.addEventListener('visibilitychange', () => document.hidden || look());
        window.addEventListener('pageshow', event => event.persisted && look());
    }
    url = timeNowUrl;
    return round ?? (best === null ? look() : Promise.resolve(true));
}

/** One more sample, for whom a moment lies ahead; one after the other, for two at once would slow each other down. */
export function refine() {
    refining = refining.then(async () => {
        const answer = await ask('GET', url);
        if (tellsTime(answer)) {
            consider(sampleOf(answer.data, answer));
        }
    });
}

/** The server's word against ours: it just refused what by our clock was due. */
export function adopt(serverNow, answer) {
    best = sampleOf(serverNow, answer);
}

/** Ends with the first sample; the second goes on by itself. */
function look() {
    round ??= firstSample().finally(() => round = null);
    return round;
}

async function firstSample() {
    const patience = new Patience({ firstMs: 300, longestMs: 2_000, tries: TRIES });
    for (;;) {
        const answer = await ask('GET', url);
        if (tellsTime(answer)) {
            consider(sampleOf(answer.data, answer));
            refine();
            return true;
        }
        if (patience.spent) {
            return best !== null;
        }
        await patience.wait(answer.retryAfterMs);
    }
}

/** A sample that cannot be true together with the best one says that our clock stood still or ran away. */
function consider(sample) {
    const contradicts = best === null || Math.abs(sample.offset - best.offset) > sample.error + best.error;
    if (contradicts || sample.error < best.error) {
        best = sample;
    }
}

function sampleOf(serverNow, { sent, received }) {
    return { offset: serverNow - (sent + received) / 2, error: (received - sent) / 2 + GRAIN_MS };
}

function tellsTime(answer) {
    return answer.status === 200 && typeof answer.data === 'number';
}
