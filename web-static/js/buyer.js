/**
 * Who is signed in: the header, the login dialog, and for other scripts `phone()`. The cookie itself is
 * HttpOnly. Fires `buyer:changed` on the document, with `detail.phone` (masked, or null), at each sign-in
 * and sign-out, also when the server is the one who says that the buyer is signed out.
 */
import bootstrap from '../lib/bootstrap/bootstrap.bundle.min.js';
import $ from '../lib/jquery/jquery.min.js';
import { ask, isBusy } from './api.js';
import { Patience } from './patience.js';

const $header = $('#buyer');
const $error = $('#login-error');
const dialog = bootstrap.Modal.getOrCreateInstance('#login-dialog');

let opener = null;
let known = whoAmI();
known.then(show);

/** @returns {Promise<?string>} the masked phone of the signed-in buyer, or null */
export function phone() {
    return known;
}

/** The server answered 401. */
export function signedOut() {
    become(null);
}

export function openLogin() {
    opener = document.activeElement;
    dialog.show();
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

function become(masked) {
    known = Promise.resolve(masked);
    show(masked);
    document.dispatchEvent(new CustomEvent('buyer:changed', { detail: { phone: masked } }));
}

function show(masked) {
    $('#buyer-phone').text(masked ?? '').prop('hidden', masked === null);
    $('#logout').prop('hidden', masked === null);
    $('#login').prop('hidden', masked !== null);
}

async function logIn(event) {
    event.preventDefault();
    const $submit = $('#login-submit').prop('disabled', true);
    $error.text('');
    const answer = await ask('POST', $header.data('loginUrl'), $('#login-form').serialize());
    $submit.prop('disabled', false);
    if (answer.status === 200) {
        dialog.hide();
        become(answer.data?.phone ?? null);
    } else {
        $error.text(refusal(answer));
        $('#phone').trigger('focus');
    }
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
$('#logout').on('click', logOut);
$(document).on('click', '[data-open-login]', openLogin);
const element = document.getElementById('login-dialog');
element.addEventListener('shown.bs.modal', () => $('#phone').trigger('focus'));
element.addEventListener('hidden.bs.modal', () => {
    $error.text('');
    $(opener).trigger('focus');
});
