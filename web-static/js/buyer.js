/**
 * Who is signed in: the header, the login dialog, and for other scripts `phone()`. The cookie itself is
 * HttpOnly. Fires `buyer:changed` on the document, with `detail.phone` (masked, or null), at each sign-in
 * and sign-out; `detail.expired` says that it was the server who no longer knew the buyer.
 */
import $ from '../lib/jquery/jquery.min.js';
import { ask, isBusy } from './api.js';
import { Patience } from './patience.js';

const $header = $('#buyer');
const $phone = $('#phone');
const dialog = document.getElementById('login-dialog');
const inDialog = dialog.querySelectorAll('button, input');

let known;
learn();
// Somebody may have logged in or out on another page, while the browser kept this one in its memory. Who else listens
// asks `phone()` after this.
window.addEventListener('pageshow', event => event.persisted && learn());

/** @returns {Promise<?string>} the masked phone of the signed-in buyer, or null */
export function phone() {
    return known;
}

/** The server answered 401. */
export function signedOut() {
    become(null, { expired: true });
}

/** The browser keeps the page behind it out of reach, closes it by Esc, and gives the focus back to where it was. */
export function openLogin() {
    tellFault('');
    dialog.showModal();
}

function learn() {
    const asked = known = whoAmI();
    // A login while it was asked knows better.
    asked.then(masked => asked === known && show(masked));
}

async function whoAmI() {
    const patience = new Patience({ firstMs: 500, longestMs: 4_000, tries: 4 });
    for (;;) {
        const answer = await ask('GET', $header.data('meUrl'));
        // When nobody can say, the buyer is asked to log in, which does no harm to one who is.
        if (answer.status === 200 || patience.spent) {
            return answer.data?.phone ?? null;
        }
        await patience.wait(answer.retryAfterMs);
    }
}

function become(masked, { expired = false } = {}) {
    known = Promise.resolve(masked);
    show(masked);
    document.dispatchEvent(new CustomEvent('buyer:changed', { detail: { phone: masked, expired } }));
}

function show(masked) {
    const pressed = document.activeElement;
    $('#buyer-phone').text(masked ?? '').prop('hidden', masked === null);
    $('#logout').prop('hidden', masked === null);
    $('#login').prop('hidden', masked !== null);
    // Whoever pressed the one goes on from the other, which takes its place.
    if (pressed.closest('#login, #logout')) {
        $(masked === null ? '#login' : '#logout').trigger('focus');
    }
}

async function logIn(event) {
    event.preventDefault();
    const $submit = $('#login-submit').prop('disabled', true);
    tellFault('');
    const answer = await ask('POST', $header.data('loginUrl'), $('#login-form').serialize());
    $submit.prop('disabled', false);
    if (answer.status === 200) {
        dialog.close();
        become(answer.data?.phone ?? null);
    } else {
        tellFault(refusal(answer));
        $phone.attr('aria-invalid', String(answer.status === 400)).trigger('focus');
    }
}

/** From the last on to the first and back: a browser would go through its own bars in between. */
function goRound(event) {
    const [from, to] = event.shiftKey ? [inDialog[0], inDialog[inDialog.length - 1]] : [inDialog[inDialog.length - 1], inDialog[0]];
    if (event.key === 'Tab' && event.target === from) {
        event.preventDefault();
        to.focus();
    }
}

function tellFault(words) {
    $('#login-error').text(words);
    $phone.removeAttr('aria-invalid');
}

function refusal(answer) {
    const words = key => $(`[data-login-text="${key}"]`).text();
    if (isBusy(answer)) {
        return words('busy');
    }
    return words(answer.status === 400 ? 'refused' : 'unreachable');
}

async function logOut() {
    const answer = await ask('POST', $header.data('logoutUrl'));
    if (answer.status === 200 || answer.status === 401) {
        become(null);
    }
}

$('#login-form').on('submit', logIn);
$(dialog).on('keydown', goRound);
$('#login-close').on('click', () => dialog.close());
$('#logout').on('click', logOut);
$(document).on('click', '[data-open-login]', openLogin);
