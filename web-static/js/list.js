/**
 * The list: every card follows the server's clock. A card stays where it is when its sale opens, and says so:
 * one that jumped to another heading would be lost to whoever was about to press it.
 */
import './shop.js';
import { announce } from './announce.js';
import * as clock from './clock.js';
import { Countdown } from './countdown.js';

const list = document.getElementById('list');
const cards = list.querySelectorAll('[data-sale]');

function phaseOf(card, countdown) {
    return countdown.phase === 'open' && card.dataset.stock === '0' ? 'SOLD_OUT' : countdown.phase.toUpperCase();
}

function show(card, phase) {
    card.dataset.phase = phase;
    for (const element of card.querySelectorAll('[data-in]')) {
        element.hidden = !element.dataset.in.split(' ').includes(phase);
    }
}

function follow(card) {
    const countdown = new Countdown(card.querySelector('[role="timer"]'));
    const update = () => show(card, phaseOf(card, countdown));
    countdown.onPhase = () => {
        update();
        if (card.dataset.phase === 'OPEN') {
            announce(list.querySelector('[data-opened-text]').textContent.replace('*', () => card.querySelector('h3').textContent));
        }
    };
    countdown.aim(Number(card.dataset.start), Number(card.dataset.end));
    update();
    return countdown;
}

async function start() {
    // Without the time the list is still right about what it was when it was printed.
    if (cards.length > 0 && await clock.follow(list.dataset.timeNowUrl)) {
        const countdowns = Array.from(cards, follow);
        if (countdowns.some(countdown => countdown.phase === 'soon')) {
            clock.refine();
        }
    }
}

start();
// The browser kept the page as it was, with the stock of then.
window.addEventListener('pageshow', event => event.persisted && window.location.reload());
