/**
 * Who is signed in: the header, the login dialog, and for other scripts `current()`. The cookie itself is HttpOnly, and
 * all tabs share it. Fires `buyer:changed` on the document at each sign-in and sign-out; `detail.here` says that it was
 * done in this tab, and not in another one, or by the server that no longer knows the buyer.
 */
import $ from '../lib/jquery/jquery.min.js';
import { actFor, ask, isBusy } from './api.js';
import { Patience, pause } from './patience.js';

const $header = $('#buyer');
const $phone = $('#phone');
const dialog = document.getElementById('login-dialog');
const inDialog = dialog.querySelectorAll('button, input');

// Written by a tab after each login and logout, because a browser tells the others of it.
const CHANGE = 'seckill.buyer-change';
const DISAGREEMENT_MS = 2_000;

// As the header shows; undefined until it is first known.
let shown;
let known;
learn();
// Another page may have logged in or out while the browser kept this one in its memory. Who else listens asks
// `current()` after this.
window.addEventListener('pageshow', event => event.persisted && learn());
window.addEventListener('storage', event => event.key === CHANGE && learn());

/** @returns {Promise<?{phone: string, buyer: string}>} the signed-in buyer's masked phone and tag, or null */
export function current() {
    return known;
}

/** The server answered 401. */
export function signedOut() {
    become(null, { here: false });
}

/** The server answered 409: the cookie is another buyer's than this page's. */
export function replaced() {
    learn({ anew: true });
}

/** @returns {boolean} true when the server does not serve this page's buyer: who is signed in is told to all then */
export function refuses(answer) {
    if (answer.status === 401) {
        signedOut();
    } else if (answer.status === 409) {
        replaced();
    } else {
        return false;
    }
    return true;
}

/** The browser keeps the page behind it out of reach, closes it by Esc, and gives the focus back to where it was. */
export function openLogin() {
    tellFault('');
    dialog.showModal();
}

/** @param anew to tell also of the buyer who is shown already */
function learn({ anew = false } = {}) {
    const asked = known = whoAmI();
    asked.then(async me => {
        if (anew && me?.buyer === shown?.buyer) {
            // It was another for a moment only, or two nodes disagree and each would be asked at once again.
            await pause(DISAGREEMENT_MS);
        }
        // A login while it was asked knows better.
        if (asked !== known) {
            return;
        }
        if (shown === undefined) {
            show(me);
        } else if (anew || me?.buyer !== shown?.buyer) {
            become(me, { here: false });
        }
    });
}

async function whoAmI() {
    const patience = new Patience({ firstMs: 500, longestMs: 4_000, tries: 4 });
    for (;;) {
        const answer = await ask('GET', $header.data('meUrl'));
        if (answer.status === 200) {
            return answer.data;
        }
        if (patience.spent) {
            // Asked to log in, which does no harm to a buyer who is.
            return shown ?? null;
        }
        await patience.wait(answer.retryAfterMs);
    }
}

function become(me, { here }) {
    known = Promise.resolve(me);
    show(me);
    if (me !== null && dialog.open) {
        dialog.close();
    }
    document.dispatchEvent(new CustomEvent('buyer:changed', { detail: { here } }));
}

function becomeHere(me) {
    become(me, { here: true });
    try {
        window.localStorage.setItem(CHANGE, String(Math.random()));
    } catch {
        // Where nothing can be kept, another tab learns of it from the server's refusal.
    }
}

function show(me) {
    shown = me;
    actFor(me?.buyer ?? null);
    const pressed = document.activeElement;
    $('#buyer-phone').text(me?.phone ?? '').prop('hidden', me === null);
    $('#logout').prop('hidden', me === null);
    $('#login').prop('hidden', me !== null);
    // Whoever pressed the one goes on from the other, which takes its place.
    if (pressed.closest('#login, #logout')) {
        $(me === null ? '#login' : '#logout').trigger('focus');
    }
}

async function logIn(event) {
    event.preventDefault();
    if (!navigator.cookieEnabled) {
        return tellFault('cookies');
    }
    const $submit = $('#login-submit').prop('disabled', true);
    tellFault('');
    const fault = await logInAs($phone.val());
    $submit.prop('disabled', false);
    if (fault) {
        tellFault(fault);
        $phone.attr('aria-invalid', String(['refused', 'letters'].includes(fault))).trigger('focus');
    }
}

/** @returns {Promise<?string>} why not, or null */
async function logInAs(typed) {
    const answer = await ask('POST', $header.data('loginUrl'), $('#login-form').serialize());
    if (answer.status !== 200) {
        return refusal(answer, typed);
    }
    const kept = await ask('GET', $header.data('meUrl'));
    if (kept.status === 200 && kept.data === null) {
        return 'cookies';
    }
    becomeHere(answer.data);
    return null;
}

/** From the last on to the first and back: a browser would go through its own bars in between. */
function goRound(event) {
    const [from, to] = event.shiftKey ? [inDialog[0], inDialog[inDialog.length - 1]] : [inDialog[inDialog.length - 1], inDialog[0]];
    if (event.key === 'Tab' && event.target === from) {
        event.preventDefault();
        to.focus();
    }
}

/** @param key of the words; none take back what was said */
function tellFault(key) {
    $('#login-error').text(key && $(`[data-login-text="${key}"]`).text());
    $phone.removeAttr('aria-invalid');
}

function refusal(answer, typed) {
    if (isBusy(answer)) {
        return 'busy';
    }
    if (answer.status !== 400) {
        return 'unreachable';
    }
    return /\p{L}/u.test(typed) ? 'letters' : 'refused';
}

async function logOut() {
    const answer = await ask('POST', $header.data('logoutUrl'));
    if (answer.status === 200 || answer.status === 401) {
        becomeHere(null);
    }
}

$('#login-form').on('submit', logIn);
$(dialog).on('keydown', goRound);
$('#login-close').on('click', () => dialog.close());
$('#logout').on('click', logOut);
$(document).on('click', '[data-open-login]', openLogin);
