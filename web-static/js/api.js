/**
 * One question to the server and its envelope. Never rejects: an answer that did not come, or that is not
 * ours (a proxy's page with status 200), has status 0, and then nobody knows what the server did.
 */
import $ from '../lib/jquery/jquery.min.js';

// Longer than any server would let a buyer wait: giving up earlier only makes outcomes unknown.
const TIMEOUT_MS = 15_000;
const LONGEST_RETRY_AFTER_S = 60;

let buyer = null;

/** @param {?string} tag of the buyer for whom all further requests are made: the server refuses them with 409 when another is logged in */
export function actFor(tag) {
    buyer = tag;
}

/** @returns {Promise<{status: number, data: any, error: ?string, retryAfterMs: number, sent: number, received: number}>} */
export function ask(method, url, form) {
    const sent = performance.now();
    const headers = { 'Cache-Control': 'no-cache', ...(buyer && { 'Seckill-Buyer': buyer }) };
    return new Promise(resolve => {
        $.ajax({ url, method, data: form, dataType: 'json', timeout: TIMEOUT_MS, headers })
            .always((first, outcome, last) => {
                const xhr = outcome === 'success' ? last : first;
                resolve(answerOf(xhr, sent));
            });
    });
}

/** Refused for now and certainly not done: the same question may be asked again. */
export function isBusy(answer) {
    return answer.status === 429 || answer.status === 503;
}

function answerOf(xhr, sent) {
    const envelope = xhr.responseJSON;
    return {
        status: envelope || xhr.status >= 400 ? xhr.status : 0,
        data: envelope?.data ?? null,
        error: envelope?.error ?? null,
        retryAfterMs: retryAfterMs(xhr.getResponseHeader('Retry-After')),
        sent,
        received: performance.now(),
    };
}

function retryAfterMs(header) {
    const seconds = Number.parseInt(header ?? '', 10);
    return Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, 0), LONGEST_RETRY_AFTER_S) * 1000;
}
